import type { ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { NumberReading, Readings, RecordedReading } from '../domain/number-reading.ts'
import { insertReadings } from '../store/number-readings.ts'
import { type Deps, transact } from './deps.ts'
import { inTurn } from './in-turn.ts'

/** Where readings wait that cannot be written, outside the database and outside this process, which may end at any moment. */
export interface Spill {
  append(rows: readonly RecordedReading[]): Promise<void>
  /** Hands everything that waits there to `write`, and lets go of it once that has succeeded. */
  drain(write: (rows: readonly RecordedReading[]) => Promise<void>): Promise<void>
}

export interface ReadingsOptions {
  /** How rows are written, each under its id, so that a second time changes nothing; into the database where it is left out. */
  readonly write?: (rows: readonly RecordedReading[]) => Promise<void>
  readonly spill?: Spill
}

/** Rows of one statement. */
const AT_ONCE = 5000

/** What is being counted since the last flush. */
interface Noted {
  readonly reading: NumberReading
  readonly firstAt: Instant
  lastAt: Instant
  times: number
}

/** Counts by operation, reader and person: maps in maps, so that finding one makes no key. */
type Counts = Map<string, Map<string, Map<ProviderId, Noted>>>

const under = <Key, Inner>(map: Map<Key, Inner>, key: Key, make: () => Inner): Inner => {
  const found = map.get(key) ?? make()
  map.set(key, found)
  return found
}

const readerKey = ({ readerId, reader }: NumberReading): string => readerId ?? reader

/** What is noted and not taken yet. */
function openNotes(now: Deps['now']) {
  let counts: Counts = new Map()
  let size = 0
  return {
    size: () => size,
    note: (reading: NumberReading): void => {
      const at = now()
      const found = counts.get(reading.operation)?.get(readerKey(reading))?.get(reading.providerId)
      if (found !== undefined) {
        found.times += 1
        // a clock that is set back never makes a reading end before it began
        if (at > found.lastAt) found.lastAt = at
        return
      }
      const readers = under(counts, reading.operation, () => new Map())
      under(readers, readerKey(reading), () => new Map()).set(reading.providerId, { reading, firstAt: at, lastAt: at, times: 1 })
      size += 1
    },
    take: (): Noted[] => {
      const taken = [...counts.values()].flatMap((readers) => [...readers.values()].flatMap((people) => [...people.values()]))
      counts = new Map()
      size = 0
      return taken
    }
  }
}

/** Rows in memory that are not known to be written, and which of them the spill has too. */
function openUnwritten() {
  const rows = new Map<string, RecordedReading>()
  const safe = new Set<string>()
  return {
    size: () => rows.size,
    add: (row: RecordedReading): void => void rows.set(row.id, row),
    all: (): RecordedReading[] => [...rows.values()],
    unsafe: (): RecordedReading[] => [...rows.values()].filter(({ id }) => !safe.has(id)),
    keepSafe: (put: readonly RecordedReading[]): void => {
      for (const { id } of put) if (rows.has(id)) safe.add(id)
    },
    forget: (written: readonly RecordedReading[]): void => {
      for (const { id } of written) {
        rows.delete(id)
        safe.delete(id)
      }
    },
    /** The spill has them, and gives them back. */
    forgetSafe: (): void => {
      for (const id of safe) rows.delete(id)
      safe.clear()
    }
  }
}

/**
 * Opens the record of readings. Notes are counted in memory by who, whose and how; `flush` gives each count an id and writes it. What could
 * not be written, or is put by while a write is under way, goes to the spill, and is written at the first flush that succeeds: under its
 * id, so that whatever comes twice counts once. Without a spill it stays in memory.
 */
export function openReadings(deps: Deps, options: ReadingsOptions = {}): Readings {
  const { spill } = options
  const insert = options.write ?? ((rows: readonly RecordedReading[]) => transact(deps, ({ db }) => insertReadings(db, rows)))
  const write = async (rows: readonly RecordedReading[]): Promise<void> => {
    for (let from = 0; from < rows.length; from += AT_ONCE) await insert(rows.slice(from, from + AT_ONCE))
  }
  const notes = openNotes(deps.now)
  const unwritten = openUnwritten()
  /** Whether something may wait in the spill: an earlier run may have left it. */
  let spilled = spill !== undefined

  const takeNotes = (): void => {
    for (const { reading, ...counted } of notes.take()) unwritten.add({ ...reading, id: deps.newId(), ...counted })
  }
  const { run: putBy } = inTurn(async () => {
    takeNotes()
    const rows = unwritten.unsafe()
    if (spill === undefined || rows.length === 0) return
    spilled = true
    await spill.append(rows)
    unwritten.keepSafe(rows)
  })
  const drain = async ({ drain }: Spill): Promise<void> => {
    // what is put by from now on waits for the next time
    spilled = false
    await drain(write).catch((error: unknown) => {
      spilled = true
      throw error
    })
  }
  const { run: flush } = inTurn(async () => {
    takeNotes()
    const rows = unwritten.all()
    await write(rows).catch(async (error: unknown) => {
      await putBy()
      unwritten.forgetSafe()
      throw error
    })
    unwritten.forget(rows)
    if (spill !== undefined && spilled) await drain(spill)
  })
  return {
    note: notes.note,
    get waiting() {
      return notes.size() + unwritten.size()
    },
    flush,
    putBy,
    close: () =>
      flush().catch((error: unknown) => {
        if (spill === undefined || unwritten.size() > 0) throw error
      })
  }
}
