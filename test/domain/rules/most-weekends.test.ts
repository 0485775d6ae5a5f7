import t from 'tap'
import { mostWeekends } from '../../../src/domain/rules/most-weekends.ts'
import { context, duty } from '../../support/builders.ts'

const check = (duties: ReturnType<typeof duty>[], weekends?: number) =>
  mostWeekends.check(duties, context(weekends === undefined ? {} : { settings: { 'most-weekends.weekends': weekends } }))
// Saturdays of December 2026: 5, 12, 19, 26.
const on = (day: string, some: Parameters<typeof duty>[0] = {}) => duty({ from: `${day} 07:30`, dayKind: 'rest_day', ...some })

const cases = [
  ['no limit unless the centre sets one', ['05', '12', '19', '26'], undefined, []],
  ['as many as the limit', ['05', '12'], 2, []],
  ['one more', ['05', '12', '20'], 2, [1]],
  ['both days of a weekend count once', ['05', '06', '12'], 2, []],
  ['weekdays are no weekend', ['04', '07', '05'], 1, []]
] as const
for (const [title, days, limit, degrees] of cases) {
  t.test(title, async (t) => {
    t.same(
      check(
        days.map((day) => on(`2026-12-${day}`)),
        limit
      ).map(({ degree }) => degree),
      degrees
    )
  })
}

t.test('a Saturday worked in exchange for another day is no weekend', async (t) => {
  t.equal(check([on('2026-12-05'), on('2026-12-12')], 1).length, 1)
  t.equal(check([on('2026-12-05'), on('2026-12-12', { dayKind: 'make_up_day' })], 1).length, 0)
})
