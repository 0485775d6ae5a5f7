import t from 'tap'
import { weeklyRest } from '../../../src/domain/rules/weekly-rest.ts'
import { context, dutiesFrom, duty } from '../../support/builders.ts'

// 2026-12-07 is a Monday.
const night = (day: string, next: string) => duty({ postId: 'dem', from: `${day} 19:00`, to: `${next} 07:00` })
const cases = [
  ['six days of a week leave one', dutiesFrom('2026-12-07', 6), []],
  ['seven leave none', dutiesFrom('2026-12-07', 7), ['2026-12-07']],
  ['the morning after a night is a day touched', [...dutiesFrom('2026-12-07', 5), night('2026-12-12', '2026-12-13')], ['2026-12-07']],
  [
    'a duty that ends at midnight does not touch the next day',
    [...dutiesFrom('2026-12-07', 5), duty({ from: '2026-12-12 00:00', to: '24:00' })],
    []
  ],
  ['seven days across two weeks', dutiesFrom('2026-12-08', 7), []],
  ['two weeks without rest are two breaches', dutiesFrom('2026-12-07', 14), ['2026-12-07', '2026-12-14']],
  ['a week’s turn round the clock leaves none', dutiesFrom('2026-12-07', 7, { unit: '2026-12-07' }), ['2026-12-07']],
  ['days of last month count', [...dutiesFrom('2026-11-30', 1, { settled: true }), ...dutiesFrom('2026-12-01', 6)], ['2026-11-30']],
  ['but a week of last month is past', dutiesFrom('2026-11-23', 7, { settled: true }), []]
] as const
for (const [title, duties, weeks] of cases) {
  t.test(title, async (t) => {
    const found = weeklyRest.check(duties, context())
    t.same(
      found.map(({ params }) => params.from),
      weeks
    )
    t.ok(found.every(({ degree, level }) => degree === 1 && level === 'soft'))
  })
}

t.test('the week begins where the centre says', async (t) => {
  t.match(weeklyRest.check(dutiesFrom('2026-12-06', 7), context({ firstWeekday: 7 })), [
    { params: { from: '2026-12-06', to: '2026-12-12' } }
  ])
})
