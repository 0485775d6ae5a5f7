import { fieldErrors } from '../domain/errors.ts'
import type { Budget } from '../planning/engine.ts'

/** How a plan is to be looked for; what is left out is the service's choice. */
export interface PlanOptions {
  /** Breaks ties; same data, seed and iterations, same plan. Default: the roster's own. */
  readonly seed?: number
  /** Moves tried at most; ends with what it has after the most seconds that may be asked for, and then cannot be made again either. */
  readonly iterations?: number
  /** Wall-clock seconds at most; a plan that was timed cannot be made again bit by bit. */
  readonly seconds?: number
  /** Good enough: objective less bound, in ten-thousandths of a cost point. */
  readonly gap?: number
  /** Whether to work out bounds and a certificate too. */
  readonly prove?: boolean
  /** Not for people: as in `Budget`. */
  readonly brief?: boolean
}

/** What is taken for what the options leave out, and the most that they may ask for. */
interface Limits {
  readonly iterations: number
  readonly mostIterations: number
  readonly mostSeconds: number
  readonly prove: boolean
}

const MOST_ITERATIONS = 10_000_000_000

/** A plan as long work: some seconds by default, an hour at most. */
export const PLAN_LIMITS: Limits = { iterations: 10_000_000, mostIterations: MOST_ITERATIONS, mostSeconds: 3600, prove: true }
/** A plan that somebody looks at while they wait: about a second by default, a minute at most, and no proof unless asked for. */
export const PREVIEW_LIMITS: Limits = { iterations: 1_000_000, mostIterations: 100_000_000, mostSeconds: 60, prove: false }

/** The budget of a search with these options. Throws BAD_FIELD with a BAD_VALUE for each that is out of range. */
export function budgetOf(options: PlanOptions, seed: number, limits: Limits): Budget {
  const faults = fieldErrors()
  const check = (name: 'iterations' | 'seconds' | 'gap', fits: (value: number) => boolean, allowed: string): void => {
    const value = options[name]
    if (value !== undefined && !fits(value)) faults.add(`/${name}`, 'BAD_VALUE', { allowed })
  }
  const { mostIterations, mostSeconds } = limits
  check('iterations', (n) => Number.isInteger(n) && n >= 1 && n <= mostIterations, `1 – ${mostIterations}`)
  check('seconds', (s) => s > 0 && s <= mostSeconds, `> 0, ≤ ${mostSeconds}`)
  check('gap', (n) => Number.isSafeInteger(n) && n >= 0, '≥ 0')
  faults.throwIfAny()
  const { seconds, gap = 0, prove = limits.prove } = options
  // who names seconds alone wants them used
  const iterations = options.iterations ?? (seconds === undefined ? limits.iterations : mostIterations)
  return {
    seed: options.seed ?? seed,
    iterations,
    millis: seconds === undefined ? null : Math.ceil(seconds * 1000),
    gap,
    prove,
    ...(options.brief && { brief: true })
  }
}
