import { appendFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordedReading } from '../domain/number-reading.ts'
import type { Spill } from '../usecases/number-readings.ts'

const NAME = 'readings.ndjson'
/** A file that is being written into the database: no longer appended to. */
const TAKEN = /^readings-[\w-]+\.ndjson$/

const isMissing = (error: unknown): boolean => (error as { code?: string }).code === 'ENOENT'

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
 * may share the folder; it is removed once it is written.
 */
export function openSpill(folder: string, newId: () => string): Spill {
  const file = join(folder, NAME)
  return {
    append: async (rows) => {
      await mkdir(folder, { recursive: true })
      // begins on a line of its own, whatever a crash left of the one before
      await appendFile(file, `\n${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
    },
    drain: async (write) => {
      await rename(file, join(folder, `readings-${newId()}.ndjson`)).catch(unlessMissing)
      const names = (await readdir(folder).catch(unlessMissing)) ?? []
      for (const name of names.filter((each) => TAKEN.test(each)).toSorted()) {
        const rows = rowsOf((await readFile(join(folder, name), 'utf8').catch(unlessMissing)) ?? '')
        if (rows.length > 0) await write(rows)
        await rm(join(folder, name), { force: true })
      }
    }
  }
}

/** Nothing, where there is nothing: another process may have been faster. */
function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
  return undefined
}
