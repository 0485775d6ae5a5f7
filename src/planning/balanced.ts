import { compare } from '../domain/ids.ts'
import { candidatesOf, type Desk, giveToBest, openDesk, pointsOf } from './desk.ts'
import { improve } from './improve.ts'
import { planOf } from './outcome.ts'
import type { Planner } from './problem.ts'
import { fillAgain, repair } from './repair.ts'
import { openPart, type Turn, turnsOf } from './turns.ts'

/**
 * Fills the seats of method `balanced`: first everybody's turns one after another, the hardest to fill first and each to whom it is
 * fairest; then what stayed empty, by moving others; then fairer hands for what is filled. A sound heuristic, not an optimum. It
 * sees hard rules and burden only; warnings of soft rules are left to whoever reads them. All other seats stay as they are.
 */
export const planBalanced: Planner = (problem) => {
  const desk = openDesk(problem)
  const turns = turnsOf(problem.slots, problem.posts, 'balanced').map(openPart)
  const left = construct(desk, turns)
  const empty = repair(desk, left)
  improve(desk)
  fillAgain(desk, empty)
  return planOf(desk.board, problem.rotations, ['balanced'])
}

/** Gives every turn it can, the hardest first, and returns those that nobody could take. */
function construct(desk: Desk, turns: readonly (Turn | null)[]): Turn[] {
  const open = turns.filter((turn) => turn !== null)
  return hardestFirst(desk, open).filter((turn) => !giveToBest(desk, turn))
}

/** Fewest candidates first, then the most important, then the heaviest, then in order of time. */
function hardestFirst(desk: Desk, turns: readonly Turn[]): Turn[] {
  const few = (a: Turn, b: Turn): number => candidatesOf(desk, a).length - candidatesOf(desk, b).length
  const heavy = (a: Turn, b: Turn): number => pointsOf(desk, b) - pointsOf(desk, a)
  const early = (a: Turn, b: Turn): number => a.start - b.start || compare(a.postId, b.postId) || compare(a.seat, b.seat)
  return turns.toSorted((a, b) => few(a, b) || b.importance - a.importance || heavy(a, b) || early(a, b))
}
