import fc from 'fast-check'
import t from 'tap'
import { addMonths, daysOfMonth, firstDay, type Month } from '../../src/domain/day.ts'
import type { Duty } from '../../src/domain/roster.ts'
import type { RotationState } from '../../src/domain/rotation.ts'
import { planCycle, rotationsAfter } from '../../src/planning/cycle.ts'
import { withPlan } from '../../src/planning/outcome.ts'
import { cycleKey, seatKey } from '../../src/planning/problem.ts'
import { absence, duty, officer, type PlaceOf, place, post, seatPlan } from '../support/builders.ts'
import { december, dutiesAfter, holders, type MonthOf, pin, planned, problem, slotsOf } from './month.ts'

const ORDER = ['an', 'binh', 'chi']
const people = ORDER.map((id) => officer({ id }))
const inTurn = post({ seats: [seatPlan({ method: 'cycle', order: ORDER })] })
const key = seatKey(inTurn.id, 'primary')
const away = (providerId: string, from: string, to = from) => absence({ providerId, from, to })
/** What each of `an`, `binh` and `chi` has taken, and who served in the order of time. */
const stands = ([an, binh, chi]: readonly [number, number, number], ...served: string[]): RotationState => ({
  taken: { an, binh, chi },
  served
})
/** Four working days, Tuesday to Friday, each a turn. */
const days = december(1, 4)
const month = (some: Partial<MonthOf> = {}): MonthOf => ({ providers: people, posts: [inTurn], slots: slotsOf(inTurn, days), ...some })

const cases: readonly (readonly [string, Partial<MonthOf>, readonly string[], RotationState])[] = [
  ['a fresh cycle begins with the first of the order', {}, ['an', 'binh', 'chi', 'an'], stands([100, 0, 0], 'binh', 'chi', 'an')],
  [
    'the cycle goes on where the month before left it',
    { rotations: new Map([[key, stands([100, 0, 0], 'an')]]) },
    ['binh', 'chi', 'an', 'binh'],
    stands([100, 100, 0], 'chi', 'an', 'binh')
  ],
  [
    'whoever is away is passed over and served as soon as they are back',
    { absences: [away('an', '2026-12-01')] },
    ['binh', 'an', 'chi', 'an'],
    stands([100, 0, 0], 'binh', 'chi', 'an')
  ],
  [
    'whoever is away to the end is still owed the turn after the month',
    { absences: [away('chi', '2026-12-01', '2026-12-31')] },
    ['an', 'binh', 'an', 'binh'],
    stands([100, 100, -100], 'an', 'binh')
  ],
  [
    'a turn that nobody serves moves nothing',
    { absences: ORDER.map((id) => away(id, '2026-12-02')) },
    ['an', '-', 'binh', 'chi'],
    stands([100, 100, 100], 'an', 'binh', 'chi')
  ],
  [
    'a turn set by hand counts as served by that person, and those before are owed',
    { slots: pin(slotsOf(inTurn, days), 'kv1@2026-12-01', 'binh') },
    ['binh', 'an', 'chi', 'an'],
    stands([100, 0, 0], 'binh', 'chi', 'an')
  ],
  [
    'a turn set by hand to somebody outside the order moves nothing',
    { slots: pin(slotsOf(inTurn, days), 'kv1@2026-12-01', 'khach') },
    ['khach', 'an', 'binh', 'chi'],
    stands([100, 100, 100], 'an', 'binh', 'chi')
  ]
]
for (const [title, some, expected, state] of cases) {
  t.test(title, async (t) => {
    const plan = planCycle(problem(month(some)))
    t.same(holders(plan, 'kv1'), expected)
    t.same(plan.rotations.get(key), state)
  })
}

