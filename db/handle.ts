import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** A database handle, or a transaction on one: what every store function takes first. Only `connect.ts` makes one. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, never>>
