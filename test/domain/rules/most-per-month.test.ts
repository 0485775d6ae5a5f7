import t from 'tap'
import { mostPerMonth } from '../../../src/domain/rules/most-per-month.ts'
import { context, dutiesFrom, duty } from '../../support/builders.ts'

const runs = [
  ['20 days of a month are allowed', '2026-12-01', 20, {}, []],
  ['21 are not', '2026-12-01', 21, {}, [21]],
  ['the limit is the centre’s', '2026-12-01', 21, { 'most-per-month.days': 21 }, []],
  ['days before the first of the month do not count', '2026-11-30', 21, {}, []],
  ['days after its last do not count', '2026-12-12', 21, {}, []],
  ['0 turns it off', '2026-12-01', 31, { 'most-per-month.days': 0 }, []]
] as const

for (const [title, first, days, settings, counts] of runs) {
  t.test(title, async (t) => {
    t.same(
      mostPerMonth.check(dutiesFrom(first, days), context({ settings })).map(({ params }) => params.count),
      counts
    )
  })
}

t.test('the breach names the month', async (t) => {
  t.match(mostPerMonth.check(dutiesFrom('2026-12-01', 21), context()), [{ params: { month: '2026-12', limit: 20 } }])
})

t.test('several posts on one day count once', async (t) => {
  t.same(mostPerMonth.check([...dutiesFrom('2026-12-01', 20), ...dutiesFrom('2026-12-01', 20, { postId: 'kv2' })], context()), [])
})

t.test('whoever keeps a seat for a month keeps it, but has no day beside it', async (t) => {
  const turn = dutiesFrom('2026-12-01', 30, { unit: '2026-12' })
  t.same(mostPerMonth.check(turn, context()), [])
  t.match(mostPerMonth.check([...turn, duty({ from: '2026-12-31 07:30' })], context()), [{ params: { count: 31 } }])
})

t.test('a month of settled duties alone is past', async (t) => {
  t.same(mostPerMonth.check(dutiesFrom('2026-12-01', 21, { settled: true }), context()), [])
  t.equal(mostPerMonth.check([...dutiesFrom('2026-12-01', 20, { settled: true }), ...dutiesFrom('2026-12-21', 1)], context()).length, 1)
})
