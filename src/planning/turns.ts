import { compare, type PostId, type ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type Method, type Post, planFor, SEATS, type Seat, type SeatPlan } from '../domain/post.ts'
import type { Duty, Slot, SlotSeat } from '../domain/roster.ts'
import { servedBy } from '../domain/rotation.ts'
import { seatKey } from './problem.ts'

/** A turn (lượt trực): the slots of one unit in which one person keeps the seat. Never empty; slots by start. */
export interface Turn {
  readonly postId: PostId
  readonly seat: Seat
  readonly unit: string
  readonly importance: number
  /** The plan in force on the first day of the turn. */
  readonly plan: SeatPlan
  readonly start: Instant
  readonly slots: readonly Slot[]
}

/** The seat of a slot by its name; undefined when the slot has none. */
export const seatIn = (slot: Slot, seat: Seat): SlotSeat | undefined => slot.seats.find((each) => each.seat === seat)

/** Who holds the seat of each slot of a turn, in order of the slots; null where nobody does. */
export const holdersOf = (turn: Turn): (ProviderId | null)[] => turn.slots.map((slot) => seatIn(slot, turn.seat)?.providerId ?? null)

/** Whether the planner may fill the seat: it is empty and nobody left it empty by hand. */
export const isOpen = (seat: SlotSeat): boolean => seat.providerId === null && !seat.pinned

const bySeat = (a: Seat, b: Seat): number => SEATS.indexOf(a) - SEATS.indexOf(b)
const bySlot = (a: Slot, b: Slot): number => a.start - b.start || compare(a.id, b.id)
const byStart = (a: Turn, b: Turn): number =>
  a.start - b.start || compare(a.postId, b.postId) || bySeat(a.seat, b.seat) || compare(a.unit, b.unit)

/** The turn that the slots make; null when there are none. */
function turnFrom(plan: SeatPlan, slots: readonly Slot[]): Turn | null {
  const sorted = [...slots].sort(bySlot)
  const first = sorted[0]
  if (first === undefined) return null
  const importance = seatIn(first, plan.seat)?.importance ?? plan.importance
  return { postId: first.postId, seat: plan.seat, unit: first.unit, importance, plan, start: first.start, slots: sorted }
}

function turnsOfSeat(post: Post, seat: Seat, slots: readonly Slot[]): Turn[] {
  const units = Map.groupBy(
    slots.filter((slot) => seatIn(slot, seat) !== undefined),
    (slot) => slot.unit
  )
  return [...units.values()].flatMap((unit) => {
    const first = unit.toSorted(bySlot)[0]
    const plan = first && planFor(post, seat, first)
    return plan === undefined ? [] : (turnFrom(plan, unit) ?? [])
  })
}

/** Every turn whose seat is filled by that method, as the plan in force on its first day says; ordered by start, then post, then seat. */
export function turnsOf(slots: readonly Slot[], posts: readonly Post[], method: Method): Turn[] {
  const ofPost = Map.groupBy(slots, (slot) => slot.postId)
  const turns = posts.flatMap((post) => SEATS.flatMap((seat) => turnsOfSeat(post, seat, ofPost.get(post.id) ?? [])))
  return turns.filter((turn) => turn.plan.method === method).sort(byStart)
}

/**
 * Who began a turn that runs on from an earlier roster: whoever held most of its settled slots before. Null when it begins here, or
 * when nobody held it before.
 */
export function carriedBy(settled: readonly Duty[], turn: Turn): ProviderId | null {
  const before = settled.filter(
    (duty) => duty.postId === turn.postId && duty.seat === turn.seat && duty.unit === turn.unit && duty.start < turn.start
  )
  return servedBy(
    [],
    before.map((duty) => duty.providerId)
  )
}

/** The part of a turn that is still to be filled; null when nothing is. */
export function openPart(turn: Turn): Turn | null {
  const open = turn.slots.filter((slot) => {
    const seat = seatIn(slot, turn.seat)
    return seat !== undefined && isOpen(seat)
  })
  return turnFrom(turn.plan, open)
}

/** The turn with only these of its slots; null when none is left. */
export const only = (turn: Turn, slots: readonly Slot[]): Turn | null => turnFrom(turn.plan, slots)

/** What is left of a turn once somebody serves these of its slots; null when nothing is. */
export const without = (turn: Turn, slots: readonly Slot[]): Turn | null =>
  only(
    turn,
    turn.slots.filter((slot) => !slots.includes(slot))
  )

/**
 * The same slots as turns of one slot each. A turn is given whole to one person where that is possible, because a hand-over in the
 * middle of it loses what the first person knows; but a seat that stands empty all week is worse than a week shared by two.
 */
export const splitTurn = (turn: Turn): Turn[] => turn.slots.map((slot) => ({ ...turn, start: slot.start, slots: [slot] }))

/** The turns of each post and seat together, in their order, by `seatKey`; the keys in ascending order. */
export function bySeatOfPost(turns: readonly Turn[]): [string, Turn[]][] {
  const groups = Map.groupBy(turns, (turn) => seatKey(turn.postId, turn.seat))
  return [...groups].sort(([a], [b]) => compare(a, b))
}
