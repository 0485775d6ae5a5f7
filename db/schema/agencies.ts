import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { AgencyLevel, AgencySector, FormerName } from '../../src/domain/agency.ts'
import type { AgencyId } from '../../src/domain/ids.ts'
import { centres } from './centres.ts'
import { centreId, createdAt, day, search, updatedAt, version } from './columns.ts'

/** Kinds of agency, shared by all centres: data, because the state reorganises them. */
export const agencyKinds = pgTable('agency_kinds', {
  code: text('code').primaryKey(),
  version: version(),
  sector: text('sector').notNull().$type<AgencySector>(),
  nameVi: text('name_vi').notNull(),
  nameEn: text('name_en').notNull()
})

export const agencies = pgTable(
  'agencies',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<AgencyId>(),
    code: text('code').notNull(),
    version: version(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    level: text('level').notNull().$type<AgencyLevel>(),
    parentId: uuid('parent_id').$type<AgencyId>(),
    territory: jsonb('territory').notNull().$type<readonly string[]>(),
    formerNames: jsonb('former_names').notNull().$type<readonly FormerName[]>(),
    validFrom: day('valid_from').notNull(),
    validTo: day('valid_to'),
    contactPoint: text('contact_point'),
    address: text('address'),
    email: text('email'),
    search: search(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'agencies_pk', columns: [t.centreId, t.id] }),
    unique('agencies_code_taken').on(t.centreId, t.code),
    foreignKey({ name: 'agencies_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    foreignKey({ name: 'agencies_kind', columns: [t.kind], foreignColumns: [agencyKinds.code] }),
    foreignKey({ name: 'agencies_parent', columns: [t.centreId, t.parentId], foreignColumns: [t.centreId, t.id] }),
    check('agencies_from_before_to', sql`${t.validTo} is null or ${t.validFrom} <= ${t.validTo}`),
    check('agencies_not_own_parent', sql`${t.parentId} is null or ${t.parentId} <> ${t.id}`)
  ]
)

/** Which agencies an agency took over from. */
export const agencyPredecessors = pgTable(
  'agency_predecessors',
  {
    centreId: centreId(),
    agencyId: uuid('agency_id').notNull().$type<AgencyId>(),
    predecessorId: uuid('predecessor_id').notNull().$type<AgencyId>()
  },
  (t) => [
    primaryKey({ name: 'agency_predecessors_pk', columns: [t.centreId, t.agencyId, t.predecessorId] }),
    foreignKey({
      name: 'agency_predecessors_agency',
      columns: [t.centreId, t.agencyId],
      foreignColumns: [agencies.centreId, agencies.id]
    }).onDelete('cascade'),
    foreignKey({
      name: 'agency_predecessors_predecessor',
      columns: [t.centreId, t.predecessorId],
      foreignColumns: [agencies.centreId, agencies.id]
    }),
    check('agency_predecessors_not_itself', sql`${t.agencyId} <> ${t.predecessorId}`),
    index('agency_predecessors_by_predecessor').on(t.centreId, t.predecessorId)
  ]
)
