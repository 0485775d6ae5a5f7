import t from 'tap'
import { DEFAULT_ZONE, type Zone } from '../../src/domain/instant.ts'
import { burdenOf, DEFAULT_WEIGHTS, nightHours } from '../../src/planning/burden.ts'
import { duty, wall } from '../support/builders.ts'

const OFFICE = { from: '2026-12-01 07:30', to: '17:00' }
const ROUND = { from: '2026-12-01 00:00', to: '24:00' }

const weights = [
  ['office hours by phone on a working day are 4 points', OFFICE, 4],
  ['a day and night by phone on a working day is 8', ROUND, 8],
  ['on a make-up day it is the same 8', { ...ROUND, dayKind: 'make_up_day' }, 8],
  ['on a weekly rest day it is 9', { ...ROUND, dayKind: 'rest_day' }, 9],
  ['on a holiday it is 11', { ...ROUND, dayKind: 'holiday' }, 11],
  ['on site the same office hours are 3 points more', { ...OFFICE, mode: 'on_site' }, 7],
  ['the support seat counts half', { ...ROUND, seat: 'support' }, 4],
  ['half of an odd number is rounded up', { ...ROUND, dayKind: 'holiday', seat: 'support' }, 6],
  ['a night of 12 hours weighs more than a day of 12 hours', { from: '2026-12-01 18:00', to: '2026-12-02 06:00' }, 6],
  ['a day of 12 hours', { from: '2026-12-01 06:00', to: '18:00' }, 4],
  ['half an hour is still a duty', { from: '2026-12-01 08:00', to: '08:30' }, 3],
  ['a slot of a whole week counts its days', { from: '2026-12-01 00:00', to: '2026-12-08 00:00' }, 14 + 28 + 14]
] as const
for (const [title, some, points] of weights) {
  t.test(title, async (t) => t.equal(burdenOf(duty(some), DEFAULT_ZONE), points))
}

t.test('a centre with weights of its own gets its own points', async (t) => {
  const own = { ...DEFAULT_WEIGHTS, perDay: { ...DEFAULT_WEIGHTS.perDay, working: 10 } }
  t.equal(burdenOf(duty(OFFICE), DEFAULT_ZONE, own), 12)
})

const nights = [
  ['the night ends at 06:00', '2026-12-01 05:00', '2026-12-01 08:00', 1],
  ['the night begins at 22:00', '2026-12-01 20:00', '2026-12-01 23:00', 1],
  ['a whole night has 8 hours', '2026-12-01 18:00', '2026-12-02 08:00', 8],
  ['a day from 06:00 to 22:00 has none', '2026-12-01 06:00', '2026-12-01 22:00', 0],
  ['a calendar day has the end of one night and the start of the next', '2026-12-01 00:00', '2026-12-02 00:00', 8]
] as const
for (const [title, from, to, hours] of nights) {
  t.test(title, async (t) => t.equal(nightHours({ start: wall(from), end: wall(to) }, DEFAULT_ZONE), hours))
}

t.test('in a zone with summer time the night of the change is an hour short', async (t) => {
  const berlin = 'Europe/Berlin' as Zone
  const night = { start: wall('2026-03-28 20:00', berlin), end: wall('2026-03-29 08:00', berlin) }
  t.equal(nightHours(night, berlin), 7)
})
