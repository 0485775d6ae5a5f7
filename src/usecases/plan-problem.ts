import type { Slot } from '../domain/roster.ts'
import type { Problem } from '../planning/problem.ts'
import { findRotationsBefore } from '../store/publications.ts'
import type { Deps } from './deps.ts'
import { carriedInto } from './ledger.ts'
import type { RosterScene } from './roster-scene.ts'
import { burdenWeights } from './set-burden-weights.ts'

/** Planning starts from what is pinned; every other seat is free again. */
const released = (slots: readonly Slot[]): Slot[] =>
  slots.map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) => (seat.pinned ? seat : { ...seat, providerId: null, vacant: false, reasons: [] }))
  }))

/** The scene of a roster as a problem to plan: what is pinned stays, with the turns, weights and balances that enter the month. */
export async function problemOf(deps: Deps, scene: RosterScene, seed: number): Promise<Problem> {
  const { centre, roster, posts, providers, settled, rules, context } = scene
  const slots = released(scene.slots)
  const rotations = await findRotationsBefore(deps.db, centre.id, roster.month)
  return {
    slots,
    posts,
    providers,
    settled,
    rules,
    context: { ...context, slots },
    seed,
    weights: await burdenWeights(deps, centre),
    carried: await carriedInto(deps, centre, roster.month),
    rotations: new Map(Object.entries(rotations))
  }
}
