import { type Holders, hinge, type Model } from './model.ts'
import { row } from './rows.ts'

/**
 * Who holds what while a search runs, with everything that makes the next question quick: a move is judged in time that does not grow
 * with the month. Mutable. All that it adds up equals `evaluate` (a test asks after every move).
 */
export interface State {
  readonly model: Model
  readonly holders: Holders
  /** Row t * people + p: how many things held by others or by p forbid p the piece. */
  readonly blocked: Int32Array
  /** Row t * people + p: what the piece costs beside those that p holds, by the `near` couples. */
  readonly near: Float64Array
  /** Row kind * people + p: hundredths that p bears over what is due. */
  readonly over: Float64Array
  /** Row kind * pieces + t: hundredths of the piece. */
  readonly amount: Int32Array
  /** Row p * keys + key: how many pieces and standing duties of p touch the key. */
  readonly held: Int16Array
  /** Row p * windows + w: different keys. */
  readonly count: Int16Array
  /** Row t * pieces + u: CLASHES when one person cannot hold both, more when they cost something together or side by side. */
  readonly relation: Uint8Array
  /** What is left empty, and what all costs together. */
  readonly sum: { coverage: number; total: number }
}

/** The state in which nobody holds anything but what stands. */
export function openState(model: Model): State {
  const [people, pieces] = [model.people.length, model.pieces.length]
  const { windows, fairness } = model
  const keys = windows.windowOf.length
  const state: State = {
    model,
    holders: new Int32Array(pieces).fill(-1),
    blocked: new Int32Array(pieces * people),
    near: new Float64Array(pieces * people),
    over: Float64Array.from(fairness.flatMap(({ start }) => [...start])),
    amount: Int32Array.from(fairness.flatMap(({ unit, units }) => Array.from(units, (each) => each * unit))),
    held: new Int16Array(people * keys),
    count: new Int16Array(people * windows.rule.length),
    relation: relationsOf(model),
    sum: { coverage: model.importance.reduce((sum, each) => sum + each, 0), total: 0 }
  }
  for (let p = 0; p < people; p += 1) {
    for (let i = windows.before.at[p] as number; i < (windows.before.at[p + 1] as number); i += 1) {
      const key = windows.before.items[i] as number
      state.held[p * keys + key] = 1
      const at = p * windows.rule.length + (windows.windowOf[key] as number)
      state.count[at] = (state.count[at] as number) + 1
    }
  }
  state.sum.total = openingCost(state)
  return state
}

/** One person cannot hold both pieces. */
export const CLASHES = 1
/** The pieces cost something together. */
const TOUCHES = 2

function relationsOf({ pieces, clash, near, beside }: Model): Uint8Array {
  const relation = new Uint8Array(pieces.length ** 2)
  const mark = (t: number, u: number, as: number): void => {
    relation[t * pieces.length + u] = (relation[t * pieces.length + u] as number) | as
  }
  pieces.forEach((_, t) => {
    for (const u of row(clash, t)) mark(t, u, CLASHES)
    for (const u of row(near, t)) mark(t, u, TOUCHES)
  })
  beside.first.forEach((t, entry) => {
    mark(t, beside.second[entry] as number, TOUCHES)
    mark(beside.second[entry] as number, t, TOUCHES)
  })
  return relation
}

/** What it costs that nobody holds any piece. */
function openingCost(state: State): number {
  const { model, over, count } = state
  const people = model.people.length
  const { windows, beside } = model
  let total = model.constant.reduce((sum, each) => sum + each, 0) + model.emptyCost.reduce((sum, each) => sum + each, 0)
  model.fairness.forEach(({ weight }, kind) => {
    for (let p = 0; p < people; p += 1) total += weight * (over[kind * people + p] as number) ** 2
  })
  for (let i = 0; i < beside.at.length; i += 1) total += beside.cost[beside.at[i] as number] as number
  for (let p = 0; p < people; p += 1) {
    for (let w = 0; w < windows.rule.length; w += 1) total += hinge(windows, w, p, count[p * windows.rule.length + w] as number)
  }
  return total
}

