import t from 'tap'
import { engagementOverlap } from '../../../src/domain/rules/engagement-overlap.ts'
import { context, duty, engagement } from '../../support/builders.ts'

const hearing = engagement({ from: '2026-12-01 09:00', to: '11:00' })
const edges = [
  ['a duty that ends as the hearing begins is free', '2026-12-01 07:30', '09:00', 0],
  ['a duty that ends a minute later is not', '2026-12-01 07:30', '09:01', 1],
  ['a duty that begins as the hearing ends is free', '2026-12-01 11:00', '17:00', 0],
  ['a duty that begins a minute earlier is not', '2026-12-01 10:59', '17:00', 1],
  ['a 24-hour duty around a hearing of two hours is not', '2026-12-01 00:00', '24:00', 1]
] as const

for (const [title, from, to, breaches] of edges) {
  t.test(title, async (t) => {
    t.equal(engagementOverlap.check([duty({ from, to })], context({ engagements: [hearing] })).length, breaches)
  })
}

const choices = [
  ['on_site', 'primary', false, 1],
  ['on_site', 'primary', true, 1],
  ['on_site', 'support', false, 1],
  ['on_site', 'support', true, 1],
  ['phone', 'primary', false, 1],
  ['phone', 'primary', true, 0],
  ['phone', 'support', false, 0],
  ['phone', 'support', true, 0]
] as const

for (const [mode, seat, reachable, breaches] of choices) {
  t.test(`${mode}, ${seat} seat, ${reachable ? 'reachable' : 'unreachable'}: ${breaches ? 'blocked' : 'allowed'}`, async (t) => {
    const world = context({ engagements: [engagement({ reachable })] })
    t.equal(engagementOverlap.check([duty({ mode, seat })], world).length, breaches)
  })
}

t.test('the breach says when, on the wall of the centre', async (t) => {
  t.match(engagementOverlap.check([duty()], context({ engagements: [hearing] })), [
    { params: { engagement: 'hearing', start: '2026-12-01T09:00:00+07:00', end: '2026-12-01T11:00:00+07:00' } }
  ])
})
