import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Connection, connectPglite, connectPostgres, FOR_EVER } from '../../db/connect.ts'
import type { Db } from '../../db/handle.ts'
import { migrate } from '../../db/migrate.ts'
import type { Config } from '../config.ts'
import { checkFiles } from './check-files.ts'
import { type DataFolder, databaseIn, hasDatabase } from './data-folder.ts'
import { hasNoRoom, Refusal, refusalOfFolder } from './refusal.ts'

/** Whether look-ups keep centres there, readable or not. */
const remembersCentres = (lookup: string): boolean => existsSync(lookup) && readdirSync(lookup).some((name) => name.startsWith('centre-'))

/**
 * The database of the configuration, open; of a server nothing is asked yet. Throws Refusal when the embedded one cannot be opened: its folder
 * only reads, it is broken, or it is gone while look-ups remember what was in it, which a new one would take the place of.
 */
export async function openDatabase({ databaseUrl, dataDir }: Config, { readOnly, holdDatabase }: DataFolder): Promise<Connection> {
  if (databaseUrl !== undefined) return connectPostgres(databaseUrl)
  if (readOnly !== undefined) throw readOnly
  const path = databaseIn(dataDir)
  const isNew = !hasDatabase(dataDir)
  if (isNew && remembersCentres(join(dataDir, 'lookup'))) throw gone(path, dataDir)
  const connection = await connectPglite(path).catch((error: unknown) => {
    throw broken(path, dataDir, error)
  })
  holdDatabase()
  if (!isNew) await checkFiles(connection)
  return connection
}

const gone = (path: string, dataDir: string): Refusal =>
  new Refusal(
    `Không còn cơ sở dữ liệu trong ${path}, dù các Trung tâm vẫn được nhớ trong ${join(dataDir, 'lookup')}: hãy phục hồi từ bản sao lưu`,
    `The database in ${path} is gone while ${join(dataDir, 'lookup')} remembers centres: restore it from a backup, or move DATA_DIR away to begin anew`
  )

function broken(path: string, dataDir: string, error: unknown): unknown {
  if (hasNoRoom(error)) return refusalOfFolder(error, dataDir) ?? error
  return new Refusal(
    `Không mở được cơ sở dữ liệu trong ${path}: hãy phục hồi từ bản sao lưu`,
    `The database in ${path} cannot be opened (${String((error as Error).message || error).split('\n')[0]}): restore it from a backup`,
    error
  )
}

/** Brings it to the newest schema: on a server over a connection of its own, for it takes as long as it takes, and waits for other processes that do the same. */
export async function migrateAt({ databaseUrl }: Config, db: Db): Promise<void> {
  if (databaseUrl === undefined) return void (await migrate(db))
  const patient = connectPostgres(databaseUrl, FOR_EVER)
  await migrate(patient.db).finally(patient.close)
}
