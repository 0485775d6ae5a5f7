import t from 'tap'
import { namedFor, planFor, plansFor, turnDay } from '../../src/domain/post.ts'
import { place, post, seatPlan } from '../support/builders.ts'

const on = (day: string, unit = day) => ({ day, unit }) as Parameters<typeof planFor>[2]
/** Cycle from the beginning, fixed from 2026-12-10, balanced from 2027-01-01; a support seat from 2026-12-15. */
const changing = post({
  validFrom: '2026-12-02',
  seats: [
    seatPlan({ method: 'cycle', order: ['an', ['binh', 'chi']], tet: ['chi', 'dung'] }),
    seatPlan({ method: 'fixed', from: '2026-12-10', providerId: 'em', standInId: 'giang' }),
    seatPlan({ method: 'balanced', from: '2027-01-01' }),
    seatPlan({ seat: 'support', from: '2026-12-15', method: 'balanced' })
  ]
})

for (const [title, slot, primary, seats] of [
  ['the first day of the post', on('2026-12-02'), 'cycle', 1],
  ['the day before a change', on('2026-12-09'), 'cycle', 1],
  ['the day of a change', on('2026-12-10'), 'fixed', 1],
  ['a turn that began before the change', on('2026-12-12', '2026-12-07'), 'cycle', 1],
  ['a turn that begins on the day of the change', on('2026-12-12', '2026-12-10'), 'fixed', 1],
  ['a turn whose unit began before the post', on('2026-12-03', '2026-11-30'), 'cycle', 1],
  ['a slot that is a turn of its own', on('2026-12-10', '1796860800000'), 'fixed', 1],
  ['the day on which a seat begins', on('2026-12-15'), 'fixed', 2],
  ['a turn that began before the seat', on('2026-12-16', '2026-12-14'), 'fixed', 1],
  ['after the last change', on('2027-06-01'), 'balanced', 2]
] as const) {
  t.test(`${title}: ${primary}, ${seats} seat(s)`, async (t) => {
    t.equal(planFor(changing, 'primary', slot)?.method, primary)
    t.equal(plansFor(changing, slot).length, seats)
  })
}

t.test('no turn begins before the post', async (t) => {
  t.equal(turnDay(changing, on('2026-12-03', '2026-11-30')), '2026-12-02')
  t.equal(turnDay(changing, on('2026-12-09', '2026-12-07')), '2026-12-07')
})

const following = post({
  validFrom: '2026-12-01',
  seats: [
    seatPlan({
      method: 'cycle',
      order: ['an', { weight: 100, members: [{ ...place('binh').members[0], from: '2026-12-05', to: '2026-12-07' }] } as never]
    }),
    seatPlan({ seat: 'support', method: 'cycle', follows: true })
  ]
})
for (const [title, of, seat, slot, names] of [
  ['a cycle names the members of all its orders, each once', changing, 'primary', on('2026-12-02'), ['an', 'binh', 'chi', 'dung']],
  ['fixed names the person and the stand-in', changing, 'primary', on('2026-12-10'), ['em', 'giang']],
  ['balanced names nobody', changing, 'support', on('2026-12-20'), []],
  ['a seat that is not there names nobody', changing, 'support', on('2026-12-02'), []],
  ['before a member joins', following, 'primary', on('2026-12-04'), ['an']],
  ['on the day on which a member joins', following, 'primary', on('2026-12-05'), ['an', 'binh']],
  ['in a turn that began while they were there', following, 'primary', on('2026-12-09', '2026-12-07'), ['an', 'binh']],
  ['after a member has left', following, 'primary', on('2026-12-08'), ['an']],
  ['a support that follows names whom the primary names', following, 'support', on('2026-12-06'), ['an', 'binh']]
] as const) {
  t.test(title, async (t) => t.same(namedFor(of, seat, slot), names))
}
