import type { Budget, Outcome, Tier, TierName } from '../planning/engine.ts'

/** A tier as people read it; null = no bound was worked out. */
export interface TierReport {
  readonly name: TierName
  readonly value: number
  readonly bound: number | null
  readonly gap: number | null
  readonly by: Tier['by']
  /** Whether no plan has a smaller value. */
  readonly optimal: boolean
}

/** What a search says of itself: what it was given, how it ended, how good the plan is and how good one could be at most. */
export interface SearchReport {
  readonly seed: number
  readonly budget: { readonly iterations: number; readonly seconds: number | null; readonly gap: number; readonly prove: boolean }
  readonly iterations: number
  readonly stopped: Outcome['stopped']
  /** Whether the same data, seed and iterations give this very plan again: not when a clock or a person ended the search. */
  readonly repeatable: boolean
  readonly optimal: boolean
  readonly tiers: readonly TierReport[]
}

/** A tier with its gap. A bound that is not known is null, never a number. */
export function tierReport({ name, value, bound, by }: Tier): TierReport {
  if (by === 'none' || bound < 0) return { name, value, bound: null, gap: null, by: 'none', optimal: false }
  return { name, value, bound, gap: value - bound, by, optimal: value <= bound }
}

/** The report of a search with this budget. */
export function searchReport(
  { seed, iterations, millis, gap, prove }: Budget,
  outcome: Pick<Outcome, 'tiers' | 'iterations' | 'stopped'>
): SearchReport {
  const tiers = outcome.tiers.map(tierReport)
  return {
    seed,
    budget: { iterations, seconds: millis === null ? null : millis / 1000, gap, prove },
    iterations: outcome.iterations,
    stopped: outcome.stopped,
    repeatable: millis === null && outcome.stopped !== 'cancelled' && outcome.stopped !== 'time',
    optimal: tiers.length > 0 && tiers.every((tier) => tier.optimal),
    tiers
  }
}
