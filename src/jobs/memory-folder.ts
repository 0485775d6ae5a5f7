import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Remembered } from '../lookup/memory.ts'
import { memoryFiles, rememberedFrom } from '../usecases/memory-files.ts'
import { ALWAYS_OURS, OWNER_ONLY, unlessMissing, writeWhole } from './own-files.ts'

/** Where what look-ups answer from outlives the process, for a start without a database. */
export interface MemoryFolder {
  /** What an earlier process left; undefined when there is nothing, or nothing that can be read (which is reported). */
  readonly load: () => Promise<Remembered | undefined>
  /**
   * Keeps it: whole new files take the place of old ones, so a stop at any moment leaves what was kept before, or after. What is kept of another
   * installation is put aside whole, as is everything where no centre would be left: neither is ever deleted.
   */
  readonly save: (remembered: Remembered) => Promise<void>
}

/** Whether look-ups keep centres there, readable or not. */
export const remembersCentres = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('centre-'))

const END = '.json.gz'
const pack = promisify(gzip)
const unpack = promisify(gunzip)

/**
 * Opens the folder; nothing is touched until the first save, nor once it is not ours any more. With a key, files that somebody without it has
 * altered let nobody in.
 */
export function openMemoryFolder(
  folder: string,
  report: (error: unknown) => void,
  key?: Uint8Array,
  ensureOurs = ALWAYS_OURS
): MemoryFolder {
  /** What this process has written, or found as it was written: any other file may be anything by now. */
  const sound = new Set<string>()
  const pathOf = (name: string): string => join(folder, `${name}${END}`)
  const read = async (name: string): Promise<string | undefined> => {
    const packed = await readFile(pathOf(name)).catch(unlessMissing)
    return packed && (await unpack(packed)).toString('utf8')
  }
  /** Which installation is kept there, as far as is known. */
  let installation: string | null = null
  const isOfAnother = (remembered: Remembered): boolean =>
    remembersCentres(folder) && (remembered.centres.length === 0 || (installation !== null && installation !== remembered.installation))
  const putAside = async (): Promise<void> => {
    const path = freePath(`${folder}.${installation ?? 'before'}`)
    await rename(folder, path)
    sound.clear()
    report(new Error(`${path} is what was kept of another database; it was put aside`))
  }
  return {
    load: async () => {
      try {
        const remembered = await rememberedFrom({ read, key, report, proved: (name) => sound.add(name) })
        installation = remembered?.installation ?? null
        return remembered
      } catch (error) {
        report(error)
        return undefined
      }
    },
    save: async (remembered) => {
      ensureOurs()
      if (isOfAnother(remembered)) await putAside()
      await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder })
      const there = new Set(await readdir(folder))
      const files = memoryFiles(remembered, key)
      const written = files.filter(({ name, frozen }) => !frozen || !sound.has(name) || !there.has(`${name}${END}`))
      for (const { name, text } of written) {
        await writeWhole(pathOf(name), await pack(text()))
        sound.add(name)
      }
      const wanted = new Set(files.map(({ name }) => `${name}${END}`))
      const gone = [...there].filter((name) => name.endsWith(END) && !wanted.has(name))
      for (const name of gone) {
        await rm(join(folder, name), { force: true })
        sound.delete(name.slice(0, -END.length))
      }
      installation = remembered.installation
    }
  }
}

/** The path, or with the first number behind it that nothing has yet. */
function freePath(path: string, number = 1): string {
  const numbered = number === 1 ? path : `${path}.${number}`
  return existsSync(numbered) ? freePath(path, number + 1) : numbered
}