/** Forbidden: no finite sum of costs comes near. */
export const FORBIDDEN = Number.POSITIVE_INFINITY

/** By how much the total changes when p, who does not hold it, takes the piece that nobody holds; FORBIDDEN when p may not. */
export function placeCost(state: State, t: number, p: number): number {
  const { model, blocked, near } = state
  const at = t * model.people.length + p
  const place = model.place[at] as number
  if (place < 0 || (blocked[at] as number) > 0) return FORBIDDEN
  const windows = windowChange(state, t, p, 0)
  if (windows === FORBIDDEN) return FORBIDDEN
  const own = (model.cost[(model.candidates.at[t] as number) + place] as number) - (model.emptyCost[t] as number)
  return own + (near[at] as number) + fairChange(state, t, p, 1) + windows + besideCost(state, t, place + 1) - besideCost(state, t, 0)
}

/** By how much the total changes when p lets go of the piece. */
export function liftCost(state: State, t: number, p: number): number {
  const { model, near } = state
  const at = t * model.people.length + p
  const place = model.place[at] as number
  const own = (model.emptyCost[t] as number) - (model.cost[(model.candidates.at[t] as number) + place] as number)
  return (
    own -
    (near[at] as number) +
    fairChange(state, t, p, -1) +
    windowChange(state, t, p, 1) +
    besideCost(state, t, 0) -
    besideCost(state, t, place + 1)
  )
}

/** By how much the total changes when the piece goes from p to q; FORBIDDEN when q may not take it. */
export function moveCost(state: State, t: number, p: number, q: number): number {
  const { model, blocked, near } = state
  const [from, to] = [t * model.people.length + p, t * model.people.length + q]
  const place = model.place[to] as number
  if (place < 0 || (blocked[to] as number) > 0) return FORBIDDEN
  const gained = windowChange(state, t, q, 0)
  if (gained === FORBIDDEN) return FORBIDDEN
  const first = model.candidates.at[t] as number
  const old = model.place[from] as number
  const own = (model.cost[first + place] as number) - (model.cost[first + old] as number) + (near[to] as number) - (near[from] as number)
  const fair = fairChange(state, t, p, -1) + fairChange(state, t, q, 1)
  return own + fair + gained + windowChange(state, t, p, 1) + besideCost(state, t, place + 1) - besideCost(state, t, old + 1)
}

/**
 * By how much the total changes when p, who holds t, and q, who holds u, exchange the two; FORBIDDEN when a limit is against it. Both
 * are candidates, nothing else of theirs is in the way, and the pieces do not touch one another but for a clash.
 */
export function exchangeCost(state: State, t: number, p: number, u: number, q: number): number {
  const { model, near, over, amount } = state
  const [people, pieces] = [model.people.length, model.pieces.length]
  const taken = exchangeWindows(state, p, t, u)
  if (taken === FORBIDDEN) return FORBIDDEN
  const given = exchangeWindows(state, q, u, t)
  if (given === FORBIDDEN) return FORBIDDEN
  const [tp, tq, up, uq] = [t * people + p, t * people + q, u * people + p, u * people + q]
  const [first, second] = [model.candidates.at[t] as number, model.candidates.at[u] as number]
  const [seatTp, seatTq] = [model.place[tp] as number, model.place[tq] as number]
  const [seatUp, seatUq] = [model.place[up] as number, model.place[uq] as number]
  let sum = taken + given
  sum += (model.cost[first + seatTq] as number) - (model.cost[first + seatTp] as number)
  sum += (model.cost[second + seatUp] as number) - (model.cost[second + seatUq] as number)
  sum += (near[tq] as number) - (near[tp] as number) + (near[up] as number) - (near[uq] as number)
  for (let kind = 0; kind < model.fairness.length; kind += 1) {
    const more = (amount[kind * pieces + u] as number) - (amount[kind * pieces + t] as number)
    if (more === 0) continue
    const apart = (over[kind * people + p] as number) - (over[kind * people + q] as number) + more
    sum += 2 * (model.fairness[kind]?.weight ?? 0) * more * apart
  }
  sum += besideCost(state, t, seatTq + 1) - besideCost(state, t, seatTp + 1)
  return sum + besideCost(state, u, seatUp + 1) - besideCost(state, u, seatUq + 1)
}

