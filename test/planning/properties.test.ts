import fc from 'fast-check'
import t from 'tap'
import type { Absence } from '../../src/domain/absence.ts'
import { compare } from '../../src/domain/ids.ts'
import { HANDOVER_UNITS, METHODS, type Post } from '../../src/domain/post.ts'
import type { Duty } from '../../src/domain/roster.ts'
import { checkRoster } from '../../src/domain/rules/check.ts'
import { rotationsAfter } from '../../src/planning/cycle.ts'
import { withPlan } from '../../src/planning/outcome.ts'
import { planRoster } from '../../src/planning/plan.ts'
import type { Plan, PlannedSeat, Problem } from '../../src/planning/problem.ts'
import { absence, duty, officer, pair, post, seatPlan } from '../support/builders.ts'
import { breachesAfter, december, dutiesAfter, HOURS, type MonthOf, pin, problem, slotsOf } from './month.ts'

const RUNS = { numRuns: 100, seed: 20261201 }
const NAMES = ['an', 'binh', 'chi', 'dung', 'em']
const name = fc.constantFrom(...NAMES)
const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-12-0${number}`)

const anyPost = (id: string): fc.Arbitrary<Post> =>
  fc
    .record({
      mode: fc.constantFrom('phone', 'on_site'),
      handoverUnit: fc.constantFrom(...HANDOVER_UNITS),
      method: fc.constantFrom(...METHODS),
      providerId: name,
      standInId: fc.option(name),
      order: fc.shuffledSubarray(NAMES, { minLength: 1 }),
      importance: fc.integer({ min: 1, max: 9 }),
      support: fc.boolean(),
      skills: fc.subarray(['children']),
      excludedIds: fc.subarray(NAMES, { maxLength: 1 })
    })
    .map(({ mode, handoverUnit, support, skills, excludedIds, ...how }) => {
      const seats = [seatPlan(how), seatPlan({ ...how, seat: 'support', method: 'balanced', importance: 2 })].slice(0, support ? 2 : 1)
      const eligibility = { roles: [], branchIds: [], providerIds: [], excludedIds, skills }
      return post({ id, mode, handoverUnit, seats, eligibility })
    })

const anyAbsence: fc.Arbitrary<Absence> = fc
  .tuple(name, day, day)
  .map(([providerId, ...days]) => [providerId, ...days.sort(compare)] as const)
  .map(([providerId, one, other]) => absence({ providerId, from: one, to: other }))

/** Two to five people, one to three posts of any kind, up to nine days, with absences, pairs apart, duties before, and seats set by hand. */
const anyMonth: fc.Arbitrary<MonthOf> = fc
  .record({
    size: fc.integer({ min: 2, max: 5 }),
    posts: fc.tuple(anyPost('a'), anyPost('b'), anyPost('c')).chain((all) => fc.subarray(all, { minLength: 1 })),
    hours: fc.array(fc.constantFrom(...(Object.keys(HOURS) as (keyof typeof HOURS)[])), { minLength: 3, maxLength: 3 }),
    days: fc.integer({ min: 1, max: 9 }),
    absences: fc.array(anyAbsence, { maxLength: 4 }),
    pairs: fc.subarray([pair()]),
    before: fc.subarray(NAMES, { maxLength: 2 }),
    pins: fc.array(fc.tuple(fc.nat(), fc.option(name)), { maxLength: 3 }),
    settings: fc.record({ 'most-per-week.days': fc.integer({ min: 0, max: 5 }), 'rest-between.hours': fc.constantFrom(0, 12, 24, 36) }),
    carried: fc.integer({ min: -10, max: 10 }),
    seed: fc.integer()
  })
  .map(({ size, hours, days, before, pins, carried, ...month }) => {
    const empty = month.posts.flatMap((each, at) => slotsOf(each, december(1, days), hours[at]))
    const slots = pins.reduce((sofar, [at, who]) => pin(sofar, sofar[at % Math.max(1, sofar.length)]?.id ?? '', who), empty)
    const settled = before.map((providerId) => duty({ postId: 'a', providerId, from: '2026-11-30 00:00', to: '24:00', settled: true }))
    const providers = NAMES.slice(0, size).map((id, at) =>
      officer({ id, skills: at % 2 ? [] : ['children'], dutyShare: at === 1 ? 50 : 100 })
    )
    return { ...month, slots, settled, providers, carried: new Map([[(providers[0] ?? officer()).id, carried]]) }
  })

const keyOf = ({ slotId, seat }: Pick<PlannedSeat, 'slotId' | 'seat'>): string => `${slotId}/${seat}`
const byKey = (plan: Plan) => plan.seats.toSorted((a, b) => compare(keyOf(a), keyOf(b)))
const pinnedIn = (from: Problem): Set<string> =>
  new Set(from.slots.flatMap((slot) => slot.seats.filter((seat) => seat.pinned).map(({ seat }) => keyOf({ slotId: slot.id, seat }))))

/** Holds for the plan of every month that can be drawn. */
const always = (title: string, holds: (from: Problem, plan: Plan) => boolean) =>
  t.test(title, async () => {
    fc.assert(
      fc.property(anyMonth, (month) => {
        const from = problem(month)
        return holds(from, planRoster(from))
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
  return plan?.method === 'cycle' ? everybody.filter((id) => plan.order.some((each) => each === id)) : everybody
}

always('every seat is filled or has one line for every candidate', (from, plan) => {
  const pinned = pinnedIn(from)
  return plan.seats.every((seat) => {
    if (seat.providerId !== null) return seat.reasons.length === 0
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
  fc.assert(
    fc.property(anyMonth, (month) => t.same(planRoster(problem(month)), planRoster(problem(month)))),
    RUNS
  )
})

t.test('the order of the lists in the problem does not matter', async (t) => {
  fc.assert(
    fc.property(anyMonth, (month) => {
      const turned = { ...month, slots: month.slots.toReversed(), posts: month.posts.toReversed(), providers: month.providers.toReversed() }
      const [one, other] = [planRoster(problem(month)), planRoster(problem(turned))]
      t.same(byKey(one), byKey(other))
      t.same(one.rotations, other.rotations)
    }),
    RUNS
  )
})
