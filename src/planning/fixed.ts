import type { ProviderId } from '../domain/ids.ts'
import type { SeatPlan } from '../domain/post.ts'
import { openBoard, servePart } from './board.ts'
import { knownAmong } from './normal.ts'
import { planOf } from './outcome.ts'
import type { Planner } from './problem.ts'
import { openPart, turnsOf, without } from './turns.ts'

/** The named person, then the named stand-in: the order in which a fixed seat is offered. */
const namedFor = (plan: SeatPlan): ProviderId[] => [plan.providerId, plan.standInId].filter((id) => id !== null)

/**
 * Fills the seats of method `fixed`: the named person serves every slot that no hard rule forbids them, the stand-in the others,
 * slot by slot (one day of leave does not hand over the week). All other seats stay as they are.
 */
export const planFixed: Planner = (problem) => {
  const board = openBoard(problem)
  for (const turn of turnsOf(problem.slots, problem.posts, 'fixed')) {
    let rest = openPart(turn)
    for (const id of knownAmong(problem, namedFor(turn.plan))) {
      if (rest !== null) rest = without(rest, servePart(board, rest, id))
    }
  }
  return planOf(board, problem.rotations, ['fixed'])
}
