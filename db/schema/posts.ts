import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { AgencyId, BranchId, PostId, ProviderId } from '../../src/domain/ids.ts'
import type { CycleKind, DutyMode, HandoverUnit, Layout, Method, Pattern, Seat, Wanted } from '../../src/domain/post.ts'
import type { ProviderRole } from '../../src/domain/provider.ts'
import { agencies } from './agencies.ts'
import { branches, centres } from './centres.ts'
import { centreId, createdAt, day, search, updatedAt, version } from './columns.ts'
import { providers } from './providers.ts'

export const posts = pgTable(
  'posts',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<PostId>(),
    code: text('code').notNull(),
    version: version(),
    name: text('name').notNull(),
    mode: text('mode').notNull().$type<DutyMode>(),
    patterns: jsonb('patterns').notNull().$type<readonly Pattern[]>(),
    handoverUnit: text('handover_unit').notNull().$type<HandoverUnit>(),
    handoverEvery: integer('handover_every').notNull().default(1),
    straddles: boolean('straddles').notNull().default(false),
    roles: jsonb('roles').notNull().$type<readonly ProviderRole[]>(),
    skills: jsonb('skills').notNull().$type<readonly string[]>(),
    atLeastOne: jsonb('at_least_one').notNull().default([]).$type<readonly Wanted[]>(),
    burdenPercent: integer('burden_percent').notNull().default(100),
    distanceKm: integer('distance_km').notNull().default(0),
    layout: text('layout').$type<Layout>(),
    validFrom: day('valid_from').notNull(),
    validTo: day('valid_to'),
    search: search(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'posts_pk', columns: [t.centreId, t.id] }),
    unique('posts_code_taken').on(t.centreId, t.code),
    foreignKey({ name: 'posts_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('posts_burden_percent', sql`${t.burdenPercent} between 0 and 500`),
    check('posts_distance_km', sql`${t.distanceKm} between 0 and 1000`),
    check('posts_layout', sql`${t.layout} in ('periods', 'agencies', 'days', 'areas')`),
    check('posts_handover_every', sql`${t.handoverEvery} between 1 and 31`),
    check('posts_from_before_to', sql`${t.validTo} is null or ${t.validFrom} <= ${t.validTo}`)
  ]
)

export const postAgencies = pgTable(
  'post_agencies',
  {
    centreId: centreId(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    agencyId: uuid('agency_id').notNull().$type<AgencyId>(),
    position: integer('position').notNull()
  },
  (t) => [
    primaryKey({ name: 'post_agencies_pk', columns: [t.centreId, t.postId, t.agencyId] }),
    foreignKey({ name: 'post_agencies_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }).onDelete(
      'cascade'
    ),
    foreignKey({ name: 'post_agencies_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] }),
    index('post_agencies_by_agency').on(t.centreId, t.agencyId)
  ]
)

/** How each seat is filled: one row for each plan, numbered in order of their first days. */
export const postSeats = pgTable(
  'post_seats',
  {
    centreId: centreId(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    seat: text('seat').notNull().$type<Seat>(),
    plan: integer('plan').notNull().default(0),
    /** The first day of the plan; null = since the post began. */
    from: day('from_day'),
    importance: integer('importance').notNull(),
    method: text('method').notNull().$type<Method>(),
    providerId: uuid('provider_id').$type<ProviderId>(),
    standInId: uuid('stand_in_id').$type<ProviderId>(),
    owedAtMost: integer('owed_at_most').notNull().default(1),
    follows: boolean('follows').notNull().default(false)
  },
  (t) => [
    primaryKey({ name: 'post_seats_pk', columns: [t.centreId, t.postId, t.seat, t.plan] }),
    unique('post_seats_one_plan_a_day').on(t.centreId, t.postId, t.seat, t.from).nullsNotDistinct(),
    foreignKey({ name: 'post_seats_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }).onDelete(
      'cascade'
    ),
    foreignKey({ name: 'post_seats_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    foreignKey({ name: 'post_seats_stand_in', columns: [t.centreId, t.standInId], foreignColumns: [providers.centreId, providers.id] }),
    check('post_seats_owed_at_most', sql`${t.owedAtMost} between 1 and 12`),
    check('post_seats_importance', sql`${t.importance} between 1 and 9`),
    check('post_seats_fixed_has_provider', sql`(${t.method} = 'fixed') = (${t.providerId} is not null)`)
  ]
)

/** The declared orders of cycles: one row for each member of each place; a place that nobody takes has one row without a person. */
export const postTurns = pgTable(
  'post_turns',
  {
    centreId: centreId(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    seat: text('seat').notNull().$type<Seat>(),
    plan: integer('plan').notNull().default(0),
    cycle: text('cycle').notNull().default('order').$type<CycleKind>(),
    position: integer('position').notNull(),
    member: integer('member').notNull().default(0),
    weight: integer('weight').notNull().default(100),
    providerId: uuid('provider_id').$type<ProviderId>(),
    from: day('from_day'),
    to: day('to_day')
  },
  (t) => [
    primaryKey({ name: 'post_turns_pk', columns: [t.centreId, t.postId, t.seat, t.plan, t.cycle, t.position, t.member] }),
    unique('post_turns_once').on(t.centreId, t.postId, t.seat, t.plan, t.cycle, t.providerId),
    check('post_turns_cycle', sql`${t.cycle} in ('order', 'restDays', 'tet')`),
    check('post_turns_weight', sql`${t.weight} between 1 and 100`),
    check('post_turns_from_before_to', sql`${t.from} <= ${t.to}`),
    foreignKey({ name: 'post_turns_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }).onDelete(
      'cascade'
    ),
    foreignKey({ name: 'post_turns_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] })
  ]
)

/** Branches from which a post may be staffed; none = any. */
export const postBranches = pgTable(
  'post_branches',
  {
    centreId: centreId(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    branchId: uuid('branch_id').notNull().$type<BranchId>()
  },
  (t) => [
    primaryKey({ name: 'post_branches_pk', columns: [t.centreId, t.postId, t.branchId] }),
    foreignKey({ name: 'post_branches_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }).onDelete(
      'cascade'
    ),
    foreignKey({ name: 'post_branches_branch', columns: [t.centreId, t.branchId], foreignColumns: [branches.centreId, branches.id] })
  ]
)

/** People named for a post or barred from it; nobody named = anybody eligible. */
export const postProviders = pgTable(
  'post_providers',
  {
    centreId: centreId(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    kind: text('kind').notNull().$type<'named' | 'excluded'>()
  },
  (t) => [
    primaryKey({ name: 'post_providers_pk', columns: [t.centreId, t.postId, t.providerId] }),
    foreignKey({ name: 'post_providers_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }).onDelete(
      'cascade'
    ),
    foreignKey({ name: 'post_providers_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] })
  ]
)
