import t from 'tap'
import { planFixed } from '../../src/planning/fixed.ts'
import { absence, officer, post, seatPlan } from '../support/builders.ts'
import { december, holders, type MonthOf, pin, problem, slotsOf } from './month.ts'

const people = [officer({ id: 'an' }), officer({ id: 'binh' }), officer({ id: 'chi' })]
const named = (standInId: string | null, handoverUnit: 'slot' | 'week' = 'slot') =>
  post({ handoverUnit, seats: [seatPlan({ method: 'fixed', providerId: 'an', standInId })] })
const days = december(1, 4)
const month = (some: Partial<MonthOf> & { readonly standIn?: string | null } = {}): MonthOf => {
  const it = named(some.standIn === undefined ? 'binh' : some.standIn)
  return { providers: people, posts: [it], slots: slotsOf(it, days), ...some }
}
const away = (providerId: string, from: string, to = from) => absence({ providerId, from, to })

const cases: readonly (readonly [string, Partial<MonthOf> & { readonly standIn?: string | null }, readonly string[]])[] = [
  ['the named person serves every slot', {}, ['an', 'an', 'an', 'an']],
  [
    'the stand-in serves only the days on which the named person is away',
    { absences: [away('an', '2026-12-02')] },
    ['an', 'binh', 'an', 'an']
  ],
  ['without a stand-in such a day stays empty', { standIn: null, absences: [away('an', '2026-12-02')] }, ['an', '-', 'an', 'an']],
  [
    'when both are away it stays empty; nobody else is asked',
    { absences: [away('an', '2026-12-02', '2026-12-03'), away('binh', '2026-12-03')] },
    ['an', 'binh', '-', 'an']
  ],
  ['a name that nobody bears fills nothing', { providers: people.slice(1) }, ['binh', 'binh', 'binh', 'binh']]
]
for (const [title, some, expected] of cases) {
  t.test(title, async (t) => t.same(holders(planFixed(problem(month(some))), 'kv1'), expected))
}

t.test('a week is not handed over for one day of leave', async (t) => {
  const it = named('binh', 'week')
  const plan = planFixed(problem({ providers: people, posts: [it], slots: slotsOf(it, days), absences: [away('an', '2026-12-01')] }))
  t.same(holders(plan, 'kv1'), ['binh', 'an', 'an', 'an'])
})

t.test('an empty seat says why for the person and for the stand-in, and for nobody else', async (t) => {
  const plan = planFixed(problem(month({ absences: [away('an', '2026-12-02'), away('binh', '2026-12-02')] })))
  t.same(plan.seats[1]?.reasons, [
    { providerId: 'an', ruleId: 'absent-provider' },
    { providerId: 'binh', ruleId: 'absent-provider' }
  ])
})

t.test('a seat set by hand stays, and the named person keeps the rest', async (t) => {
  const start = month()
  const plan = planFixed(problem({ ...start, slots: pin(start.slots, 'kv1@2026-12-03', 'chi') }))
  t.same(holders(plan, 'kv1'), ['an', 'an', 'chi', 'an'])
})

t.test('round the clock with one turn a month, one person serves day after day', async (t) => {
  const it = post({ handoverUnit: 'month', seats: [seatPlan({ method: 'fixed', providerId: 'an', standInId: 'binh' })] })
  const plan = planFixed(
    problem({ providers: people, posts: [it], slots: slotsOf(it, december(1, 20), 'round'), absences: [away('an', '2026-12-09')] })
  )
  t.equal(holders(plan, 'kv1').filter((id) => id === 'an').length, 19)
  t.equal(holders(plan, 'kv1')[8], 'binh')
})
