import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { AgencyId, CentreId } from '../../src/domain/ids.ts'
import { agencies } from './agencies.ts'
import { centres } from './centres.ts'
import { createdAt, instant } from './columns.ts'

/** API keys. The key itself is never stored, only its SHA-256 (it holds 256 random bits, so nothing slower is needed). */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    hash: text('hash').notNull(),
    /** First characters of the key, for telling keys apart. */
    prefix: text('prefix').notNull(),
    scopes: jsonb('scopes').notNull().$type<readonly string[]>(),
    /** null: every centre. */
    centreId: uuid('centre_id').$type<CentreId>(),
    /** null: not bound to an agency. */
    agencyId: uuid('agency_id').$type<AgencyId>(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    /** The key that made it; null: the configuration, or a release that did not write it down. */
    madeBy: uuid('made_by'),
    createdAt: createdAt()
  },
  (t) => [
    index('api_keys_by_maker').on(t.madeBy),
    foreignKey({ name: 'api_keys_maker', columns: [t.madeBy], foreignColumns: [t.id] }),
    unique('api_keys_hash_taken').on(t.hash),
    foreignKey({ name: 'api_keys_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    foreignKey({ name: 'api_keys_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] })
  ]
)

/** Answers already given under an `Idempotency-Key`, written in the transaction of the work they answer. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** Whose key it is: id of the API key. */
    owner: text('owner').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    status: integer('status'),
    headers: jsonb('headers').$type<Readonly<Record<string, string>>>(),
    body: jsonb('body'),
    createdAt: createdAt()
  },
  (t) => [primaryKey({ name: 'idempotency_keys_pk', columns: [t.owner, t.key] })]
)

/** Facts about this database itself, e.g. which step of the demo seed is done. */
export const installation = pgTable('installation', {
  key: text('key').primaryKey(),
  value: jsonb('value').notNull()
})
