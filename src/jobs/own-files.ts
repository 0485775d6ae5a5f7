import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Numbers of people, who read them, hashes of keys: for the user that the service runs as, alone. */
export const OWNER_ONLY = { folder: 0o700, file: 0o600 } as const

/** Throws once the folder is not the one that was opened: nothing of ours belongs there any more. */
export type EnsureOurs = () => void

/** A folder that nobody else has. */
export const ALWAYS_OURS: EnsureOurs = () => undefined

/** Nothing, where there is no such file or folder: it was never made, or another process was faster. Throws any other error. */
export function unlessMissing(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'ENOENT') throw error
  return undefined
}

/** Ends the name of a file that is being written, or that a process which was killed had begun. */
export const UNFINISHED = /\.next$/

/**
 * Puts a whole new file in the place of the old one, for its owner alone. It is on the disk before it has the name, and the name before this
 * is done: a stop at any moment, of the power too, leaves the old file or the new one.
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  // processes that share a folder may have the same number, each in a container of its own
  const next = `${path}.${randomBytes(6).toString('hex')}.next`
  try {
    await writeThrough(next, data)
    await rename(next, path)
  } catch (error) {
    await rm(next, { force: true })
    throw error
  }
  await settle(dirname(path))
}

async function writeThrough(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY.file)
  try {
    await file.writeFile(data)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Names are on the disk once their folder is; Windows, which opens no folder, writes them by itself. */
async function settle(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
