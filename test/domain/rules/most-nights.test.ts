import t from 'tap'
import { mostNights } from '../../../src/domain/rules/most-nights.ts'
import { context, duty } from '../../support/builders.ts'

const check = (duties: ReturnType<typeof duty>[], nights?: number) =>
  mostNights.check(duties, context(nights === undefined ? {} : { settings: { 'most-nights.nights': nights } }))

const night = (day: string, next: string, some: Parameters<typeof duty>[0] = {}) =>
  duty({ postId: 'dem', from: `${day} 17:00`, to: `${next} 07:00`, ...some })
const three = [night('2026-12-01', '2026-12-02'), night('2026-12-04', '2026-12-05'), night('2026-12-07', '2026-12-08')]

const cases = [
  ['no limit unless the centre sets one', three, undefined, []],
  ['as many as the limit', three, 3, []],
  ['one more', three, 2, [1]],
  ['two more are two degrees', three, 1, [2]],
  ['several posts of one night are one night', [three[0], night('2026-12-01', '2026-12-02', { postId: 'dem-2' })], 1, []],
  ['a duty of two nights counts both', [night('2026-12-01', '2026-12-03')], 1, [1]],
  ['an evening is no night', [...three.slice(0, 1), duty({ from: '2026-12-04 17:00', to: '23:00' })], 1, []],
  ['last month’s nights are last month’s', [night('2026-11-29', '2026-11-30', { settled: true }), ...three], 3, []],
  ['each person has a limit of their own', [...three.slice(0, 2), night('2026-12-07', '2026-12-08', { providerId: 'binh' })], 2, []]
] as const

for (const [title, duties, limit, degrees] of cases) {
  t.test(title, async (t) => {
    t.same(
      check(duties as ReturnType<typeof duty>[], limit).map(({ degree }) => degree),
      degrees
    )
  })
}

t.test('the breach says how many, of which month, by whom', async (t) => {
  t.match(check(three, 2), [{ level: 'soft', providerIds: ['an'], seats: { length: 3 }, params: { count: 3, limit: 2, month: '2026-12' } }])
})
