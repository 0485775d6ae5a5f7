import t from 'tap'
import type { Zone } from '../../../src/domain/instant.ts'
import { daysTouched } from '../../../src/domain/rules/span.ts'
import { context, duty } from '../../support/builders.ts'

const cases = [
  ['a duty within a day', '2026-12-01 07:30', '17:00', ['2026-12-01']],
  ['a whole day does not touch the next', '2026-12-01 00:00', '24:00', ['2026-12-01']],
  ['a minute past midnight does', '2026-12-01 00:00', '2026-12-02 00:01', ['2026-12-01', '2026-12-02']],
  ['a duty from midnight does not touch the day before', '2026-12-02 00:00', '07:30', ['2026-12-02']],
  ['a long duty touches the days between', '2026-12-31 17:00', '2027-01-02 07:30', ['2026-12-31', '2027-01-01', '2027-01-02']]
] as const

for (const [title, from, to, days] of cases) {
  t.test(title, async (t) => t.same(daysTouched(duty({ from, to }), context()), days))
}

t.test('days are those of the centre’s wall, through a clock change too', async (t) => {
  const zone = 'America/New_York' as Zone
  const day = duty({ from: '2026-11-01 00:00', to: '24:00' }, zone)
  t.equal((day.end - day.start) / 3_600_000, 25)
  t.same(daysTouched(day, context({ zone })), ['2026-11-01'])
  t.same(daysTouched(day, context()), ['2026-11-01', '2026-11-02'], 'another wall reads other days')
})
