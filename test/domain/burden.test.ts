import t from 'tap'
import {
  BURDEN_KINDS,
  burdenOf,
  DEFAULT_WEIGHTS,
  dayPartOf,
  isTet,
  NO_BURDEN,
  nightHours,
  nightsOf,
  plus
} from '../../src/domain/burden.ts'
import type { DayKind } from '../../src/domain/calendar.ts'
import type { Day } from '../../src/domain/day.ts'
import { DEFAULT_ZONE, type Zone } from '../../src/domain/instant.ts'
import { duty, wall } from '../support/builders.ts'

const OFFICE = { from: '2026-12-01 07:30', to: '17:00' }
const ROUND = { from: '2026-12-01 00:00', to: '24:00' }

const weights = [
  ['office hours by phone on a working day are 4 points', OFFICE, 400],
  ['a day and night by phone on a working day is 8', ROUND, 800],
  ['on a make-up day it is the same 8', { ...ROUND, dayKind: 'make_up_day' }, 800],
  ['on a weekly rest day it is 9', { ...ROUND, dayKind: 'rest_day' }, 900],
  ['on a day off in lieu it is 9', { ...ROUND, dayKind: 'compensatory_off' }, 900],
  ['on a holiday it is 11', { ...ROUND, dayKind: 'holiday' }, 1100],
  ['at Tết it is 14', { from: '2027-02-06 00:00', to: '24:00', dayKind: 'holiday' }, 1400],
  ['on site the same office hours are 3 points more', { ...OFFICE, mode: 'on_site' }, 700],
  ['the support seat counts half', { ...ROUND, seat: 'support' }, 400],
  ['half of an odd number is not rounded', { ...ROUND, dayKind: 'holiday', seat: 'support' }, 550],
  ['a night of 12 hours weighs more than a day of 12 hours', { from: '2026-12-01 18:00', to: '2026-12-02 06:00' }, 600],
  ['a day of 12 hours', { from: '2026-12-01 06:00', to: '18:00' }, 400],
  ['half an hour is still a duty', { from: '2026-12-01 08:00', to: '08:30' }, 300],
  ['a slot of a whole week counts its days', { from: '2026-12-01 00:00', to: '2026-12-08 00:00' }, 1400 + 2800 + 1400]
] as const
for (const [title, some, points] of weights) {
  t.test(title, async (t) => t.equal(burdenOf(duty(some), DEFAULT_ZONE).points, points))
}

t.test('a centre with weights of its own gets its own points', async (t) => {
  const own = { ...DEFAULT_WEIGHTS, perDay: { ...DEFAULT_WEIGHTS.perDay, working: 10 } }
  t.equal(burdenOf(duty(OFFICE), DEFAULT_ZONE, own).points, 1200)
  t.equal(burdenOf(duty({ ...OFFICE, seat: 'support' }), DEFAULT_ZONE, { ...own, supportPercent: 33 }).points, 396)
})

t.test('a unit of nothing gives no points, instead of dividing by it', async (t) => {
  const none = { ...DEFAULT_WEIGHTS, hoursPerPoint: 0, nightHoursPerPoint: 0, onSiteHoursPerPoint: 0, kmPerPoint: 0 }
  const far = { burdenPercent: 100, distanceKm: 80 }
  t.equal(burdenOf(duty({ ...ROUND, mode: 'on_site' }), DEFAULT_ZONE, none, far).points, 200)
})

t.test('the way to a post counts by 25 km begun, on site alone', async (t) => {
  const at = (distanceKm: number, mode: 'phone' | 'on_site') =>
    burdenOf(duty({ ...OFFICE, mode }), DEFAULT_ZONE, DEFAULT_WEIGHTS, { burdenPercent: 100, distanceKm }).points
  t.same([at(0, 'on_site'), at(1, 'on_site'), at(25, 'on_site'), at(26, 'on_site')], [700, 800, 800, 900])
  t.equal(at(26, 'phone'), 400)
})

t.test('the factor of a post multiplies its points, rounded half up to whole hundredths, and nothing else', async (t) => {
  const of = (burdenPercent: number, seat: 'primary' | 'support') =>
    burdenOf(duty({ ...ROUND, dayKind: 'holiday', seat }), DEFAULT_ZONE, DEFAULT_WEIGHTS, { burdenPercent, distanceKm: 0 })
  t.same(of(150, 'primary'), { points: 1650, nights: 100, restDays: 0, holidays: 100, tet: 0 })
  t.equal(of(25, 'support').points, 138, '137.5')
  t.same(of(0, 'support'), { points: 0, nights: 50, restDays: 0, holidays: 50, tet: 0 })
})

