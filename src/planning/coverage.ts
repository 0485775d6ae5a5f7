import { attainable, nextAttainable } from './attainable.ts'
import { type Bounded, boundOf } from './bound.ts'
import type { Certificate } from './certificate.ts'
import type { Tier, TierName } from './engine.ts'
import { linearOf } from './linear.ts'
import type { Holders, Model } from './model.ts'
import { holdersIn, type SolveLinear } from './solver.ts'

/** What is known of a tier's least value. */
export interface Proof {
  /** No plan is below it; -1 = the solver failed. */
  readonly bound: number
  readonly by: Tier['by']
  readonly certificate: Certificate | null
  /** A plan that reaches the bound, where the solver found one on the way. */
  readonly holders: Holders | null
}

/** Nothing is known. */
export const UNKNOWN: Proof = { bound: -1, by: 'none', certificate: null, holders: null }

/** When to stop; without it the proof is the same on each run. */
export interface ProofOptions {
  stop?(): boolean
  /** Nodes that branch and cut may look at. */
  readonly nodes?: number
  /** A bound that is enough: the value of the best plan known. */
  readonly target?: number
}

/**
 * Proves how little can be left empty. A plan that leaves nothing empty needs no proof; else the relaxation's certificate is asked, and
 * where it stays below the value known, branch and cut, whose word has no certificate but comes with a plan.
 */
export function proveCoverage(model: Model, solve: SolveLinear, known: number, options: ProofOptions = {}): Proof {
  if (known === 0) return { ...UNKNOWN, bound: 0, by: 'zero' }
  const relaxed = proofOf(boundOf(model, { objective: 'coverage', coverage: null }, solve, { ...options, target: known }))
  return relaxed.bound < 0 || relaxed.bound >= known ? relaxed : branch(model, relaxed, known, solve, options)
}

/** Branch and cut for a plan that is better than the one known: it finds the best, or that there is none. */
function branch(model: Model, relaxed: Proof, known: number, solve: SolveLinear, options: ProofOptions): Proof {
  const range = attainable(model, 'coverage')
  const program = linearOf(model, { objective: 'coverage', coverage: known - Number(range.step), integer: true })
  const solved = solve(program, { method: 'whole', gap: Math.max(0, Number(range.step) - SLACK), ...options })
  if (solved.status === 'infeasible') return { bound: known, by: 'solver', certificate: null, holders: null }
  if (solved.columns.length === 0) return relaxed
  const holders = holdersIn(model, solved.columns)
  const bound = Number.isFinite(solved.bound) ? Number(nextAttainable(range, BigInt(Math.ceil(solved.bound - SLACK)))) : 0
  return bound > relaxed.bound ? { bound, by: 'solver', certificate: null, holders } : { ...relaxed, holders }
}

/** What a solver's floating point may be off a whole number. */
const SLACK = 0.01

/** Soft rules lift the relaxation by less and less: after a few rounds that lift it by less than this part it is left at that. */
const RISE = 0.005

/** The bound of a later tier over all plans that leave at most so much empty. */
export function proveTier(
  model: Model,
  tier: Exclude<TierName, 'coverage'>,
  coverage: number,
  solve: SolveLinear,
  options: ProofOptions = {}
): Proof {
  return proofOf(boundOf(model, { objective: tier, coverage }, solve, { ...(tier === 'total' && { rise: RISE }), ...options }))
}

/** Costs are never below zero: where a certificate proves no more, none is needed. */
function proofOf(bounded: Bounded | null): Proof {
  if (bounded === null) return UNKNOWN
  const { bound, certificate } = bounded
  return bound <= 0 ? { ...UNKNOWN, bound: 0, by: 'zero' } : { bound, by: 'certificate', certificate, holders: null }
}