const weekly = post({ handoverUnit: 'week', seats: [seatPlan({ method: 'cycle', order: ORDER })] })
/** A working week of five days and the Monday after. */
const week = december(7, 14)
const splits: readonly (readonly [string, Partial<MonthOf>, readonly string[], RotationState])[] = [
  [
    'a week goes whole to the first who can serve all of it',
    { absences: [away('an', '2026-12-09')] },
    ['binh', 'binh', 'binh', 'binh', 'binh', 'an'],
    stands([100, 100, 0], 'binh', 'an')
  ],
  [
    'a week that nobody can serve whole is split in the order of asking; most days count as the turn',
    { absences: [away('an', '2026-12-07', '2026-12-09'), away('binh', '2026-12-10'), away('chi', '2026-12-07')] },
    ['binh', 'binh', 'binh', 'an', 'an', 'an'],
    stands([100, 100, 0], 'binh', 'an')
  ],
  [
    'the rest of a week of which one day is set by hand is asked for as always',
    { slots: pin(slotsOf(weekly, week), 'kv1@2026-12-09', 'chi') },
    ['an', 'an', 'chi', 'an', 'an', 'binh'],
    stands([100, 100, 0], 'an', 'binh')
  ]
]
for (const [title, some, expected, state] of splits) {
  t.test(title, async (t) => {
    const plan = planCycle(problem({ providers: people, posts: [weekly], slots: slotsOf(weekly, week), ...some }))
    t.same(holders(plan, 'kv1'), expected)
    t.same(plan.rotations.get(key), state)
  })
}

t.test('the state that the planner carries is the replay of its own result', async (t) => {
  const start = problem(month({ absences: [away('an', '2026-12-02')], slots: slotsOf(inTurn, december(1, 31)) }))
  const plan = planCycle(start)
  t.same(rotationsAfter(withPlan(start, plan)), plan.rotations)
})

t.test('the cycle of a post without slots this month is carried on untouched', async (t) => {
  const rotations = new Map([['xa/primary', stands([0, 0, -100], 'an', 'chi')]])
  t.same((await planned(problem(month({ rotations })))).rotations.get('xa/primary'), rotations.get('xa/primary'))
})

// Places that nobody takes

const NOBODY: readonly string[] = []
const withNobody = post({ seats: [seatPlan({ method: 'cycle', order: ['an', NOBODY, 'binh'] })] })
const free = (some: Partial<MonthOf> = {}): MonthOf => month({ posts: [withNobody], slots: slotsOf(withNobody, days), ...some })

t.test('the turn of a place that nobody takes stays vacant, without a reason and without a breach', async (t) => {
  const start = problem(free())
  const plan = await planned(start)
  t.same(holders(plan, 'kv1'), ['an', '-', 'binh', 'an'])
  t.same(
    plan.seats.map(({ vacant, reasons }) => [vacant, reasons.length]),
    [
      [false, 0],
      [true, 0],
      [false, 0],
      [false, 0]
    ]
  )
  const coverage = start.rules.find((rule) => rule.id === 'coverage')
  const { slots } = withPlan(start, plan)
  t.same(coverage?.check(dutiesAfter(start, plan), { ...start.context, slots }), [])
  t.equal(coverage?.check(dutiesAfter(start, plan), start.context).length, 1, 'as any other empty seat has')
})

t.test('a seat that was vacant is asked for again when the order says so', async (t) => {
  const stale = slotsOf(withNobody, days).map((slot) => ({ ...slot, seats: slot.seats.map((seat) => ({ ...seat, vacant: true })) }))
  t.same(
    planCycle(problem(free({ slots: stale }))).seats.map((seat) => seat.vacant),
    [false, true, false, false]
  )
})

t.test('a seat that was vacant and that nobody can serve now is empty, and says why', async (t) => {
  const stale = slotsOf(inTurn, days).map((slot) => ({ ...slot, seats: slot.seats.map((seat) => ({ ...seat, vacant: true })) }))
  const plan = planCycle(problem(month({ slots: stale, absences: ORDER.map((id) => away(id, '2026-12-02')) })))
  t.match(plan.seats[1], { providerId: null, vacant: false, reasons: { length: 3 } })
})

