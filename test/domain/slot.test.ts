import fc from 'fast-check'
import t from 'tap'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { buildCalendar, type DayKind } from '../../src/domain/calendar.ts'
import {
  addDays,
  addMonths,
  type Day,
  daysBetween,
  daysOfMonth,
  eachDay,
  firstDay,
  lastDay,
  type Month,
  monthOf,
  weekdayOf,
  weekStart
} from '../../src/domain/day.ts'
import { fieldErrors } from '../../src/domain/errors.ts'
import { unitOf } from '../../src/domain/handover.ts'
import type { NoticeId, PostId } from '../../src/domain/ids.ts'
import { dayAt, formatInstant, HOUR, type Instant, MINUTE, parseInstant, timeAt, wallClock, type Zone } from '../../src/domain/instant.ts'
import { HANDOVER_UNITS, type Pattern } from '../../src/domain/post.ts'
import { PATTERN_REASONS } from '../../src/domain/recurrence.ts'
import {
  checkPatterns,
  isContinuous,
  MOST_SLOTS,
  overlappingPatterns,
  parsePattern,
  patternDuration,
  readPattern,
  refuseTooMany,
  type SlotPlan,
  slotsOf
} from '../../src/domain/slot.ts'

const d = (day: string): Day => day as Day
const m = (month: string): Month => month as Month
const VIET_NAM = 'Asia/Ho_Chi_Minh' as Zone
const calendar = buildCalendar(calendarNotices.map((seed, i) => ({ ...seed, id: `notice-${i}` as NoticeId })))
const MONDAY_FIRST = { firstWeekday: 1 }

const pattern = (startsAt: string, minutes: number, rrule = 'FREQ=DAILY', dayKinds: readonly DayKind[] | null = null): Pattern => ({
  rrule,
  startsAt,
  minutes,
  dayKinds
})
type Staffed = Parameters<typeof slotsOf>[0]
const post = (patterns: readonly Pattern[], more: Partial<Staffed> = {}): Staffed => ({
  id: 'post' as PostId,
  mode: 'phone',
  patterns,
  handoverUnit: 'day',
  handoverEvery: 1,
  straddles: false,
  validFrom: d('2015-01-01'),
  validTo: null,
  ...more
})
const OFFICE: readonly DayKind[] = ['working', 'make_up_day']
const written = (slots: readonly SlotPlan[], zone = VIET_NAM): string[] =>
  slots.map(({ start, end }) => `${formatInstant(start, zone).slice(0, 16)}/${formatInstant(end, zone).slice(0, 16)}`)

// How many a month may have

const hourly = (count: number, more: Partial<Staffed> = {}) => ({
  ...post(
    Array.from({ length: count }, (_, hour) => pattern(`${String(hour).padStart(2, '0')}:00`, 60)),
    more
  ),
  name: `${count} ca`
})

t.test('a roster has so many slots at most, and the post that makes most of them is named', async (t) => {
  t.equal(MOST_SLOTS, 6000)
  const month = m('2026-11')
  const full = Array.from({ length: 10 }, () => hourly(20))
  t.equal(full.flatMap((each) => slotsOf(each, month, calendar, VIET_NAM, MONDAY_FIRST)).length, MOST_SLOTS)
  t.doesNotThrow(() => refuseTooMany(full, month, calendar))
  const over = [hourly(1, { validTo: d('2026-11-01') }), ...full]
  t.throws(() => refuseTooMany(over, month, calendar), {
    code: 'ROSTER_TOO_LARGE',
    params: { month, most: 6000, post: '20 ca', count: 600 }
  })
  t.doesNotThrow(() => refuseTooMany([hourly(1, { validFrom: d('2026-12-01') }), ...full], month, calendar), 'a post of another time')
  const weekends = { ...post([pattern('20:00', 60, 'FREQ=DAILY', ['rest_day'])]), name: 'x' }
  t.throws(() => refuseTooMany([weekends, ...full], month, calendar), { code: 'ROSTER_TOO_LARGE' })
  const tet = { ...post([pattern('20:00', 60, 'FREQ=DAILY', ['swapped_off'])]), name: 'x' }
  t.doesNotThrow(() => refuseTooMany([tet, ...full], month, calendar), 'a pattern without a day in the month')
})

t.test('too many are refused without being cut', async (t) => {
  const posts = Array.from({ length: 2000 }, () => hourly(20))
  const before = process.cpuUsage()
  t.throws(() => refuseTooMany(posts, m('2026-12'), calendar), { code: 'ROSTER_TOO_LARGE' })
  const { user, system } = process.cpuUsage(before)
  t.ok(user + system < 250_000, `${(user + system) / 1000} ms for ${posts.length * 620} slots`)
})

// Patterns, read and written

const input = { rrule: 'FREQ=DAILY', startsAt: '07:30', duration: 'P1D', dayKinds: null }

