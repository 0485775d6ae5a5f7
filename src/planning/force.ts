import { cheapest } from './construct.ts'
import { FORBIDDEN, lift, liftCost, place, placeCost, type State } from './state.ts'

/** Steps of one change at most: more pieces than that are never moved at once. */
const LENGTH = 256

/** A change of several pieces while it is made, step by step, so that it can be taken back. Mutable, and used again. */
export interface Trail {
  readonly piece: Int32Array
  readonly person: Int32Array
  readonly cost: Float64Array
  /** 1 = the piece came to the person, 0 = it went from them. */
  readonly came: Uint8Array
  length: number
  /** By how much the total has changed, and by how much importance the seats filled. */
  sum: number
  filled: number
}

/** A trail of no steps. */
export const openTrail = (): Trail => ({
  piece: new Int32Array(LENGTH),
  person: new Int32Array(LENGTH),
  cost: new Float64Array(LENGTH),
  came: new Uint8Array(LENGTH),
  length: 0,
  sum: 0,
  filled: 0
})

/** Pieces that are taken from somebody only because a limit of theirs is in the way. */
const MOST_FREED = 3
/** People drawn for a piece that was in the way, of whom the cheapest takes it; only when none of them may is everybody asked. */
const DRAWN = 12

/**
 * Gives the piece to q whatever stands in the way: all that clashes is lifted, and where a limit is against it up to three more of q's
 * pieces. What was lifted, and what is empty and clashed with that, then goes to somebody else. False, and nothing changed, when q
 * cannot have it even so. It is how a search gets from two seats filled to two others, where each step between would empty one.
 * `random(n)` draws a whole number below n.
 */
export function force(state: State, trail: Trail, t: number, q: number, random: (n: number) => number): boolean {
  trail.length = 0
  trail.sum = 0
  trail.filled = 0
  const gaps = state.sum.coverage > 0
  const p = state.holders[t] as number
  if (!wrest(state, trail, t, q, random)) {
    undo(state, trail)
    return false
  }
  const loose = random(LOOSENED) === 0
  if (loose) loosen(state, trail, t, random)
  const lifted = trail.length
  for (let step = 0; step < lifted; step += 1) {
    const u = trail.piece[step] as number
    if ((state.holders[u] as number) >= 0) continue
    if (loose && random(2) === 0) giveToAnybody(state, trail, u, random)
    else rehouse(state, trail, u, p, random)
    if (gaps) fillBeside(state, trail, u)
  }
  return true
}

/** Lifts what is in the way and gives the piece to q; false when that does not do. */
function wrest(state: State, trail: Trail, t: number, q: number, random: (n: number) => number): boolean {
  const p = state.holders[t] as number
  if (p >= 0) take(state, trail, t, p)
  takeBlockers(state, trail, t, q)
  return trail.length < LENGTH / 2 && (give(state, trail, t, q) || freed(state, trail, t, q, random))
}

/** One in so many changes lifts up to four other pieces as well, whichever: what is full cannot be dealt out anew. */
const LOOSENED = 8

function loosen(state: State, trail: Trail, t: number, random: (n: number) => number): void {
  for (let more = 1 + random(4); more > 0; more -= 1) {
    const u = random(state.holders.length)
    const p = state.holders[u] as number
    if (u !== t && p >= 0) take(state, trail, u, p)
  }
}

/** Makes everything as it was before the change. */
export function undo(state: State, trail: Trail): void {
  for (let at = trail.length - 1; at >= 0; at -= 1) {
    const [t, p, cost] = [trail.piece[at] as number, trail.person[at] as number, trail.cost[at] as number]
    if (trail.came[at] === 1) lift(state, t, p, -cost)
    else place(state, t, p, -cost)
  }
  trail.length = 0
}