t.test('somebody set by hand in such a turn serves it, and the vacancy comes after', async (t) => {
  const slots = pin(slotsOf(withNobody, days), 'kv1@2026-12-02', 'binh')
  t.same(holders(await planned(problem(free({ slots }))), 'kv1'), ['an', 'binh', '-', 'an'])
})

// Rest days and Tết

const kinds = post({ seats: [seatPlan({ method: 'cycle', order: ['an', 'binh'], restDays: ['chi', 'an'] })] })

t.test('rest days go round for themselves', async (t) => {
  const plan = planCycle(problem(month({ posts: [kinds], slots: slotsOf(kinds, december(3, 8), 'daily') })))
  t.same(holders(plan, 'kv1'), ['an', 'binh', 'chi', 'an', 'an', 'binh'])
  t.same(plan.rotations.get(cycleKey(kinds.id, 'primary', 'restDays'))?.served, ['chi', 'an'])
  t.same(plan.rotations.get(cycleKey(kinds.id, 'primary', 'order'))?.served, ['an', 'binh'])
})

// Dated changes

t.test('another order, and another method, from a day on; a turn that has begun goes on as it began', async (t) => {
  const changing = post({
    handoverUnit: 'week',
    seats: [
      seatPlan({ method: 'cycle', order: ['an', 'binh'] }),
      seatPlan({ method: 'cycle', order: ['chi', 'binh'], from: '2026-12-09' }),
      seatPlan({ method: 'fixed', providerId: 'an', from: '2026-12-21' })
    ]
  })
  const plan = await planned(problem(month({ posts: [changing], slots: slotsOf(changing, december(7, 25)) })))
  t.same(holders(plan, 'kv1'), [...Array(5).fill('an'), ...Array(5).fill('chi'), ...Array(5).fill('an')])
})

// The support follows the primary

const led = post({
  handoverUnit: 'week',
  seats: [seatPlan({ method: 'cycle', order: ORDER }), seatPlan({ seat: 'support', method: 'cycle', follows: true })]
})
const weeks = december(7, 25)
const every5 = (...names: string[]): string[] => names.flatMap((name) => Array<string>(5).fill(name))

t.test('who supports in a turn is primary in the next, in the last turn of the month too', async (t) => {
  const plan = await planned(problem(month({ posts: [led], slots: slotsOf(led, weeks) })))
  t.same(holders(plan, 'kv1'), every5('an', 'binh', 'chi'))
  t.same(holders(plan, 'kv1', 'support'), every5('binh', 'chi', 'an'))
  const next = await planned(problem(month({ posts: [led], slots: slotsOf(led, december(28, 31)), rotations: plan.rotations })))
  t.same(holders(next, 'kv1'), Array(4).fill('an'))
  t.equal(plan.rotations.has(seatKey(led.id, 'support')), false, 'it has no order of its own')
})

t.test('the support follows whoever really is primary, passed over or set by hand', async (t) => {
  const passed = await planned(problem(month({ posts: [led], slots: slotsOf(led, weeks), absences: [away('binh', '2026-12-15')] })))
  t.same(holders(passed, 'kv1'), every5('an', 'chi', 'binh'))
  t.same(holders(passed, 'kv1', 'support'), every5('chi', 'an', 'an'), 'binh is next, but away')
  const slots = december(14, 18).reduce((sofar, day) => pin(sofar, `kv1@${day}`, 'chi'), slotsOf(led, weeks) as MonthOf['slots'])
  t.same(holders(await planned(problem(month({ posts: [led], slots }))), 'kv1', 'support'), every5('chi', 'binh', 'an'))
})

t.test('where the next primary cannot support, the one after does; never the primary', async (t) => {
  const plan = await planned(problem(month({ posts: [led], slots: slotsOf(led, weeks), absences: [away('binh', '2026-12-09')] })))
  t.same(holders(plan, 'kv1'), every5('an', 'binh', 'chi'))
  t.same(holders(plan, 'kv1', 'support'), every5('chi', 'chi', 'an'))
})

// Turns over the end of a month