for (const [duration, minutes, normal] of [
  ['P1D', 1440, 'P1D'],
  ['PT24H', 1440, 'P1D'],
  ['PT1440M', 1440, 'P1D'],
  ['PT9H30M', 570, 'PT9H30M'],
  ['PT570M', 570, 'PT9H30M'],
  ['PT12H', 720, 'PT12H'],
  ['PT1M', 1, 'PT1M'],
  ['P1W', 10_080, 'P7D'],
  ['P1DT12H', 2160, 'P1DT12H'],
  ['PT36H', 2160, 'P1DT12H'],
  ['P1DT5M', 1445, 'P1DT5M'],
  ['P31D', 44_640, 'P31D']
] as const) {
  t.test(`${duration} is ${minutes} minutes of the wall, written back as ${normal}`, async (t) => {
    const read = parsePattern({ ...input, duration })
    t.equal(read.minutes, minutes)
    t.equal(patternDuration(read), normal)
    t.equal(parsePattern({ ...input, duration: normal }).minutes, minutes)
  })
}

const badPatterns = [
  ['nothing as a duration', { duration: '' }, '/duration', 'bad_duration'],
  ['an empty duration', { duration: 'P' }, '/duration', 'bad_duration'],
  ['an empty time in a duration', { duration: 'P1DT' }, '/duration', 'bad_duration'],
  ['a month, whose length nobody knows', { duration: 'P1M' }, '/duration', 'bad_duration'],
  ['seconds', { duration: 'PT1H30S' }, '/duration', 'bad_duration'],
  ['half an hour as a fraction', { duration: 'PT1.5H' }, '/duration', 'bad_duration'],
  ['a negative duration', { duration: '-PT1H' }, '/duration', 'bad_duration'],
  ['minutes before hours', { duration: 'PT30M1H' }, '/duration', 'bad_duration'],
  ['no time at all', { duration: 'PT0M' }, '/duration', 'duration_out_of_range'],
  ['a minute more than 31 days', { duration: 'P31DT1M' }, '/duration', 'duration_out_of_range'],
  ['24:00 as a start', { startsAt: '24:00' }, '/startsAt', 'bad_time'],
  ['minute 60', { startsAt: '07:60' }, '/startsAt', 'bad_time'],
  ['an hour of one digit', { startsAt: '7:30' }, '/startsAt', 'bad_time'],
  ['a start with seconds', { startsAt: '07:30:00' }, '/startsAt', 'bad_time'],
  ['a rule of hours', { rrule: 'FREQ=HOURLY' }, '/rrule', 'bad_value'],
  ['day kinds that are none', { dayKinds: [] }, '/dayKinds', 'no_day_kinds'],
  ['a day kind that is unknown', { dayKinds: ['working', 'weekend'] }, '/dayKinds', 'unknown_day_kind']
] as const

for (const [title, wrong, pointer, reason] of badPatterns) {
  t.test(`${title} is refused: ${reason}`, async (t) => {
    t.throws(() => parsePattern({ ...input, ...wrong }), {
      code: 'BAD_FIELD',
      fields: [{ pointer, code: 'BAD_PATTERN', params: { reason } }]
    })
  })
}

t.test('a day kind named twice is refused, and kinds are kept in the order of the calendar', async (t) => {
  const twice = { ...input, dayKinds: ['working', 'working'] }
  t.throws(() => parsePattern(twice), {
    code: 'BAD_FIELD',
    fields: [{ pointer: '/dayKinds', code: 'DUPLICATE_ITEM', params: { value: 'working' } }]
  })
  t.same(parsePattern({ ...input, dayKinds: ['make_up_day', 'working'] }).dayKinds, OFFICE)
  t.equal(parsePattern({ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'P1D' }).dayKinds, null)
})

t.test('a pattern is told all that is wrong with it at once, below its own pointer', async (t) => {
  const errors = fieldErrors()
  const wrong = { rrule: 'x', startsAt: 'x', duration: 'x', dayKinds: ['x'] }
  t.equal(readPattern(errors, '/patterns/1', wrong), undefined)
  t.same(readPattern(errors, '/patterns/2', input), pattern('07:30', 1440))
  t.throws(() => errors.throwIfAny(), {
    code: 'BAD_FIELD',
    fields: ['rrule', 'startsAt', 'duration', 'dayKinds'].map((field) => ({ pointer: `/patterns/1/${field}`, code: 'BAD_PATTERN' }))
  })
})

// Slots of posts that are staffed round the clock

const roundTheClock = [
  ['from midnight', [pattern('00:00', 1440)]],
  ['from 07:30', [pattern('07:30', 1440)]],
  ['in two halves at 07:00 and 19:00', [pattern('07:00', 720), pattern('19:00', 720)]],
  ['a week at a time', [pattern('08:00', 10_080, 'FREQ=WEEKLY;BYDAY=MO')]],
  ['handed over inside the hour that clocks repeat', [pattern('02:15', 1440)]]
] as const
const years = Array.from({ length: 48 }, (_, at) => addMonths(m('2024-01'), at))

