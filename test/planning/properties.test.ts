import fc from 'fast-check'
import t from 'tap'
import { compare } from '../../src/domain/ids.ts'
import type { Duty } from '../../src/domain/roster.ts'
import { checkRoster } from '../../src/domain/rules/check.ts'
import { rotationsAfter } from '../../src/planning/cycle.ts'
import { withPlan } from '../../src/planning/outcome.ts'
import type { Plan, PlannedSeat, Problem } from '../../src/planning/problem.ts'
import { anyMonth } from './any-month.ts'
import { breachesAfter, dutiesAfter, planned, problem } from './month.ts'

const RUNS = { numRuns: 80, seed: 20261201, endOnFailure: true }
const ITERATIONS = 2000

const keyOf = ({ slotId, seat }: Pick<PlannedSeat, 'slotId' | 'seat'>): string => `${slotId}/${seat}`
const byKey = (plan: Plan) => plan.seats.toSorted((a, b) => compare(keyOf(a), keyOf(b)))
const pinnedIn = (from: Problem): Set<string> =>
  new Set(from.slots.flatMap((slot) => slot.seats.filter((seat) => seat.pinned).map(({ seat }) => keyOf({ slotId: slot.id, seat }))))

/** Holds for the plan of every month that can be drawn. */
const always = (title: string, holds: (from: Problem, plan: Plan) => boolean) =>
  t.test(title, async () => {
    await fc.assert(
      fc.asyncProperty(anyMonth(), async (month) => {
        const from = problem(month)
        return holds(from, await planned(from, ITERATIONS))
      }),
      RUNS
    )
  })

always('no seat that the planner filled takes part in a breach of a hard rule, by a full check', (from, plan) => {
  const pinned = pinnedIn(from)
  return breachesAfter(from, plan).every(({ seats }) => seats.every((ref) => pinned.has(keyOf(ref))))
})

always('what is set by hand stays, and every seat of the problem comes back once, in its order', (from, plan) => {
  const asked = from.slots.flatMap((slot) => slot.seats.map((seat) => ({ slotId: slot.id, ...seat })))
  return (
    asked.length === plan.seats.length &&
    asked.every((seat, at) => {
      const made = plan.seats[at]
      return made !== undefined && keyOf(made) === keyOf(seat) && (!seat.pinned || made.providerId === seat.providerId)
    })
  )
})

/** Whom the method of the seat would let come into question, in order of their ids. */
function candidates(from: Problem, { slotId, seat }: PlannedSeat): string[] {
  const slot = from.slots.find((each) => each.id === slotId)
  const plan = from.posts.find((each) => each.id === slot?.postId)?.seats.find((each) => each.seat === seat)
  const everybody: string[] = from.providers.map((each) => each.id)
  if (plan?.method === 'fixed') return everybody.filter((id) => id === plan.providerId || id === plan.standInId)
  return plan?.method === 'cycle'
    ? everybody.filter((id) => plan.order.some(({ members }) => members.some(({ providerId }) => providerId === id)))
    : everybody
}

always('every seat is filled or has one line for every candidate', (from, plan) => {
  const pinned = pinnedIn(from)
  return plan.seats.every((seat) => {
    if (seat.providerId !== null || seat.vacant) return seat.reasons.length === 0
    const told = seat.reasons.map((each) => `${each.providerId}`)
    return pinned.has(keyOf(seat)) ? told.length === 0 : JSON.stringify(told) === JSON.stringify(candidates(from, seat))
  })
})

/** The hard rules, in order, that a full check finds broken at the seat once the person is put there. */
function brokenBy(from: Problem, plan: Plan, seat: PlannedSeat, providerId: string): string[] {
  const hard = from.rules.filter((rule) => rule.level === 'hard' && rule.scope !== 'roster')
  const slot = from.slots.find((each) => each.id === seat.slotId)
  const duties = dutiesAfter(from, plan)
  const put = { ...slot, slotId: seat.slotId, seat: seat.seat, providerId, settled: false } as unknown as Duty
  const found = checkRoster(hard, [...duties, put], from.context)
  return found.filter(({ seats }) => seats.some((ref) => keyOf(ref) === keyOf(seat))).map((each) => each.ruleId)
}

always('the rule of each line is the first that a full check of the finished roster finds broken by that person there', (from, plan) =>
  plan.seats.every((seat) => seat.reasons.every((line) => brokenBy(from, plan, seat, line.providerId)[0] === line.ruleId))
)

always('the rotations after the month are those that the finished roster replays', (from, plan) => {
  const replayed = rotationsAfter(withPlan(from, plan))
  return JSON.stringify([...replayed].sort()) === JSON.stringify([...plan.rotations].sort())
})

t.test('the same problem gives the same plan', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyMonth(), async (month) => {
      t.same(await planned(problem(month), ITERATIONS), await planned(problem(month), ITERATIONS))
    }),
    RUNS
  )
})

t.test('the order of the lists in the problem does not matter', async (t) => {
  await fc.assert(
    fc.asyncProperty(anyMonth(), async (month) => {
      const turned = { ...month, slots: month.slots.toReversed(), posts: month.posts.toReversed(), providers: month.providers.toReversed() }
      const [one, other] = [await planned(problem(month), ITERATIONS), await planned(problem(turned), ITERATIONS)]
      t.same(byKey(one), byKey(other))
      t.same(one.rotations, other.rotations)
    }),
    RUNS
  )
})
