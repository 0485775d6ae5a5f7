import fc from 'fast-check'
import t from 'tap'
import { addDays, type Day } from '../../src/domain/day.ts'
import {
  contains,
  dayAt,
  formatInstant,
  gapHours,
  HOUR,
  hoursOf,
  type Instant,
  type Interval,
  MINUTE,
  overlaps,
  parseInstant,
  parseZone,
  timeAt,
  wallClock,
  type Zone
} from '../../src/domain/instant.ts'

const d = (day: string): Day => day as Day
const z = (zone: string): Zone => zone as Zone

/** What the wall reads at an instant, as minutes since 1970-01-01T00:00 on the wall; nothing of ours, only Intl. */
function wallReader(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric'
  })
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    return Date.UTC(part.year ?? 0, (part.month ?? 0) - 1, part.day, part.hour, part.minute) / MINUTE
  }
}

const changes = [
  ['Asia/Ho_Chi_Minh', '2026-02-16', 'never changes'],
  ['Europe/Berlin', '2026-03-29', 'skips 02:00-03:00'],
  ['Europe/Berlin', '2026-10-25', 'repeats 02:00-03:00'],
  ['America/New_York', '2026-03-08', 'skips 02:00-03:00'],
  ['America/New_York', '2026-11-01', 'repeats 01:00-02:00'],
  ['Australia/Lord_Howe', '2026-10-04', 'skips half an hour'],
  ['Australia/Lord_Howe', '2026-04-05', 'repeats half an hour'],
  ['Pacific/Apia', '2011-12-30', 'skips the whole day'],
  ['America/Sao_Paulo', '2018-11-04', 'skips midnight'],
  ['America/Sao_Paulo', '2018-02-18', 'repeats the hour before midnight'],
  ['Africa/Casablanca', '2026-02-15', 'goes back for Ramadan'],
  ['Africa/Casablanca', '2026-03-22', 'comes forward after Ramadan']
] as const

for (const [zone, day, what] of changes) {
  t.test(
    `${zone} around ${day} (${what}): every reading of the wall is the first instant at which the wall shows it or more`,
    async (t) => {
      const read = wallReader(zone)
      const midnight = Date.parse(`${day}T00:00Z`)
      const wrong: string[] = []
      let at = midnight - 3 * 24 * HOUR
      for (let minutes = -1440; minutes <= 2 * 1440; minutes += 1) {
        while (read(at) < midnight / MINUTE + minutes) at += MINUTE
        if (wallClock(d(day), minutes, z(zone)) !== at) wrong.push(`${minutes}`)
      }
      t.same(wrong, [])
    }
  )
}

for (const [title, zone, day, minutes, instant] of [
  ['midnight in Viet Nam is 17:00 UTC of the day before', 'Asia/Ho_Chi_Minh', '2026-12-01', 0, '2026-11-30T17:00Z'],
  ['minute 1440 is the next midnight', 'Asia/Ho_Chi_Minh', '2026-12-01', 1440, '2026-12-01T17:00Z'],
  ['minutes below zero run into the day before', 'Asia/Ho_Chi_Minh', '2026-12-01', -30, '2026-11-30T16:30Z'],
  ['a skipped reading is the instant of the change', 'Europe/Berlin', '2026-03-29', 150, '2026-03-29T01:00Z'],
  ['a reading that comes twice is the first', 'Europe/Berlin', '2026-10-25', 150, '2026-10-25T00:30Z'],
  ['the end of a repeated hour is after the second time', 'Europe/Berlin', '2026-10-25', 180, '2026-10-25T02:00Z'],
  ['a skipped midnight is one o’clock', 'America/Sao_Paulo', '2018-11-04', 0, '2018-11-04T03:00Z'],
  ['any reading of a skipped day is the midnight after it', 'Pacific/Apia', '2011-12-30', 720, '2011-12-30T10:00Z']
] as const) {
  t.test(title, async (t) => t.equal(wallClock(d(day), minutes, z(zone)), Date.parse(instant)))
}

const zones = [...new Set(changes.map(([zone]) => zone))]

t.test('wall readings never go back: a later reading is never an earlier instant, in any zone', async (t) => {
  const days = fc.integer({ min: 0, max: 7500 }).map((number) => addDays(d('2010-01-01'), number))
  const minutes = fc.integer({ min: 0, max: 3000 })
  fc.assert(
    fc.property(fc.constantFrom(...zones), days, minutes, minutes, (zone, day, a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)]
      const [start, end] = [wallClock(day, early, z(zone)), wallClock(day, late, z(zone))]
      const sameFromNextDay = wallClock(addDays(day, 1), late - 1440, z(zone)) === end
      return start <= end && sameFromNextDay && dayAt(start, z(zone)) >= addDays(day, Math.floor(early / 1440))
    }),
    { numRuns: 1000 }
  )
  t.pass('held for every try')
})

for (const [text, utc] of [
  ['2026-12-01T00:00:00+07:00', '2026-11-30T17:00:00.000Z'],
  ['2026-12-01T00:00+07:00', '2026-11-30T17:00:00.000Z'],
  ['2026-12-01T00:00:00Z', '2026-12-01T00:00:00.000Z'],
  ['2026-12-01t00:00:00z', '2026-12-01T00:00:00.000Z'],
  ['2026-12-01T00:00:00.5-03:30', '2026-12-01T03:30:00.500Z'],
  ['2026-12-01T00:00:00.123456789Z', '2026-12-01T00:00:00.123Z'],
  ['2028-02-29T23:59:59Z', '2028-02-29T23:59:59.000Z']
] as const) {
  t.test(`${text} is the instant ${utc}`, async (t) => t.equal(parseInstant(text), Date.parse(utc)))
}

