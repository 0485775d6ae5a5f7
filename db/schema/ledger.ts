import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { BurdenWeights } from '../../src/domain/burden.ts'
import type { Month } from '../../src/domain/day.ts'
import type { ProviderId, PublicationId } from '../../src/domain/ids.ts'
import { centres } from './centres.ts'
import { centreId, updatedAt, version } from './columns.ts'
import { providers } from './providers.ts'
import { publications } from './publications.ts'

/** How a centre counts burden; no row = the defaults. */
export const burdenWeights = pgTable(
  'burden_weights',
  {
    centreId: centreId(),
    version: version(),
    weights: jsonb('weights').notNull().$type<BurdenWeights>(),
    /** Months whose balance counts in a plan; 0 = all. */
    carryMonths: integer('carry_months').notNull(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'burden_weights_pk', columns: [t.centreId] }),
    foreignKey({ name: 'burden_weights_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('burden_weights_carry_months', sql`${t.carryMonths} between 0 and 120`)
  ]
)

/**
 * What each person bore and owed in a published month, in hundredths, by version of the publication: rows are only ever added, and
 * those of the newest version count.
 */
export const ledger = pgTable(
  'ledger',
  {
    centreId: centreId(),
    publicationId: uuid('publication_id').notNull().$type<PublicationId>(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    month: text('month').notNull().$type<Month>(),
    version: integer('version').notNull(),
    /** Per cent-days that the person owed: duty share times days available. */
    share: integer('share').notNull(),
    points: integer('points').notNull(),
    nights: integer('nights').notNull(),
    restDays: integer('rest_days').notNull(),
    holidays: integer('holidays').notNull(),
    tet: integer('tet').notNull(),
    duePoints: integer('due_points').notNull(),
    dueNights: integer('due_nights').notNull(),
    dueRestDays: integer('due_rest_days').notNull(),
    dueHolidays: integer('due_holidays').notNull(),
    dueTet: integer('due_tet').notNull(),
    /** The points again, by kind of day. */
    workingDayPoints: integer('working_day_points').notNull(),
    restDayPoints: integer('rest_day_points').notNull(),
    holidayPoints: integer('holiday_points').notNull(),
    tetPoints: integer('tet_points').notNull()
  },
  (t) => [
    primaryKey({ name: 'ledger_pk', columns: [t.centreId, t.publicationId, t.providerId] }),
    foreignKey({
      name: 'ledger_publication',
      columns: [t.centreId, t.publicationId],
      foreignColumns: [publications.centreId, publications.id]
    }),
    foreignKey({ name: 'ledger_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    check('ledger_share', sql`${t.share} >= 0`),
    check('ledger_points_by_day', sql`${t.points} = ${t.workingDayPoints} + ${t.restDayPoints} + ${t.holidayPoints} + ${t.tetPoints}`),
    index('ledger_by_month').on(t.centreId, t.month, t.version),
    index('ledger_by_provider').on(t.centreId, t.providerId, t.month)
  ]
)
