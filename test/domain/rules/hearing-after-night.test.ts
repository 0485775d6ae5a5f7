import t from 'tap'
import { hearingAfterNight } from '../../../src/domain/rules/hearing-after-night.ts'
import { context, duty, engagement } from '../../support/builders.ts'

const night = duty({ postId: 'dem', from: '2026-12-01 17:00', to: '2026-12-02 07:00' })
const check = (one: ReturnType<typeof engagement>, some: typeof night = night, hours = 12) =>
  hearingAfterNight.check([some], context({ engagements: [one], settings: { 'hearing-after-night.hours': hours } }))
const hearing = (from: string, some: Parameters<typeof engagement>[0] = {}) => engagement({ from, to: '23:00', ...some })

const cases = [
  ['a hearing next morning', hearing('2026-12-02 08:00'), 1],
  ['one that begins as the night ends', hearing('2026-12-02 07:00'), 1],
  ['one just within 12 hours', hearing('2026-12-02 18:59'), 1],
  ['one 12 hours later', hearing('2026-12-02 19:00'), 0],
  ['one during the duty is for others to judge', hearing('2026-12-02 06:30'), 0],
  ['a meeting', hearing('2026-12-02 08:00', { kind: 'meeting' }), 0],
  ['somebody else’s hearing', hearing('2026-12-02 08:00', { providerId: 'binh' }), 0]
] as const
for (const [title, one, breaches] of cases) {
  t.test(`${title}: ${breaches ? 'a breach' : 'no breach'}`, async (t) => t.equal(check(one).length, breaches))
}

t.test('after a day it is no matter, nor after last month’s night, nor with 0 hours', async (t) => {
  t.same(check(hearing('2026-12-01 18:00'), duty()), [])
  t.same(check(hearing('2026-12-02 08:00'), { ...night, settled: true }), [])
  t.same(check(hearing('2026-12-02 08:00'), night, 0), [])
})

t.test('the breach says when the hearing is', async (t) => {
  t.match(check(hearing('2026-12-02 08:00')), [
    { level: 'soft', params: { start: '2026-12-02T08:00:00+07:00', day: '2026-12-01', post: 'dem' } }
  ])
})
