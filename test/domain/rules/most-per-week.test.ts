import t from 'tap'
import { mostPerWeek } from '../../../src/domain/rules/most-per-week.ts'
import { context, dutiesFrom, duty } from '../../support/builders.ts'

// 2026-12-07 is a Monday.
const runs = [
  ['six days of a week are allowed', '2026-12-07', 6, {}, []],
  ['seven are not', '2026-12-07', 7, {}, [7]],
  ['seven days across two weeks are', '2026-12-08', 7, {}, []],
  ['a limit of the centre: as many are allowed', '2026-12-07', 4, { 'most-per-week.days': 4 }, []],
  ['a limit of the centre: one more is not', '2026-12-07', 5, { 'most-per-week.days': 4 }, [5]],
  ['two weeks over the limit are two breaches', '2026-12-07', 14, { 'most-per-week.days': 4 }, [7, 7]],
  ['0 turns it off', '2026-12-07', 7, { 'most-per-week.days': 0 }, []]
] as const

for (const [title, first, days, settings, counts] of runs) {
  t.test(title, async (t) => {
    t.same(
      mostPerWeek.check(dutiesFrom(first, days), context({ settings })).map(({ params }) => params.count),
      counts
    )
  })
}

t.test('the week begins where the centre says', async (t) => {
  const sunday = context({ firstWeekday: 7 })
  t.match(mostPerWeek.check(dutiesFrom('2026-12-06', 7), sunday), [{ params: { from: '2026-12-06', to: '2026-12-12' } }])
  t.same(mostPerWeek.check(dutiesFrom('2026-12-07', 7), sunday), [])
})

t.test('several posts on one day count once', async (t) => {
  t.same(mostPerWeek.check([...dutiesFrom('2026-12-07', 6), ...dutiesFrom('2026-12-07', 6, { postId: 'kv2' })], context()), [])
})

t.test('a night counts on the day it starts', async (t) => {
  const night = duty({ postId: 'dem', from: '2026-12-12 19:00', to: '2026-12-13 07:00' })
  t.same(mostPerWeek.check([...dutiesFrom('2026-12-07', 5), night], context()), [])
})

t.test('each person has a week of their own', async (t) => {
  const mixed = [...dutiesFrom('2026-12-07', 4), ...dutiesFrom('2026-12-11', 3, { providerId: 'binh' })]
  t.same(mostPerWeek.check(mixed, context()), [])
})

t.test('one turn that is longer by design is allowed whole, but no day beside it', async (t) => {
  const settings = { 'most-per-week.days': 4 }
  const turn = dutiesFrom('2026-12-07', 5, { unit: '2026-W50' })
  t.same(mostPerWeek.check(turn, context({ settings })), [])
  t.same(mostPerWeek.check([...turn, ...dutiesFrom('2026-12-07', 5, { postId: 'kv2' })], context({ settings })), [], 'the same days')
  t.match(mostPerWeek.check([...turn, duty({ from: '2026-12-12 07:30' })], context({ settings })), [{ params: { count: 6, limit: 4 } }])
})

t.test('days of last month count, and only this month’s seats are named', async (t) => {
  // The week of Monday 2026-11-30.
  const settled = dutiesFrom('2026-11-30', 1, { settled: true })
  t.match(mostPerWeek.check([...settled, ...dutiesFrom('2026-12-01', 6)], context()), [{ seats: { length: 6 }, params: { count: 7 } }])
  t.same(mostPerWeek.check(dutiesFrom('2026-11-30', 7, { settled: true }), context()), [])
})
