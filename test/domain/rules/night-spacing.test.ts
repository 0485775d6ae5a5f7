import t from 'tap'
import { nightSpacing } from '../../../src/domain/rules/night-spacing.ts'
import { context, duty } from '../../support/builders.ts'

/** A night handed over slot by slot: the unit is the instant at which it starts. */
function night(day: number, some: Parameters<typeof duty>[0] = {}) {
  const two = (each: number) => String(each).padStart(2, '0')
  const one = duty({ postId: 'dem', from: `2026-12-${two(day)} 17:00`, to: `2026-12-${two(day + 1)} 07:00` })
  return { ...one, unit: String(one.start), ...(some as object) } as typeof one
}
const check = (duties: ReturnType<typeof duty>[], days?: number) =>
  nightSpacing.check(duties, context(days === undefined ? {} : { settings: { 'night-spacing.days': days } }))

const cases = [
  ['every third night', [night(1), night(4), night(7)], undefined, []],
  ['every second night', [night(1), night(3)], undefined, [1]],
  ['two nights running are worse', [night(1), night(2)], undefined, [2]],
  ['of three in a row each two are a breach', [night(1), night(3), night(5)], undefined, [1, 1]],
  ['two chains are two', [night(1), night(3), night(10), night(12)], undefined, [1, 1]],
  ['two posts of one night are one night', [night(1), { ...night(1), postId: 'dem-2' }], undefined, []],
  ['days are no nights', [1, 2, 3].map((day) => duty({ from: `2026-12-0${day} 07:30` })), undefined, []],
  ['two people', [night(1), night(2, { providerId: 'binh' })], undefined, []],
  ['a week of nights in one turn is the post’s design', [1, 2, 3, 4].map((day) => night(day, { unit: '2026-11-30' })), undefined, []],
  ['another night beside it is not', [...[1, 2, 3].map((day) => night(day, { unit: '2026-11-30' })), night(5)], undefined, [1]],
  ['a wider distance asked for', [night(1), night(4)], 4, [1]],
  ['0 turns it off', [night(1), night(2)], 0, []],
  ['1 as well', [night(1), night(2)], 1, []]
] as const
for (const [title, duties, days, degrees] of cases) {
  t.test(title, async (t) => {
    t.same(
      check(duties as ReturnType<typeof duty>[], days).map(({ degree }) => degree),
      degrees
    )
  })
}

t.test('a night at the end of last month counts, two of them are past', async (t) => {
  t.match(check([night(1, { settled: true }), night(3)]), [{ degree: 1, seats: { length: 1 } }])
  t.same(check([night(1, { settled: true }), night(2, { settled: true })]), [])
})