/** What the windows of p change by when `gone` goes and `come` comes: one pass over the keys of both, which are in ascending order. */
function exchangeWindows(state: State, p: number, gone: number, come: number): number {
  const { held } = state
  const { keys, windowOf } = state.model.windows
  const base = p * windowOf.length
  const [endGone, endCome] = [keys.at[gone + 1] as number, keys.at[come + 1] as number]
  let i = keys.at[gone] as number
  let j = keys.at[come] as number
  let sum = 0
  let window = -1
  let change = 0
  while (i < endGone || j < endCome) {
    const a = keyAt(keys.items, i, endGone)
    const b = keyAt(keys.items, j, endCome)
    const key = Math.min(a, b)
    i += Number(a === key)
    j += Number(b === key)
    if (a === b) continue
    const w = windowOf[key] as number
    if (w !== window) {
      sum += changeCost(state, window, p, change)
      window = w
      change = 0
    }
    change += a === key ? lostWith(held[base + key] as number) : wonWith(held[base + key] as number)
  }
  return sum + changeCost(state, window, p, change)
}

/** After every key. */
const NO_KEY = 0x7fffffff

const keyAt = (keys: Int32Array, i: number, end: number): number => (i < end ? (keys[i] as number) : NO_KEY)
/** A key that so many touch is lost with the last of them, and won with the first. */
const lostWith = (times: number): number => (times === 1 ? -1 : 0)
const wonWith = (times: number): number => (times === 0 ? 1 : 0)

/** What that many keys more or fewer in a window cost p. */
function changeCost({ model, count }: State, w: number, p: number, change: number): number {
  if (change === 0) return 0
  const now = count[p * model.windows.rule.length + w] as number
  if ((model.windows.cost[w] as number) >= 0) return hinge(model.windows, w, p, now + change) - hinge(model.windows, w, p, now)
  if (change <= 0 || now + change <= (model.windows.most[w] as number)) return 0
  const owner = model.windows.owner[w] as number
  return owner === -1 || owner === p ? FORBIDDEN : 0
}

/** Unfairness that p gains (times 1) or sheds (times -1) with the piece. */
function fairChange({ model, over, amount }: State, t: number, p: number, times: number): number {
  const [people, pieces] = [model.people.length, model.pieces.length]
  let sum = 0
  for (let kind = 0; kind < model.fairness.length; kind += 1) {
    const each = times * (amount[kind * pieces + t] as number)
    if (each !== 0) sum += (model.fairness[kind]?.weight ?? 0) * each * (2 * (over[kind * people + p] as number) + each)
  }
  return sum
}

/** What the windows of p change by when the piece comes (`alone` 0) or goes (`alone` 1: keys that only it touches are lost). */
function windowChange(state: State, t: number, p: number, alone: number): number {
  const { model, held } = state
  const { keys, windowOf } = model.windows
  const base = p * windowOf.length
  const end = keys.at[t + 1] as number
  const each = alone === 0 ? 1 : -1
  let sum = 0
  let window = -1
  let change = 0
  for (let i = keys.at[t] as number; i < end; i += 1) {
    const key = keys.items[i] as number
    if ((held[base + key] as number) !== alone) continue
    const w = windowOf[key] as number
    if (w !== window) {
      sum += changeCost(state, window, p, change)
      window = w
      change = 0
    }
    change += each
  }
  return sum + changeCost(state, window, p, change)
}

