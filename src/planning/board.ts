import type { ProviderId, SlotId } from '../domain/ids.ts'
import { overlaps } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import { type Duty, dutyOf, type Slot } from '../domain/roster.ts'
import { reasonsAgainst, reasonsAgainstTurn } from '../domain/rules/check.ts'
import type { Rule, Violation } from '../domain/rules/rule.ts'
import type { Problem } from './problem.ts'
import type { Turn } from './turns.ts'

/** Names one seat of one slot. */
export const slotSeatKey = (slotId: SlotId, seat: Seat): string => `${slotId}/${seat}`

/** The roster while it is being made: who stands where, kept so that the neighbours of a duty are found without a scan. Mutable. */
export interface Board {
  readonly problem: Problem
  /** Hard rules that look at one duty alone: their answer never changes while planning, so it is remembered. */
  readonly standing: readonly Rule[]
  /** Hard rules that compare duties of one person or of one time. */
  readonly relative: readonly Rule[]
  readonly bySeat: Map<string, Duty>
  /** Seats that nobody is wanted in, by `slotSeatKey`. */
  readonly vacant: Set<string>
  readonly byPerson: Map<ProviderId, Duty[]>
  /** Duties by each stretch of 24 hours (of UTC) that they touch. */
  readonly byStretch: Map<number, Duty[]>
  readonly remembered: Map<string, boolean>
}

/** Length of the stretches by which duties are found: 24 hours, in milliseconds. */
const STRETCH = 86_400_000

/** A board with the settled duties and every seat that is already filled. */
export function openBoard(problem: Problem): Board {
  const hard = problem.rules.filter((rule) => rule.level === 'hard')
  const board: Board = {
    problem,
    standing: hard.filter((rule) => rule.scope === 'duty'),
    relative: hard.filter((rule) => rule.scope === 'provider' || rule.scope === 'overlap'),
    bySeat: new Map(),
    vacant: new Set(),
    byPerson: new Map(),
    byStretch: new Map(),
    remembered: new Map()
  }
  for (const duty of problem.settled) enter(board, duty)
  for (const slot of problem.slots) {
    for (const { seat, providerId, vacant } of slot.seats) {
      if (providerId !== null) place(board, slot, seat, providerId)
      else if (vacant) board.vacant.add(slotSeatKey(slot.id, seat))
    }
  }
  return board
}

