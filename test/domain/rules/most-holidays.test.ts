import t from 'tap'
import { mostHolidays } from '../../../src/domain/rules/most-holidays.ts'
import { context, duty } from '../../support/builders.ts'

const on = (day: string, dayKind: 'holiday' | 'working' | 'rest_day' = 'holiday', postId = 'kv1') =>
  duty({ from: `2027-02-${day} 07:30`, dayKind, postId })

const cases = [
  ['no limit unless the centre sets one', [on('05'), on('06'), on('07')], 0, []],
  ['as many as the limit', [on('05'), on('06')], 2, []],
  ['two more are two degrees', [on('05'), on('06'), on('07')], 1, [2]],
  ['several posts on one day count once', [on('05'), on('05', 'holiday', 'kv2')], 1, []],
  ['other days off are no holidays', [on('05'), on('06', 'rest_day'), on('08', 'working')], 1, []]
] as const
for (const [title, duties, limit, degrees] of cases) {
  t.test(title, async (t) => {
    const found = mostHolidays.check(duties, context({ settings: { 'most-holidays.days': limit } }))
    t.same(
      found.map(({ degree }) => degree),
      degrees
    )
  })
}
