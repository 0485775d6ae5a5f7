import { compare, type ProviderId } from '../domain/ids.ts'
import { type Method, namedFor, type Post, planFor } from '../domain/post.ts'
import type { Exclusion, Slot, SlotSeat } from '../domain/roster.ts'
import type { RotationState } from '../domain/rotation.ts'
import { type Board, firstObjection, holderOf, slotSeatKey } from './board.ts'
import type { Holders, Model } from './model.ts'
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
  const vacant = providerId === null && board.vacant.has(slotSeatKey(slot.id, seat.seat))
  const line = { slotId: slot.id, seat: seat.seat, providerId, vacant }
  if (providerId !== null || vacant) return { ...line, reasons: [] }
  const post = board.problem.posts.find((each) => each.id === slot.postId)
  const method = post && planFor(post, seat.seat, slot)?.method
  const asked = post !== undefined && method !== undefined && isOpen(seat) && methods.includes(method)
  return { ...line, reasons: asked ? reasonsFor(board, post, slot, seat) : seat.reasons }
}

/**
 * Who comes into question for a seat, in order of their ids: the one or two who are named, the members of the cycle, or everybody.
 * Somebody outside is kept out by the method, not by a rule, and so has no line.
 */
function candidatesFor(board: Board, post: Post, slot: Slot, { seat }: SlotSeat): ProviderId[] {
  if (planFor(post, seat, slot)?.method === 'balanced') return board.problem.providers.map((each) => each.id).sort(compare)
  return knownAmong(board.problem, namedFor(post, seat, slot)).sort(compare)
}

/** Why each candidate cannot take the seat as the board stands: one line per person. */
function reasonsFor(board: Board, post: Post, slot: Slot, seat: SlotSeat): Exclusion[] {
  const lines = candidatesFor(board, post, slot, seat).map((providerId) => ({
    providerId,
    ruleId: firstObjection(board, slot, seat.seat, providerId)
  }))
  return lines.flatMap(({ providerId, ruleId }) => (ruleId === null ? [] : [{ providerId, ruleId }]))
}

/** The problem with its open seats filled as the plan says, so that the next planner keeps them. */
export function withPlan(problem: Problem, plan: Plan): Problem {
  const planned = new Map(plan.seats.map((seat) => [slotSeatKey(seat.slotId, seat.seat), seat]))
  const filled = (slot: Slot, seat: SlotSeat): SlotSeat => {
    const line = planned.get(slotSeatKey(slot.id, seat.seat))
    return { ...seat, providerId: line?.providerId ?? seat.providerId, vacant: line?.vacant ?? seat.vacant }
  }
  return { ...problem, slots: problem.slots.map((slot) => ({ ...slot, seats: slot.seats.map((seat) => filled(slot, seat)) })) }
}

/** The slots with their seats as the plan says; a seat that it does not know stays empty. */
export function plannedSlots(slots: readonly Slot[], plan: Plan): Slot[] {
  const planned = new Map(plan.seats.map((seat) => [slotSeatKey(seat.slotId, seat.seat), seat]))
  return slots.map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) => {
      const { providerId = null, vacant = false, reasons = [] } = planned.get(slotSeatKey(slot.id, seat.seat)) ?? {}
      return { ...seat, providerId, vacant, reasons }
    })
  }))
}

/** Who has each seat (`slotSeatKey`) of the pieces in those hands; null = nobody. */
export const peopleBySeat = ({ pieces, people }: Model, holders: Holders): Map<string, ProviderId | null> =>
  new Map(
    pieces.flatMap((piece, t) => piece.slots.map(({ id }) => [slotSeatKey(id, piece.seat), people[holders[t] ?? -1] ?? null] as const))
  )
