import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { AgencyId, BranchId, PostId, ProviderId } from '../../src/domain/ids.ts'
import type { DutyMode, HandoverUnit, Method, Pattern, Seat } from '../../src/domain/post.ts'
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
    roles: jsonb('roles').notNull().$type<readonly ProviderRole[]>(),
    skills: jsonb('skills').notNull().$type<readonly string[]>(),
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

export const postSeats = pgTable(
  'post_seats',
  {
    centreId: centreId(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    seat: text('seat').notNull().$type<Seat>(),
    importance: integer('importance').notNull(),
    method: text('method').notNull().$type<Method>(),
    providerId: uuid('provider_id').$type<ProviderId>(),
    standInId: uuid('stand_in_id').$type<ProviderId>()
  },
  (t) => [
    primaryKey({ name: 'post_seats_pk', columns: [t.centreId, t.postId, t.seat] }),
    foreignKey({ name: 'post_seats_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }).onDelete(
      'cascade'
    ),
    foreignKey({ name: 'post_seats_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    foreignKey({ name: 'post_seats_stand_in', columns: [t.centreId, t.standInId], foreignColumns: [providers.centreId, providers.id] }),
    check('post_seats_importance', sql`${t.importance} between 1 and 9`),
    check('post_seats_fixed_has_provider', sql`(${t.method} = 'fixed') = (${t.providerId} is not null)`)
  ]
)

/** The declared order of a cycle. */
export const postTurns = pgTable(
  'post_turns',
  {
    centreId: centreId(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    seat: text('seat').notNull().$type<Seat>(),
    position: integer('position').notNull(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>()
  },
  (t) => [
    primaryKey({ name: 'post_turns_pk', columns: [t.centreId, t.postId, t.seat, t.position] }),
    unique('post_turns_once').on(t.centreId, t.postId, t.seat, t.providerId),
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
