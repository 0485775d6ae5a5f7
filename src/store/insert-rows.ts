import type { PgTable } from 'drizzle-orm/pg-core'
import type { Db } from '../../db/handle.ts'

/** Rows of one statement: PostgreSQL takes at most 65,535 parameters. */
export const CHUNK = 2000

/** Inserts any number of rows, in as many statements as they need; none for none. */
export async function insertRows<Table extends PgTable>(db: Db, table: Table, rows: readonly Table['$inferInsert'][]): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK) await db.insert(table).values(rows.slice(at, at + CHUNK))
}