const kinds = [
  ['a working day', { ...ROUND }, { nights: 100, restDays: 0, holidays: 0, tet: 0 }, 'workingDays'],
  ['office hours', { ...OFFICE }, { nights: 0, restDays: 0, holidays: 0, tet: 0 }, 'workingDays'],
  ['a make-up day', { ...ROUND, dayKind: 'make_up_day' }, { nights: 100, restDays: 0, holidays: 0, tet: 0 }, 'workingDays'],
  ['a weekly rest day', { ...ROUND, dayKind: 'rest_day' }, { nights: 100, restDays: 100, holidays: 0, tet: 0 }, 'restDays'],
  ['a swapped day off', { ...ROUND, dayKind: 'swapped_off' }, { nights: 100, restDays: 100, holidays: 0, tet: 0 }, 'restDays'],
  [
    'a holiday as support',
    { ...ROUND, dayKind: 'holiday', seat: 'support' },
    { nights: 50, restDays: 0, holidays: 50, tet: 0 },
    'holidays'
  ],
  [
    'a day of Tết',
    { from: '2027-02-06 00:00', to: '24:00', dayKind: 'holiday' },
    { nights: 100, restDays: 0, holidays: 0, tet: 100 },
    'tet'
  ]
] as const
for (const [title, some, counted, part] of kinds) {
  t.test(`the kinds of ${title}`, async (t) => {
    const { points: _, ...burden } = burdenOf(duty(some), DEFAULT_ZONE)
    t.same(burden, counted)
    t.equal(dayPartOf(duty(some)), part)
  })
}

t.test('Tết is the holidays by the lunar new year, and no other day', async (t) => {
  const holidays = [
    '2026-01-01',
    '2026-02-14',
    '2026-02-16',
    '2026-02-17',
    '2026-02-20',
    '2026-02-22',
    '2026-09-02',
    '2027-02-05',
    '2027-02-09'
  ]
  t.same(
    holidays.filter((day) => isTet(day as Day, 'holiday')),
    ['2026-02-16', '2026-02-17', '2026-02-20', '2027-02-05', '2027-02-09']
  )
  const others: readonly DayKind[] = ['working', 'rest_day', 'compensatory_off', 'swapped_off', 'make_up_day']
  t.same(
    others.filter((kind) => isTet('2026-02-17' as Day, kind)),
    []
  )
})

t.test('burdens add and take away kind by kind', async (t) => {
  const one = { points: 1, nights: 2, restDays: 3, holidays: 4, tet: 5 }
  t.same(plus(NO_BURDEN, one), one)
  t.same(plus(one, one, -1), NO_BURDEN)
  t.same(plus(one, one, 2), { points: 3, nights: 6, restDays: 9, holidays: 12, tet: 15 })
  t.same(Object.keys(one), [...BURDEN_KINDS])
})

const nights = [
  ['the night ends at 06:00', '2026-12-01 05:00', '2026-12-01 08:00', 1, 0],
  ['the night begins at 22:00', '2026-12-01 20:00', '2026-12-01 23:00', 1, 0],
  ['a whole night has 8 hours', '2026-12-01 18:00', '2026-12-02 08:00', 8, 1],
  ['half a night is one, less is none', '2026-12-01 18:00', '2026-12-02 02:00', 4, 1],
  ['a day from 06:00 to 22:00 has none', '2026-12-01 06:00', '2026-12-01 22:00', 0, 0],
  ['a calendar day has the end of one night and the start of the next', '2026-12-01 00:00', '2026-12-02 00:00', 8, 1],
  ['a week has seven', '2026-12-01 00:00', '2026-12-08 00:00', 56, 7]
] as const
for (const [title, from, to, hours, whole] of nights) {
  t.test(title, async (t) => {
    const interval = { start: wall(from), end: wall(to) }
    t.equal(nightHours(interval, DEFAULT_ZONE), hours)
    t.equal(nightsOf(interval, DEFAULT_ZONE), whole)
  })
}

t.test('in a zone with summer time the night of the change is an hour short, and still a night', async (t) => {
  const berlin = 'Europe/Berlin' as Zone
  const night = { start: wall('2026-03-28 20:00', berlin), end: wall('2026-03-29 08:00', berlin) }
  t.equal(nightHours(night, berlin), 7)
  t.equal(nightsOf(night, berlin), 1)
})
