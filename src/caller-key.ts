import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, ConfigError } from './config.ts'

/** The key lies beside the embedded database, never in it, for its owner's eyes alone. */
const FILE = 'caller.key'
const BYTES = 32

/**
 * The key that protects personal data of callers: the configured one; of an embedded database its own, made at its first start. A server
 * (`DATABASE_URL`) may have several instances, which must agree, so that without `CALLER_KEY` nothing of callers is kept there.
 */
export async function callerKeyFor({ callerKey, databaseUrl, dataDir }: Config): Promise<Buffer | undefined> {
  if (callerKey !== undefined || databaseUrl !== undefined) return callerKey
  const file = join(dataDir, FILE)
  await mkdir(dataDir, { recursive: true })
  // `wx` makes it only where there is none: a key that was lost to another would lose what it protects
  await writeFile(file, randomBytes(BYTES).toString('base64'), { flag: 'wx', mode: 0o600 }).catch((error: { code?: string }) => {
    if (error.code !== 'EEXIST') throw error
  })
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64')
  if (key.length !== BYTES)
    throw new ConfigError(`${file} must be ${BYTES} bytes in base64; restore it, or nothing of callers can be read.`)
  return key
}
