import type { Readings } from '../domain/number-reading.ts'
import type { Deps } from '../usecases/deps.ts'
import { openReadings } from '../usecases/number-readings.ts'
import { openSpill } from './reading-spill.ts'

/** Milliseconds between two writes: what a crash may lose. */
const EVERY = 1000
/** Milliseconds between two tries while the database is away, at most. */
const SELDOM = 30_000

/**
 * The record of readings of a process: written each second, and at the end; while the database is away or slow, put by in the folder each
 * second instead, and written once it is there again. `report` hears of the first failure of each outage, and of a folder that refuses.
 */
export function keepReadings(deps: Deps, folder: string, report: (error: unknown) => void): Readings {
  const record = openReadings(deps, { spill: openSpill(folder, deps.newId) })
  let failures = 0
  let next = 0
  let writing = false
  let refused = false
  const write = async (): Promise<void> => {
    writing = true
    try {
      await record.flush()
      failures = 0
    } catch (error) {
      if (failures === 0) report(error)
      failures += 1
    }
    writing = false
    next = performance.now() + Math.min(EVERY * (2 ** failures - 1), SELDOM)
  }
  const putBy = async (): Promise<void> => {
    try {
      await record.putBy()
      refused = false
    } catch (error) {
      if (!refused) report(error)
      refused = true
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
