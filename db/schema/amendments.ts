import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { AmendmentOrigin, AmendmentStatus, Recut, SeatTake } from '../../src/domain/amendment.ts'
import type { Month } from '../../src/domain/day.ts'
import type { AmendmentId, CoverId, PostId, ProviderId, PublicationId, RosterId, SlotId, SwapId } from '../../src/domain/ids.ts'
import type { Seat } from '../../src/domain/post.ts'
import type { SwapOffer, SwapStatus } from '../../src/domain/swap.ts'
import { centreId, createdAt, instant, updatedAt, version } from './columns.ts'
import { providers } from './providers.ts'
import { publications } from './publications.ts'
import { rosters } from './rosters.ts'

/** Changes of published months, from drawing up to their own numbered publication. */
export const amendments = pgTable(
  'amendments',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<AmendmentId>(),
    version: version(),
    rosterId: uuid('roster_id').notNull().$type<RosterId>(),
    month: text('month').notNull().$type<Month>(),
    origin: text('origin').notNull().$type<AmendmentOrigin>(),
    kind: text('kind').notNull().$type<'replacement' | 'supplement'>(),
    reason: text('reason').notNull(),
    changesFrom: instant('changes_from'),
    takes: jsonb('takes').notNull().$type<readonly SeatTake[]>(),
    recut: jsonb('recut').$type<Recut>(),
    status: text('status').notNull().$type<AmendmentStatus>(),
    submittedBy: text('submitted_by').notNull(),
    submittedAt: instant('submitted_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    decision: text('decision'),
    basedOn: uuid('based_on').notNull().$type<PublicationId>(),
    publicationId: uuid('publication_id').$type<PublicationId>(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'amendments_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'amendments_roster', columns: [t.centreId, t.rosterId], foreignColumns: [rosters.centreId, rosters.id] }),
    foreignKey({
      name: 'amendments_based_on',
      columns: [t.centreId, t.basedOn],
      foreignColumns: [publications.centreId, publications.id]
    }),
    foreignKey({
      name: 'amendments_publication',
      columns: [t.centreId, t.publicationId],
      foreignColumns: [publications.centreId, publications.id]
    }),
    check('amendments_kind', sql`${t.kind} in ('replacement', 'supplement')`),
    check('amendments_origin', sql`${t.origin} in ('planner', 'swap', 'cover')`),
    check('amendments_status', sql`${t.status} in ('submitted', 'issued', 'returned', 'withdrawn', 'failed')`),
    check('amendments_issued_has_publication', sql`(${t.status} = 'issued') = (${t.publicationId} is not null)`),
    index('amendments_by_roster').on(t.centreId, t.rosterId, t.submittedAt)
  ]
)

/** Trades of duties between two people. The duties are named by slot and seat; who holds them is checked again at every step. */
export const swaps = pgTable(
  'swaps',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<SwapId>(),
    version: version(),
    rosterId: uuid('roster_id').notNull().$type<RosterId>(),
    month: text('month').notNull().$type<Month>(),
    status: text('status').notNull().$type<SwapStatus>(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    slotId: uuid('slot_id').notNull().$type<SlotId>(),
    seat: text('seat').notNull().$type<Seat>(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    start: instant('starts_at').notNull(),
    end: instant('ends_at').notNull(),
    offers: jsonb('offers').notNull().$type<readonly SwapOffer[]>(),
    reason: text('reason'),
    cutoff: instant('cutoff').notNull(),
    decidedBy: text('decided_by'),
    decision: text('decision'),
    amendmentId: uuid('amendment_id').$type<AmendmentId>(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'swaps_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'swaps_roster', columns: [t.centreId, t.rosterId], foreignColumns: [rosters.centreId, rosters.id] }),
    foreignKey({ name: 'swaps_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    foreignKey({ name: 'swaps_amendment', columns: [t.centreId, t.amendmentId], foreignColumns: [amendments.centreId, amendments.id] }),
    check(
      'swaps_status',
      sql`${t.status} in ('offered', 'accepted', 'approved', 'done', 'declined', 'withdrawn', 'refused', 'expired', 'failed')`
    ),
    check('swaps_start_before_end', sql`${t.start} < ${t.end}`),
    index('swaps_by_roster').on(t.centreId, t.rosterId, t.createdAt)
  ]
)

/** Emergency substitutions. */
export const covers = pgTable(
  'covers',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<CoverId>(),
    rosterId: uuid('roster_id').notNull().$type<RosterId>(),
    absentId: uuid('absent_id').notNull().$type<ProviderId>(),
    reason: text('reason').notNull(),
    start: instant('starts_at').notNull(),
    end: instant('ends_at').notNull(),
    takes: jsonb('takes').notNull().$type<readonly SeatTake[]>(),
    /** Refers to nothing: an absence may be deleted. */
    absenceId: uuid('absence_id').notNull(),
    publicationId: uuid('publication_id').notNull().$type<PublicationId>(),
    confirmedBy: uuid('confirmed_by').$type<PublicationId>(),
    by: text('by').notNull(),
    createdAt: createdAt()
  },
  (t) => [
    primaryKey({ name: 'covers_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'covers_roster', columns: [t.centreId, t.rosterId], foreignColumns: [rosters.centreId, rosters.id] }),
    foreignKey({ name: 'covers_absent', columns: [t.centreId, t.absentId], foreignColumns: [providers.centreId, providers.id] }),
    foreignKey({
      name: 'covers_publication',
      columns: [t.centreId, t.publicationId],
      foreignColumns: [publications.centreId, publications.id]
    }),
    foreignKey({
      name: 'covers_confirmed_by',
      columns: [t.centreId, t.confirmedBy],
      foreignColumns: [publications.centreId, publications.id]
    }),
    check('covers_start_before_end', sql`${t.start} < ${t.end}`),
    index('covers_by_roster').on(t.centreId, t.rosterId, t.createdAt)
  ]
)
