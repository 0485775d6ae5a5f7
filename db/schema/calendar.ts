import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { NoticeDay } from '../../src/domain/calendar.ts'
import type { NoticeId } from '../../src/domain/ids.ts'
import { createdAt, day, search, updatedAt, version } from './columns.ts'

/** Notices about days off and worked Saturdays: the state's, so they belong to no centre. */
export const notices = pgTable(
  'calendar_notices',
  {
    id: uuid('id').primaryKey().$type<NoticeId>(),
    version: version(),
    number: text('number').notNull(),
    title: text('title').notNull(),
    issuedOn: day('issued_on').notNull(),
    status: text('status').notNull().$type<'announced' | 'proposed'>(),
    source: text('source').notNull(),
    annualFor: integer('annual_for'),
    days: jsonb('days').notNull().$type<readonly NoticeDay[]>(),
    search: search(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    unique('calendar_notices_number_taken').on(t.number),
    check('calendar_notices_status', sql`${t.status} in ('announced', 'proposed')`)
  ]
)
