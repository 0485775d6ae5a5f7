import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { type Connection, connectPglite, connectPostgres, FOR_EVER } from '../../db/connect.ts'
import type { Db } from '../../db/handle.ts'
import { migrate } from '../../db/migrate.ts'
import type { Config } from '../config.ts'
import { remembersCentres } from '../jobs/memory-folder.ts'
import { findLacking } from '../store/lookup.ts'
import { checkFiles } from './check-files.ts'
import { type DataFolder, databaseIn, hasDatabase } from './data-folder.ts'
import { damaged, oneLine, Refusal, unwritable } from './refusal.ts'

/**
 * The database of the configuration, open; of a server nothing is asked yet. Throws Refusal when the embedded one cannot be opened: its folder
 * only reads, it is broken, or it is gone while traces of it are left, so that a new one would take its place.
 */
export async function openDatabase({ databaseUrl, dataDir }: Config, { readOnly, traces, holdDatabase }: DataFolder): Promise<Connection> {
  if (databaseUrl !== undefined) return connectPostgres(databaseUrl)
  if (readOnly !== undefined) throw readOnly
  const path = databaseIn(dataDir)
  const isNew = !hasDatabase(dataDir)
  if (isNew && traces.length > 0) throw gone(path, traces.map((name) => join(dataDir, name)).join(', '))
  const isBare = !existsSync(path) || readdirSync(path).length === 0
  const connection = await connectPglite(path).catch((error: unknown) => {
    const refusal = hasRoom(dataDir) ? broken(path, error) : unwritable(dataDir, 'ENOSPC')
    // what was begun in an empty folder is no database yet, and would be taken for a broken one
    if (isBare) rmSync(path, { recursive: true, force: true })
    throw refusal
  })
  holdDatabase()
  if (!isNew) await checkFiles(connection)
  return connection
}

/**
 * Throws Refusal where the database has no centre, no key or not its tables while look-ups remember centres: made anew or emptied, another one by
 * mistake, or still being restored. Nothing is prepared in it then, which would look like all that there is.
 */
export async function ensureRemembered({ databaseUrl, dataDir }: Config, db: Db): Promise<void> {
  const lookup = join(dataDir, 'lookup')
  if (!remembersCentres(lookup)) return
  const lacking = await findLacking(db)
  if (!lacking.has('tables') && !lacking.has('centres') && !lacking.has('keys')) return
  if (databaseUrl === undefined) throw damaged(databaseIn(dataDir), 'what is remembered of it is gone from it')
  throw new Refusal(
    `Cơ sở dữ liệu trong DATABASE_URL trống hoặc chưa phục hồi xong, dù các Trung tâm vẫn được nhớ trong ${lookup}: hãy phục hồi từ bản sao lưu, hoặc sửa DATABASE_URL; nếu muốn bắt đầu lại từ đầu, hãy đặt DATA_DIR khác hoặc chuyển thư mục đó đi nơi khác`,
    `The database of DATABASE_URL is empty, or not restored to its end, while ${lookup} remembers centres: restore it from a backup, or correct DATABASE_URL; to begin anew set another DATA_DIR, or move that folder away`
  )
}

const gone = (path: string, traces: string): Refusal =>
  new Refusal(
    `Không còn cơ sở dữ liệu trong ${path}, dù trước đây đã có (còn ${traces}): hãy phục hồi từ bản sao lưu, hoặc dời DATA_DIR đi nơi khác để bắt đầu lại từ đầu`,
    `The database in ${path} is gone, though there was one (${traces}): restore it from a backup, or move DATA_DIR away to begin anew`
  )

/** Not all that is thrown out of WebAssembly is an error. */
export const wordsOf = (error: unknown): string => {
  const { message, name, errno } = error as { message?: unknown; name?: unknown; errno?: unknown }
  return oneLine(String(message || [name, errno].join(' ')).split('\n')[0] ?? '')
}

const broken = (path: string, error: unknown): Refusal =>
  new Refusal(
    `Không mở được cơ sở dữ liệu trong ${path}: hãy phục hồi từ bản sao lưu`,
    `The database in ${path} cannot be opened (${wordsOf(error)}): restore it from a backup`,
    error
  )

/** PostgreSQL writes its log in files of so many bytes, each made whole: without room for one it may not even open. */
const LOG_FILE = 16 * 1024 * 1024

/** What PGlite says when it does not open tells no full disk from a broken file. */
export function hasRoom(dataDir: string): boolean {
  const { bavail, bsize } = statfsSync(dataDir)
  return bavail * bsize >= LOG_FILE
}

/** Brings it to the newest schema: on a server over a connection of its own, for it takes as long as it takes, and waits for other processes that do the same. */
export async function migrateAt({ databaseUrl }: Config, db: Db): Promise<void> {
  if (databaseUrl === undefined) return void (await migrate(db))
  const patient = connectPostgres(databaseUrl, FOR_EVER)
  await migrate(patient.db).finally(patient.close)
}
