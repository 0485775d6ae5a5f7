import type { Certificate } from './certificate.ts'
import type { Holders, Model } from './model.ts'

/** How long to look for a better plan. What is counted in iterations is the same on any machine; what is timed is not. */
export interface Budget {
  readonly seed: number
  /** Moves tried at most. */
  readonly iterations: number
  /** Wall-clock milliseconds at most; null = no limit, and the plan can be made again bit by bit. */
  readonly millis: number | null
  /** Good enough: stop when value - bound of the whole objective is at most this; 0 = only when optimal. */
  readonly gap: number
  /** Whether to work out bounds and the certificate too. */
  readonly prove: boolean
  /** Proves coverage and fairness only, which is quick, and searches on one track: for a start that people wait for. */
  readonly brief?: boolean
}

/** The order in which a plan is judged: seats left empty (by importance), then unfairness, then everything weighed together. */
export const TIERS = ['coverage', 'fairness', 'total'] as const
export type TierName = (typeof TIERS)[number]

/** One tier of the objective; whole numbers, in ten-thousandths of a cost point but for coverage, which counts importance. */
export interface Tier {
  readonly name: TierName
  readonly value: number
  /** No plan is below this; -1 = not worked out (yet). */
  readonly bound: number
  /** What the bound rests on: nothing can be below zero, a certificate that anybody can check, or the word of the solver. */
  readonly by: 'zero' | 'certificate' | 'solver' | 'none'
}

/** How things stand while the engine runs. */
export interface Progress {
  readonly phase: 'construct' | 'search' | 'bound' | 'done'
  readonly iterations: number
  readonly tiers: readonly Tier[]
}

export const STOPS = ['optimal', 'gap', 'iterations', 'time', 'cancelled'] as const

/** What the engine found. */
export interface Outcome {
  /** Person (index into `model.people`) of each piece; -1 = nobody. */
  readonly holders: Int32Array
  readonly tiers: readonly Tier[]
  readonly iterations: number
  readonly stopped: (typeof STOPS)[number]
  /** What proves the bounds that say so. */
  readonly certificates: readonly Certificate[]
}

export interface Hooks {
  onProgress?(progress: Progress): void
  /** Lets the thread do something else for a moment; asked for between the steps that prepare a search. */
  rest?(): Promise<void>
  /** Milliseconds; where it is given, a budget of time holds for all of planning and not for the search alone. */
  clock?(): number
  /** Stops the search with what it has so far. */
  readonly stop?: AbortSignal
  /** Where to begin; left out, a plan is constructed. */
  readonly start?: Holders
}

/** Anything that can fill a model: in this thread or in workers. A dead worker rejects; a stop resolves with the best so far. */
export type Optimise = (model: Model, budget: Budget, hooks?: Hooks) => Promise<Outcome>
