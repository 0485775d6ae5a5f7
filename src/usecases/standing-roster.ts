import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import type { SeatRef } from '../domain/rules/rule.ts'
import type { ProblemData } from '../planning/problem-data.ts'
import { getRoster } from '../store/rosters.ts'
import { type Deps, transact } from './deps.ts'
import { standingData } from './plan-problem.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'

/** A roster as it stands, draft or published: what its seats are asked about. */
export interface StandingRoster {
  readonly scene: RosterScene
  /** With every seat as it is now. */
  readonly data: ProblemData
}

/** The roster (id or month) with its seats as they are, by the data of this moment. */
export const loadStanding = (deps: Deps, centre: Centre, ref: string): Promise<StandingRoster> =>
  transact(deps, async (deps) => {
    const scene = await loadScene(deps, centre, await getRoster(deps.db, centre.id, ref))
    return { scene, data: await standingData(deps, scene) }
  })

/** A seat as a request names it. */
export interface SeatQuestion {
  readonly slot: string
  readonly seat: Seat
}

/** The seat that is asked about. Throws NOT_FOUND. */
export function placeOf({ scene }: StandingRoster, { slot: ref, seat }: SeatQuestion): SeatRef {
  const slot = scene.slots.find(({ id }) => id === ref)
  if (slot === undefined) throw new DutyError('NOT_FOUND', { noun: 'slot', ref })
  if (!slot.seats.some((each) => each.seat === seat)) throw new DutyError('NOT_FOUND', { noun: 'seat', ref: seat })
  return { slotId: slot.id, seat }
}

/** Somebody of the centre by id or code; undefined for nobody. */
export const personBy = ({ scene }: StandingRoster, ref: string): ProviderId | undefined =>
  scene.providers.find(({ id, code }) => id === ref || code === ref)?.id
