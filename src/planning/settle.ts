import { cheapest, stateOf } from './construct.ts'
import type { Holders, Model } from './model.ts'
import { FORBIDDEN, lift, liftCost, place, type State } from './state.ts'
import { isBetter } from './tiers.ts'

/**
 * A last look at what is left empty: an empty piece is filled by giving up another one where that is better (more important, or as
 * important and cheaper), and what was given up goes to somebody else if it can. Returns the holders, better or as they were.
 */
export function settle(model: Model, holders: Holders): Holders {
  if (!holders.some((p) => p < 0)) return holders
  const state = stateOf(model, holders)
  if (state.holders.some((p, t) => p !== holders[t])) return holders
  for (let found = true; found; ) found = state.holders.some((p, u) => p < 0 && state.holders.some((q, t) => q >= 0 && traded(state, t, u)))
  return state.holders
}

/** Gives up piece t for the empty piece u if that is better; else leaves all as it was. */
function traded(state: State, t: number, u: number): boolean {
  const { coverage, total } = state.sum
  const p = state.holders[t] as number
  const lost = liftCost(state, t, p)
  lift(state, t, p, lost)
  const taken = fill(state, u)
  const again = taken < 0 ? -1 : fill(state, t)
  if (taken >= 0 && isBetter(state.sum, { coverage, total })) return true
  if (again >= 0) empty(state, t, again)
  if (taken >= 0) empty(state, u, taken)
  place(state, t, p, -lost)
  return false
}

/** Gives an empty piece to whom it costs least; -1 when nobody may take it. */
function fill(state: State, t: number): number {
  const { p, cost } = cheapest(state, t)
  if (cost === FORBIDDEN) return -1
  place(state, t, p, cost)
  return p
}

const empty = (state: State, t: number, p: number): void => lift(state, t, p, liftCost(state, t, p))
