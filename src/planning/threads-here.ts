import { proveCoverage, proveTier, UNKNOWN } from './coverage.ts'
import { runSearch } from './search.ts'
import type { SolveLinear } from './solver.ts'
import type { Threads } from './two-tracks.ts'

/** Nodes that branch and cut may look at where the answer has to be the same each time. */
const NODES = 5000

/**
 * Pairs of piece and person beyond which nothing is proved: the solver's memory is not JavaScript's, and no limit of a thread holds it.
 * Some eight times what the larger demo has.
 */
export const MOST_PAIRS_PROVED = 200_000

/** Does every task in the calling thread, which it blocks meanwhile; `clock` tells milliseconds. */
export const threadsHere = (clock: () => number, solve: () => Promise<SolveLinear>): Threads => ({
  search: async (model, { seed, iterations, millis, start }, { stop, onBest }) => {
    const begun = clock()
    return runSearch(model, {
      seed,
      iterations,
      millis,
      elapsed: () => clock() - begun,
      stopped: () => stop.aborted,
      ...(start && { start }),
      ...(onBest && { onBest })
    })
  },
  prove: async (model, { tier, coverage, target, millis }, { stop }) => {
    if (model.candidates.items.length > MOST_PAIRS_PROVED) return UNKNOWN
    const begun = clock()
    const limits = {
      stop: () => stop.aborted || (millis !== null && clock() - begun > millis),
      target,
      ...(millis === null ? { nodes: NODES } : {})
    }
    return tier === 'coverage'
      ? proveCoverage(model, await solve(), coverage, limits)
      : proveTier(model, tier, coverage, await solve(), limits)
  }
})
