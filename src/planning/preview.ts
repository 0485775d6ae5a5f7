import type { Day } from '../domain/day.ts'
import type { ProviderId } from '../domain/ids.ts'
import { type CycleKind, type Method, type Post, planFor, SEATS, type Seat, type SeatPlan, turnDay } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import { cycleKindOf, cycleOn, dueShares, servedBy } from '../domain/rotation.ts'
import { planCarried } from './carried.ts'
import { planCycle, rotationsAfter } from './cycle.ts'
import { planFixed } from './fixed.ts'
import { withPlan } from './outcome.ts'
import type { Problem } from './problem.ts'
import { carriedBy, holdersOf, seatIn, type Turn, turnsOf } from './turns.ts'

/** One turn of a seat, as its cycle alone would give it. */
export interface PreviewTurn {
  readonly seat: Seat
  readonly unit: string
  /** The first and the last day on which one of its slots begins. */
  readonly from: Day
  readonly to: Day
  readonly method: Method
  /** Which of its cycles the seat went by; null by another method. */
  readonly cycle: CycleKind | null
  /** Null: nobody whom the plan names can, or by `balanced` it names nobody. */
  readonly providerId: ProviderId | null
  readonly vacant: boolean
  /** What part of the turn is due to whom by weight; empty for a turn that was counted in the month before. */
  readonly due: ReadonlyMap<ProviderId, number>
}

/** The month with every seat filled that its plan names people for, by the hard rules of one duty alone; nobody by `balanced`. */
export function rotated(problem: Problem): Problem {
  const own = problem.rules.filter((rule) => rule.level === 'hard' && rule.scope === 'duty')
  const planners = [planCarried, planFixed, planCycle]
  const filled = planners.reduce<Problem>((sofar, planner) => withPlan(sofar, planner(sofar)), { ...problem, rules: own })
  return { ...filled, rules: problem.rules, rotations: rotationsAfter(filled) }
}

/** The turns of a post in a month that has been rotated, in order of time. */
export const previewTurns = (post: Post, { slots, settled }: Pick<Problem, 'slots' | 'settled'>): PreviewTurn[] =>
  (['fixed', 'cycle', 'balanced'] as const)
    .flatMap((method) => turnsOf(slots, [post], method))
    .map((turn) => previewOf(post, turn, carriedBy(settled, turn) !== null))
    .sort((a, b) => SEATS.indexOf(a.seat) - SEATS.indexOf(b.seat) || (a.from < b.from ? -1 : 1))

function previewOf(post: Post, turn: Turn, carried: boolean): PreviewTurn {
  const [first, last] = [turn.slots[0] as Slot, turn.slots.at(-1) as Slot]
  const plan = leading(post, turn, first)
  const cycle = plan.method === 'cycle' ? cycleKindOf(plan, turn.slots) : null
  return {
    seat: turn.seat,
    unit: turn.unit,
    from: first.day,
    to: last.day,
    method: turn.plan.method,
    cycle,
    providerId: servedBy([], holdersOf(turn)),
    vacant: turn.slots.some((slot) => seatIn(slot, turn.seat)?.vacant),
    due: cycle === null || carried ? new Map() : dueShares(cycleOn(plan, cycle, turnDay(post, first)))
  }
}

/** The plan whose cycle the turn goes by: that of the primary seat where the support follows it. */
const leading = (post: Post, { plan }: Turn, slot: Slot): SeatPlan => (plan.follows ? planFor(post, 'primary', slot) : undefined) ?? plan