for (const [title, patterns] of roundTheClock) {
  for (const zone of [VIET_NAM, 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'] as Zone[]) {
    t.test(`a post staffed ${title} has somebody at every minute of 2024-2027 in ${zone}, and never two`, async (t) => {
      const faults: string[] = []
      let reached = wallClock(d('2024-01-01'), 0, zone)
      for (const month of years) {
        const carriedUntil = month === '2024-01' ? undefined : reached
        for (const { start, end, day } of slotsOf(post(patterns), month, calendar, zone, { firstWeekday: 1, carriedUntil })) {
          if (start !== reached || end <= start || monthOf(day) !== month) faults.push(`${month} ${formatInstant(start, zone)}`)
          reached = end
        }
      }
      t.same(faults, [])
      t.ok(reached >= wallClock(d('2028-01-01'), 0, zone))
      t.ok(isContinuous(post(patterns)))
    })

    t.test(`a month of it made alone, between two that are made, closes the gap to the minute in ${zone}`, async (t) => {
      const slots = slotsOf(post(patterns), m('2026-03'), calendar, zone, {
        firstWeekday: 1,
        nextFrom: wallClock(d('2026-04-01'), 0, zone)
      })
      t.equal(slots[0]?.start, wallClock(d('2026-03-01'), 0, zone))
      t.equal(slots.at(-1)?.end, wallClock(d('2026-04-01'), 0, zone))
      t.same(
        slots.slice(1).map(({ start }) => start),
        slots.slice(0, -1).map(({ end }) => end)
      )
    })
  }
}

// The first and the last slot

const at = (text: string): Instant => parseInstant(`${text}+07:00`)
const day24 = [pattern('07:30', 1440)]
const night = [pattern('17:00', 840)]

for (const [title, staffed, month, options, first] of [
  ['no roster before: what is under way at midnight is the first slot', post(day24), '2026-01', {}, '2026-01-01T00:00/2026-01-01T07:30'],
  [
    'a roster before that carries the post to the hand-over',
    post(day24),
    '2026-01',
    { carriedUntil: at('2026-01-01T07:30') },
    '2026-01-01T07:30/2026-01-02T07:30'
  ],
  [
    'a roster before that ended too soon: only the rest is a slot',
    post(day24),
    '2026-01',
    { carriedUntil: at('2026-01-01T05:00') },
    '2026-01-01T05:00/2026-01-01T07:30'
  ],
  [
    'a roster before that ended last month: the month begins at its midnight',
    post(day24),
    '2026-01',
    { carriedUntil: at('2025-12-20T07:30') },
    '2026-01-01T00:00/2026-01-01T07:30'
  ],
  [
    'a roster before that runs past the first hand-over shortens the first slot',
    post(day24),
    '2026-01',
    { carriedUntil: at('2026-01-01T12:00') },
    '2026-01-01T12:00/2026-01-02T07:30'
  ],
  [
    'a post that begins with the month is staffed from its midnight',
    post(day24, { validFrom: d('2026-01-01') }),
    '2026-01',
    {},
    '2026-01-01T00:00/2026-01-01T07:30'
  ],
  [
    'a post that begins within the month is staffed from that midnight',
    post(day24, { validFrom: d('2026-01-15') }),
    '2026-01',
    {},
    '2026-01-15T00:00/2026-01-15T07:30'
  ],
  [
    'a night post that begins within the month has the rest of the night',
    post(night, { validFrom: d('2026-01-15') }),
    '2026-01',
    {},
    '2026-01-15T00:00/2026-01-15T07:00'
  ],
  [
    'a rule with COUNT is not thought back',
    post([pattern('07:30', 1440, 'FREQ=DAILY;COUNT=9')], { validFrom: d('2026-01-15') }),
    '2026-01',
    {},
    '2026-01-15T07:30/2026-01-16T07:30'
  ],
  ['office hours have nothing under way at midnight', post([pattern('07:30', 570)]), '2026-01', {}, '2026-01-01T07:30/2026-01-01T17:00'],
  ['a slot that ends at midnight leaves nothing over', post([pattern('16:00', 480)]), '2026-01', {}, '2026-01-01T16:00/2026-01-02T00:00'],
  [
    'what is left of a week that began last month',
    post([pattern('08:00', 10_080, 'FREQ=WEEKLY;BYDAY=MO')]),
    '2026-01',
    {},
    '2026-01-01T00:00/2026-01-05T08:00'
  ],
  [
    'what is left of 31 days that began last month',
    post([pattern('23:59', 44_640, 'FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=12')], { validFrom: d('2016-01-01') }),
    '2026-01',
    {},
    '2026-01-01T00:00/2026-01-01T23:59'
  ]
] as const) {
  t.test(`first slot: ${title}`, async (t) => {
    t.equal(written(slotsOf(staffed, m(month), calendar, VIET_NAM, { ...MONDAY_FIRST, ...options }))[0], first)
  })
}

for (const [title, staffed, options, last] of [
  ['it runs on past the month', post(day24), {}, '2026-01-31T07:30/2026-02-01T07:30'],
  ['it stops where the next roster begins', post(day24), { nextFrom: at('2026-02-01T00:00') }, '2026-01-31T07:30/2026-02-01T00:00'],
  ['it stops where the next roster begins late', post(day24), { nextFrom: at('2026-02-01T09:00') }, '2026-01-31T07:30/2026-02-01T07:30'],
  [
    'on the last day of the post it runs on past the post',
    post(day24, { validTo: d('2026-01-10') }),
    {},
    '2026-01-10T07:30/2026-01-11T07:30'
  ],
  ['a post that ends later changes nothing', post(day24, { validTo: d('2026-02-01') }), {}, '2026-01-31T07:30/2026-02-01T07:30'],
  [
    'UNTIL ends the pattern before the post',
    post([pattern('07:30', 570, 'FREQ=DAILY;UNTIL=20260120')]),
    {},
    '2026-01-20T07:30/2026-01-20T17:00'
  ]
] as const) {
  t.test(`last slot: ${title}`, async (t) => {
    t.equal(written(slotsOf(staffed, m('2026-01'), calendar, VIET_NAM, { ...MONDAY_FIRST, ...options })).at(-1), last)
  })
}

for (const [title, more] of [
  ['ended with the month before', { validTo: d('2025-12-31') }],
  ['begins with the month after', { validFrom: d('2026-02-01') }]
] as const) {
  t.test(`a post that ${title} has no slot`, async (t) => {
    t.same(slotsOf(post(day24, more), m('2026-01'), calendar, VIET_NAM, MONDAY_FIRST), [])
  })
}

t.test('the first slot of a month is of the day it starts on, but its day’s turn is that of the day before', async (t) => {
  const [first, second] = slotsOf(post(day24), m('2026-01'), calendar, VIET_NAM, MONDAY_FIRST)
  t.match(first, { day: '2026-01-01', dayKind: 'holiday', unit: '2025-12-31', postId: 'post', mode: 'phone' })
  t.match(second, { day: '2026-01-01', dayKind: 'holiday', unit: '2026-01-01' })
  const [week] = slotsOf(post(day24, { handoverUnit: 'week' }), m('2026-01'), calendar, VIET_NAM, MONDAY_FIRST)
  t.equal(week?.unit, '2026-01-01')
})

t.test('the kind of day asked for is that of the day on which the slot began, even when its rest is in the next month', async (t) => {
  // Sunday 31 May 2026; Monday 1 June is a working day
  const sundays = post([pattern('17:00', 840, 'FREQ=DAILY', ['rest_day'])])
  const [first] = slotsOf(sundays, m('2026-06'), calendar, VIET_NAM, MONDAY_FIRST)
  t.match(first, { day: '2026-06-01', dayKind: 'working', start: at('2026-06-01T00:00'), end: at('2026-06-01T07:00') })
})

// Office hours

t.test('an office post stands on working days and worked Saturdays, and on no other day', async (t) => {
  const office = post([pattern('07:30', 570, 'FREQ=DAILY', OFFICE)])
  for (const month of years.slice(0, 36)) {
    const slots = slotsOf(office, month, calendar, VIET_NAM, MONDAY_FIRST)
    t.same(
      slots.map(({ day }) => day),
      daysOfMonth(month).filter((day) => calendar.isWorking(day)),
      month
    )
    t.ok(slots.every(({ start, end }) => timeAt(start, VIET_NAM) === '07:30' && timeAt(end, VIET_NAM) === '17:00'))
  }
})

for (const [title, day, staffed] of [
  ['a Saturday worked for a swapped day', '2026-08-22', true],
  ['an ordinary Saturday', '2026-08-29', false],
  ['Vietnam Culture Day, a Tuesday', '2026-11-24', false],
  ['the Monday before it', '2026-11-23', true],
  ['National Day', '2026-09-02', false],
  ['New Year’s Day', '2026-01-01', false],
  ['the first day of Tết', '2026-02-17', false]
] as const) {
  t.test(`office hours: ${title} (${day}) is ${staffed ? '' : 'not '}staffed`, async (t) => {
    const office = post([pattern('07:30', 270, 'FREQ=DAILY', OFFICE), pattern('13:00', 240, 'FREQ=DAILY', OFFICE)])
    const slots = slotsOf(office, monthOf(d(day)), calendar, VIET_NAM, MONDAY_FIRST).filter((slot) => slot.day === day)
    t.equal(slots.length, staffed ? 2 : 0)
    t.ok(slots.every(({ dayKind }) => dayKind === calendar.dayOf(d(day)).kind))
  })
}

t.test('a post on rest days and holidays stands exactly when the office post does not', async (t) => {
  const off: DayKind[] = ['rest_day', 'holiday', 'compensatory_off', 'swapped_off']
  const both = post([pattern('00:00', 1440, 'FREQ=DAILY', OFFICE), pattern('00:00', 1440, 'FREQ=DAILY', off)])
  for (const month of years.slice(0, 36)) {
    t.same(
      slotsOf(both, month, calendar, VIET_NAM, MONDAY_FIRST).map(({ day }) => day),
      daysOfMonth(month)
    )
  }
})

// Clock changes

for (const [title, zone, month, patterns, day, slots] of [
  [
    'clocks that skip an hour shorten the night',
    'Europe/Berlin',
    '2026-03',
    [pattern('19:00', 720)],
    '2026-03-28',
    ['2026-03-28T19:00:00+01:00 11']
  ],
  [
    'clocks that repeat an hour lengthen it',
    'Europe/Berlin',
    '2026-10',
    [pattern('19:00', 720)],
    '2026-10-24',
    ['2026-10-24T19:00:00+02:00 13']
  ],
  ['a slot inside a skipped hour is dropped', 'Europe/Berlin', '2026-03', [pattern('02:00', 60)], '2026-03-29', []],
  [
    'a slot half inside a skipped hour keeps its other half',
    'Europe/Berlin',
    '2026-03',
    [pattern('02:30', 60)],
    '2026-03-29',
    ['2026-03-29T03:00:00+02:00 0.5']
  ],
  ['a day that a zone skips has no slot', 'Pacific/Apia', '2011-12', [pattern('00:00', 1440)], '2011-12-30', []],
  [
    'a skipped midnight is where both days meet',
    'America/Sao_Paulo',
    '2018-11',
    [pattern('00:00', 1440)],
    '2018-11-04',
    ['2018-11-04T01:00:00-02:00 23']
  ]
] as const) {
  t.test(title, async (t) => {
    const found = slotsOf(post(patterns, { validFrom: d('2010-01-01') }), m(month), calendar, zone as Zone, MONDAY_FIRST)
    t.same(
      found.filter((slot) => slot.day === day).map(({ start, end }) => `${formatInstant(start, zone as Zone)} ${(end - start) / HOUR}`),
      slots
    )
  })
}

// Against a walk through every minute

interface Walk {
  readonly zone: Zone
  readonly month: Month
  /** Every minute from a day before the month to four days after it, with the latest reading that the wall has shown so far. */
  readonly minutes: readonly (readonly [at: number, reading: number])[]
}

function walk(zone: string, month: string): Walk {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric'
  })
  const until = Date.parse(`${lastDay(m(month))}T00:00Z`) + 5 * 24 * HOUR
  const minutes: [number, number][] = []
  let latest = Number.NEGATIVE_INFINITY
  for (let at = Date.parse(`${month}-01T00:00Z`) - 2 * 24 * HOUR; at < until; at += MINUTE) {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    latest = Math.max(latest, Date.UTC(part.year ?? 0, (part.month ?? 0) - 1, part.day, part.hour, part.minute) / MINUTE)
    minutes.push([at, latest])
  }
  return { zone: zone as Zone, month: m(month), minutes }
}

