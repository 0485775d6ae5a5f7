import t from 'tap'
import { STRENGTHS } from '../../../src/domain/preference.ts'
import { avoidedDuty } from '../../../src/domain/rules/avoided-duty.ts'
import { context, duty, preference } from '../../support/builders.ts'

// 2026-12-01 is a Tuesday.
const check = (some: Parameters<typeof preference>[0], one: Parameters<typeof duty>[0] = {}) =>
  avoidedDuty.check([duty(one)], context({ preferences: [preference(some)] }))

const night = { from: '2026-12-01 17:00', to: '2026-12-02 07:00' }
const cases = [
  ['the day itself', { from: '2026-12-01', to: '2026-12-01' }, {}, 1],
  ['the first day of a range', { from: '2026-12-01', to: '2026-12-05' }, {}, 1],
  ['the day after its last', { from: '2026-11-25', to: '2026-11-30' }, {}, 0],
  ['the day before its first', { from: '2026-12-02' }, {}, 0],
  ['a night that runs into it', { from: '2026-12-02' }, night, 1],
  ['its weekday', { weekdays: [2] }, {}, 1],
  ['another weekday', { weekdays: [1, 3] }, {}, 0],
  ['a night into its weekday', { weekdays: [3] }, night, 1],
  ['its post', { postIds: ['kv1'] }, {}, 1],
  ['another post', { postIds: ['kv2'] }, {}, 0],
  ['its weekday at another post', { weekdays: [2], postIds: ['kv2'] }, {}, 0],
  ['somebody else’s preference', { providerId: 'binh' }, {}, 0],
  ['a wish for duty', { kind: 'wish' }, {}, 0],
  ['a settled duty', {}, { settled: true }, 0]
] as const
for (const [title, some, one, breaches] of cases) {
  t.test(`${title}: ${breaches ? 'a breach' : 'no breach'}`, async (t) => t.equal(check(some, one).length, breaches))
}

t.test('it counts by its strength', async (t) => {
  for (const strength of STRENGTHS)
    t.match(check({ strength }), [{ level: 'soft', degree: strength, params: { day: '2026-12-01', post: 'kv1' } }])
})
