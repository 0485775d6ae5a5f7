import type { ProviderId } from '../domain/ids.ts'
import { turnDay } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import {
  afterTurn,
  type Cycle,
  cycleKindOf,
  cycleOn,
  nobodysTurn,
  type RotationState,
  servedBy,
  stateOf,
  type Taker,
  turnOrder
} from '../domain/rotation.ts'
import { type Board, canServe, holderOf, openBoard, serve, servePart, slotSeatKey } from './board.ts'
import { knownAmong } from './normal.ts'
import { planOf } from './outcome.ts'
import { cycleKey, type Planner, type Problem, seatKey } from './problem.ts'
import { bySeatOfPost, carriedBy, holdersOf, openPart, seatIn, type Turn, turnsOf, without } from './turns.ts'

/** What cycles are run over. */
type Months = Pick<Problem, 'slots' | 'posts' | 'settled' | 'rotations'>

/** How a turn is dealt with: filled as its cycle says, or taken as it was really served. */
interface Ways {
  fill(turn: Turn, asked: readonly Taker[]): void
  holders(turn: Turn): readonly (ProviderId | null)[]
  isVacant(turn: Turn, slot: Slot): boolean
}

/** One turn of a cycle, as it went. */
interface Run {
  readonly turn: Turn
  /** Who was asked, in order; `next` = who would be asked after it. */
  readonly asked: readonly Taker[]
  readonly next: readonly Taker[]
  readonly served: ProviderId | null
}

/**
 * Fills the seats of method `cycle`, posts in order of their ids, turns in order of time: people are asked as the rotation says and
 * the first whom no hard rule forbids serves the turn. Seats that are filled already count as served by whoever holds them, so a
 * turn set by hand moves the rotation too. All other seats stay as they are.
 */
export const planCycle: Planner = (problem) => {
  const board = openBoard(problem)
  const rotations = runAll(problem, {
    fill: (turn, asked) => fillInOrder(board, turn, asked),
    holders: (turn) => turn.slots.map((slot) => holderOf(board, slot.id, turn.seat)),
    isVacant: (turn, slot) => board.vacant.has(slotSeatKey(slot.id, turn.seat))
  })
  return planOf(board, rotations, ['cycle'])
}

/** Where every declared cycle of the problem stands once its seats are served as they are filled now. */
export const rotationsAfter = (problem: Months): Map<string, RotationState> =>
  runAll(problem, {
    fill: () => undefined,
    holders: holdersOf,
    isVacant: (turn, slot) => seatIn(slot, turn.seat)?.vacant ?? false
  })

/** Runs every cycle over the month, the primary seat of a post before its support, and returns where all stand then. */
function runAll(problem: Months, ways: Ways): Map<string, RotationState> {
  const rotations = new Map(problem.rotations)
  const runs = new Map<string, Run[]>()
  for (const [key, turns] of bySeatOfPost(turnsOf(problem.slots, problem.posts, 'cycle'))) {
    const led = turns.map((turn) => {
      if (turn.plan.follows) return follow(runs.get(seatKey(turn.postId, 'primary')) ?? [], turn, ways)
      return runTurn(problem, turn, rotations, ways)
    })
    runs.set(key, led)
  }
  return rotations
}

/** One turn by its own cycle; the state of that cycle is moved on. A turn that runs on from an earlier roster was counted there. */
function runTurn(problem: Months, turn: Turn, rotations: Map<string, RotationState>, ways: Ways): Run {
  const kind = cycleKindOf(turn.plan, turn.slots)
  const key = cycleKey(turn.postId, turn.seat, kind)
  const cycle = cycleOn(turn.plan, kind, dayOf(problem, turn))
  const state = stateOf(rotations, key)
  const carried = carriedBy(problem.settled, turn) !== null
  const asked = turnOrder(cycle, state).filter((taker) => !carried || taker.providerId !== null)
  ways.fill(turn, asked)
  const served = servedBy(peopleOf(asked), ways.holders(turn))
  const after = carried ? state : afterTurn(cycle, state, served ?? vacancy(cycle, state, turn, ways))
  rotations.set(key, after)
  return { turn, asked, next: turnOrder(cycle, after), served }
}

const dayOf = ({ posts }: Pick<Problem, 'posts'>, turn: Turn): Slot['day'] => {
  const [slot, post] = [turn.slots[0] as Slot, posts.find((each) => each.id === turn.postId)]
  return post === undefined ? slot.day : turnDay(post, slot)
}

const peopleOf = (asked: readonly Taker[]): ProviderId[] => asked.map((taker) => taker.providerId).filter((id) => id !== null)

/** The place to which a turn that was left vacant counts; null when it was not. */
const vacancy = (cycle: Cycle, state: RotationState, turn: Turn, ways: Ways): string | null =>
  turn.slots.some((slot) => ways.isVacant(turn, slot)) ? nobodysTurn(cycle, state) : null

/** A turn of a support seat that follows the primary's cycle: first asked is who is primary in the next turn, then who else may be. */
function follow(primary: readonly Run[], turn: Turn, ways: Ways): Run {
  const at = primary.findIndex((run) => run.turn.unit === turn.unit)
  const [now, after] = [primary[at], primary[at + 1]]
  const people = [after?.served ?? null, ...peopleOf(after?.asked ?? now?.next ?? [])].filter((id) => id !== null)
  const asked = [...new Set(people)].map((providerId) => ({ key: providerId, providerId }))
  ways.fill(turn, asked)
  return { turn, asked, next: [], served: servedBy(peopleOf(asked), ways.holders(turn)) }
}

/**
 * The first person asked who can serve all of the open part does; where a place that nobody takes comes before, it stays vacant. When
 * nobody can, it is split: each slot goes to the first person asked who can serve it. Whoever then holds most of the unit counts as having served the
 * turn; everybody asked before them is owed one.
 */
function fillInOrder(board: Board, turn: Turn, asked: readonly Taker[]): void {
  const open = openPart(turn)
  if (open === null) return
  const nobody = asked.findIndex((taker) => taker.providerId === null)
  const people = knownAmong(board.problem, peopleOf(nobody < 0 ? asked : asked.slice(0, nobody)))
  const whole = people.find((id) => canServe(board, open, id))
  for (const slot of open.slots) board.vacant.delete(slotSeatKey(slot.id, turn.seat))
  if (whole !== undefined) serve(board, open, whole)
  else if (nobody < 0) splitInOrder(board, open, people)
  else for (const slot of open.slots) board.vacant.add(slotSeatKey(slot.id, turn.seat))
}

function splitInOrder(board: Board, turn: Turn, people: readonly ProviderId[]): void {
  let rest: Turn | null = turn
  for (const id of people) if (rest !== null) rest = without(rest, servePart(board, rest, id))
}
