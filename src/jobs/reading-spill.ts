import { appendFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordedReading } from '../domain/number-reading.ts'
import type { Spill } from '../usecases/number-readings.ts'
import { ALWAYS_OURS, OWNER_ONLY, unlessMissing } from './own-files.ts'

const NAME = 'readings.ndjson'
/** A file of so many bytes is set aside, so that what waits is read back in pieces that memory can hold. */
const MOST_BYTES = 4 * 1024 * 1024
/** A file that is being written into the database: no longer appended to. */
const TAKEN = /^readings-[\w-]+\.ndjson$/

/** The rows of a file; a line that a crash cut short is no row. */
const rowsOf = (text: string): RecordedReading[] =>
  text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as RecordedReading]
    } catch {
      return []
    }
  })

/**
 * Readings that wait in a folder, a line each. What waits is set aside under a name of its own before it is read, so that several processes
 * may share the folder; it is removed once it is written. Nothing is touched in a folder that is not ours any more.
 */
export function openSpill(folder: string, newId: () => string, ensureOurs = ALWAYS_OURS): Spill {
  const file = join(folder, NAME)
  let size = 0
  const setAside = async (): Promise<void> => {
    await rename(file, join(folder, `readings-${newId()}.ndjson`)).catch(unlessMissing)
    size = 0
  }
  const append = async (rows: readonly RecordedReading[]): Promise<void> => {
    ensureOurs()
    await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder })
    // begins on a line of its own, whatever a crash left of the one before
    const text = `\n${rows.map((row) => JSON.stringify(row)).join('\n')}\n`
    await appendFile(file, text, { mode: OWNER_ONLY.file, flush: true })
    size += text.length
    if (size > MOST_BYTES) await setAside()
  }
  const next = oneByOne()
  return {
    append: (rows) => next(() => append(rows)),
    drain: async (write) => {
      ensureOurs()
      // never while it is being written
      await next(setAside)
      const names = (await readdir(folder).catch(unlessMissing)) ?? []
      for (const name of names.filter((each) => TAKEN.test(each)).toSorted()) {
        const rows = rowsOf((await readFile(join(folder, name), 'utf8').catch(unlessMissing)) ?? '')
        if (rows.length > 0) await write(rows)
        await rm(join(folder, name), { force: true })
      }
    }
  }
}

/** Each piece of work begins when the one before is done, or has failed. */
function oneByOne(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
}
