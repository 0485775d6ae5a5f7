import { appendFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isId } from '../domain/ids.ts'
import type { RecordedReading } from '../domain/number-reading.ts'
import type { Spill } from '../usecases/number-readings.ts'
import { ALWAYS_OURS, OWNER_ONLY, unlessMissing } from './own-files.ts'

const NAME = 'readings.ndjson'
/** A file of so many bytes is set aside, so that what waits is read back in pieces that memory can hold. */
const MOST_BYTES = 4 * 1024 * 1024
/** A file that is being written into the database: no longer appended to. */
const TAKEN = /^readings-[\w-]+\.ndjson$/

/** Where lines are kept that are no rows, for a person to look at. */
const UNREAD = 'readings-unread.txt'

const isText = (value: unknown): boolean => typeof value === 'string' && !value.includes('\0')
const isIdText = (value: unknown): boolean => typeof value === 'string' && isId(value)
const isBetween = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most
/** Milliseconds, until the year 10000. */
const isTime = (value: unknown): boolean => isBetween(value, 0, 253_402_300_799_999)
const isCount = (value: unknown): boolean => isBetween(value, 1, 2 ** 31 - 1)

const MEMBERS: Readonly<Record<keyof RecordedReading, (value: unknown) => boolean>> = {
  id: isIdText,
  centreId: isIdText,
  readerId: (value) => value === null || isIdText(value),
  reader: isText,
  providerId: isIdText,
  operation: isText,
  firstAt: isTime,
  lastAt: isTime,
  times: isCount
}

const isRow = (value: unknown): value is RecordedReading =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(MEMBERS).every(([name, holds]) => holds((value as Record<string, unknown>)[name])) &&
  (value as RecordedReading).firstAt <= (value as RecordedReading).lastAt

/** The row that a line is; undefined of a line that a crash cut short, or somebody else wrote. */
function rowOf(line: string): RecordedReading | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isRow(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The rows of a file, and its lines that are none. */
function readLines(text: string): { readonly rows: RecordedReading[]; readonly unread: string[] } {
  const rows: RecordedReading[] = []
  const unread: string[] = []
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const row = rowOf(line)
    if (row === undefined) unread.push(line)
    else rows.push(row)
  }
  return { rows, unread }
}

/**
 * Readings that wait in a folder, a line each. What waits is set aside under a name of its own before it is read, so that several processes
 * may share the folder; it is removed once it is written. A line that is no row is put by in a file of its own and holds no other up. Nothing is touched in a folder that is not ours any more.
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
        const { rows, unread } = readLines((await readFile(join(folder, name), 'utf8').catch(unlessMissing)) ?? '')
        if (rows.length > 0) await write(rows)
        if (unread.length > 0) await appendFile(join(folder, UNREAD), `${unread.join('\n')}\n`, { mode: OWNER_ONLY.file, flush: true })
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
