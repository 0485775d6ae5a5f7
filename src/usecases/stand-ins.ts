import { cuttingPoint } from '../domain/amended-slots.ts'
import type { SlotId } from '../domain/ids.ts'
import type { StandInsFound, StandInsTask, Tail } from '../planning/tasks/stand-ins.ts'
import { cutter, type TriedMonth } from './amend-month.ts'
import { compute } from './compute.ts'
import type { Deps } from './deps.ts'
import { standingData } from './plan-problem.ts'

/** The best candidates that an answer names. */
export const NAMED_CANDIDATES = 5

/** Seats that somebody leaves, from when, and whether each is filled before the next is looked at. */
export type Vacating = Pick<StandInsTask, 'left' | 'from' | 'fill'>

/**
 * Who might have each seat once it is left (of a slot under way: the rest of it), best first, in the month as it then is. Asked about one
 * by one and filled by nobody, only those free to take it are named, without whoever leaves.
 */
export async function standInsFor(deps: Deps, { scene, tails = new Map() }: TriedMonth, vacating: Vacating): Promise<StandInsFound[]> {
  if (vacating.left.length === 0) return []
  const cut = cuttingPoint(vacating.from)
  const tail = await cutter(deps, scene.centre, tails)
  const leaving = new Set<SlotId>(vacating.left.map(({ slotId }) => slotId))
  const underWay = scene.slots.filter(({ id, start, end }) => leaving.has(id) && start < cut && end > cut)
  const known = new Map<SlotId, Tail>(underWay.map(({ id }) => [id, tail(cut, id)]))
  const data = await standingData(deps, scene)
  return compute(deps, scene.centre, 'standIns', { ...vacating, from: cut, data, tails: known, named: NAMED_CANDIDATES })
}
