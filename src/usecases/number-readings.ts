import type { ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { NumberReading, Readings, RecordedReading } from '../domain/number-reading.ts'
import { insertReadings } from '../store/number-readings.ts'
import { type Deps, transact } from './deps.ts'
import { inTurn } from './in-turn.ts'

/** Where readings wait that memory should not hold, outside the database. */
export interface Spill {
  append(rows: readonly RecordedReading[]): Promise<void>
  /** Hands everything that waits there to `write`, and lets go of it once that has succeeded. */
  drain(write: (rows: readonly RecordedReading[]) => Promise<void>): Promise<void>
}

export interface ReadingsOptions {
  /** How rows are written, each under its id, so that a second time changes nothing; into the database where it is left out. */
  readonly write?: (rows: readonly RecordedReading[]) => Promise<void>
  readonly spill?: Spill
  /** Rows kept in memory while they cannot be written, before they are spilled. */
  readonly most?: number
}

/** A few megabytes. */
const MOST_KEPT = 10_000
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

/**
 * Opens the record of readings. Notes are counted in memory by who, whose and how; `flush` gives each count an id and writes it. What could
 * not be written stays, beyond `most` rows in the spill, and is written at the first flush that succeeds.
 */
export function openReadings(deps: Deps, options: ReadingsOptions = {}): Readings {
  const { spill, most = MOST_KEPT } = options
  const write = options.write ?? ((rows: readonly RecordedReading[]) => transact(deps, ({ db }) => insertReadings(db, rows)))
  const notes = openNotes(deps.now)
  /** Taken out of the notes and not known to be written. */
  let kept: RecordedReading[] = []
  /** Whether something may wait in the spill: an earlier run may have left it. */
  let spilled = spill !== undefined

  const spillOver = async ({ append }: Spill): Promise<void> => {
    spilled = true
    await append(kept)
    kept = []
  }
  const writeKept = async (): Promise<void> => {
    while (kept.length > 0) {
      const rows = kept.slice(0, AT_ONCE)
      await write(rows)
      kept = kept.slice(rows.length)
    }
  }
  const { run: flush } = inTurn(async () => {
    for (const { reading, ...counted } of notes.take()) kept.push({ ...reading, id: deps.newId(), ...counted })
    await writeKept().catch(async (error: unknown) => {
      if (spill !== undefined && kept.length > most) await spillOver(spill)
      throw error
    })
    if (spilled) await spill?.drain(write)
    spilled = false
  })
  return {
    note: notes.note,
    get waiting() {
      return notes.size() + kept.length
    },
    flush,
    close: () =>
      flush().catch(async (error: unknown) => {
        if (spill === undefined) throw error
        if (kept.length > 0) await spillOver(spill)
      })
  }
}
