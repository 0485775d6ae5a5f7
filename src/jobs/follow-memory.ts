import type { Deps } from '../usecases/deps.ts'
import { sweepMemory } from '../usecases/memory.ts'
import type { MemoryFolder } from './memory-folder.ts'
import { repeat } from './repeat.ts'

/** Hears of changes: `heard` at each sign of one, with the id of the centre, `lost` once when it hears no more. */
export type Listen = (heard: (payload: string) => void, lost: (error: unknown) => void) => Promise<{ readonly close: () => Promise<void> }>

export interface FollowOptions {
  readonly listen: Listen
  readonly folder: MemoryFolder
  /** Told of what failed, for the log; of a database that stays away once. */
  readonly report: (error: unknown) => void
}

/** How often a notification that never came is made up for, in milliseconds; what an answer's `generatedAt` is behind at most. */
const CHECK_EVERY = 1_000
/** How often what changed is written to the folder, and how often at least that it is still current. */
const SAVE_EVERY = 1_000
const SAVE_AT_LEAST_EVERY = 60_000
const SWEEP_EVERY = 10 * 60_000

/**
 * Keeps the memory current until it is closed: caught up at each notification, and each second in case one was lost; says that it is lost
 * as soon as the database is, and current again once it is back. What is in memory is kept in the folder for the next start, at the close too:
 * what was acknowledged before a clean stop is there after it.
 */
export async function followMemory(
  deps: Deps,
  { listen, folder, report }: FollowOptions
): Promise<{ readonly close: () => Promise<void> }> {
  const { memory, outages } = deps
  let open = true
  let away = false
  let listening: { readonly close: () => Promise<void> } | undefined
  const failed = (error: unknown): void => {
    memory.lose()
    const isKnown = outages?.notice(error) ?? false
    if (open && !away && !isKnown) report(error)
    away = true
  }
  const catchUp = async (): Promise<void> => {
    try {
      await memory.catchUp()
      away = false
      outages?.answered()
    } catch (error) {
      failed(error)
    }
  }
  const tune = async (): Promise<void> => {
    if (listening !== undefined) return
    const heard = (centreId: string): void => {
      memory.hear(centreId).catch(failed)
      void catchUp()
    }
    const lost = (error: unknown): void => {
      listening = undefined
      if (open) failed(error)
    }
    listening = await listen(heard, lost)
  }
  const check = async (): Promise<void> => {
    await tune().catch(failed)
    await catchUp()
  }
  const sweep = (): Promise<void> => sweepMemory(deps).catch(failed)
  memory.follow()
  await check()
  const keep = keeper(deps, folder, report)
  const stops = [repeat(check, () => CHECK_EVERY), repeat(keep, () => SAVE_EVERY), repeat(sweep, () => SWEEP_EVERY)]
  return {
    close: async () => {
      open = false
      for (const stop of stops) await stop()
      await keep()
      await listening?.close()
    }
  }
}

const reasonOf = (error: unknown): string => String((error as { code?: unknown }).code ?? error)

/** Writes what is in memory to the folder whenever it has changed, and now and then that it has not. */
function keeper({ memory, now }: Deps, folder: MemoryFolder, report: (error: unknown) => void): () => Promise<void> {
  let saved = { revision: -1, at: 0 }
  // it is tried again each time, and the same reason said once
  let failed: string | undefined
  return async () => {
    const [revision, age] = [memory.revision(), now() - saved.at]
    // where the clock was set back, what is kept claims too much
    const isRecent = age >= 0 && age < SAVE_AT_LEAST_EVERY
    if (memory.freshness().stale || (revision === saved.revision && isRecent)) return
    try {
      await folder.save(memory.remembered())
      saved = { revision, at: now() }
      failed = undefined
    } catch (error) {
      if (reasonOf(error) !== failed) report(error)
      failed = reasonOf(error)
    }
  }
}
