import t from 'tap'
import { weekendSpacing } from '../../../src/domain/rules/weekend-spacing.ts'
import { context, duty } from '../../support/builders.ts'

const on = (day: string, some: Parameters<typeof duty>[0] = {}) => duty({ from: `${day} 07:30`, dayKind: 'rest_day', ...some })
const days = (...list: string[]) => list.map((day) => on(`2026-12-${day}`))
const cases = [
  ['one weekend, both days', days('05', '06'), []],
  ['every second weekend', days('05', '19'), []],
  ['two running', days('06', '12'), ['2026-12-05']],
  ['three running are two breaches', days('05', '12', '19'), ['2026-12-05', '2026-12-12']],
  ['weekdays between do not matter', days('04', '07', '11'), []],
  ['two people', [on('2026-12-05'), on('2026-12-12', { providerId: 'binh' })], []],
  ['a Saturday worked in exchange is none', [on('2026-12-05'), on('2026-12-12', { dayKind: 'make_up_day' })], []],
  ['last month’s last weekend counts', [on('2026-11-28', { settled: true }), on('2026-12-05')], ['2026-11-28']],
  ['two of last month are past', [on('2026-11-21', { settled: true }), on('2026-11-28', { settled: true })], []]
] as const
for (const [title, duties, found] of cases) {
  t.test(title, async (t) => {
    t.same(
      weekendSpacing.check(duties, context()).map(({ params }) => params.from),
      found
    )
  })
}

t.test('the breach runs from the first Saturday to the second Sunday', async (t) => {
  t.match(weekendSpacing.check(days('05', '13'), context()), [{ degree: 1, params: { from: '2026-12-05', to: '2026-12-13' } }])
})
