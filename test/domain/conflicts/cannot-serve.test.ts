import t from 'tap'
import { cannotServe } from '../../../src/domain/conflicts/cannot-serve.ts'
import { wall } from '../../support/builders.ts'
import { candidate, conflictContext, exclusion } from './context.ts'

const away = (from: string, to: string) => [candidate('an', { absences: [{ from, to }] })]
const busy = (start: string, end: string, reachable = false) => [
  candidate('an', { engagements: [{ start: wall(start), end: wall(end), reachable }] })
]
const cases = [
  ['the first day of leave', away('2026-12-05', '2026-12-08'), true],
  ['the last day of leave', away('2026-12-01', '2026-12-05'), true],
  ['the day before leave', away('2026-12-06', '2026-12-08'), false],
  ['the day after leave', away('2026-12-01', '2026-12-04'), false],
  ['in a hearing', busy('2026-12-05 02:00', '2026-12-05 03:00'), true],
  ['from the minute it begins', busy('2026-12-05 02:10', '2026-12-05 03:00'), true],
  ['until the minute it ends', busy('2026-12-05 01:00', '2026-12-05 02:10'), false],
  ['where the phone is answered', busy('2026-12-05 02:00', '2026-12-05 03:00', true), false]
] as const

for (const [title, candidates, found] of cases) {
  t.test(title, async (t) => {
    const warning = { providerId: 'an', rule: 'cannot-serve', level: 'warn', basis: 'Luật TGPL 2017 Điều 25(2)c', declared: false }
    t.same(cannotServe.check(conflictContext({ candidates })), found ? [warning] : [])
  })
}

t.test('who says so is called after the others, never barred', async (t) => {
  for (const confirmed of [true, false]) {
    const found = cannotServe.check(conflictContext({ exclusions: [exclusion('cannot-serve', 'an', confirmed)] }))
    t.same(
      found.map(({ level, declared }) => [level, declared]),
      [['warn', true]]
    )
  }
})