function note(state: State, trail: Trail, t: number, p: number, cost: number, came: 0 | 1): void {
  trail.piece[trail.length] = t
  trail.person[trail.length] = p
  trail.cost[trail.length] = cost
  trail.came[trail.length] = came
  trail.length += 1
  trail.sum += cost
  const weight = state.model.importance[t] as number
  trail.filled += came === 1 ? weight : -weight
}

function take(state: State, trail: Trail, t: number, p: number): void {
  if (trail.length >= LENGTH / 2) return
  const cost = liftCost(state, t, p)
  lift(state, t, p, cost)
  note(state, trail, t, p, cost, 0)
}

/** Places the piece if nothing forbids it. */
function give(state: State, trail: Trail, t: number, p: number): boolean {
  const cost = placeCost(state, t, p)
  if (cost === FORBIDDEN || trail.length >= LENGTH) return false
  place(state, t, p, cost)
  note(state, trail, t, p, cost, 1)
  return true
}

/** Lifts what is held and forbids q the piece: clashing pieces of q's, and those of people who are kept apart from q. */
function takeBlockers(state: State, trail: Trail, t: number, q: number): void {
  const { clash, apart, people } = state.model
  for (let i = clash.at[t] as number; i < (clash.at[t + 1] as number); i += 1) {
    const u = clash.items[i] as number
    if (state.holders[u] === q) take(state, trail, u, q)
  }
  const mine = t * people.length + q
  for (let i = apart.at[mine] as number; i < (apart.at[mine + 1] as number); i += 1) {
    const closed = apart.items[i] as number
    const [u, by] = [Math.floor(closed / people.length), closed % people.length]
    if (state.holders[u] === by) take(state, trail, u, by)
  }
}

/** Takes pieces from q, at random, until the one that is wanted can come. */
function freed(state: State, trail: Trail, t: number, q: number, random: (n: number) => number): boolean {
  if ((state.blocked[t * state.model.people.length + q] as number) > 0) return false
  const pieces = state.holders.length
  for (let tries = 0; tries < MOST_FREED; tries += 1) {
    const u = heldFrom(state, q, random(pieces))
    if (u < 0) return false
    take(state, trail, u, q)
    if (give(state, trail, t, q)) return true
  }
  return false
}

/** The first piece of q's from that one on, round the list; -1 = q has none. */
function heldFrom({ holders }: State, q: number, from: number): number {
  const later = holders.indexOf(q, from)
  return later >= 0 ? later : holders.indexOf(q)
}

/** Gives a lifted piece to the cheapest of whoever had the forced one and a few drawn people; to anybody when none of them may. */
function rehouse(state: State, trail: Trail, u: number, p: number, random: (n: number) => number): void {
  const { candidates } = state.model
  const first = candidates.at[u] as number
  const many = (candidates.at[u + 1] as number) - first
  let best = p
  let least = p < 0 ? FORBIDDEN : placeCost(state, u, p)
  for (let tries = 0; tries < DRAWN && many > 0; tries += 1) {
    const other = candidates.items[first + random(many)] as number
    const cost = placeCost(state, u, other)
    if (cost < least) {
      best = other
      least = cost
    }
  }
  if (least === FORBIDDEN) best = cheapest(state, u).p
  if (best >= 0) give(state, trail, u, best)
}

/** Gives a lifted piece to whoever is drawn, if they may have it. */
function giveToAnybody(state: State, trail: Trail, u: number, random: (n: number) => number): void {
  const { candidates } = state.model
  const first = candidates.at[u] as number
  const many = (candidates.at[u + 1] as number) - first
  if (many > 0) give(state, trail, u, candidates.items[first + random(many)] as number)
}

/** Gives empty pieces that clash with that one to whom it costs least. */
function fillBeside(state: State, trail: Trail, u: number): void {
  const { clash } = state.model
  for (let i = clash.at[u] as number; i < (clash.at[u + 1] as number); i += 1) {
    const beside = clash.items[i] as number
    if ((state.holders[beside] as number) >= 0) continue
    const { p } = cheapest(state, beside)
    if (p >= 0) give(state, trail, beside, p)
  }
}
