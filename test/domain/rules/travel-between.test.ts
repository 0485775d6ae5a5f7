import t from 'tap'
import { travelBetween } from '../../../src/domain/rules/travel-between.ts'
import { context, duty } from '../../support/builders.ts'

const check = (duties: ReturnType<typeof duty>[], hours?: number) =>
  travelBetween.check(duties, context(hours === undefined ? {} : { settings: { 'travel-between.hours': hours } }))
const morning = duty({ mode: 'on_site', from: '2026-12-01 07:30', to: '11:30' })
const next = (from: string, some: Parameters<typeof duty>[0] = {}) =>
  duty({ postId: 'kv2', mode: 'on_site', from: `2026-12-01 ${from}`, ...some })

const cases = [
  ['an hour is enough', next('12:30'), undefined, 0],
  ['a minute less is not', next('12:29'), undefined, 1],
  ['more where the centre asks for it', next('13:30'), 3, 1],
  ['0 turns it off', next('11:30'), 0, 0],
  ['the same post needs none', next('11:45', { postId: 'kv1' }), undefined, 0],
  ['a duty by phone needs none', next('11:45', { mode: 'phone' }), undefined, 0],
  ['duties that overlap are for others to judge', next('11:29'), undefined, 0],
  ['two people', next('11:45', { providerId: 'binh' }), undefined, 0]
] as const
for (const [title, other, hours, breaches] of cases) {
  t.test(`${title}: ${breaches ? 'a breach' : 'no breach'}`, async (t) => {
    t.equal(check([morning, other], hours).length, breaches)
    t.equal(check([other, morning], hours).length, breaches, 'in whatever order they come')
  })
}

t.test('the breach says how long there is and where', async (t) => {
  t.match(check([morning, next('11:45')]), [{ level: 'soft', params: { rest: 0.25, least: 1, day: '2026-12-01', posts: 'kv1,kv2' } }])
})
