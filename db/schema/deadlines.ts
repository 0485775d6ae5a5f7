import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { AgencySector } from '../../src/domain/agency.ts'
import type { Month } from '../../src/domain/day.ts'
import type { NoticeId } from '../../src/domain/ids.ts'
import type { SendingRule } from '../../src/domain/settings.ts'
import { centres } from './centres.ts'
import { centreId, day, instant } from './columns.ts'

/** When a month was first sent to a kind of agency, and whether that was late by the rule and the calendar of that moment; never changed. */
export const sendings = pgTable(
  'sendings',
  {
    centreId: centreId(),
    month: text('month').notNull().$type<Month>(),
    sector: text('sector').notNull().$type<AgencySector>(),
    rule: jsonb('rule').notNull().$type<SendingRule>(),
    lastDay: day('last_day').notNull(),
    sentAt: instant('sent_at').notNull(),
    late: boolean('late').notNull()
  },
  (t) => [
    primaryKey({ name: 'sendings_pk', columns: [t.centreId, t.month, t.sector] }),
    foreignKey({ name: 'sendings_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('sendings_sector', sql`${t.sector} in ('court', 'investigation', 'custody')`)
  ]
)

/** Last sending days that a change of the calendar moved. The notice is named, not referred to: it may be withdrawn. */
export const deadlineMoves = pgTable(
  'deadline_moves',
  {
    centreId: centreId(),
    id: uuid('id').notNull(),
    month: text('month').notNull().$type<Month>(),
    sector: text('sector').notNull().$type<AgencySector>(),
    from: day('from_day').notNull(),
    to: day('to_day').notNull(),
    noticeId: uuid('notice_id').notNull().$type<NoticeId>(),
    noticeNumber: text('notice_number').notNull(),
    at: instant('at').notNull()
  },
  (t) => [
    primaryKey({ name: 'deadline_moves_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'deadline_moves_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('deadline_moves_sector', sql`${t.sector} in ('court', 'investigation', 'custody')`),
    check('deadline_moves_move', sql`${t.from} <> ${t.to}`)
  ]
)

/** Reminders already sent: each is sent once. `subject` says about what: `deadline/2026-12/court/2026-11-25/due`. */
export const reminders = pgTable(
  'reminders',
  {
    centreId: centreId(),
    subject: text('subject').notNull(),
    at: instant('at').notNull()
  },
  (t) => [
    primaryKey({ name: 'reminders_pk', columns: [t.centreId, t.subject] }),
    foreignKey({ name: 'reminders_centre', columns: [t.centreId], foreignColumns: [centres.id] })
  ]
)
