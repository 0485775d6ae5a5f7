import { compare } from '../domain/ids.ts'
import { METHODS } from '../domain/post.ts'
import { planBalanced } from './balanced.ts'
import { openBoard, slotSeatKey } from './board.ts'
import { planCycle, rotationsAfter } from './cycle.ts'
import { planFixed } from './fixed.ts'
import { inStableOrder } from './normal.ts'
import { planOf, withPlan } from './outcome.ts'
import type { Plan, Planner, Problem } from './problem.ts'

/**
 * Plans a month with the given planner for the `balanced` seats. The order is a promise, because each step takes what the steps
 * before it left:
 * 1. seats that are filled already, by hand or kept, stay as they are, even where they break a rule (the violations will show it);
 * 2. `fixed`, since the people are named and nobody else would do;
 * 3. `cycle`, posts in order of their ids, since the turn is somebody's right and only a rule may pass over them;
 * 4. `balanced`, which has the most freedom.
 */
export const plannerWith =
  (balanced: Planner): Planner =>
  (problem) => {
    const planners = [planFixed, planCycle, balanced]
    const filled = planners.reduce((sofar, planner) => withPlan(sofar, planner(sofar)), inStableOrder(problem))
    return inOrderOf(problem, planOf(openBoard(filled), rotationsAfter(filled), METHODS))
  }

/** Plans a month. Same problem in, same plan out, whatever order its lists came in. */
export const planRoster: Planner = plannerWith(planBalanced)

/** The plan with its seats in the problem's own order, and its rotations in the order of their keys. */
function inOrderOf(problem: Problem, plan: Plan): Plan {
  const lines = new Map(plan.seats.map((seat) => [slotSeatKey(seat.slotId, seat.seat), seat]))
  const seats = problem.slots.flatMap((slot) => slot.seats.map((seat) => lines.get(slotSeatKey(slot.id, seat.seat))))
  return {
    seats: seats.filter((seat) => seat !== undefined),
    rotations: new Map([...plan.rotations].sort(([a], [b]) => compare(a, b)))
  }
}
