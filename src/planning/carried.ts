import { openBoard, servePart } from './board.ts'
import { knownAmong } from './normal.ts'
import { planOf } from './outcome.ts'
import type { Planner } from './problem.ts'
import { carriedBy, openPart, turnsOf } from './turns.ts'

/**
 * Fills the open seats of turns of `cycle` and `balanced` that began in an earlier roster: whoever served there goes on, slot by slot as
 * far as no hard rule forbids it. All other seats stay as they are; `fixed` names the same person in every roster.
 */
export const planCarried: Planner = (problem) => {
  const board = openBoard(problem)
  for (const turn of (['cycle', 'balanced'] as const).flatMap((method) => turnsOf(problem.slots, problem.posts, method))) {
    const open = openPart(turn)
    const holder = carriedBy(problem.settled, turn)
    const known = holder === null ? [] : knownAmong(problem, [holder])
    for (const id of known) if (open !== null) servePart(board, open, id)
  }
  return planOf(board, problem.rotations, [])
}