const walks = [
  walk('Asia/Ho_Chi_Minh', '2026-02'),
  walk('Europe/Berlin', '2026-03'),
  walk('America/New_York', '2026-11'),
  walk('Australia/Lord_Howe', '2026-04'),
  walk('Pacific/Apia', '2011-12')
]

const wall = (day: Day): number => Date.parse(`${day}T00:00Z`) / MINUTE

interface Told {
  readonly interval: number
  readonly weekdays: readonly number[]
  readonly start: number
  readonly minutes: number
  readonly from: number
  readonly length: number | null
}

/** The readings at which runs start, a few days before the month included. */
const startsOf = (told: Told, validFrom: Day, from: Day, to: Day): number[] =>
  eachDay(addDays(from, -5), to)
    .filter((day) => daysBetween(validFrom, day) % told.interval === 0)
    .filter((day) => told.weekdays.length === 0 || told.weekdays.includes(weekdayOf(day)))
    .map((day) => wall(day) + told.start)

/** Who is on duty at each minute, by asking each minute; gathered into `start/end` texts. */
function walked({ zone, month, minutes }: Walk, told: Told, validFrom: Day, validTo: Day): string[] {
  const [from, to] = [validFrom > firstDay(month) ? validFrom : firstDay(month), validTo < lastDay(month) ? validTo : lastDay(month)]
  const starts = from > to ? [] : startsOf(told, validFrom, from, to)
  const opening = wall(from)
  const slots = new Map<number, [number, number]>()
  for (const [at, reading] of minutes) {
    const run = starts.find((start) => opening <= reading && start <= reading && reading < start + told.minutes)
    if (run !== undefined) slots.set(run, [slots.get(run)?.[0] ?? at, at + MINUTE])
  }
  return [...slots.values()].map((ends) => ends.map((end) => formatInstant(end as Instant, zone)).join('/'))
}