const straddling = (method: 'fixed' | 'cycle' | 'balanced', more: object = {}) =>
  post({ handoverUnit: 'week', straddles: true, seats: [seatPlan({ method, ...more })] })
/** Monday 2026-11-30, of the week that runs on into December. */
const before = (providerId: string): Duty => duty({ from: '2026-11-30 07:30', to: '17:00', unit: '2026-11-30', providerId, settled: true })

for (const [title, of, who] of [
  ['of a cycle', straddling('cycle', { order: ORDER }), 'chi'],
  ['of a cycle, with somebody outside the order', straddling('cycle', { order: ['an', 'binh'] }), 'chi'],
  ['by balanced', straddling('balanced'), 'binh']
] as const) {
  t.test(`whoever began the turn goes on after the month’s end: ${title}`, async (t) => {
    const plan = await planned(problem(month({ posts: [of], slots: slotsOf(of, days), settled: [before(who)] })))
    t.same(holders(plan, 'kv1'), Array(4).fill(who))
  })
}

t.test('a stand-in who served the beginning hands over to the named person at once, as within a month', async (t) => {
  const of = straddling('fixed', { providerId: 'an', standInId: 'binh' })
  const plan = await planned(problem(month({ posts: [of], slots: slotsOf(of, days), settled: [before('binh')] })))
  t.same(holders(plan, 'kv1'), Array(4).fill('an'))
})

const carried = straddling('cycle', { order: ORDER })
const onward = (some: Partial<MonthOf> = {}) =>
  planned(problem(month({ posts: [carried], slots: slotsOf(carried, december(1, 11)), settled: [before('chi')], ...some })))

t.test('a turn that was counted in the month before is not counted again', async (t) => {
  t.same(holders(await onward(), 'kv1'), [...Array(4).fill('chi'), ...Array(5).fill('an')])
  t.same((await onward()).rotations.get(key), stands([100, 0, 0], 'an'))
})

t.test('where whoever began the turn is away, the next in the order steps in, day by day, and loses no turn by it', async (t) => {
  const plan = await onward({ absences: [away('chi', '2026-12-02')] })
  t.same(holders(plan, 'kv1'), ['chi', 'an', 'chi', 'chi', ...Array(5).fill('an')])
})

t.test('what is left of a turn that somebody began is never left to nobody', async (t) => {
  const of = straddling('cycle', { order: [NOBODY, 'an', 'chi'] })
  const slots = slotsOf(of, december(1, 11))
  const plan = await planned(problem(month({ posts: [of], slots, settled: [before('chi')], absences: [away('chi', '2026-12-02')] })))
  t.same(holders(plan, 'kv1'), ['chi', 'an', 'chi', 'chi', ...Array(5).fill('-')])
})

t.test('a turn that began with nobody is asked for as any other', async (t) => {
  t.same(holders(await onward({ settled: [] }), 'kv1'), [...Array(4).fill('an'), ...Array(5).fill('binh')])
})

// Over many months

/** How many turns each person of a daily cycle has served after 24 months, with these absences. */
function turnsServed(order: readonly PlaceOf[], away: MonthOf['absences'] = [], owedAtMost = 1): Map<string, number> {
  const it = post({ seats: [seatPlan({ method: 'cycle', order, owedAtMost })] })
  const names = order.map((each) => place(each)).flatMap(({ members }) => members.map((member) => member.providerId))
  const served = new Map<string, number>(names.map((id) => [id, 0]))
  let rotations: MonthOf['rotations'] = new Map()
  for (let at = 0; at < 24; at += 1) {
    const slots = slotsOf(it, daysOfMonth(addMonths('2026-01' as Month, at)))
    const from = problem({ providers: names.map((id) => officer({ id })), posts: [it], slots, rotations, absences: away ?? [] })
    const plan = planCycle(from)
    for (const id of holders(plan, 'kv1')) served.set(id, (served.get(id) ?? 0) + 1)
    t.same(rotationsAfter(withPlan(from, plan)), plan.rotations)
    rotations = plan.rotations
  }
  return served
}
const spread = (served: ReadonlyMap<string, number>): number => Math.max(...served.values()) - Math.min(...served.values())
const FIVE = ['an', 'binh', 'chi', 'dung', 'em']

