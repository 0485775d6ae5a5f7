import type { Model } from './model.ts'
import { row } from './rows.ts'
import { FORBIDDEN, openState, place, placeCost, type State } from './state.ts'

/** Fewest candidates first, then the most important, then in order of the pieces: the order in which pieces are given. */
function hardestFirst(model: Model): number[] {
  const few = (t: number): number => (model.candidates.at[t + 1] ?? 0) - (model.candidates.at[t] ?? 0)
  const order = Array.from({ length: model.pieces.length }, (_, t) => t)
  return order.sort((a, b) => few(a) - few(b) || (model.importance[b] ?? 0) - (model.importance[a] ?? 0) || a - b)
}

/** The candidate to whom giving the piece costs least now; -1 = nobody may take it. */
export function cheapest(state: State, t: number): { readonly p: number; readonly cost: number } {
  let best = { p: -1, cost: FORBIDDEN }
  for (const p of row(state.model.candidates, t)) {
    const cost = placeCost(state, t, p)
    if (cost < best.cost) best = { p, cost }
  }
  return best
}

/** A first plan: each piece, the hardest first, to whom it costs least at that moment. Milliseconds even for a large month. */
export function construct(model: Model): State {
  const state = openState(model)
  for (const t of hardestFirst(model)) {
    const { p, cost } = cheapest(state, t)
    if (p >= 0) place(state, t, p, cost)
  }
  return state
}

/** The state in which those people hold those pieces; a piece that its holder may not have stays empty. */
export function stateOf(model: Model, holders: Int32Array): State {
  const state = openState(model)
  holders.forEach((p, t) => {
    const cost = p < 0 ? FORBIDDEN : placeCost(state, t, p)
    if (cost !== FORBIDDEN) place(state, t, p, cost)
  })
  return state
}
