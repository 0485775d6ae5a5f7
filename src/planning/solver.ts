import type { Linear } from './linear-draft.ts'

/** How a program is to be solved. Without `millis` and `stop` the answer is the same each time. */
export interface SolveOptions {
  /** Interior point without crossover (quick, for bounds), simplex (a vertex), or branch and cut. */
  readonly method: 'interior' | 'simplex' | 'whole'
  /** Branch and cut stops when the value is within so much of the bound. */
  readonly gap?: number
  /** A solution to begin from. */
  readonly start?: Float64Array
  readonly nodes?: number
  readonly millis?: number
  /** Asked now and then; true stops the solver. */
  stop?(): boolean
}

/** What a solver says of a program, in the program's own unit. */
export interface Solved {
  /** `limit` = stopped early, with whatever was found; `failed` = the solver broke down or found nothing. */
  readonly status: 'optimal' | 'infeasible' | 'limit' | 'failed'
  readonly objective: number
  /** Nothing is below it, by the solver's word. */
  readonly bound: number
  /** Value of each column; empty when there is none. */
  readonly columns: Float64Array
  /** Multiplier of each row (of a program without whole columns): positive on a lower bound, negative on an upper one. */
  readonly duals: Float64Array
}

/** A solver of linear programs, handed in: the planning layer has none of its own. */
export type SolveLinear = (program: Linear, options: SolveOptions) => Solved

/** Who holds each piece in a whole solution. */
export function holdersIn(
  model: { readonly candidates: { readonly at: Int32Array; readonly items: Int32Array } },
  columns: Float64Array
): Int32Array {
  const { at, items } = model.candidates
  return Int32Array.from({ length: at.length - 1 }, (_, t) => {
    for (let i = at[t] ?? 0; i < (at[t + 1] ?? 0); i += 1) if ((columns[i] ?? 0) > 0.5) return items[i] ?? -1
    return -1
  })
}