t.test('random posts have the slots that a walk through every minute finds, across clock changes', async (t) => {
  const told: fc.Arbitrary<Told> = fc
    .record({
      interval: fc.integer({ min: 1, max: 3 }),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 5 }),
      start: fc.integer({ min: 0, max: 1439 }),
      minutes: fc.integer({ min: 1, max: 3 * 1440 }),
      from: fc.integer({ min: -40, max: 33 }),
      length: fc.option(fc.integer({ min: 0, max: 60 }))
    })
    // no slot may reach the next: on named weekdays the next can be the day after
    .map((told) => ({ ...told, minutes: Math.min(told.minutes, told.weekdays.length > 0 ? 1440 : told.interval * 1440) }))
  fc.assert(
    fc.property(fc.constantFrom(...walks), told, (walk, told) => {
      const validFrom = addDays(firstDay(walk.month), told.from)
      const validTo = told.length === null ? null : addDays(validFrom, told.length)
      const codes = told.weekdays.map((weekday) => ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'][weekday - 1])
      const rrule = `FREQ=DAILY;INTERVAL=${told.interval}${codes.length > 0 ? `;BYDAY=${codes.join(',')}` : ''}`
      const hour = `${Math.floor(told.start / 60)}`.padStart(2, '0')
      const startsAt = `${hour}:${`${told.start % 60}`.padStart(2, '0')}`
      const staffed = post([pattern(startsAt, told.minutes, rrule)], { validFrom, validTo })
      const found = slotsOf(staffed, walk.month, calendar, walk.zone, MONDAY_FIRST)
      const texts = found.map(({ start, end }) => [start, end].map((end) => formatInstant(end, walk.zone)).join('/'))
      return texts.join() === walked(walk, told, validFrom, validTo ?? d('2199-12-31')).join()
    }),
    { numRuns: 300 }
  )
  t.pass('held for every try')
})

