import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Db } from './handle.ts'
import { makeQueueTables } from './queue-tables.ts'

/** Chosen once; any constant that no other program on the same database takes. */
const MIGRATION_LOCK = 620_281_127

const folder = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Brings the database to the newest schema, the job queue's tables included; returns how many migrations it ran. All of them run in one transaction under a lock,
 * so processes that start together take turns, and one that dies leaves nothing half done.
 */
export async function migrate(db: Db): Promise<number> {
  const files = readMigrationFiles({ migrationsFolder: folder })
  return db.transaction(async (db) => {
    await db.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await db.execute(
      sql`create table if not exists schema_migrations (hash text primary key, made_at bigint not null, ran_at timestamptz not null)`
    )
    const ran = (await db.execute(sql`select hash from schema_migrations`)) as unknown as { rows: { hash: string }[] }
    const done = new Set(ran.rows.map((row) => row.hash))
    const open = files.filter((file) => !done.has(file.hash))
    for (const file of open) {
      for (const statement of file.sql) await db.execute(sql.raw(statement))
      await db.execute(sql`insert into schema_migrations values (${file.hash}, ${file.folderMillis}, clock_timestamp())`)
    }
    await makeQueueTables(db)
    return open.length
  })
}