/** The stretches that an interval touches; an empty interval touches the one it stands in. */
function stretchesOf({ start, end }: Duty): number[] {
  const first = Math.floor(start / STRETCH)
  const last = Math.max(first, Math.ceil(end / STRETCH) - 1)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function listIn<K>(lists: Map<K, Duty[]>, key: K): Duty[] {
  const found = lists.get(key)
  if (found !== undefined) return found
  const fresh: Duty[] = []
  lists.set(key, fresh)
  return fresh
}

function strike(list: Duty[], duty: Duty): void {
  const at = list.indexOf(duty)
  if (at >= 0) list.splice(at, 1)
}

function enter(board: Board, duty: Duty): void {
  listIn(board.byPerson, duty.providerId).push(duty)
  for (const stretch of stretchesOf(duty)) listIn(board.byStretch, stretch).push(duty)
}

/** Puts a person in an empty seat. */
export function place(board: Board, slot: Slot, seat: Seat, providerId: ProviderId): void {
  const duty = dutyOf(slot, seat, providerId)
  board.bySeat.set(slotSeatKey(slot.id, seat), duty)
  enter(board, duty)
}

/** Empties a seat; nothing happens when it is empty. */
export function lift(board: Board, slot: Slot, seat: Seat): void {
  const key = slotSeatKey(slot.id, seat)
  const duty = board.bySeat.get(key)
  if (duty === undefined) return
  board.bySeat.delete(key)
  strike(listIn(board.byPerson, duty.providerId), duty)
  for (const stretch of stretchesOf(duty)) strike(listIn(board.byStretch, stretch), duty)
}

/** Puts one person in every slot of a turn. */
export function serve(board: Board, turn: Turn, providerId: ProviderId): void {
  for (const slot of turn.slots) place(board, slot, turn.seat, providerId)
}

/** Empties every slot of a turn. */
export function vacate(board: Board, turn: Turn): void {
  for (const slot of turn.slots) lift(board, slot, turn.seat)
}

/** Who holds a seat now; null when nobody does. */
export const holderOf = (board: Board, slotId: SlotId, seat: Seat): ProviderId | null =>
  board.bySeat.get(slotSeatKey(slotId, seat))?.providerId ?? null

/** The duties of one person, settled ones included. */
export const dutiesHeldBy = (board: Board, providerId: ProviderId): readonly Duty[] => board.byPerson.get(providerId) ?? []

/** Everybody's duties of the same time as this one. */
const alongside = (board: Board, duty: Duty): Duty[] =>
  stretchesOf(duty).flatMap((stretch) => (board.byStretch.get(stretch) ?? []).filter((other) => overlaps(other, duty)))

/** All that a rule of that scope may compare duties of one person with; whoever holds their seats now is left out. */
function neighboursOf(board: Board, duties: readonly Duty[], scope: Rule['scope']): readonly Duty[] {
  const near = scope === 'overlap' ? [...new Set(duties.flatMap((duty) => alongside(board, duty)))] : ownOf(board, duties)
  const holders = duties.flatMap(({ slotId, seat }) => board.bySeat.get(slotSeatKey(slotId, seat)) ?? [])
  return holders.length === 0 ? near : near.filter((other) => !holders.includes(other))
}

const ownOf = (board: Board, [first]: readonly Duty[]): readonly Duty[] =>
  first === undefined ? [] : dutiesHeldBy(board, first.providerId)

/** Whether no rule that looks at the duty alone forbids it; remembered for the life of the board. */
export function mayEverTake(board: Board, slot: Slot, seat: Seat, providerId: ProviderId): boolean {
  const key = `${slot.id}/${seat}/${providerId}`
  const known = board.remembered.get(key)
  if (known !== undefined) return known
  const found = reasonsAgainst(board.standing, dutyOf(slot, seat, providerId), [], board.problem.context).length === 0
  board.remembered.set(key, found)
  return found
}

/** What the rules of one scope have against the duties as the others stand now. */
function objections(board: Board, rules: readonly Rule[], scope: Rule['scope'], duties: readonly Duty[]): Violation[] {
  const inScope = rules.filter((rule) => rule.scope === scope)
  return reasonsAgainstTurn(inScope, duties, neighboursOf(board, duties, scope), board.problem.context)
}

/** What the other duties, as they stand now, have against the person in that seat of all these slots together. */
export function obstacles(board: Board, slots: readonly Slot[], seat: Seat, providerId: ProviderId): Violation[] {
  const duties = slots.map((slot) => dutyOf(slot, seat, providerId))
  return [...objections(board, board.relative, 'provider', duties), ...objections(board, board.relative, 'overlap', duties)]
}

/** Whether there are no obstacles: asks one rule after another and stops at the first that objects. */
function areFree(board: Board, slots: readonly Slot[], seat: Seat, providerId: ProviderId): boolean {
  const duties = slots.map((slot) => dutyOf(slot, seat, providerId))
  return board.relative.every((rule) => objections(board, [rule], rule.scope, duties).length === 0)
}

/**
 * Whether one person can serve the whole turn without breaking a hard rule. It is judged whole: what one slot alone would break
 * (rest before the next duty) may be no breach while the turn goes on.
 */
export const canServe = (board: Board, turn: Turn, providerId: ProviderId): boolean =>
  turn.slots.every((slot) => mayEverTake(board, slot, turn.seat, providerId)) && areFree(board, turn.slots, turn.seat, providerId)

/**
 * Puts the person in as many slots of the (empty) turn as no hard rule forbids, and returns those slots. Slots in the way of
 * something are taken out from the first on, and tried once more when the rest stands.
 */
export function servePart(board: Board, turn: Turn, providerId: ProviderId): Slot[] {
  const possible = turn.slots.filter((slot) => mayEverTake(board, slot, turn.seat, providerId))
  for (const slot of possible) place(board, slot, turn.seat, providerId)
  const served = new Set(possible)
  const blocked = (): Slot | undefined => [...served].find((slot) => !areFree(board, [slot], turn.seat, providerId))
  for (let slot = blocked(); slot !== undefined; slot = blocked()) {
    lift(board, slot, turn.seat)
    served.delete(slot)
  }
  for (const slot of possible.filter((each) => !served.has(each))) {
    if (!areFree(board, [slot], turn.seat, providerId)) continue
    place(board, slot, turn.seat, providerId)
    served.add(slot)
  }
  return turn.slots.filter((slot) => served.has(slot))
}

/** Breaches among the duties that one person holds now. */
export const breachesOf = (board: Board, providerId: ProviderId): Violation[] =>
  board.relative
    .filter((rule) => rule.scope === 'provider')
    .flatMap((rule) => rule.check(dutiesHeldBy(board, providerId), board.problem.context))

/** The first hard rule, in the order of the rules, that forbids the seat to the person as things stand; null when none does. */
export function firstObjection(board: Board, slot: Slot, seat: Seat, providerId: ProviderId): string | null {
  const duties = [dutyOf(slot, seat, providerId)]
  const hard = board.problem.rules.filter((rule) => rule.level === 'hard' && rule.scope !== 'roster')
  return hard.find((rule) => objections(board, [rule], rule.scope, duties).length > 0)?.id ?? null
}
