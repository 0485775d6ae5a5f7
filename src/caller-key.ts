import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { unlessMissing, writeWhole } from './jobs/own-files.ts'

/** The key lies beside the embedded database, never in it, for its owner's eyes alone. */
const FILE = 'caller.key'
const BYTES = 32

/** The folder that the key lies in. */
interface Beside {
  readonly writable: boolean
  /** No database is in it yet, nor was: nothing can be protected by a key that was lost, in a backup neither. */
  readonly isNew: boolean
  /** Told why there is none. */
  readonly say: (sentence: string) => void
}

/**
 * The key that protects personal data of callers: the configured one; of an embedded database its own, made before its first start. A server
 * (`DATABASE_URL`) may have several instances, which must agree, so that without `CALLER_KEY` nothing of callers is kept there. A key that a
 * database once had is never made anew: without it nothing of callers is kept or shown, what was kept stays as it is, and all else goes on.
 */
export async function callerKeyFor({ callerKey, databaseUrl, dataDir }: Config, folder: Beside): Promise<Buffer | undefined> {
  if (callerKey !== undefined || databaseUrl !== undefined) return callerKey
  const path = join(dataDir, FILE)
  const found = await readKey(path)
  if (found === undefined && folder.isNew) return folder.writable ? makeKey(dataDir, path) : undefined
  if (found === undefined) folder.say(lost(path))
  else if ('fault' in found) folder.say(unusable(path, found.fault))
  else return found.key
  return undefined
}

/** What the file holds: a key, or what is wrong with it; undefined where there is none. */
async function readKey(path: string): Promise<{ readonly key: Buffer } | { readonly fault: string } | undefined> {
  try {
    const text = await readFile(path, 'utf8').catch(unlessMissing)
    if (text === undefined) return undefined
    const key = Buffer.from(text.trim(), 'base64')
    return key.length === BYTES ? { key } : { fault: `${key.length} bytes` }
  } catch (error) {
    return { fault: String((error as { code?: unknown }).code ?? error) }
  }
}

async function makeKey(dataDir: string, path: string): Promise<Buffer> {
  const key = randomBytes(BYTES)
  await mkdir(dataDir, { recursive: true })
  await writeWhole(path, key.toString('base64'))
  return key
}

const UNTIL_THEN =
  'hãy đặt lại khóa từ bản sao lưu rồi khởi động lại; cho đến lúc đó, thông tin người gọi đã lưu được giữ nguyên nhưng không đọc được, thông tin mới không được lưu'
const UNTIL_THEN_ENGLISH =
  'put the key back from the backup and start again; until then what was kept of callers stays as it is and cannot be read, and nothing new of them is kept'

const lost = (path: string): string =>
  `Không còn khóa ${path} của cơ sở dữ liệu này: ${UNTIL_THEN} / The key ${path} of this database is gone: ${UNTIL_THEN_ENGLISH}.`

const unusable = (path: string, fault: string): string =>
  `${path} không phải là khóa ${BYTES} byte dạng base64 (${fault}): ${UNTIL_THEN} / ` +
  `${path} is no key of ${BYTES} bytes in base64 (${fault}): ${UNTIL_THEN_ENGLISH}.`
