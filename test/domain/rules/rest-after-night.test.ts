import t from 'tap'
import { restAfterNight } from '../../../src/domain/rules/rest-after-night.ts'
import { context, duty } from '../../support/builders.ts'

const check = (duties: ReturnType<typeof duty>[], hours?: number) =>
  restAfterNight.check(duties, context(hours === undefined ? {} : { settings: { 'rest-after-night.hours': hours } }))
const night = (some: Parameters<typeof duty>[0] = {}) => duty({ postId: 'dem', from: '2026-12-01 17:00', to: '2026-12-02 07:00', ...some })
const after = (from: string, some: Parameters<typeof duty>[0] = {}) => duty({ from, to: `${from.slice(0, 10)} 23:00`, ...some })

const cases = [
  ['a day later is enough', after('2026-12-03 07:00'), 0],
  ['a minute sooner is not', after('2026-12-03 06:59'), 1],
  ['what begins at once', after('2026-12-02 07:00'), 1],
  ['what overlaps is for others to judge', after('2026-12-02 06:59'), 0],
  ['what comes before the night', after('2026-12-01 07:30', { to: '2026-12-01 11:30' }), 0],
  ['another person', after('2026-12-02 17:00', { providerId: 'binh' }), 0]
] as const
for (const [title, next, breaches] of cases) {
  t.test(`${title}: ${breaches ? 'a breach' : 'no breach'}`, async (t) => {
    t.equal(check([night(), next]).length, breaches)
    t.equal(check([next, night()]).length, breaches, 'in whatever order they come')
    t.same(check([night(), next], 0), [], '0 turns it off')
  })
}

t.test('after a day no such rest is asked for', async (t) => {
  t.same(check([duty(), after('2026-12-02 07:30')]), [])
})

t.test('a turn that goes on is no new duty, nor does it want rest before it is over', async (t) => {
  const turn = [1, 2, 3].map((day) => night({ from: `2026-12-0${day} 00:00`, to: '24:00', unit: '2026-11-30' }))
  t.same(check(turn), [])
  t.same(check([...turn, after('2026-12-02 07:30', { to: '17:00' })]), [], 'office hours beside it')
  t.match(check([...turn, after('2026-12-04 07:30')]), [{ params: { rest: 7.5, least: 24, from: '2026-12-03', day: '2026-12-04' } }])
})

t.test('each duty that comes too soon is a breach', async (t) => {
  t.equal(check([night(), after('2026-12-02 19:00'), after('2026-12-02 19:00', { postId: 'kv2' })]).length, 2)
})

t.test('a night of last month counts, two settled duties do not', async (t) => {
  t.match(check([night({ settled: true }), after('2026-12-02 19:00')]), [{ seats: { length: 1 }, level: 'soft', degree: 1 }])
  t.same(check([night({ settled: true }), after('2026-12-02 19:00', { settled: true })]), [])
})
