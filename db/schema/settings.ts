import { sql } from 'drizzle-orm'
import { check, foreignKey, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { SignerId } from '../../src/domain/ids.ts'
import type { Settings } from '../../src/domain/settings.ts'
import { centres } from './centres.ts'
import { centreId, createdAt, day, search, updatedAt, version } from './columns.ts'

/** The house rules of centres for their documents; what is not here keeps its default. */
export const centreSettings = pgTable(
  'centre_settings',
  {
    centreId: centreId(),
    version: integer('version').notNull(),
    settings: jsonb('settings').notNull().$type<Partial<Settings>>(),
    /** Which of the pictures is the logo; null = none. */
    logo: text('logo'),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'centre_settings_pk', columns: [t.centreId] }),
    foreignKey({ name: 'centre_settings_centre', columns: [t.centreId], foreignColumns: [centres.id] })
  ]
)

/** Pictures, PNG or JPEG, base64, by their SHA-256: what was published with one finds it for ever. */
export const pictures = pgTable(
  'pictures',
  {
    centreId: centreId(),
    hash: text('hash').notNull(),
    data: text('data').notNull()
  },
  (t) => [
    primaryKey({ name: 'pictures_pk', columns: [t.centreId, t.hash] }),
    foreignKey({ name: 'pictures_centre', columns: [t.centreId], foreignColumns: [centres.id] })
  ]
)

/** Who may sign a centre's documents. */
export const signers = pgTable(
  'signers',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<SignerId>(),
    code: text('code').notNull(),
    version: version(),
    fullName: text('full_name').notNull(),
    title: text('title').notNull(),
    authority: text('authority'),
    validFrom: day('valid_from').notNull(),
    validTo: day('valid_to'),
    search: search(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'signers_pk', columns: [t.centreId, t.id] }),
    unique('signers_code_taken').on(t.centreId, t.code),
    foreignKey({ name: 'signers_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    check('signers_from_before_to', sql`${t.validTo} is null or ${t.validFrom} <= ${t.validTo}`)
  ]
)
