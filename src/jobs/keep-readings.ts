import type { Readings } from '../domain/number-reading.ts'
import type { Deps } from '../usecases/deps.ts'
import { openReadings } from '../usecases/number-readings.ts'
import { ALWAYS_OURS } from './own-files.ts'
import { openSpill } from './reading-spill.ts'

/** Milliseconds between two writes: what a crash may lose. */
const EVERY = 1000
/** Milliseconds between two tries while the database is away, at most. */
const SELDOM = 30_000

/** A time or a place apart, the same failure again has the same code. */
const reasonOf = (error: unknown): string => String((error as { code?: unknown }).code ?? error)

/**
 * The record of readings of a process: written each second, and at the end; while the database is away or slow, put by in the folder each
 * second instead, and written once it is there again. `report` hears of each reason once, until something could be written again.
 */
export function keepReadings(deps: Deps, folder: string, report: (error: unknown) => void, ensureOurs = ALWAYS_OURS): Readings {
  const record = openReadings(deps, { spill: openSpill(folder, deps.newId, ensureOurs) })
  let failures = 0
  let next = 0
  let writing = false
  const told = new Set<string>()
  const tell = (error: unknown): void => {
    const reason = reasonOf(error)
    if (!told.has(reason)) report(error)
    told.add(reason)
  }
  const write = async (): Promise<void> => {
    writing = true
    try {
      await record.flush()
      failures = 0
      told.clear()
    } catch (error) {
      tell(error)
      failures += 1
    }
    writing = false
    next = performance.now() + Math.min(EVERY * (2 ** failures - 1), SELDOM)
  }
  const putBy = async (): Promise<void> => {
    if (record.waiting === 0) return
    try {
      await record.putBy()
    } catch (error) {
      tell(error)
    }
  }
  const tick = (): void => {
    if (writing || performance.now() < next) void putBy()
    else void write()
  }
  const timer = setInterval(tick, EVERY).unref()
  return {
    note: record.note,
    get waiting() {
      return record.waiting
    },
    flush: record.flush,
    putBy: record.putBy,
    close: () => record.close().finally(() => clearInterval(timer))
  }
}
