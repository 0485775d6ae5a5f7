import type { Slot } from '../domain/roster.ts'
import type { ProblemData } from '../planning/problem-data.ts'
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

/** The scene of a roster as it stands, with the turns, weights and balances that enter the month, in the caller's transaction. */
export async function standingData(deps: Deps, { centre, roster, slots, settled, facts }: RosterScene): Promise<ProblemData> {
  const rotations = await findRotationsBefore(deps.db, centre.id, roster.month)
  return {
    month: roster.month,
    slots,
    settled,
    facts,
    seed: roster.seed,
    weights: await burdenWeights(deps, centre),
    carried: await carriedInto(deps, centre, roster.month),
    rotations: new Map(Object.entries(rotations))
  }
}

/** The same month to be planned: what is pinned stays. */
export const openData = (standing: ProblemData, seed: number): ProblemData => ({ ...standing, slots: released(standing.slots), seed })
