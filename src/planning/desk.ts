import { compare, type ProviderId, type SlotId } from '../domain/ids.ts'
import { gapHours, type Instant, type Interval } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import { type Board, breachesOf, canServe, dutiesOf, mayEverTake, openBoard, serve, slotSeatKey, vacate } from './board.ts'
import { burdenOf } from './burden.ts'
import type { Problem } from './problem.ts'
import { type Random, randomFrom } from './random.ts'
import { dueShares } from './share.ts'
import type { Turn } from './turns.ts'

/** A turn that changed hands; null = nobody. */
interface Move {
  readonly turn: Turn
  readonly from: ProviderId | null
}

/** What `balanced` works on: the board, what each person bears by now, and who holds which of the turns it gave. Mutable. */
export interface Desk {
  readonly board: Board
  readonly random: Random
  /** Per cent-days that each person owes this month. */
  readonly share: ReadonlyMap<ProviderId, number>
  /** Burden points of each person: carried in, and of every seat of this month, by whatever method it was filled. */
  readonly load: Map<ProviderId, number>
  readonly held: Map<Turn, ProviderId>
  readonly heldBy: Map<ProviderId, Set<Turn>>
  /** The turn to which a seat that this desk filled belongs. */
  readonly turnAt: Map<string, Turn>
  readonly points: Map<Turn, number>
  readonly candidates: Map<Turn, readonly ProviderId[]>
  /** Every change of hands, so that a try that fails can be taken back. */
  readonly trail: Move[]
  /** How many more times a phase may ask whether somebody can serve a turn: effort is counted, never timed. */
  readonly budget: { left: number }
}

export function openDesk(problem: Problem): Desk {
  const { zone } = problem.context
  const load = new Map(problem.providers.map(({ id }) => [id, problem.carried.get(id) ?? 0]))
  for (const slot of problem.slots) {
    for (const { seat, providerId } of slot.seats) {
      if (providerId !== null) load.set(providerId, (load.get(providerId) ?? 0) + burdenOf({ ...slot, seat }, zone))
    }
  }
  return {
    board: openBoard(problem),
    random: randomFrom(problem.seed),
    share: dueShares(problem),
    load,
    held: new Map(),
    heldBy: new Map(problem.providers.map(({ id }) => [id, new Set()])),
    turnAt: new Map(),
    points: new Map(),
    candidates: new Map(),
    trail: [],
    budget: { left: Number.POSITIVE_INFINITY }
  }
}

function recall<V>(known: Map<Turn, V>, turn: Turn, find: () => V): V {
  const found = known.get(turn)
  if (found !== undefined) return found
  const fresh = find()
  known.set(turn, fresh)
  return fresh
}

/** Burden points of a whole turn. */
export const pointsOf = (desk: Desk, turn: Turn): number =>
  recall(desk.points, turn, () => {
    const { zone } = desk.board.problem.context
    return turn.slots.reduce((sum, slot) => sum + burdenOf({ ...slot, seat: turn.seat }, zone), 0)
  })

/** Whom no rule about the duties alone forbids any slot of the turn, in order of their ids. */
export const candidatesOf = (desk: Desk, turn: Turn): readonly ProviderId[] =>
  recall(desk.candidates, turn, () => {
    const ids = desk.board.problem.providers.map((each) => each.id)
    return ids.filter((id) => turn.slots.every((slot) => mayEverTake(desk.board, slot, turn.seat, id)))
  })

const loadOf = (desk: Desk, id: ProviderId): number => desk.load.get(id) ?? 0
/** Never 0, so that somebody who owes nothing is merely the last to be asked. */
const shareOf = (desk: Desk, id: ProviderId): number => Math.max(1, desk.share.get(id) ?? 0)

/** Burden points per per cent-day that the person bears. */
export const strainOf = (desk: Desk, id: ProviderId): number => loadOf(desk, id) / shareOf(desk, id)

