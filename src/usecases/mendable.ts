import type { Violation } from '../domain/rules/rule.ts'
import { findPublication } from '../store/publications.ts'
import { violationsIn } from './check-roster.ts'
import type { Deps } from './deps.ts'
import type { RosterScene } from './roster-scene.ts'

/**
 * The breaches of a month that stand in the way of publishing it. Of one that was out before, what is over stays as it was and refuses
 * nothing: the hours before somebody fell ill, a seat that a cover left empty.
 */
export async function mendable(deps: Deps, scene: RosterScene, known?: readonly Violation[]): Promise<readonly Violation[]> {
  const { db, now } = deps
  const violations = known ?? (await violationsIn(deps, scene))
  const before = await findPublication(db, scene.centre.id, scene.roster.month)
  if (before === undefined) return violations
  const open = new Set(scene.slots.filter(({ end }) => end > now()).map(({ id }) => id))
  return violations.filter(({ seats }) => seats.length === 0 || seats.some(({ slotId }) => open.has(slotId)))
}