t.test('over 24 months nobody serves more than one turn more than another', async (t) => t.ok(spread(turnsServed(FIVE)) <= 1))

t.test('an absence that costs one turn is made up, so that after 24 months the turns are as even as without it', async (t) => {
  const served = turnsServed(FIVE, [away('chi', '2026-03-02', '2026-03-06'), away('an', '2027-05-03', '2027-05-04')])
  t.ok(spread(served) <= 1, JSON.stringify([...served]))
})

t.test('a long absence makes up one turn, or as many as the seat says', async (t) => {
  const long = [away('chi', '2026-03-01', '2026-04-30')]
  const missed = (owed: number): number => {
    const served = turnsServed(FIVE, long, owed)
    return Math.max(...served.values()) - (served.get('chi') ?? 0)
  }
  const [one, four, all] = [missed(1), missed(4), missed(12)]
  t.ok(one >= 6 && one <= 11, `missed ${one}`)
  t.ok(Math.abs(one - 3 - four) <= 1, `missed ${four}`)
  t.ok(all <= 1, `missed ${all}`)
})

t.test('over 24 months a half-time person serves half as often, and a group as one', async (t) => {
  const served = turnsServed(['an', place('binh', 50), ['chi', 'dung'], 'em'])
  const [an, binh, chi, dung, em] = FIVE.map((id) => served.get(id) ?? 0) as [number, number, number, number, number]
  t.ok(Math.abs(an - em) <= 1)
  t.ok(Math.abs(an - 2 * binh) <= 2, `${an} ${binh}`)
  t.ok(Math.abs(an - chi - dung) <= 1 && Math.abs(chi - dung) <= 1, `${an} ${chi} ${dung}`)
})

t.test('a person who may serve on Mondays only is asked every Monday, until they have their share of all days', async (t) => {
  const leave = Array.from({ length: 24 }, (_, at) => daysOfMonth(addMonths('2026-01' as Month, at)))
    .flat()
    .filter((day) => new Date(`${day}T00:00Z`).getUTCDay() !== 1)
    .map((day) => away('an', day))
  const mondays = 104
  const served = turnsServed(FIVE, leave)
  t.ok((served.get('an') ?? 0) >= mondays - 1, JSON.stringify([...served]))
  const two = turnsServed(FIVE, [...leave, ...leave.map((day) => away('binh', day.from))])
  t.ok(Math.abs((two.get('an') ?? 0) - (two.get('binh') ?? 0)) <= 1, `two share the Mondays: ${JSON.stringify([...two])}`)
})

t.test('whoever began a turn over the end of a month serves the rest of it, whatever the month and the people', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(FIVE, { minLength: 2 }),
      fc.integer({ min: 0, max: 22 }),
      fc.constantFrom('cycle', 'balanced'),
      async (order, at, method) => {
        const it = straddling(method as 'cycle', method === 'cycle' ? { order } : {})
        const providers = order.map((id) => officer({ id }))
        const [one, other] = [addMonths('2026-01' as Month, at), addMonths('2026-01' as Month, at + 1)]
        const first = problem({ providers, posts: [it], slots: slotsOf(it, daysOfMonth(one)) })
        const made = await planned(first)
        const settled = dutiesAfter(first, made).map((each) => ({ ...each, settled: true }))
        const slots = slotsOf(it, daysOfMonth(other))
        const next = await planned(problem({ providers, posts: [it], slots, settled, rotations: made.rotations }))
        const last = settled.at(-1)
        const rest = slots.filter((slot) => slot.unit === last?.unit && slot.day >= firstDay(other))
        const whose = rest.map((slot) => next.seats.find((seat) => seat.slotId === slot.id)?.providerId)
        return whose.every((id) => id === last?.providerId)
      }
    ),
    { numRuns: 40, seed: 20261201 }
  )
})