/**
 * By how much unfairness grows when the person bears so many points more. Unfairness is the sum over people of load² / share: with
 * the total given it is least when everybody's load is in proportion to what they owe, and it differs from the sum of squared
 * deviations from the due burden (each over the share) only by a constant. So nobody's excess, however unavoidable, bends the
 * comparison of the others.
 */
export const unfairnessOf = (desk: Desk, id: ProviderId, points: number): number =>
  (points * (2 * loadOf(desk, id) + points)) / shareOf(desk, id)

/** Whether the person can serve the whole turn as things stand; false, too, once the budget is spent. */
export function canTake(desk: Desk, turn: Turn, id: ProviderId): boolean {
  if (desk.budget.left <= 0) return false
  desk.budget.left -= 1
  return canServe(desk.board, turn, id)
}

/** Gives the turn to a person, or to nobody (null); whoever held it loses it. */
export function handOver(desk: Desk, turn: Turn, to: ProviderId | null): void {
  desk.trail.push({ turn, from: desk.held.get(turn) ?? null })
  assign(desk, turn, to)
}

/** Takes back every change since the trail was so long. */
export function takeBack(desk: Desk, mark: number): void {
  while (desk.trail.length > mark) {
    const move = desk.trail.pop()
    if (move !== undefined) assign(desk, move.turn, move.from)
  }
}

function assign(desk: Desk, turn: Turn, to: ProviderId | null): void {
  const from = desk.held.get(turn)
  if (from !== undefined) {
    vacate(desk.board, turn)
    desk.held.delete(turn)
    desk.heldBy.get(from)?.delete(turn)
    for (const slot of turn.slots) desk.turnAt.delete(slotSeatKey(slot.id, turn.seat))
    desk.load.set(from, loadOf(desk, from) - pointsOf(desk, turn))
  }
  if (to === null) return
  serve(desk.board, turn, to)
  desk.held.set(turn, to)
  desk.heldBy.get(to)?.add(turn)
  for (const slot of turn.slots) desk.turnAt.set(slotSeatKey(slot.id, turn.seat), turn)
  desk.load.set(to, loadOf(desk, to) + pointsOf(desk, turn))
}

/** The turn of this desk that fills the seat; undefined when the seat is empty or was filled before. */
export const turnFilling = (desk: Desk, slotId: SlotId, seat: Seat): Turn | undefined => desk.turnAt.get(slotSeatKey(slotId, seat))

/**
 * Whether no turn of this desk takes part in a breach of the person's: giving a turn away can end what excused two others from
 * standing too close together.
 */
export const isSound = (desk: Desk, id: ProviderId): boolean =>
  breachesOf(desk.board, id).every(({ seats }) => seats.every((ref) => turnFilling(desk, ref.slotId, ref.seat) === undefined))

/** Hours between the turn and the nearest other duty of the person; infinite when there is none. */
function idleHours(desk: Desk, turn: Turn, id: ProviderId): number {
  const end = turn.slots.reduce((latest, slot) => Math.max(latest, slot.end), 0) as Instant
  const span: Interval = { start: turn.start, end }
  return dutiesOf(desk.board, id).reduce((least, duty) => Math.min(least, gapHours(duty, span)), Number.POSITIVE_INFINITY)
}

/** The candidates in the order of preference: least unfair, then longest idle before and after, then as the seed draws. */
export function ranked(desk: Desk, turn: Turn): ProviderId[] {
  const points = pointsOf(desk, turn)
  const lines = candidatesOf(desk, turn).map((id) => ({
    id,
    unfair: unfairnessOf(desk, id, points),
    idle: idleHours(desk, turn, id),
    draw: desk.random.next()
  }))
  lines.sort((a, b) => compare(a.unfair, b.unfair) || compare(b.idle, a.idle) || compare(a.draw, b.draw) || compare(a.id, b.id))
  return lines.map((line) => line.id)
}

/** Gives the turn to the first in the order of preference who can take it; false when nobody can. */
export function giveToBest(desk: Desk, turn: Turn): boolean {
  const best = ranked(desk, turn).find((id) => canTake(desk, turn, id))
  if (best === undefined) return false
  handOver(desk, turn, best)
  return true
}