/** What the piece's neighbours cost with that row or column of the tables: 0 = nobody, else 1 + place of a candidate. */
function besideCost({ model, holders }: State, t: number, seat: number): number {
  const { beside, candidates, place } = model
  const people = model.people.length
  const end = beside.of.at[t + 1] as number
  let sum = 0
  for (let i = beside.of.at[t] as number; i < end; i += 1) {
    const entry = beside.of.items[i] as number
    const a = beside.first[entry] as number
    const b = beside.second[entry] as number
    const other = a === t ? b : a
    const by = holders[other] as number
    const otherSeat = by < 0 ? 0 : 1 + (place[other * people + by] as number)
    const columns = 1 + (candidates.at[b + 1] as number) - (candidates.at[b] as number)
    sum += beside.cost[(beside.at[entry] as number) + (a === t ? seat * columns + otherSeat : otherSeat * columns + seat)] as number
  }
  return sum
}

/** Gives the piece, which nobody holds, to p; `cost` is what `placeCost` said. */
export function place(state: State, t: number, p: number, cost: number): void {
  state.holders[t] = p
  state.sum.total += cost
  state.sum.coverage -= state.model.importance[t] as number
  enter(state, t, p, 1)
}

/** Takes the piece from p, who holds it; `cost` is what `liftCost` said. */
export function lift(state: State, t: number, p: number, cost: number): void {
  state.holders[t] = -1
  state.sum.total += cost
  state.sum.coverage += state.model.importance[t] as number
  enter(state, t, p, -1)
}

/** Hands the piece from p to q; `cost` is what `moveCost` said. */
export function move(state: State, t: number, p: number, q: number, cost: number): void {
  state.holders[t] = q
  state.sum.total += cost
  enter(state, t, p, -1)
  enter(state, t, q, 1)
}

/** Exchanges t of p's and u of q's; `cost` is what `exchangeCost` said. */
export function swap(state: State, t: number, p: number, u: number, q: number, cost: number): void {
  state.holders[t] = q
  state.holders[u] = p
  state.sum.total += cost
  enter(state, t, p, -1)
  enter(state, u, q, -1)
  enter(state, t, q, 1)
  enter(state, u, p, 1)
}

/** Adds (1) or takes away (-1) what p's holding of the piece means for everything else. */
function enter(state: State, t: number, p: number, times: number): void {
  const { model, blocked, near, over, amount } = state
  const people = model.people.length
  const { clash, near: couples, nearCost, apart } = model
  for (let i = clash.at[t] as number; i < (clash.at[t + 1] as number); i += 1) {
    const at = (clash.items[i] as number) * people + p
    blocked[at] = (blocked[at] as number) + times
  }
  for (let i = couples.at[t] as number; i < (couples.at[t + 1] as number); i += 1) {
    const at = (couples.items[i] as number) * people + p
    near[at] = (near[at] as number) + times * (nearCost[i] as number)
  }
  const mine = t * people + p
  for (let i = apart.at[mine] as number; i < (apart.at[mine + 1] as number); i += 1) {
    const at = apart.items[i] as number
    blocked[at] = (blocked[at] as number) + times
  }
  for (let kind = 0; kind < model.fairness.length; kind += 1) {
    const at = kind * people + p
    over[at] = (over[at] as number) + times * (amount[kind * model.pieces.length + t] as number)
  }
  enterWindows(state, t, p, times)
}

function enterWindows({ model, held, count }: State, t: number, p: number, times: number): void {
  const { keys, windowOf, rule } = model.windows
  for (let i = keys.at[t] as number; i < (keys.at[t + 1] as number); i += 1) {
    const key = keys.items[i] as number
    const at = p * windowOf.length + key
    const before = held[at] as number
    held[at] = before + times
    if (before !== (times === 1 ? 0 : 1)) continue
    const w = p * rule.length + (windowOf[key] as number)
    count[w] = (count[w] as number) + times
  }
}
