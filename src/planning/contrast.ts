import type { CostChange, ExplainedMove } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import { slotSeatKey } from './board.ts'
import { changeOf } from './change.ts'
import { openGround } from './ground.ts'
import type { Problem } from './problem.ts'
import { type Means, type ReplanRequest, replan } from './replan.ts'

/** What it would take to give somebody one seat, with everything else left as it is as far as can be. */
export interface Contrast {
  /** The seat itself, and whatever else changes hands then. */
  readonly moves: readonly ExplainedMove[]
  /** What all of it does to the roster as it stands. */
  readonly change: CostChange
}

/** The roster with that person in that seat for certain, mended with the least change: by a search, not by words. */
export async function contrast(
  problem: Problem,
  put: { readonly slot: Slot; readonly seat: Seat; readonly providerId: ProviderId },
  request: ReplanRequest,
  means: Means
): Promise<Contrast> {
  const key = slotSeatKey(put.slot.id, put.seat)
  const slots = problem.slots.map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) =>
      slotSeatKey(slot.id, seat.seat) === key ? { ...seat, providerId: put.providerId, pinned: true, vacant: false } : seat
    )
  }))
  const forced = { ...problem, slots, context: { ...problem.context, slots } }
  const { moves } = await replan(forced, { ...request, kept: new Set([...(request.kept ?? []), key]) }, means)
  const ground = openGround(problem, [{ slotId: put.slot.id, seat: put.seat }])
  const asked = ground.bySeat.get(key)?.providerId ?? null
  const own: ExplainedMove = { slotId: put.slot.id, seat: put.seat, from: asked, to: put.providerId, why: 'room', reasons: [] }
  const puts = [own, ...moves].flatMap(({ slotId, seat, to }) => {
    const slot = ground.slots.get(slotId)
    return slot === undefined ? [] : [{ slot, seat, providerId: to }]
  })
  return { moves: [own, ...moves], change: changeOf(ground, puts) }
}
