import type { Certificate } from './certificate.ts'
import { brokenRows, definitionsOf, firstRows, withRows } from './lazy.ts'
import { linearOf, type Question } from './linear.ts'
import type { Linear } from './linear-draft.ts'
import type { Model } from './model.ts'
import type { Solved, SolveLinear } from './solver.ts'
import { termsFrom } from './terms.ts'
import { lowerBound } from './verify.ts'

/** Bits after the point of a multiplier: costs are counted in units of which a point has ten thousand, coverage in single ones. */
const BITS = { coverage: 24, fairness: 14, total: 14 } as const

/** A bound with its proof, and where the program's least lies. */
export interface Bounded {
  /** Whole, in the unit of the tier. */
  readonly bound: number
  readonly certificate: Certificate
  readonly program: Linear
  readonly solved: Solved
}

/** Most rounds of rows; the value of a plan to stop at; and a rise, in parts of the bound, below which a round is a slow one. */
export interface Effort {
  readonly rounds?: number
  readonly target?: number
  readonly rise?: number
  stop?(): boolean
}

/** Times that the squares are cut anew around where the answer lies, and what part of the value a certificate may lose before they are. */
const RECUTS = 3
const LOSS = 1e-6

/**
 * The bound that the program's relaxation gives, proved exactly; null when the solver failed. It is solved with few rows, then with
 * those that the answer breaks, until none is: most rows never matter. Same question and effort, same answer.
 */
export function boundOf(model: Model, question: Omit<Question, 'integer'>, solve: SolveLinear, effort: Effort = {}): Bounded | null {
  const { rounds = 15 } = effort
  const state: State = {
    model,
    question,
    solve,
    effort,
    program: linearOf(model, { ...question, integer: false }),
    active: new Set(),
    recuts: 0,
    slow: 0,
    best: null
  }
  for (const row of firstRows(state.program)) state.active.add(row)
  for (let round = 0; round < rounds; round += 1) {
    const found = solveRound(state)
    if (found === null) break
    keepBest(state, found)
    if (isEnough(state, found) || !goOn(state, found)) break
  }
  return state.best
}

function keepBest(state: State, found: Bounded): void {
  const gain = found.bound - (state.best?.bound ?? Number.NEGATIVE_INFINITY)
  state.slow = gain > (state.effort.rise ?? 0) * Math.abs(found.bound) ? 0 : state.slow + 1
  if (gain > 0) state.best = found
}

/** Rounds that hardly raise the bound, one after the other, before it is left at that. */
const PATIENCE = 3

/** Whether the bound will do, or hardly rises any more, or the solver stopped early. */
function isEnough({ effort: { target, rise }, slow }: State, { bound, solved }: Bounded): boolean {
  const reached = target !== undefined && bound >= target
  return reached || (rise !== undefined && slow >= PATIENCE) || solved.status !== 'optimal'
}

/** Prepares the next round: squares cut anew, or more rows; false = there is nothing more to add. */
function goOn(state: State, found: Bounded): boolean {
  if (recut(state, found)) return true
  const broken = brokenRows(state.program, found.solved.columns, state.active, definitionsOf(state.program))
  for (const row of broken) state.active.add(row)
  return broken.length > 0
}

interface State {
  readonly model: Model
  readonly question: Omit<Question, 'integer'>
  readonly solve: SolveLinear
  readonly effort: Effort
  program: Linear
  readonly active: Set<number>
  recuts: number
  slow: number
  best: Bounded | null
}

function solveRound({ model, question, solve, effort, program, active }: State): Bounded | null {
  const rows = [...active].sort((a, b) => a - b)
  const part = withRows(program, rows)
  const { stop } = effort
  const solved = solve(part, { method: 'interior', ...(stop && { stop: () => stop() }) })
  if (solved.duals.length !== rows.length || !solved.duals.every(Number.isFinite)) return null
  const certificate = certificateOf(model, question, part, solved.duals)
  return { bound: Number(certificate.bound), certificate, program, solved }
}

/** Cuts the squares anew where the rough cuts far from the middle made the answer dearer than it is; the rows stay what they are. */
function recut(state: State, { bound, solved }: Bounded): boolean {
  const { model, question } = state
  if (question.objective === 'coverage' || state.recuts >= RECUTS || solved.objective - bound <= LOSS * Math.abs(bound)) return false
  state.recuts += 1
  state.program = linearOf(model, { ...question, integer: false, around: unitsIn(model, solved.columns) })
  return true
}

/** Units of each kind that each person bears in an answer. */
function unitsIn({ fairness, candidates, people, pieces }: Model, columns: Float64Array): Float64Array[] {
  return fairness.map(({ units }) => {
    const sums = new Float64Array(people.length)
    pieces.forEach((_, t) => {
      for (let i = candidates.at[t] ?? 0; i < (candidates.at[t + 1] ?? 0); i += 1) {
        const p = candidates.items[i] ?? 0
        sums[p] = (sums[p] ?? 0) + (units[t] ?? 0) * (columns[i] ?? 0)
      }
    })
    return sums
  })
}

/** Rounds the multipliers of a program's rows to a certificate: true by itself, whatever the multipliers are worth. */
export function certificateOf(
  model: Model,
  { objective, coverage }: Omit<Question, 'integer'>,
  program: Linear,
  duals: Float64Array
): Certificate {
  const unit = 2n ** BigInt(BITS[objective])
  const terms = termsFrom(model, program, duals, unit)
  const claim = { tier: objective, coverage, denominator: String(unit), terms }
  return { ...claim, bound: String(lowerBound(model, claim)) }
}
