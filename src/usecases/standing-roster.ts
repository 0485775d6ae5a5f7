import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import { inStableOrder } from '../planning/normal.ts'
import type { Problem } from '../planning/problem.ts'
import { getRoster } from '../store/rosters.ts'
import { type Deps, transact } from './deps.ts'
import { problemOf } from './plan-problem.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'

/** A roster as it stands, draft or published: what its seats are asked about. */
export interface StandingRoster {
  readonly scene: RosterScene
  /** With every seat as it is now, in stable order. */
  readonly problem: Problem
}

/** The roster (id or month) with its seats as they are, by the data of this moment. */
export const loadStanding = (deps: Deps, centre: Centre, ref: string): Promise<StandingRoster> =>
  transact(deps, async (deps) => {
    const roster = await getRoster(deps.db, centre.id, ref)
    return standingOf(deps, await loadScene(deps, centre, roster))
  })

/** The scene as a problem in which nothing is open but what is empty, in the caller's transaction. */
export async function standingOf(deps: Deps, scene: RosterScene): Promise<StandingRoster> {
  const { slots } = scene
  const problem = await problemOf(deps, scene, scene.roster.seed)
  return { scene, problem: inStableOrder({ ...problem, slots, context: { ...problem.context, slots } }) }
}

/** A seat as a request names it. */
export interface SeatQuestion {
  readonly slot: string
  readonly seat: Seat
}

/** The slot that has the seat. Throws NOT_FOUND. */
export function slotWith({ problem }: StandingRoster, { slot: ref, seat }: SeatQuestion): Slot {
  const slot = problem.slots.find(({ id }) => id === ref)
  if (slot === undefined) throw new DutyError('NOT_FOUND', { noun: 'slot', ref })
  if (!slot.seats.some((each) => each.seat === seat)) throw new DutyError('NOT_FOUND', { noun: 'seat', ref: seat })
  return slot
}

/** Somebody of the centre by id or code; undefined for nobody. */
export const personBy = ({ scene }: StandingRoster, ref: string): ProviderId | undefined =>
  scene.providers.find(({ id, code }) => id === ref || code === ref)?.id
