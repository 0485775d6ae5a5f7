import { highsSolver } from '../../src/jobs/highs.ts'
import type { Optimise } from '../../src/planning/engine.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Holders } from '../../src/planning/model.ts'
import { runSearch } from '../../src/planning/search.ts'
import { threadsHere } from '../../src/planning/threads-here.ts'
import { tiersOf } from '../../src/planning/tiers.ts'
import { twoTracks } from '../../src/planning/two-tracks.ts'

/** An engine that searches in the calling thread and proves nothing; `clock` tells milliseconds. */
export const engineHere =
  (clock: () => number): Optimise =>
  async (model, { seed, iterations, millis }, { onProgress, start, stop } = {}) => {
    const begun = clock()
    const judged = (holders: Holders) => tiersOf(evaluate(model, holders))
    const searched = runSearch(model, {
      seed,
      iterations,
      millis,
      elapsed: () => clock() - begun,
      stopped: () => stop?.aborted ?? false,
      ...(start && { start }),
      onBest: ({ holders }, done) => onProgress?.({ phase: 'search', iterations: done, tiers: judged(holders) })
    })
    const { holders, iterations: done, stopped } = searched
    return { holders, tiers: judged(holders), iterations: done, stopped, certificates: [] }
  }

const clock = (): number => performance.now()

/** The search in the thread of the test: no worker to start for a month of a few slots, and no proof to wait for. */
export const engine = engineHere(clock)

/** The service's engine, proofs and all, with both tracks in the thread of the test. */
export const provingEngine = twoTracks(threadsHere(clock, highsSolver), clock)
