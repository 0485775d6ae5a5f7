import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { AbsenceKind, EngagementKind, Pair } from '../../src/domain/absence.ts'
import type { AgencyId, ProviderId } from '../../src/domain/ids.ts'
import { agencies } from './agencies.ts'
import { centreId, createdAt, day, instant, updatedAt, version } from './columns.ts'
import { providers } from './providers.ts'

export const absences = pgTable(
  'absences',
  {
    centreId: centreId(),
    id: uuid('id').notNull(),
    version: version(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    kind: text('kind').notNull().$type<AbsenceKind>(),
    from: day('from_day').notNull(),
    to: day('to_day').notNull(),
    note: text('note'),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'absences_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'absences_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    check('absences_from_before_to', sql`${t.from} <= ${t.to}`),
    index('absences_by_provider').on(t.centreId, t.providerId, t.from)
  ]
)

export const engagements = pgTable(
  'engagements',
  {
    centreId: centreId(),
    id: uuid('id').notNull(),
    version: version(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    kind: text('kind').notNull().$type<EngagementKind>(),
    start: instant('starts_at').notNull(),
    end: instant('ends_at').notNull(),
    agencyId: uuid('agency_id').$type<AgencyId>(),
    reachable: boolean('reachable').notNull(),
    note: text('note'),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'engagements_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'engagements_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    foreignKey({ name: 'engagements_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] }),
    check('engagements_start_before_end', sql`${t.start} < ${t.end}`),
    index('engagements_by_provider').on(t.centreId, t.providerId, t.start)
  ]
)

/** Two people who must not share a slot, or are wanted in the same; the lower id stands first, so that a pair is said once. */
export const pairs = pgTable(
  'pairs',
  {
    centreId: centreId(),
    id: uuid('id').notNull(),
    version: version(),
    firstId: uuid('first_id').notNull().$type<ProviderId>(),
    secondId: uuid('second_id').notNull().$type<ProviderId>(),
    kind: text('kind').notNull().$type<Pair['kind']>(),
    reason: text('reason'),
    from: day('from_day').notNull(),
    to: day('to_day'),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'pairs_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'pairs_first', columns: [t.centreId, t.firstId], foreignColumns: [providers.centreId, providers.id] }),
    foreignKey({ name: 'pairs_second', columns: [t.centreId, t.secondId], foreignColumns: [providers.centreId, providers.id] }),
    check('pairs_kind', sql`${t.kind} in ('apart', 'together')`),
    check('pairs_of_two', sql`${t.firstId} < ${t.secondId}`),
    check('pairs_from_before_to', sql`${t.to} is null or ${t.from} <= ${t.to}`)
  ]
)
