import type { ProviderId } from '../domain/ids.ts'
import { afterTurn, FRESH_ROTATION, type RotationState, replayRotation, servedBy, turnOrder } from '../domain/rotation.ts'
import { type Board, canServe, holderOf, openBoard, serve, servePart } from './board.ts'
import { knownAmong } from './normal.ts'
import { planOf } from './outcome.ts'
import type { Planner, Problem } from './problem.ts'
import { bySeatOfPost, holdersOf, openPart, type Turn, turnsOf, without } from './turns.ts'

/**
 * Fills the seats of method `cycle`, posts in order of their ids, turns in order of time: people are asked as the rotation says and
 * the first whom no hard rule forbids serves the turn. Seats that are filled already count as served by whoever holds them, so a
 * turn set by hand moves the rotation too. All other seats stay as they are.
 */
export const planCycle: Planner = (problem) => {
  const board = openBoard(problem)
  const rotations = new Map(problem.rotations)
  for (const [key, turns] of bySeatOfPost(turnsOf(problem.slots, problem.posts, 'cycle'))) {
    rotations.set(key, runCycle(board, turns, problem.rotations.get(key) ?? FRESH_ROTATION))
  }
  return planOf(board, rotations, ['cycle'])
}

function runCycle(board: Board, turns: readonly Turn[], start: RotationState): RotationState {
  let state = start
  for (const turn of turns) {
    const asked = turnOrder(turn.plan.order, state)
    const open = openPart(turn)
    if (open !== null) fillInOrder(board, open, asked)
    const holders = turn.slots.map((slot) => holderOf(board, slot.id, turn.seat))
    state = afterTurn(turn.plan.order, state, servedBy(asked, holders))
  }
  return state
}

/**
 * The first person asked who can serve all of it does. When nobody can, it is split: each slot goes to the first person asked who
 * can serve it. Whoever then holds most of the unit counts as having served the turn; everybody asked before them is owed one.
 */
function fillInOrder(board: Board, turn: Turn, asked: readonly ProviderId[]): void {
  const people = knownAmong(board.problem, asked)
  const whole = people.find((id) => canServe(board, turn, id))
  if (whole === undefined) splitInOrder(board, turn, people)
  else serve(board, turn, whole)
}

function splitInOrder(board: Board, turn: Turn, people: readonly ProviderId[]): void {
  let rest: Turn | null = turn
  for (const id of people) if (rest !== null) rest = without(rest, servePart(board, rest, id))
}

/** Where every declared cycle of the problem stands once its seats are served as they are filled now. */
export function rotationsAfter(problem: Pick<Problem, 'slots' | 'posts' | 'rotations'>): Map<string, RotationState> {
  const rotations = new Map(problem.rotations)
  for (const [key, turns] of bySeatOfPost(turnsOf(problem.slots, problem.posts, 'cycle'))) {
    const order = turns[0]?.plan.order ?? []
    rotations.set(key, replayRotation(order, problem.rotations.get(key) ?? FRESH_ROTATION, turns.map(holdersOf)))
  }
  return rotations
}