// Turns

type Cut = Partial<Pick<Staffed, 'handoverUnit' | 'handoverEvery' | 'straddles' | 'validFrom'>>
const cut = (handoverUnit: Staffed['handoverUnit'], more: Cut = {}): Staffed => post([], { handoverUnit, ...more })
const every = (handoverEvery: number, more: Cut = {}): Cut => ({ handoverEvery, validFrom: d('2026-09-03'), ...more })
const over = (more: Cut = {}): Cut => ({ ...more, straddles: true })

// the post of `every` begins on Thursday 2026-09-03
for (const [unit, more, firstWeekday, day, key] of [
  ['day', {}, 1, '2026-11-22', '2026-11-22'],
  ['day', every(2), 1, '2026-09-03', '2026-09-03'],
  ['day', every(2), 1, '2026-09-04', '2026-09-03'],
  ['day', every(2), 1, '2026-09-05', '2026-09-05'],
  ['day', every(2), 1, '2026-09-02', '2026-09-01'],
  ['day', every(2), 1, '2026-10-01', '2026-10-01'],
  ['day', every(3), 1, '2026-10-01', '2026-10-01'],
  ['day', every(3), 1, '2026-10-02', '2026-10-01'],
  ['day', over(every(3)), 1, '2026-10-02', '2026-09-30'],
  ['week', {}, 1, '2026-11-22', '2026-11-16'],
  ['week', {}, 7, '2026-11-22', '2026-11-22'],
  ['week', {}, 1, '2026-11-01', '2026-11-01'],
  ['week', {}, 1, '2026-11-02', '2026-11-02'],
  ['week', {}, 1, '2026-10-31', '2026-10-26'],
  ['week', over(), 1, '2026-11-01', '2026-10-26'],
  ['week', over(), 7, '2026-11-01', '2026-11-01'],
  ['week', every(2), 1, '2026-09-07', '2026-09-01'],
  ['week', every(2), 1, '2026-09-13', '2026-09-01'],
  ['week', every(2), 1, '2026-09-14', '2026-09-14'],
  ['week', every(2), 1, '2026-09-27', '2026-09-14'],
  ['week', every(2), 1, '2026-09-28', '2026-09-28'],
  ['week', every(2), 1, '2026-10-11', '2026-10-01'],
  ['week', over(every(2)), 1, '2026-10-11', '2026-09-28'],
  ['week', over(every(2)), 1, '2026-09-03', '2026-08-31'],
  ['half_month', {}, 1, '2026-11-01', '2026-11-01'],
  ['half_month', {}, 1, '2026-11-15', '2026-11-01'],
  ['half_month', {}, 1, '2026-11-16', '2026-11-16'],
  ['half_month', {}, 1, '2026-11-30', '2026-11-16'],
  ['half_month', over(every(3)), 1, '2026-09-30', '2026-09-01'],
  ['half_month', over(every(3)), 1, '2026-10-15', '2026-09-01'],
  ['half_month', over(every(3)), 1, '2026-10-16', '2026-10-16'],
  ['half_month', over(every(3)), 1, '2027-01-15', '2026-12-01'],
  ['month', {}, 1, '2026-11-30', '2026-11-01'],
  ['month', over(every(2)), 1, '2026-10-31', '2026-09-01'],
  ['month', over(every(2)), 1, '2026-11-01', '2026-11-01'],
  ['month', over(every(2)), 1, '2027-02-28', '2027-01-01'],
  ['month', over(every(12)), 1, '2027-08-31', '2026-09-01'],
  ['month', over(every(12)), 1, '2026-08-31', '2025-09-01']
] as const) {
  const { handoverEvery = 1, straddles = false } = more as Cut
  const said = `${handoverEvery} ${unit} ${straddles ? 'over the end of months' : 'within a month'}`
  t.test(`${day} belongs to the turn of ${key}: ${said}, weeks from weekday ${firstWeekday}`, async (t) => {
    t.equal(unitOf(cut(unit, more), d(day), 0 as Instant, firstWeekday), key)
  })
}

