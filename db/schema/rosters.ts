import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Approval } from '../../src/domain/approval.ts'
import type { DayKind } from '../../src/domain/calendar.ts'
import type { Month } from '../../src/domain/day.ts'
import type { PostId, ProviderId, PublicationId, RosterId, SlotId } from '../../src/domain/ids.ts'
import type { DutyMode, Seat } from '../../src/domain/post.ts'
import type { Exclusion, RosterStatus, RosterStepKind } from '../../src/domain/roster.ts'
import type { RuleLevel } from '../../src/domain/rules/rule.ts'
import { centres } from './centres.ts'
import { centreId, createdAt, day, instant, updatedAt, version } from './columns.ts'
import { posts } from './posts.ts'
import { providers } from './providers.ts'

export const rosters = pgTable(
  'rosters',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<RosterId>(),
    version: version(),
    month: text('month').notNull().$type<Month>(),
    status: text('status').notNull().$type<RosterStatus>(),
    seed: integer('seed').notNull(),
    plannedAt: instant('planned_at'),
    submittedBy: text('submitted_by'),
    approval: jsonb('approval').$type<Approval>(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'rosters_pk', columns: [t.centreId, t.id] }),
    unique('rosters_month_taken').on(t.centreId, t.month),
    foreignKey({ name: 'rosters_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('rosters_status', sql`${t.status} in ('draft', 'submitted', 'approved', 'published', 'recalled')`),
    check('rosters_approved_has_approval', sql`${t.status} <> 'approved' or ${t.approval} is not null`),
    check('rosters_month', sql`${t.month} ~ '^\\d{4}-(0[1-9]|1[0-2])$'`)
  ]
)

/** The record of a roster's life: every step, for ever. `publication_id` refers to nothing: publications refer to rosters. */
export const rosterSteps = pgTable(
  'roster_steps',
  {
    centreId: centreId(),
    rosterId: uuid('roster_id').notNull().$type<RosterId>(),
    /** 1 for the first step of the roster. */
    position: integer('position').notNull(),
    step: text('step').notNull().$type<RosterStepKind>(),
    by: text('by').notNull(),
    at: instant('at').notNull(),
    reason: text('reason'),
    publicationId: uuid('publication_id').$type<PublicationId>()
  },
  (t) => [
    primaryKey({ name: 'roster_steps_pk', columns: [t.centreId, t.rosterId, t.position] }),
    foreignKey({
      name: 'roster_steps_roster',
      columns: [t.centreId, t.rosterId],
      foreignColumns: [rosters.centreId, rosters.id]
    }).onDelete('cascade'),
    check('roster_steps_step', sql`${t.step} in ('submitted', 'approved', 'returned', 'published', 'recalled', 'amended', 'covered')`)
  ]
)

/** Slots of rosters. The exclusion constraint `slots_apart` (one slot at a time per post) stands in the migration. */
export const slots = pgTable(
  'slots',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<SlotId>(),
    rosterId: uuid('roster_id').notNull().$type<RosterId>(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    mode: text('mode').notNull().$type<DutyMode>(),
    start: instant('starts_at').notNull(),
    end: instant('ends_at').notNull(),
    day: day('day').notNull(),
    dayKind: text('day_kind').notNull().$type<DayKind>(),
    unit: text('unit').notNull()
  },
  (t) => [
    primaryKey({ name: 'slots_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'slots_roster', columns: [t.centreId, t.rosterId], foreignColumns: [rosters.centreId, rosters.id] }).onDelete(
      'cascade'
    ),
    foreignKey({ name: 'slots_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }),
    check('slots_start_before_end', sql`${t.start} < ${t.end}`),
    index('slots_by_roster').on(t.centreId, t.rosterId, t.start)
  ]
)

export const seats = pgTable(
  'seats',
  {
    centreId: centreId(),
    slotId: uuid('slot_id').notNull().$type<SlotId>(),
    seat: text('seat').notNull().$type<Seat>(),
    importance: integer('importance').notNull(),
    providerId: uuid('provider_id').$type<ProviderId>(),
    pinned: boolean('pinned').notNull(),
    vacant: boolean('vacant').notNull().default(false),
    reasons: jsonb('reasons').notNull().$type<readonly Exclusion[]>()
  },
  (t) => [
    primaryKey({ name: 'seats_pk', columns: [t.centreId, t.slotId, t.seat] }),
    foreignKey({ name: 'seats_slot', columns: [t.centreId, t.slotId], foreignColumns: [slots.centreId, slots.id] }).onDelete('cascade'),
    foreignKey({ name: 'seats_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    check('seats_pinned_has_provider', sql`not ${t.pinned} or ${t.providerId} is not null`),
    index('seats_by_provider').on(t.centreId, t.providerId)
  ]
)

/** What a centre has set of a rule; a level or weight that is null, or a parameter that is not here, keeps the rule's default. */
export const ruleSettings = pgTable(
  'rule_settings',
  {
    centreId: centreId(),
    ruleId: text('rule_id').notNull(),
    version: version(),
    enabled: boolean('enabled').notNull(),
    level: text('level').$type<RuleLevel>(),
    weight: integer('weight'),
    params: jsonb('params').notNull().$type<Readonly<Record<string, number>>>(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'rule_settings_pk', columns: [t.centreId, t.ruleId] }),
    foreignKey({ name: 'rule_settings_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('rule_settings_level', sql`${t.level} in ('hard', 'soft')`),
    check('rule_settings_weight', sql`${t.weight} between 0 and 100`)
  ]
)
