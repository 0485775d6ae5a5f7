import type { SeatTake } from '../domain/amendment.ts'
import type { Candidate } from '../domain/explanation.ts'
import type { Instant } from '../domain/instant.ts'
import type { Slot } from '../domain/roster.ts'
import type { SeatRef } from '../domain/rules/rule.ts'
import { candidatesFor } from '../planning/candidates.ts'
import { openGround } from '../planning/ground.ts'
import { type AmendedScene, amendedScene, type TriedMonth } from './amend-month.ts'
import type { Deps } from './deps.ts'
import type { RosterScene } from './roster-scene.ts'
import { standingOf } from './standing-roster.ts'

/** The best candidates that an answer names. */
export const NAMED_CANDIDATES = 5

/** A seat that somebody leaves: the last of the takes empties it, the others were made before it. */
export interface Vacating {
  readonly slot: Slot
  readonly takes: readonly SeatTake[]
  readonly from: Instant
}

/** Everybody who might have a seat once it is left (of a slot under way: the rest of it), best first, in the month as it then is. */
export async function candidatesWithout(
  deps: Deps,
  month: TriedMonth,
  { slot, takes, from }: Vacating
): Promise<{ readonly scene: RosterScene; readonly ref: SeatRef; readonly candidates: readonly Candidate[] }> {
  const vacated = await amendedScene(deps, month, { takes, recut: null, from })
  const ref = emptied(vacated, slot, takes.at(-1) as SeatTake)
  const { problem } = await standingOf(deps, vacated.scene)
  const left = problem.slots.find(({ id }) => id === ref.slotId) as Slot
  return { scene: vacated.scene, ref, candidates: candidatesFor(openGround(problem, [ref]), left, ref.seat) }
}

/** The seat that a change emptied: of the slot itself, or of the rest of it that was cut off. */
function emptied({ slots, changed }: AmendedScene, { postId, end }: Slot, { seat }: SeatTake): SeatRef {
  const ids = new Set(slots.filter((slot) => slot.postId === postId && slot.end === end).map(({ id }) => id))
  return changed.find((each) => each.seat === seat && ids.has(each.slotId)) as SeatRef
}
