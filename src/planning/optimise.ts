import type { Budget, Hooks, Optimise, Outcome, Tier } from './engine.ts'
import { evaluate } from './evaluate.ts'
import type { Holders, Model } from './model.ts'
import { runSearch, type Searched } from './search.ts'

/** The tiers of a plan before anything is proved: what is zero cannot be less. */
export function tiersOf(model: Model, holders: Holders): Tier[] {
  const { coverage, fairness, total } = evaluate(model, holders)
  const tier = (name: Tier['name'], value: number): Tier => ({
    name,
    value,
    bound: value === 0 ? 0 : -1,
    by: value === 0 ? 'zero' : 'none'
  })
  return [tier('coverage', coverage), tier('fairness', fairness), tier('total', total)]
}

/** The search of one model in this thread, as the outcome it makes without any proof. */
export function searchHere(model: Model, budget: Budget, hooks: Hooks, elapsed: () => number): Outcome {
  const report = (holders: Holders, iterations: number): void =>
    hooks.onProgress?.({ phase: 'search', iterations, tiers: tiersOf(model, holders) })
  const searched: Searched = runSearch(model, {
    seed: budget.seed,
    iterations: budget.iterations,
    millis: budget.millis,
    elapsed,
    stopped: () => hooks.stop?.aborted ?? false,
    ...(hooks.start === undefined ? {} : { start: hooks.start }),
    onBest: ({ holders }, iterations) => report(holders, iterations)
  })
  const { holders, iterations, stopped } = searched
  return { holders, tiers: tiersOf(model, holders), iterations, stopped, certificates: [] }
}

/** An engine that works in the calling thread and proves nothing; `clock` tells milliseconds. */
export const engineHere =
  (clock: () => number): Optimise =>
  async (model, budget, hooks = {}) => {
    const begun = clock()
    return searchHere(model, budget, hooks, () => clock() - begun)
  }
