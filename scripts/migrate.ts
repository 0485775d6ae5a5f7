/** `npm run db:migrate`: brings the database of DATABASE_URL, or the embedded one in DATA_DIR, to the newest schema. */
import { join } from 'node:path'
import { connectPglite, connectPostgres, FOR_EVER } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { readConfig } from '../src/config.ts'
import { fail } from './run.ts'

try {
  const { databaseUrl, dataDir } = readConfig()
  const { db, driver, close } =
    databaseUrl === undefined ? await connectPglite(join(dataDir, 'pglite')) : connectPostgres(databaseUrl, FOR_EVER)
  const ran = await migrate(db).finally(close)
  console.log(`${driver}: ${ran === 0 ? 'nothing to do, the schema is the newest' : `${ran} migration(s) run`}.`)
} catch (error) {
  fail(`The database was not migrated: ${error instanceof Error ? error.message : String(error)}`)
}
