import t from 'tap'
import { mostDaysRunning } from '../../../src/domain/rules/most-days-running.ts'
import { context, dutiesFrom } from '../../support/builders.ts'

const check = (duties: ReturnType<typeof dutiesFrom>, days = 6) =>
  mostDaysRunning.check(duties, context({ settings: { 'most-days-running.days': days } }))

const runs = [
  ['six days are allowed, across weeks too', 6, undefined, []],
  ['seven are one too many', 7, undefined, [{ degree: 1, params: { count: 7, limit: 6, from: '2026-12-03', to: '2026-12-09' } }]],
  ['ten are one breach of four degrees', 10, undefined, [{ degree: 4, params: { count: 10, from: '2026-12-03', to: '2026-12-12' } }]],
  ['a limit of the centre', 3, 2, [{ degree: 1, params: { count: 3, limit: 2 } }]],
  ['0 turns it off', 10, 0, []]
] as const
for (const [title, days, limit, found] of runs) {
  t.test(title, async (t) => {
    const breaches = check(dutiesFrom('2026-12-03', days), limit)
    t.equal(breaches.length, found.length)
    t.match(breaches, found)
    t.ok(
      breaches.every(({ seats }) => seats.length === days),
      'every seat of the run takes part'
    )
  })
}

t.test('a free day in between ends the run', async (t) => {
  t.same(check([...dutiesFrom('2026-12-01', 6), ...dutiesFrom('2026-12-08', 6)]), [])
  t.equal(check([...dutiesFrom('2026-12-01', 7), ...dutiesFrom('2026-12-09', 8)]).length, 2)
})

t.test('several posts on one day count once, and each person runs alone', async (t) => {
  t.same(check([...dutiesFrom('2026-12-01', 6), ...dutiesFrom('2026-12-01', 6, { postId: 'kv2' })]), [])
  t.same(check([...dutiesFrom('2026-12-01', 4), ...dutiesFrom('2026-12-05', 4, { providerId: 'binh' })]), [])
})

t.test('a run that began last month goes on; one that ended there is past', async (t) => {
  const settled = dutiesFrom('2026-11-24', 7, { settled: true })
  t.same(check(settled), [])
  t.match(check([...settled, ...dutiesFrom('2026-12-01', 1)]), [{ degree: 1, seats: { length: 1 } }])
})

t.test('a centre that sets nothing has no such limit', async (t) =>
  t.same(mostDaysRunning.check(dutiesFrom('2026-12-01', 20), context()), [])
)
