import { sql } from 'drizzle-orm'
import { bigserial, check, customType, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { CentreId, CorrectionId, ProviderId } from '../../src/domain/ids.ts'
import type { Phone } from '../../src/domain/phone.ts'
import { centres } from './centres.ts'
import { centreId, day, instant } from './columns.ts'
import { providers } from './providers.ts'

/** The number of a transaction, which never comes round again. */
const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' })

/**
 * What changed of that which look-ups answer from, a row a write, made by triggers so that no writer can forget it. Which rows are new to a
 * reader is told by its last snapshot and `xid`, for rows of transactions that overlap may become visible out of the order of `seq`. Swept
 * after an hour: a reader that was away reads everything again.
 */
export const lookupChanges = pgTable(
  'lookup_changes',
  {
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    /** Null: not of one centre (keys). */
    centreId: uuid('centre_id').$type<CentreId>(),
    /** The table that was written. */
    noun: text('noun').notNull(),
    xid: transactionId('xid').notNull().default(sql`pg_current_xact_id()`),
    at: instant('at').notNull().default(sql`clock_timestamp()`)
  },
  (t) => [primaryKey({ name: 'lookup_changes_pk', columns: [t.seq] })]
)

/** Who read whose personal numbers, when: readings of one reader, one person and one way within a few seconds are one row. */
export const numberReadings = pgTable(
  'number_readings',
  {
    centreId: centreId(),
    id: uuid('id').notNull(),
    /** Id of the API key; null = somebody without one, who read what the person lets be published. */
    readerId: uuid('reader_id'),
    reader: text('reader').notNull(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    /** The operation that showed them: `getOnDuty`, `getDirectory`, … */
    operation: text('operation').notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
    times: integer('times').notNull()
  },
  (t) => [
    primaryKey({ name: 'number_readings_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'number_readings_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('number_readings_first_before_last', sql`${t.firstAt} <= ${t.lastAt}`),
    check('number_readings_times', sql`${t.times} > 0`),
    index('number_readings_by_time').on(t.centreId, t.lastAt),
    index('number_readings_by_provider').on(t.centreId, t.providerId, t.lastAt)
  ]
)

/** A number of somebody replaced in one step: look-ups answer with the new one from then on, publications stay as they are. */
export const numberCorrections = pgTable(
  'number_corrections',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<CorrectionId>(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    /** The number that no longer holds, in its international form. */
    replaced: text('replaced').notNull(),
    /** What holds instead; null = nothing. */
    phone: jsonb('phone').$type<Phone>(),
    from: instant('from_at').notNull(),
    by: text('by').notNull(),
    reason: text('reason').notNull()
  },
  (t) => [
    primaryKey({ name: 'number_corrections_pk', columns: [t.centreId, t.id] }),
    foreignKey({
      name: 'number_corrections_provider',
      columns: [t.centreId, t.providerId],
      foreignColumns: [providers.centreId, providers.id]
    }),
    index('number_corrections_by_provider').on(t.centreId, t.providerId, t.from)
  ]
)

/** When which number of somebody was answered, or confirmed by the person: the trail behind `verifiedOn`. */
export const numberConfirmations = pgTable(
  'number_confirmations',
  {
    centreId: centreId(),
    id: uuid('id').notNull(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    number: text('number').notNull(),
    on: day('on_day').notNull(),
    at: instant('at').notNull(),
    by: text('by').notNull(),
    /** `provider`: the person confirmed it; `planner`: somebody of the centre rang it; `call`: it was answered in a duty call. */
    how: text('how').notNull().$type<'provider' | 'planner' | 'call'>()
  },
  (t) => [
    primaryKey({ name: 'number_confirmations_pk', columns: [t.centreId, t.id] }),
    foreignKey({
      name: 'number_confirmations_provider',
      columns: [t.centreId, t.providerId],
      foreignColumns: [providers.centreId, providers.id]
    }),
    check('number_confirmations_how', sql`${t.how} in ('provider', 'planner', 'call')`),
    index('number_confirmations_by_provider').on(t.centreId, t.providerId, t.at)
  ]
)