t.test('slots handed over one by one are turns of their own, named by their start', async (t) => {
  t.equal(unitOf(cut('slot'), d('2026-11-22'), at('2026-11-22T07:30'), 1), String(Date.parse('2026-11-22T00:30Z')))
})

t.test('three slots are one turn, counted anew from the first of each month', async (t) => {
  const threes = post([pattern('07:00', 720), pattern('19:00', 720)], { handoverUnit: 'slot', handoverEvery: 3 })
  const carriedUntil = at('2026-11-01T07:00')
  const slots = slotsOf(threes, m('2026-11'), calendar, VIET_NAM, { firstWeekday: 1, carriedUntil })
  t.equal(slots.length, 60)
  t.ok(slots.every(({ unit }, i) => unit === String(slots[i - (i % 3)]?.start)))
})

const cuts: readonly (readonly [string, Cut])[] = HANDOVER_UNITS.flatMap((handoverUnit): [string, Cut][] => [
  [handoverUnit, { handoverUnit }],
  [`two of ${handoverUnit}`, { handoverUnit, handoverEvery: 2 }],
  [`seven of ${handoverUnit}`, { handoverUnit, handoverEvery: 7 }]
])

for (const [title, how] of cuts) {
  t.test(`turns by ${title}: one after the other, none comes back, in the order of their keys, none in two months`, async (t) => {
    t.same(...turnsSeen(how))
  })
}

for (const [title, how] of cuts.filter(([, { handoverUnit }]) => handoverUnit !== 'slot')) {
  t.test(`turns by ${title} over the end of months: each in one stretch, and never shorter than within a month`, async (t) => {
    const [seen, sorted] = turnsSeen({ ...how, straddles: true })
    const runs = seen.filter((key, i) => key !== seen[i - 1])
    t.same(runs, [...new Set(sorted)])
    t.ok(runs.length <= turnsSeen(how)[0].length)
  })
}

/** The turns month by month over four years, as they follow one another, and all of them sorted, each once. */
function turnsSeen(how: Cut): [string[], string[]] {
  const halves = post([pattern('07:00', 720), pattern('19:00', 720)], how)
  const seen: string[] = []
  let carriedUntil: Instant | undefined
  for (const month of years) {
    const slots = slotsOf(halves, month, calendar, VIET_NAM, { firstWeekday: 1, carriedUntil })
    seen.push(...slots.map((slot) => slot.unit).filter((key, i, all) => key !== all[i - 1]))
    carriedUntil = slots.at(-1)?.end
  }
  return [seen, [...new Set(seen)].sort()]
}

t.test('a turn by week holds the days of one week of one month', async (t) => {
  for (const { unit, day } of slotsOf(post(day24, { handoverUnit: 'week' }), m('2026-11'), calendar, VIET_NAM, MONDAY_FIRST)) {
    t.equal(weekStart(d(unit)), weekStart(day))
    t.equal(monthOf(d(unit)), '2026-11')
  }
})

// Patterns together

