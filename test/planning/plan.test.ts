import t from 'tap'
import type { Optimise } from '../../src/planning/engine.ts'
import { planMonth } from '../../src/planning/plan.ts'
import { absence, duty, officer, pair, post, seatPlan } from '../support/builders.ts'
import { breachesAfter, budgetOf, december, filled, holders, type MonthOf, pin, planned, problem, slotsOf } from './month.ts'

const people = (...ids: string[]) => ids.map((id) => officer({ id }))
const onSite = (id: string, some: Parameters<typeof seatPlan>[0]) => post({ id, mode: 'on_site', seats: [seatPlan(some)] })
const monthOf = (posts: MonthOf['posts'], some: Partial<MonthOf> = {}): MonthOf => ({
  providers: people('an', 'binh'),
  posts,
  slots: posts.flatMap((each) => slotsOf(each, december(1, 1))),
  ...some
})
const plan = (month: MonthOf) => planned(problem(month))
const FIXED = onSite('c-fixed', { method: 'fixed', providerId: 'an', standInId: 'binh' })
const CYCLE = onSite('b-cycle', { method: 'cycle', order: ['an', 'binh'] })
const BALANCED = onSite('a-balanced', {})

t.test('the named person is placed before the cycle asks, and the cycle before anybody is chosen', async (t) => {
  const made = await plan(monthOf([BALANCED, CYCLE, FIXED]))
  t.same([holders(made, 'c-fixed'), holders(made, 'b-cycle'), holders(made, 'a-balanced')], [['an'], ['binh'], ['-']])
})

t.test('what is set by hand comes before the named person', async (t) => {
  const month = monthOf([BALANCED, CYCLE, FIXED])
  const made = await plan({ ...month, slots: pin(month.slots, 'a-balanced@2026-12-01', 'an') })
  t.same([holders(made, 'a-balanced'), holders(made, 'c-fixed'), holders(made, 'b-cycle')], [['an'], ['binh'], ['-']])
})

t.test('a seat set by hand stays even where it breaks a rule, and the check shows it', async (t) => {
  const month = monthOf([BALANCED], { absences: [absence({ providerId: 'an', from: '2026-12-01' })] })
  const start = problem({ ...month, slots: pin(month.slots, 'a-balanced@2026-12-01', 'an') })
  const made = await planned(start)
  t.same(holders(made, 'a-balanced'), ['an'])
  t.same(
    breachesAfter(start, made).map((each) => each.ruleId),
    ['absent-provider']
  )
})

t.test('a seat left empty by hand stays empty without reasons', async (t) => {
  const month = monthOf([BALANCED])
  const made = await plan({ ...month, slots: pin(month.slots, 'a-balanced@2026-12-01', null) })
  t.same(made.seats, [{ slotId: 'a-balanced@2026-12-01', seat: 'primary', providerId: null, vacant: false, reasons: [] }])
})

t.test('an empty seat names for each person the first rule that forbids it, people in order of their ids', async (t) => {
  const month = monthOf([BALANCED], {
    providers: [
      officer({ id: 'dung', card: null }),
      officer({ id: 'chi', role: 'collaborator' }),
      officer({ id: 'an' }),
      officer({ id: 'binh' })
    ],
    absences: [absence({ providerId: 'an', from: '2026-12-01' }), absence({ providerId: 'chi', from: '2026-12-01' })],
    settled: [duty({ postId: 'khac', providerId: 'binh', mode: 'on_site', settled: true })]
  })
  t.same((await plan(month)).seats[0]?.reasons, [
    { providerId: 'an', ruleId: 'absent-provider' },
    { providerId: 'binh', ruleId: 'double-duty' },
    { providerId: 'chi', ruleId: 'duty-role' },
    { providerId: 'dung', ruleId: 'card-valid' }
  ])
})

t.test('seats come back in the order in which the problem gave them', async (t) => {
  const month = monthOf([CYCLE, BALANCED, FIXED])
  t.same(
    (await plan(month)).seats.map((seat) => seat.slotId),
    month.slots.map((slot) => slot.id)
  )
})

t.test('rest across the month before is kept', async (t) => {
  const round = post({ id: 'round' })
  const settled = [duty({ postId: 'round', providerId: 'an', from: '2026-11-30 00:00', to: '24:00', settled: true })]
  const made = await plan({ providers: people('an', 'binh'), posts: [round], slots: slotsOf(round, december(1, 2), 'round'), settled })
  t.same(holders(made, 'round'), ['binh', 'an'])
})

t.test('people declared apart do not share a slot', async (t) => {
  const two = post({ id: 'two', seats: [seatPlan(), seatPlan({ seat: 'support', importance: 3 })] })
  const start = problem({ providers: people('an', 'binh'), posts: [two], slots: slotsOf(two, december(1, 1)), pairs: [pair()] })
  t.same(
    (await planned(start)).seats.map((seat) => seat.providerId !== null),
    [true, false]
  )
})

t.test('any engine fills what the named people and the cycles leave, and what it leaves empty says why or is given out', async (t) => {
  const lazy: Optimise = async (model) => ({
    holders: new Int32Array(model.pieces.length).fill(-1),
    tiers: [],
    iterations: 0,
    stopped: 'cancelled',
    certificates: []
  })
  const from = problem(monthOf([FIXED, BALANCED], { providers: people('an') }))
  const { plan: made, outcome } = await planMonth(from, lazy, budgetOf(from, 10))
  t.same([holders(made, 'c-fixed'), holders(made, 'a-balanced'), outcome.stopped], [['an'], ['-'], 'cancelled'])
  t.same(made.seats.find((seat) => seat.slotId.startsWith('a-balanced'))?.reasons, [{ providerId: 'an', ruleId: 'double-duty' }])
  const free = problem(monthOf([FIXED, BALANCED]))
  const { plan: given } = await planMonth(free, lazy, budgetOf(free, 10))
  t.same([holders(given, 'c-fixed'), holders(given, 'a-balanced')], [['an'], ['binh']])
})

t.test('a month without slots is planned with nothing', async (t) => t.equal(filled(await plan(monthOf([FIXED], { slots: [] }))), 0))
