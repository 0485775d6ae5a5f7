import type { Readings } from '../domain/number-reading.ts'
import type { Deps } from '../usecases/deps.ts'
import { openReadings } from '../usecases/number-readings.ts'
import { openSpill } from './reading-spill.ts'

/** Milliseconds between two writes: what a crash may lose. */
const EVERY = 1000
/** Milliseconds between two tries while the database is away, at most. */
const SELDOM = 30_000

/**
 * The record of readings of a process: written each second, and at the end; what cannot be written waits in memory and in the folder, and
 * is written once the database is there again. `report` hears of the first failure of each outage.
 */
export function keepReadings(deps: Deps, folder: string, report: (error: unknown) => void): Readings {
  const record = openReadings(deps, { spill: openSpill(folder, deps.newId) })
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let open = true
  const tick = async (): Promise<void> => {
    try {
      await record.flush()
      failures = 0
    } catch (error) {
      if (failures === 0) report(error)
      failures += 1
    }
    if (open) wait()
  }
  const wait = (): void => {
    timer = setTimeout(() => void tick(), Math.min(EVERY * 2 ** failures, SELDOM)).unref()
  }
  wait()
  return {
    note: record.note,
    get waiting() {
      return record.waiting
    },
    flush: record.flush,
    close: () => {
      open = false
      clearTimeout(timer)
      return record.close()
    }
  }
}
