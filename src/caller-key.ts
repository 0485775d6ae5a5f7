import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigError } from './config.ts'

/** The key lies beside the embedded database, never in it, for its owner's eyes alone. */
const FILE = 'caller.key'
const BYTES = 32

/** What its file holds. Throws ConfigError for anything but a key. */
async function readKey(file: string): Promise<Buffer> {
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64')
  if (key.length === BYTES) return key
  throw new ConfigError(
    `${file} phải gồm ${BYTES} byte viết theo base64; hãy khôi phục tệp này, nếu không sẽ không đọc được thông tin người gọi`,
    `${file} must be ${BYTES} bytes in base64; restore it, or nothing of callers can be read`
  )
}

/**
 * The key that protects personal data of callers: the configured one; of an embedded database its own, made at its first start. A server
 * (`DATABASE_URL`) may have several instances, which must agree, so that without `CALLER_KEY` nothing of callers is kept there. Where the
 * folder only reads, the one that is there.
 */
export async function callerKeyFor({ callerKey, databaseUrl, dataDir }: Config, writable = true): Promise<Buffer | undefined> {
  if (callerKey !== undefined || databaseUrl !== undefined) return callerKey
  const file = join(dataDir, FILE)
  if (!writable) return existsSync(file) ? readKey(file) : undefined
  await mkdir(dataDir, { recursive: true })
  // `wx` makes it only where there is none: a key that was lost to another would lose what it protects
  await writeFile(file, randomBytes(BYTES).toString('base64'), { flag: 'wx', mode: 0o600 }).catch((error: { code?: string }) => {
    if (error.code !== 'EEXIST') throw error
  })
  return readKey(file)
}
