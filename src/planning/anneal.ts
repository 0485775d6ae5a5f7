import { cheapest } from './construct.ts'
import { force, openTrail, type Trail, undo } from './force.ts'
import type { Holders } from './model.ts'
import { randomFrom, xoshiro128 } from './random.ts'
import { CLASHES, exchangeCost, FORBIDDEN, lift, liftCost, move, moveCost, place, placeCost, type State, swap } from './state.ts'
import { isBetter } from './tiers.ts'

/** A search in progress: the state it wanders through and the best it has seen. Mutable. */
export interface Search {
  readonly state: State
  /** The next of a stream of 32-bit numbers. */
  readonly draw: () => number
  /** A whole number below n. */
  readonly random: (n: number) => number
  readonly trail: Trail
  /** Pieces of several slots. */
  readonly long: Int32Array
  /** What an unfilled piece of importance 1 weighs against costs while wandering; the best is judged tier by tier. */
  readonly emptyWeight: number
  readonly hot: number
  readonly cold: number
  temperature: number
  readonly best: { holders: Holders; coverage: number; total: number }
}

const TWO_TO_32 = 2 ** 32
/** Iterations between two looks at the clock and the temperature; a power of two. */
export const STRIDE = 1024

/** Quantiles of -ln(u) for u uniform in (0, 1): drawing one of them is as good as taking a logarithm each time. */
const EXPONENTIAL = Float64Array.from({ length: 4096 }, (_, i) => -Math.log((i + 0.5) / 4096))

/** Opens a search from a state, which becomes its own. */
export function openSearch(state: State, seed: number): Search {
  const random = randomFrom(seed)
  const word = (): number => Math.floor(random.next() * TWO_TO_32)
  const draw = xoshiro128([word(), word(), word(), word() | 1])
  const search = {
    state,
    draw,
    random: (n: number) => Math.floor((draw() / TWO_TO_32) * n),
    trail: openTrail(),
    long: Int32Array.from(state.model.pieces.flatMap(({ slots }, t) => (slots.length > 1 ? [t] : []))),
    emptyWeight: 0,
    hot: 0,
    cold: 0,
    temperature: 0,
    best: { holders: state.holders.slice(), coverage: state.sum.coverage, total: state.sum.total }
  }
  const steps = sampleSteps(search)
  const [hot, cold] = [HOT * quantile(steps, 0.5), COLD * quantile(steps, 0.05)]
  return { ...search, hot, cold, emptyWeight: 8 * Math.max(quantile(steps, 1), quantile(liftSteps(state), 1)), temperature: hot }
}

/** Temperatures as parts of what moves cost at the start: of the median, and of the cheapest twentieth. */
const HOT = 0.3
const COLD = 0.05
const SAMPLES = 2000

/** What random moves cost, where they cost anything; ascending, never empty. */
function sampleSteps(search: Search): Float64Array {
  const steps: number[] = []
  for (let i = 0; i < SAMPLES && search.state.model.pieces.length > 0; i += 1) {
    const step = sampleStep(search)
    if (step > 0 && step !== FORBIDDEN) steps.push(step)
  }
  return steps.length === 0 ? liftSteps(search.state) : Float64Array.from(steps).sort()
}

/** What one random move costs, up or down; 0 when there is none. */
function sampleStep(search: Search): number {
  const { state } = search
  const t = search.random(state.model.pieces.length)
  const q = candidate(search, t)
  const p = state.holders[t] as number
  if (q < 0 || q === p) return 0
  return Math.abs(p < 0 ? placeCost(state, t, q) : moveCost(state, t, p, q))
}

/** What it would cost to let go of each piece that is held; ascending, never empty. Where nothing can move that is all there is to go by. */
function liftSteps(state: State): Float64Array {
  const costs = Array.from(state.holders, (p, t) => (p < 0 ? 0 : Math.abs(liftCost(state, t, p)))).filter((cost) => cost > 0)
  return costs.length === 0 ? Float64Array.of(1) : Float64Array.from(costs).sort()
}

