import type { Centre } from '../domain/centre.ts'
import type { Violation } from '../domain/rules/rule.ts'
import { getRoster } from '../store/rosters.ts'
import { compute } from './compute.ts'
import { type Deps, transact } from './deps.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'

/** Every breach in the scene, by the rules in force for the centre. */
export const violationsIn = (deps: Deps, { centre, roster, facts, slots, settled }: RosterScene): Promise<Violation[]> =>
  compute(deps, centre, 'violations', { month: roster.month, facts, slots, settled })

/** Every breach of a roster by the data of this moment, with the scene that its wording needs. */
export async function checkRoster(deps: Deps, centre: Centre, ref: string): Promise<{ scene: RosterScene; violations: Violation[] }> {
  const scene = await transact(deps, async (deps) => loadScene(deps, centre, await getRoster(deps.db, centre.id, ref)))
  return { scene, violations: await violationsIn(deps, scene) }
}
