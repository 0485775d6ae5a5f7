import type { Rivalry } from '../domain/explanation.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import type { Holders, Model } from './model.ts'
import type { Reopened } from './reopen.ts'
import { row } from './rows.ts'
import { FORBIDDEN, lift, liftCost, openState, place, placeCost, type State } from './state.ts'

/** More duties than this nobody reads, and trying out all ways takes long. */
const MOST_PIECES = 12
/** Steps of one try; a set that takes more is not judged. */
const MOST_STEPS = 20_000

/** The duties with which an empty seat competes, of a roster opened slot by slot; null when there is no small set. */
export function rivalryAt({ model, holders }: Pick<Reopened, 'model' | 'holders'>, slot: Slot, seat: Seat): Rivalry | null {
  const piece = model.pieces.findIndex((each) => each.seat === seat && each.slots.some(({ id }) => id === slot.id))
  const set = piece < 0 ? null : rivalsOf(model, holders, piece)
  if (set === null) return null
  const duties = set.flatMap(
    (t) => model.pieces[t]?.slots.map(({ id, postId, day }) => ({ slotId: id, seat: model.pieces[t]?.seat ?? seat, postId, day })) ?? []
  )
  const people = [...new Set(set.flatMap((t) => [...row(model.candidates, t)]))].sort((a, b) => a - b)
  return { duties, people: people.flatMap((p) => model.people[p] ?? []) }
}

/**
 * Duties that cannot all be filled together, the empty one first: leaving out any one of them, the others can. One alone: nobody may
 * take it whatever else there is. Null when no set of at most twelve is found. Every way of filling them is tried, so it is a proof.
 */
export function rivalsOf(model: Model, holders: Holders, piece: number): number[] | null {
  let set = [piece]
  for (;;) {
    const able = canFill(model, set)
    if (able === null) return null
    if (!able) return irreducible(model, set)
    const grown = [...new Set([...set, ...set.flatMap((t) => inTheWayOf(model, holders, t))])]
    if (grown.length === set.length || grown.length > MOST_PIECES) return null
    set = grown
  }
}

/** Takes out, last first, whatever the set is impossible without. */
function irreducible(model: Model, set: readonly number[]): number[] {
  return set.toReversed().reduce<number[]>(
    (sofar, t) => {
      const without = sofar.filter((each) => each !== t)
      return t === set[0] || without.length === 0 || canFill(model, without) !== false ? sofar : without
    },
    [...set]
  )
}

/** The pieces that keep their holders from taking piece t: that clash with it, or count in the same hard limit. */
function inTheWayOf(model: Model, holders: Holders, t: number): number[] {
  const { windows, candidates, clash } = model
  const may = new Set(row(candidates, t))
  const limits = new Set(Array.from(row(windows.keys, t), (key) => windows.windowOf[key] ?? -1).filter((w) => (windows.cost[w] ?? 0) < 0))
  const near = new Set(row(clash, t))
  const rivals: number[] = []
  holders.forEach((p, other) => {
    if (other === t || p < 0 || !may.has(p)) return
    const shared = near.has(other) || row(windows.keys, other).some((key) => limits.has(windows.windowOf[key] ?? -1))
    if (shared) rivals.push(other)
  })
  return rivals
}

/** Whether people can be found for all of these at once, and nothing else; null when that is too much to try. */
function canFill(model: Model, set: readonly number[]): boolean | null {
  const few = (t: number): number => (model.candidates.at[t + 1] ?? 0) - (model.candidates.at[t] ?? 0)
  const order = set.toSorted((a, b) => few(a) - few(b) || a - b)
  const budget = { steps: MOST_STEPS }
  const found = fillFrom(openState(model), order, 0, budget)
  return budget.steps < 0 ? null : found
}

function fillFrom(state: State, order: readonly number[], at: number, budget: { steps: number }): boolean {
  const t = order[at]
  if (t === undefined) return true
  for (const p of row(state.model.candidates, t)) {
    budget.steps -= 1
    if (budget.steps < 0) return false
    const cost = placeCost(state, t, p)
    if (cost === FORBIDDEN) continue
    place(state, t, p, cost)
    if (fillFrom(state, order, at + 1, budget)) return true
    lift(state, t, p, liftCost(state, t, p))
  }
  return false
}