const quantile = (sorted: Float64Array, part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number

/** A random candidate of the piece; -1 = it has none. */
function candidate(search: Search, t: number): number {
  const { candidates } = search.state.model
  const first = candidates.at[t] as number
  const many = (candidates.at[t + 1] as number) - first
  return many === 0 ? -1 : (candidates.items[first + search.random(many)] as number)
}

/** Whether a change of that much is taken at the present temperature. */
const accepts = (search: Search, change: number): boolean =>
  change <= 0 || change < search.temperature * (EXPONENTIAL[search.draw() & 4095] as number)

/** Wanders for so many iterations; the temperature falls geometrically between the two parts of the way (0 hot, 1 cold). */
export function wander(search: Search, iterations: number, from: number, to: number): void {
  const { hot, cold } = search
  for (let done = 0; done < iterations; done += STRIDE) {
    search.temperature = hot * (cold / hot) ** (from + (to - from) * (done / iterations))
    const end = Math.min(iterations, done + STRIDE)
    for (let i = done; i < end; i += 1) step(search)
  }
}

/** Eighths of moves that exchange two pieces. */
const EXCHANGES = 6

function step(search: Search): void {
  const { state } = search
  const pieces = state.model.pieces.length
  if (search.long.length > 0 && (search.draw() & RARELY) === 0) {
    const long = search.long[search.random(search.long.length)] as number
    insist(search, long, candidate(search, long))
    return
  }
  const t = search.random(pieces)
  if ((search.draw() & 7) < EXCHANGES) {
    exchange(search, t, search.random(pieces))
    return
  }
  const q = candidate(search, t)
  const p = state.holders[t] as number
  if (q < 0 || q === p) return
  const obstacles = state.blocked[t * state.model.people.length + q] as number
  if (p < 0 ? (search.draw() & 1) === 0 : (search.draw() & SELDOM) === 0) insist(search, t, q)
  else if (obstacles === 0) offer(search, t, p, q)
  else if (obstacles === 1) makeRoom(search, t, p, q)
}

/** One in so many moves, less one, moves a turn of several slots, which hardly ever finds nothing in its way. */
const RARELY = 15
/** One in so many moves of a filled piece, less one, asks for everything in the way to be moved. */
const SELDOM = 15

/** Gives the piece to q whatever is in the way, if that is accepted. */
function insist(search: Search, t: number, q: number): void {
  if (q < 0 || search.state.holders[t] === q) return
  const { state, trail, emptyWeight, random } = search
  if (!force(state, trail, t, q, random)) return
  if (accepts(search, trail.sum - emptyWeight * trail.filled)) remember(search)
  else undo(state, trail)
}

/** Gives the piece to q if that is accepted. */
function offer(search: Search, t: number, p: number, q: number): void {
  const { state, emptyWeight } = search
  const cost = p < 0 ? placeCost(state, t, q) : moveCost(state, t, p, q)
  if (cost === FORBIDDEN) return
  if (!accepts(search, p < 0 ? cost - emptyWeight * (state.model.importance[t] as number) : cost)) return
  if (p < 0) place(state, t, q, cost)
  else move(state, t, p, q, cost)
  remember(search)
}

/** Exchanges the holders of two pieces if that is accepted. */
function exchange(search: Search, t: number, u: number): void {
  const { state } = search
  const people = state.model.people.length
  const [p, q] = [state.holders[t] as number, state.holders[u] as number]
  if (p === q || p < 0 || q < 0) return
  const [there, here] = [t * people + q, u * people + p]
  if ((state.model.place[there] as number) < 0 || (state.model.place[here] as number) < 0) return
  const relation = state.relation[t * state.model.pieces.length + u] as number
  const own = relation & CLASHES
  if ((state.blocked[there] as number) > own || (state.blocked[here] as number) > own) return
  if (relation > CLASHES || isApart(state, t, p) || isApart(state, u, q)) {
    trade(search, t, p, u, q)
    return
  }
  const cost = exchangeCost(state, t, p, u, q)
  if (cost === FORBIDDEN || !accepts(search, cost)) return
  swap(state, t, p, u, q, cost)
  remember(search)
}

/** Whether p's holding of the piece closes anything to somebody else. */
function isApart({ model: { apart, people } }: State, t: number, p: number): boolean {
  const row = t * people.length + p
  return apart.at[row] !== apart.at[row + 1]
}

/** An exchange of pieces that touch one another, step by step, taken back when a rule or the temperature is against it. */
function trade(search: Search, t: number, p: number, u: number, q: number): void {
  const { state } = search
  const first = liftCost(state, t, p)
  lift(state, t, p, first)
  const second = liftCost(state, u, q)
  lift(state, u, q, second)
  const third = placeCost(state, t, q)
  if (third !== FORBIDDEN) {
    place(state, t, q, third)
    const fourth = placeCost(state, u, p)
    if (fourth !== FORBIDDEN && accepts(search, first + second + third + fourth)) {
      place(state, u, p, fourth)
      remember(search)
      return
    }
    lift(state, t, q, -third)
  }
  place(state, u, q, -second)
  place(state, t, p, -first)
}

/** q takes the piece and gives up the one that is in its way: to p, or to whom it costs least, or to nobody. */
function makeRoom(search: Search, t: number, p: number, q: number): void {
  const u = inTheWay(search.state, t, q)
  if (u < 0) return
  if (p >= 0 && (search.state.model.place[u * search.state.model.people.length + p] as number) >= 0 && (search.draw() & 1) === 0) {
    trade(search, t, p, u, q)
    return
  }
  eject(search, t, p, u, q)
}

function eject(search: Search, t: number, p: number, u: number, q: number): void {
  const { state } = search
  const freed = p < 0 ? 0 : letGo(state, t, p)
  const lost = letGo(state, u, q)
  if (settle(search, { t, p, u, q, cost: freed + lost })) return
  place(state, u, q, -lost)
  if (p >= 0) place(state, t, p, -freed)
}

/** Lifts the piece; returns what that costs. */
function letGo(state: State, t: number, p: number): number {
  const cost = liftCost(state, t, p)
  lift(state, t, p, cost)
  return cost
}

/** q is to have t, which p held (-1 = nobody), and has let go of u: at that cost so far. */
interface Ejection {
  readonly t: number
  readonly p: number
  readonly u: number
  readonly q: number
  readonly cost: number
}

/** Gives t to q and u to somebody else if there is one; false, and both still lifted, when that is forbidden or not accepted. */
function settle(search: Search, { t, p, u, q, cost }: Ejection): boolean {
  const { state, emptyWeight } = search
  const { importance } = state.model
  const won = placeCost(state, t, q)
  if (won === FORBIDDEN) return false
  place(state, t, q, won)
  const next = p < 0 ? cheapest(state, u) : anybody(search, u)
  const filled = (p < 0 ? (importance[t] as number) : 0) - (next.p < 0 ? (importance[u] as number) : 0)
  if (accepts(search, cost + won + (next.p < 0 ? 0 : next.cost) - emptyWeight * filled)) {
    if (next.p >= 0) place(state, u, next.p, next.cost)
    remember(search)
    return true
  }
  lift(state, t, q, -won)
  return false
}

/** A random candidate and what giving them the piece costs; nobody when they may not take it. */
function anybody(search: Search, u: number): { readonly p: number; readonly cost: number } {
  const p = candidate(search, u)
  const cost = p < 0 ? FORBIDDEN : placeCost(search.state, u, p)
  return cost === FORBIDDEN ? { p: -1, cost } : { p, cost }
}

/** The piece of q's that clashes with this one; -1 when what stands in the way is another person's. */
function inTheWay({ model, holders }: State, t: number, q: number): number {
  for (let i = model.clash.at[t] as number; i < (model.clash.at[t + 1] as number); i += 1) {
    const u = model.clash.items[i] as number
    if (holders[u] === q) return u
  }
  return -1
}

/** Keeps the state if it is the best so far: fewer left empty first, then the least cost. */
function remember({ state: { sum, holders }, best }: Search): void {
  if (!isBetter(sum, best)) return
  best.coverage = sum.coverage
  best.total = sum.total
  best.holders.set(holders)
}

/** Takes every single improvement there is, in order, until there is none. */
export function descend(search: Search): void {
  const { model } = search.state
  search.temperature = 0
  for (let found = true; found; ) {
    const { coverage, total } = search.best
    for (let t = 0; t < model.pieces.length; t += 1) improve(search, t)
    found = isBetter(search.best, { coverage, total })
  }
}

function improve(search: Search, t: number): void {
  const { holders, model } = search.state
  for (let i = model.candidates.at[t] as number; i < (model.candidates.at[t + 1] as number); i += 1) {
    const [p, q] = [holders[t] as number, model.candidates.items[i] as number]
    if (p !== q) offer(search, t, p, q)
  }
}
