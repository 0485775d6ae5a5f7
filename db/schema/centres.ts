import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { BranchId, CentreId } from '../../src/domain/ids.ts'
import type { Zone } from '../../src/domain/instant.ts'
import type { Phone } from '../../src/domain/phone.ts'
import { centreId, createdAt, search, updatedAt, version } from './columns.ts'

export const centres = pgTable(
  'centres',
  {
    id: uuid('id').primaryKey().$type<CentreId>(),
    code: text('code').notNull(),
    version: version(),
    name: text('name').notNull(),
    province: text('province').notNull(),
    zone: text('zone').notNull().$type<Zone>(),
    firstWeekday: integer('first_weekday').notNull(),
    parentBody: text('parent_body').notNull(),
    place: text('place').notNull(),
    documentSymbol: text('document_symbol').notNull(),
    phones: jsonb('phones').notNull().$type<readonly Phone[]>(),
    demo: boolean('demo').notNull(),
    search: search(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    unique('centres_code_taken').on(t.code),
    check('centres_first_weekday', sql`${t.firstWeekday} between 1 and 7`),
    check('centres_have_a_number', sql`jsonb_array_length(${t.phones}) > 0`)
  ]
)

export const branches = pgTable(
  'branches',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<BranchId>(),
    code: text('code').notNull(),
    version: version(),
    name: text('name').notNull(),
    address: text('address'),
    phones: jsonb('phones').notNull().$type<readonly Phone[]>(),
    search: search(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'branches_pk', columns: [t.centreId, t.id] }),
    unique('branches_code_taken').on(t.centreId, t.code),
    foreignKey({ name: 'branches_centre', columns: [t.centreId], foreignColumns: [centres.id] })
  ]
)
