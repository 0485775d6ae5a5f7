import fc from 'fast-check'
import t from 'tap'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { buildCalendar } from '../../src/domain/calendar.ts'
import type { Day } from '../../src/domain/day.ts'
import { type Instant, MINUTE, parseZone, type Zone } from '../../src/domain/instant.ts'
import { DEFAULT_SETTINGS, type WorkingHours } from '../../src/domain/settings.ts'
import { workingHoursBetween } from '../../src/domain/working-hours.ts'
import { wall } from '../support/builders.ts'

const calendar = buildCalendar(calendarNotices.map((notice, at) => ({ ...notice, id: `n${at}` }) as never))
const office = DEFAULT_SETTINGS.workingHours
const VN = 'Asia/Ho_Chi_Minh' as Zone

const cases = [
  ['inside the morning', '2026-12-01 08:00', '2026-12-01 09:30', 1.5],
  ['the lunch hours do not count', '2026-12-01 11:00', '2026-12-01 14:00', 1],
  ['a whole day', '2026-12-01 00:00', '2026-12-02 00:00', 7.5],
  ['sent on Friday evening, nothing by Monday 07:30', '2026-12-04 17:00', '2026-12-07 07:30', 0],
  ['and an hour by half past eight', '2026-12-04 17:00', '2026-12-07 08:30', 1],
  ['a worked Saturday counts: 22/08/2026', '2026-08-22 00:00', '2026-08-23 00:00', 7.5],
  ['the swapped day off does not: 31/08/2026', '2026-08-31 00:00', '2026-09-01 00:00', 0],
  ['a holiday does not: 01/01/2027', '2026-12-31 17:00', '2027-01-02 00:00', 0],
  ['the same instant', '2026-12-01 08:00', '2026-12-01 08:00', 0],
  ['the wrong way round', '2026-12-01 09:00', '2026-12-01 08:00', 0]
] as const
for (const [title, from, to, hours] of cases) {
  t.test(title, async (t) => t.equal(workingHoursBetween(wall(from), wall(to), office, calendar, VN), hours))
}

/** Counts minutes one by one, the wall read by Intl. */
function byMinutes(from: number, to: number, hours: readonly WorkingHours[], zone: string): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  let minutes = 0
  for (let at = from; at < to; at += MINUTE) {
    const [day, time] = format.format(at).split(' ') as [string, string]
    if (calendar.isWorking(day as Day) && hours.some((range) => range.from <= time && time < range.to)) minutes += 1
  }
  return minutes / 60
}

/** Up to three ranges of a day, after the hours in which clocks change, that do not overlap. */
const hours: fc.Arbitrary<WorkingHours[]> = fc
  .uniqueArray(fc.integer({ min: 4 * 60, max: 23 * 60 + 59 }), { minLength: 2, maxLength: 6 })
  .map((marks) => marks.sort((a, b) => a - b))
  .map((marks) => {
    const text = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
    return marks.flatMap((from, at) => {
      const to = marks[at + 1]
      return at % 2 === 0 && to !== undefined ? [{ from: text(from), to: text(to) }] : []
    })
  })

t.test('it is what counting minute by minute finds, clock changes included', async () => {
  const zone = fc.constantFrom(VN, parseZone('Europe/Berlin'), parseZone('America/New_York'))
  const start = fc.integer({ min: wall('2026-08-15 00:00') / MINUTE, max: wall('2027-03-31 00:00') / MINUTE })
  fc.assert(
    fc.property(zone, start, fc.integer({ min: 0, max: 5 * 24 * 60 }), hours, (zone, start, length, hours) => {
      const [from, to] = [start * MINUTE, (start + length) * MINUTE] as [Instant, Instant]
      const counted = workingHoursBetween(from, to, hours, calendar, zone)
      return Math.abs(counted - byMinutes(from, to, hours, zone)) < 1e-9
    }),
    { numRuns: 60 }
  )
})

t.test('it adds up, however the time is cut', async () => {
  const at = fc.integer({ min: wall('2026-11-01 00:00'), max: wall('2027-02-28 00:00') })
  fc.assert(
    fc.property(fc.tuple(at, at, at), hours, (instants, hours) => {
      const [a, b, c] = instants.sort((x, y) => x - y) as [Instant, Instant, Instant]
      const between = (from: Instant, to: Instant) => workingHoursBetween(from, to, hours, calendar, VN)
      return Math.abs(between(a, c) - between(a, b) - between(b, c)) < 1e-6
    })
  )
})