for (const [title, text] of [
  ['an instant without a zone is refused, never guessed', '2026-12-01T00:00:00'],
  ['a day is no instant', '2026-12-01'],
  ['a zone name is no offset', '2026-12-01T00:00:00[Asia/Ho_Chi_Minh]'],
  ['an offset without minutes is refused', '2026-12-01T00:00:00+07'],
  ['an offset of 25 hours is refused', '2026-12-01T00:00:00+25:00'],
  ['an offset of 99 minutes is refused', '2026-12-01T00:00:00+07:99'],
  ['hour 24 is refused', '2026-12-01T24:00:00Z'],
  ['minute 60 is refused', '2026-12-01T00:60:00Z'],
  ['second 61 is refused', '2026-12-01T00:00:61Z'],
  ['30 February is refused', '2026-02-30T00:00:00Z'],
  ['a space for the T is refused', '2026-12-01 00:00:00Z'],
  ['a line end is refused', '2026-12-01T00:00:00Z\n'],
  ['a week date is refused', '2026-W49-2T00:00:00Z'],
  ['a year whose days cannot be written is refused', '9999-12-31T23:59:59-12:00'],
  ['a number is refused', '1796058000000'],
  ['nothing is refused', '']
] as const) {
  t.test(title, async (t) => t.throws(() => parseInstant(text), { code: 'BAD_INSTANT', params: { value: text } }))
}

for (const [zone, at, text] of [
  ['Asia/Ho_Chi_Minh', '2026-11-30T17:00:00Z', '2026-12-01T00:00:00+07:00'],
  ['Asia/Ho_Chi_Minh', '2026-11-30T17:00:00.250Z', '2026-12-01T00:00:00.250+07:00'],
  ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
  ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
  ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', '2026-07-01T10:30:00+10:30'],
  ['UTC', '2026-07-01T00:00:00Z', '2026-07-01T00:00:00Z']
] as const) {
  t.test(`${at} is written ${text} in ${zone}`, async (t) => t.equal(formatInstant(parseInstant(at), z(zone)), text))
}

t.test('an instant written in any zone is read back as itself', async (t) => {
  const instants = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2150, 0, 1) })
  fc.assert(
    fc.property(fc.constantFrom(...zones), instants, (zone, at) => parseInstant(formatInstant(at as Instant, z(zone))) === at),
    { numRuns: 1000 }
  )
  t.pass('held for every try')
})

t.test('the day and the time on the wall are those of the zone', async (t) => {
  const at = parseInstant('2026-11-30T17:05:00Z')
  t.same([dayAt(at, z('Asia/Ho_Chi_Minh')), timeAt(at, z('Asia/Ho_Chi_Minh'))], ['2026-12-01', '00:05'])
  t.same([dayAt(at, z('America/New_York')), timeAt(at, z('America/New_York'))], ['2026-11-30', '12:05'])
})

t.test('a zone is an IANA name', async (t) => {
  for (const zone of ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'UTC']) t.equal(parseZone(zone), zone)
  for (const zone of ['', '+07:00', 'Asia/Hanoi', 'GMT+7', 'local', 'Asia/Ho_Chi_Minh ']) {
    t.throws(() => parseZone(zone), { code: 'BAD_ZONE', params: { value: zone } }, JSON.stringify(zone))
  }
})

const span = (start: number, end: number): Interval => ({ start: (start * HOUR) as Instant, end: (end * HOUR) as Instant })

for (const [title, a, b, overlap, gap] of [
  ['an interval that ends where another starts does not overlap it', span(0, 8), span(8, 16), false, 0],
  ['one minute in common is an overlap', span(0, 8), { ...span(8, 16), start: (8 * HOUR - MINUTE) as Instant }, true, -1 / 60],
  ['an interval inside another overlaps it', span(0, 24), span(8, 16), true, -16],
  ['hours apart are counted from end to start', span(0, 8), span(20, 24), false, 12]
] as const) {
  t.test(`${title}, whichever is named first`, async (t) => {
    t.same([overlaps(a, b), overlaps(b, a)], [overlap, overlap])
    t.same([gapHours(a, b), gapHours(b, a)], [gap, gap])
  })
}

t.test('the start belongs to an interval and the end does not', async (t) => {
  const at = (hours: number): Instant => (hours * HOUR) as Instant
  t.same([contains(span(8, 16), at(8)), contains(span(8, 16), (at(16) - 1) as Instant), contains(span(8, 16), at(16))], [true, true, false])
  t.equal(contains(span(8, 16), (at(8) - 1) as Instant), false)
})

t.test('hours are those that pass: a night in which clocks go back has one more', async (t) => {
  const night = (day: string): number =>
    hoursOf({ start: wallClock(d(day), 19 * 60, z('Europe/Berlin')), end: wallClock(d(day), 31 * 60, z('Europe/Berlin')) })
  t.same(['2026-10-24', '2026-10-25', '2026-03-28'].map(night), [13, 12, 11])
})
