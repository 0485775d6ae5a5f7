import { compare } from '../domain/ids.ts'
import { METHODS } from '../domain/post.ts'
import { openBoard, slotSeatKey } from './board.ts'
import { planCarried } from './carried.ts'
import { compileSteps, turnName } from './compile.ts'
import { planCycle, rotationsAfter } from './cycle.ts'
import type { Budget, Hooks, Optimise, Outcome } from './engine.ts'
import { planFixed } from './fixed.ts'
import { fillLast } from './last-seats.ts'
import type { Holders, Model } from './model.ts'
import { inStableOrder } from './normal.ts'
import { peopleBySeat, planOf, withPlan } from './outcome.ts'
import type { Plan, PlannedSeat, Problem } from './problem.ts'
import { atOnce, type Steps, unhurried } from './steps.ts'

/** A problem with all that is decided before anything is weighed, and what is left as whole numbers. */
export interface Prepared {
  readonly problem: Problem
  /** In stable order, with the seats of `fixed` and `cycle` and of turns that run on filled. */
  readonly filled: Problem
  readonly model: Model
}

/**
 * Decides what needs no weighing. The order is a promise, because each step takes what the steps before it left:
 * 1. seats that are filled already, by hand or kept, stay as they are, even where they break a rule (the violations will show it);
 * 2. turns that run on from the month before, since whoever began one goes on;
 * 3. `fixed`, since the people are named and nobody else would do;
 * 4. `cycle`, posts in order of their ids, since the turn is somebody's right and only a rule may pass over them;
 * 5. `balanced`, which has the most freedom, is left to an engine. Turns named in `split` may be shared out slot by slot.
 */
export const prepare = (problem: Problem): Prepared => atOnce(prepareSteps(problem, new Set()))

function* prepareSteps(problem: Problem, split: ReadonlySet<string>): Steps<Prepared> {
  let filled = inStableOrder(problem)
  for (const planner of [planCarried, planFixed, planCycle]) {
    filled = withPlan(filled, planner(filled))
    yield
  }
  return { problem, filled, model: yield* compileSteps(filled, split) }
}

/** The problem with the pieces in those hands. */
export function seated({ filled, model }: Prepared, holders: Holders): Problem {
  const people = peopleBySeat(model, holders)
  const slots = filled.slots.map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) => ({ ...seat, providerId: people.get(slotSeatKey(slot.id, seat.seat)) ?? seat.providerId }))
  }))
  return { ...filled, slots }
}

/**
 * The plan that the pieces in those hands make, its seats in the problem's own order. A seat that nobody holds says why, and one that
 * no rule forbids to somebody is given to them.
 */
export function finish(prepared: Prepared, holders: Holders): Plan {
  const done = seated(prepared, holders)
  const board = openBoard(done)
  fillLast(board)
  const plan = planOf(board, rotationsAfter(done), METHODS)
  const lines = new Map(plan.seats.map((seat) => [slotSeatKey(seat.slotId, seat.seat), seat]))
  const seats = prepared.problem.slots.flatMap((slot) => slot.seats.map((seat) => lines.get(slotSeatKey(slot.id, seat.seat))))
  return {
    seats: seats.filter((seat): seat is PlannedSeat => seat !== undefined),
    rotations: new Map([...plan.rotations].sort(([a], [b]) => compare(a, b)))
  }
}

/** A plan with how it was found. */
export interface Planned {
  readonly plan: Plan
  readonly prepared: Prepared
  readonly outcome: Outcome
}

/**
 * Plans a month with the given engine. Where a turn of several slots stays empty, it is shared out slot by slot and the engine goes on
 * from there. Same problem, engine and repeatable budget, same plan, whatever order the problem's lists came in.
 */
export async function planMonth(problem: Problem, optimise: Optimise, budget: Budget, hooks: Hooks = {}): Promise<Planned> {
  const { rest = async () => undefined } = hooks
  const engine = timed(optimise, hooks)
  let prepared = await unhurried(prepareSteps(problem, new Set()), rest)
  let outcome = await engine(prepared.model, firstPart(prepared.model, budget), hooks)
  const split = emptyTurns(prepared.model, outcome.holders)
  if (split.size > 0 && outcome.stopped !== 'cancelled') {
    const whole = prepared
    prepared = await unhurried(prepareSteps(problem, split), rest)
    const start = carriedOver(whole.model, outcome.holders, prepared.model)
    outcome = await engine(prepared.model, { ...budget, iterations: Math.ceil(budget.iterations * AGAIN) }, { ...hooks, start })
  }
  return { plan: finish(prepared, outcome.holders), prepared, outcome }
}

/** Part of the budget for going on from a plan in which turns were empty. */
const AGAIN = 1 / 4

/** Of a budget of time, what leaves enough to go on where turns may stay empty. */
const firstPart = ({ pieces }: Model, budget: Budget): Budget =>
  budget.millis === null || pieces.every(({ slots }) => slots.length === 1) ? budget : { ...budget, millis: budget.millis * (1 - AGAIN) }

/** The engine with what is left, when it begins, of a budget of time that runs from now. */
function timed(optimise: Optimise, { clock }: Hooks): Optimise {
  if (clock === undefined) return optimise
  const begun = clock()
  return (model, budget, hooks) => {
    const millis = budget.millis === null ? null : Math.max(1, budget.millis - (clock() - begun))
    return optimise(model, { ...budget, millis }, hooks)
  }
}

/** Names of the turns of several slots that nobody holds. */
const emptyTurns = (model: Model, holders: Holders): Set<string> =>
  new Set(model.pieces.filter((piece, t) => piece.slots.length > 1 && (holders[t] ?? -1) < 0).map(turnName))

/** The same people in the pieces of another cut of the same month. */
function carriedOver(from: Model, holders: Holders, to: Model): Holders {
  const people = peopleBySeat(from, holders)
  return Int32Array.from(to.pieces, ({ slots: [first], seat }) => {
    const id = first && people.get(slotSeatKey(first.id, seat))
    return id ? to.people.indexOf(id) : -1
  })
}