const off: readonly DayKind[] = ['rest_day', 'holiday', 'compensatory_off', 'swapped_off']
const together = [
  ['two halves that meet', [pattern('07:00', 720), pattern('19:00', 720)], null, true],
  ['two halves with a minute in common', [pattern('07:00', 721), pattern('19:00', 720)], 'overlap', true],
  ['two halves with a minute between', [pattern('07:00', 719), pattern('19:00', 720)], null, false],
  ['the same pattern twice', [pattern('07:30', 570), pattern('07:30', 570)], 'overlap', false],
  ['a day that is longer than a day', [pattern('07:30', 1441)], 'overlap', true],
  ['two days every second day', [pattern('07:30', 2880, 'FREQ=DAILY;INTERVAL=2')], null, true],
  ['two days every third day', [pattern('07:30', 2880, 'FREQ=DAILY;INTERVAL=3')], null, false],
  ['a week every week', [pattern('08:00', 10_080, 'FREQ=WEEKLY;BYDAY=MO')], null, true],
  ['a week every second week', [pattern('08:00', 10_080, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO')], null, false],
  [
    'weekdays and weekends',
    [pattern('00:00', 1440, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'), pattern('00:00', 1440, 'FREQ=WEEKLY;BYDAY=SA,SU')],
    null,
    true
  ],
  ['every day but Sunday', [pattern('00:00', 1440, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA')], null, false],
  ['every day for ten days', [pattern('00:00', 1440, 'FREQ=DAILY;COUNT=10')], null, false],
  ['every day until a day', [pattern('00:00', 1440, 'FREQ=DAILY;UNTIL=20270101')], null, false],
  ['every day but 29 February', [pattern('00:00', 1440, 'FREQ=MONTHLY;BYMONTHDAY=1,2,3,-1')], null, false],
  ['28 days from the first of each month', [pattern('00:00', 28 * 1440, 'FREQ=MONTHLY;BYMONTHDAY=1')], null, false],
  ['29 days from the first of each month', [pattern('00:00', 29 * 1440, 'FREQ=MONTHLY;BYMONTHDAY=1')], 'overlap', false],
  ['31 days from the first of each month', [pattern('00:00', 31 * 1440, 'FREQ=MONTHLY;BYMONTHDAY=1')], 'overlap', true],
  ['30 February', [pattern('00:00', 1440, 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30')], 'never', false],
  ['29 February', [pattern('00:00', 1440, 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')], null, false],
  ['no pattern', [], null, false]
] as const

for (const [title, patterns, reason, continuous] of together) {
  t.test(`${title}: ${reason ?? 'allowed'}, ${continuous ? '' : 'not '}round the clock`, async (t) => {
    const staffed = post(patterns, { validFrom: d('2026-01-01') })
    if (reason === null) t.doesNotThrow(() => checkPatterns(staffed, calendar))
    else t.throws(() => checkPatterns(staffed, calendar), { code: 'BAD_PATTERN', params: { reason } })
    t.equal(overlappingPatterns(staffed, calendar) === null, reason !== 'overlap')
    t.equal(isContinuous(staffed), continuous)
  })
}

t.test('every reason that a pattern can be refused for was tried', async (t) => {
  const ours = PATTERN_REASONS.slice(PATTERN_REASONS.indexOf('never'))
  const tried = [...badPatterns.map(([, , , reason]) => reason), ...together.map(([, , reason]) => reason)]
  t.same(
    ours.filter((reason) => !tried.includes(reason as never)),
    []
  )
})

t.test('nights of working days and whole days off overlap where one follows the other, unless both are cut at the same hour', async (t) => {
  const nights = pattern('17:00', 870, 'FREQ=DAILY', OFFICE)
  const clash = post([nights, pattern('00:00', 1440, 'FREQ=DAILY', off)], { validFrom: d('2026-01-12') })
  t.equal(overlappingPatterns(clash, calendar), '2026-01-17')
  t.throws(() => checkPatterns(clash, calendar), { code: 'BAD_PATTERN', params: { reason: 'overlap', value: '2026-01-17' } })
  t.throws(() => slotsOf(clash, m('2026-01'), calendar, VIET_NAM, MONDAY_FIRST), {
    code: 'SLOT_OVERLAP',
    params: { day: '2026-01-17' }
  })
  const office = pattern('07:30', 570, 'FREQ=DAILY', OFFICE)
  const whole = post([office, nights, pattern('07:30', 1440, 'FREQ=DAILY', off)], { validFrom: d('2026-01-12') })
  t.equal(overlappingPatterns(whole, calendar), null)
  t.equal(isContinuous(whole, calendar), true)
  t.equal(isContinuous(whole), false, 'nobody can say without a calendar')
})

t.test('an overlap that would come after the post has ended is none', async (t) => {
  const nights = pattern('17:00', 870, 'FREQ=DAILY', OFFICE)
  const patterns = [nights, pattern('00:00', 1440, 'FREQ=DAILY', off)]
  t.equal(overlappingPatterns(post(patterns, { validFrom: d('2026-01-12'), validTo: d('2026-01-16') }), calendar), null)
  t.equal(overlappingPatterns(post(patterns, { validFrom: d('2026-01-12'), validTo: d('2026-01-17') }), calendar), '2026-01-17')
})

t.test('slots come in order of start, whichever pattern is named first', async (t) => {
  const slots = slotsOf(post([pattern('19:00', 720), pattern('07:00', 720)]), m('2026-01'), calendar, VIET_NAM, MONDAY_FIRST)
  const starts = slots.map(({ start }) => start)
  t.same(
    starts,
    [...starts].sort((a, b) => a - b)
  )
  t.equal(dayAt(starts[0] ?? (0 as Instant), VIET_NAM), '2026-01-01')
})
