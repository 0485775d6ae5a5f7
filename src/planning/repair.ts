import { compare, type ProviderId } from '../domain/ids.ts'
import { obstacles, servePart, vacate } from './board.ts'
import { candidatesOf, canTake, type Desk, giveToBest, handOver, isSound, ranked, takeBack, turnFilling } from './desk.ts'
import { only, splitTurn, type Turn, without } from './turns.ts'

/** How many people may be moved one after another to make room for one turn. */
const CHAIN = 2
/** Tries (may this person serve that turn?) for the chains of one turn, so that a hopeless turn does not eat the plan's time. */
const TRIES_PER_TURN = 600
/** Tries of all chains of a month together. */
const TRIES = 6000

/**
 * Finds somebody for turns that nobody can take as things stand: by moving others out of the way, then by sharing the turn, last by
 * leaving a less important one empty instead. Returns the turns, of one slot each, that stay empty.
 */
export function repair(desk: Desk, unfilled: readonly Turn[]): Turn[] {
  const queue = unfilled.toSorted(byImportance)
  const empty: Turn[] = []
  let tries = TRIES
  for (let turn = queue.shift(); turn !== undefined; turn = queue.shift()) {
    desk.budget.left = Math.min(TRIES_PER_TURN, tries)
    const before = desk.budget.left
    const done = giveToBest(desk, turn) || makeRoom(desk, turn)
    tries -= before - desk.budget.left
    if (done) continue
    desk.budget.left = Number.POSITIVE_INFINITY
    if (turn.slots.length > 1) queue.unshift(...share(desk, turn))
    else if (!displaceFor(desk, turn, queue)) empty.push(turn)
  }
  desk.budget.left = Number.POSITIVE_INFINITY
  return fillAgain(desk, empty)
}

/** The most important first, then in order of time. */
const byImportance = (a: Turn, b: Turn): number =>
  b.importance - a.importance || a.start - b.start || compare(a.postId, b.postId) || compare(a.seat, b.seat)

/** Tries chains of one move, then of two: the shortest that works changes least. */
function makeRoom(desk: Desk, turn: Turn): boolean {
  for (let chain = 1; chain <= CHAIN; chain += 1) if (eject(desk, turn, chain, [turn])) return true
  return false
}

/** Gives the turn to somebody whose turn in the way goes to somebody else; on failure everything is as before. */
function eject(desk: Desk, turn: Turn, chain: number, locked: readonly Turn[]): boolean {
  for (const id of ranked(desk, turn)) {
    for (const blocker of inTheWay(desk, turn, id)) {
      if (desk.budget.left <= 0) return false
      if (!locked.includes(blocker) && tryEjecting(desk, turn, id, blocker, { chain, locked })) return true
    }
  }
  return false
}

interface Chain {
  readonly chain: number
  readonly locked: readonly Turn[]
}

function tryEjecting(desk: Desk, turn: Turn, id: ProviderId, blocker: Turn, { chain, locked }: Chain): boolean {
  const mark = desk.trail.length
  const donor = desk.held.get(blocker)
  handOver(desk, blocker, null)
  if (canTake(desk, turn, id)) {
    handOver(desk, turn, id)
    const rehoused = giveToBest(desk, blocker) || (chain > 1 && eject(desk, blocker, chain - 1, [...locked, blocker]))
    if (rehoused && (donor === undefined || isSound(desk, donor))) return true
  }
  takeBack(desk, mark)
  return false
}

/** The turns that this desk could move of those that stand in the person's way; none when something immovable does. */
function inTheWay(desk: Desk, turn: Turn, id: ProviderId): Turn[] {
  desk.budget.left -= 1
  const breaches = obstacles(desk.board, turn.slots, turn.seat, id)
  const perBreach = breaches.map(({ seats }) =>
    seats.map((ref) => turnFilling(desk, ref.slotId, ref.seat)).filter((each) => each !== undefined)
  )
  return perBreach.some((movable) => movable.length === 0) ? [] : [...new Set(perBreach.flat())]
}

/** Shares a turn among people, always the longest part first so that it changes hands seldom; returns the slots nobody could take. */
function share(desk: Desk, turn: Turn): Turn[] {
  let rest: Turn | null = turn
  while (rest !== null) {
    const part = longestPart(desk, rest)
    if (part === null) return splitTurn(rest)
    handOver(desk, part.turn, part.id)
    rest = without(rest, part.turn.slots)
  }
  return []
}

/** The largest part of the turn that one person can serve, and who; among equals the first in the order of preference. */
function longestPart(desk: Desk, turn: Turn): { readonly turn: Turn; readonly id: ProviderId } | null {
  const people = [...new Set(splitTurn(turn).flatMap((slot) => ranked(desk, slot)))]
  let best: { readonly turn: Turn; readonly id: ProviderId } | null = null
  for (const id of people) {
    const part = only(turn, servePart(desk.board, turn, id))
    if (part === null) continue
    vacate(desk.board, part)
    if (part.slots.length > (best?.turn.slots.length ?? 0)) best = { turn: part, id }
  }
  return best
}

/** Puts somebody in whose way only a less important turn stands; that one goes to the queue. */
function displaceFor(desk: Desk, turn: Turn, queue: Turn[]): boolean {
  for (const id of candidatesOf(desk, turn)) {
    const lesser = inTheWay(desk, turn, id).filter((each) => each.importance < turn.importance)
    for (const blocker of lesser.sort((a, b) => a.importance - b.importance || byImportance(a, b))) {
      if (tryDisplacing(desk, turn, id, blocker)) {
        queue.push(blocker)
        return true
      }
    }
  }
  return false
}

function tryDisplacing(desk: Desk, turn: Turn, id: ProviderId, blocker: Turn): boolean {
  const mark = desk.trail.length
  const donor = desk.held.get(blocker)
  handOver(desk, blocker, null)
  if (canTake(desk, turn, id)) {
    handOver(desk, turn, id)
    if (donor === undefined || isSound(desk, donor)) return true
  }
  takeBack(desk, mark)
  return false
}

/** Offers the empty turns again until no offer helps: what has moved since may have made room. */
export function fillAgain(desk: Desk, empty: readonly Turn[]): Turn[] {
  const still = empty.filter((turn) => !giveToBest(desk, turn))
  return still.length === empty.length ? still : fillAgain(desk, still)
}
