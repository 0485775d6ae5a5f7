import type { Centre } from '../domain/centre.ts'
import { dutiesOf } from '../domain/roster.ts'
import { checkRoster as check } from '../domain/rules/check.ts'
import type { Violation } from '../domain/rules/rule.ts'
import { getRoster } from '../store/rosters.ts'
import { type Deps, transact } from './deps.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'

/** Every breach in the scene, by the rules in force for the centre. */
export const violationsIn = ({ rules, slots, settled, context }: RosterScene): Violation[] =>
  check(rules, [...settled, ...dutiesOf(slots)], context)

/** Every breach of a roster by the data of this moment, with the scene that its wording needs. */
export const checkRoster = (deps: Deps, centre: Centre, ref: string): Promise<{ scene: RosterScene; violations: Violation[] }> =>
  transact(deps, async (deps) => {
    const scene = await loadScene(deps, centre, await getRoster(deps.db, centre.id, ref))
    return { scene, violations: violationsIn(scene) }
  })
