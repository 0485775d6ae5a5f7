import { compare, type ProviderId } from '../domain/ids.ts'
import type { Method, Seat, SeatPlan } from '../domain/post.ts'
import type { Exclusion, Slot, SlotSeat } from '../domain/roster.ts'
import type { RotationState } from '../domain/rotation.ts'
import { type Board, firstObjection, holderOf, slotSeatKey } from './board.ts'
import { knownAmong } from './normal.ts'
import type { Plan, PlannedSeat, Problem } from './problem.ts'
import { isOpen } from './turns.ts'

/**
 * The plan that the board shows: every seat in the problem's order, and for each of these methods that is still open why nobody
 * could be put there.
 */
export const planOf = (board: Board, rotations: ReadonlyMap<string, RotationState>, methods: readonly Method[]): Plan => ({
  seats: board.problem.slots.flatMap((slot) => slot.seats.map((seat) => plannedSeat(board, slot, seat, methods))),
  rotations
})

function plannedSeat(board: Board, slot: Slot, seat: SlotSeat, methods: readonly Method[]): PlannedSeat {
  const providerId = holderOf(board, slot.id, seat.seat)
  const line = { slotId: slot.id, seat: seat.seat, providerId }
  if (providerId !== null) return { ...line, reasons: [] }
  const plan = planFor(board.problem, slot, seat.seat)
  return {
    ...line,
    reasons: plan !== undefined && isOpen(seat) && methods.includes(plan.method) ? reasonsFor(board, slot, plan) : seat.reasons
  }
}

const planFor = (problem: Problem, slot: Slot, seat: Seat): SeatPlan | undefined =>
  problem.posts.find((post) => post.id === slot.postId)?.seats.find((plan) => plan.seat === seat)

/**
 * Who comes into question for a seat, in order of their ids: the one or two who are named, the members of the cycle, or everybody.
 * Somebody outside is kept out by the method, not by a rule, and so has no line.
 */
function candidatesFor(board: Board, plan: SeatPlan): ProviderId[] {
  const everybody = board.problem.providers.map((each) => each.id)
  const named = [plan.providerId, plan.standInId].filter((id) => id !== null)
  return knownAmong(board.problem, { fixed: named, cycle: plan.order, balanced: everybody }[plan.method]).sort(compare)
}

/** Why each candidate cannot take the seat as the board stands: one line per person. */
function reasonsFor(board: Board, slot: Slot, plan: SeatPlan): Exclusion[] {
  const lines = candidatesFor(board, plan).map((providerId) => ({ providerId, ruleId: firstObjection(board, slot, plan.seat, providerId) }))
  return lines.flatMap(({ providerId, ruleId }) => (ruleId === null ? [] : [{ providerId, ruleId }]))
}

/** The problem with its open seats filled as the plan says, so that the next planner keeps them. */
export function withPlan(problem: Problem, plan: Plan): Problem {
  const planned = new Map(plan.seats.map((seat) => [slotSeatKey(seat.slotId, seat.seat), seat.providerId]))
  const filled = (slot: Slot, seat: SlotSeat): SlotSeat => ({
    ...seat,
    providerId: planned.get(slotSeatKey(slot.id, seat.seat)) ?? seat.providerId
  })
  return { ...problem, slots: problem.slots.map((slot) => ({ ...slot, seats: slot.seats.map((seat) => filled(slot, seat)) })) }
}
