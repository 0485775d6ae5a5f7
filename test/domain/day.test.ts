import fc from 'fast-check'
import t from 'tap'
import {
  addDays,
  addMonths,
  type Day,
  dayFrom,
  dayOfMonth,
  daysBetween,
  daysOfMonth,
  eachDay,
  firstDay,
  formatDay,
  holds,
  lastDay,
  type Month,
  monthOf,
  parseDay,
  parseMonth,
  weekdayOf,
  weekStart,
  yearOf
} from '../../src/domain/day.ts'

const d = (day: string): Day => day as Day
const m = (month: string): Month => month as Month

for (const [title, text] of [
  ['an ordinary day', '2026-11-22'],
  ['the leap day of a leap year', '2028-02-29'],
  ['the leap day of 2000, which 400 divides', '2000-02-29'],
  ['the first day that can be asked for', '1800-01-01'],
  ['the last day that can be asked for', '2199-12-31']
] as const) {
  t.test(`${title} is read as written`, async (t) => t.equal(parseDay(text), text))
}

for (const [title, text] of [
  ['29 February of an ordinary year', '2026-02-29'],
  ['29 February of 2100, which 400 does not divide', '2100-02-29'],
  ['30 February', '2028-02-30'],
  ['31 April', '2026-04-31'],
  ['month 13', '2026-13-01'],
  ['month 0', '2026-00-10'],
  ['day 0', '2026-01-00'],
  ['day 32', '2026-01-32'],
  ['a day without zeros', '2026-1-5'],
  ['the Vietnamese order', '05/12/2026'],
  ['an instant', '2026-12-05T00:00:00Z'],
  ['a line end after the day', '2026-12-05\n'],
  ['a space before the day', ' 2026-12-05'],
  ['a year with five digits', '12026-12-05'],
  ['a year before 1800', '1799-12-31'],
  ['a year so late that loops over its days would never end', '9999-12-31'],
  ['digits of another script', '２０２６-12-05'],
  ['nothing', '']
] as const) {
  t.test(`${title} is no day`, async (t) => t.throws(() => parseDay(text), { code: 'BAD_DAY', params: { value: text } }))
}

t.test('months from 01 to 12 are read, everything else is refused', async (t) => {
  for (const text of ['2026-01', '2026-12', '1800-01', '2199-12']) t.equal(parseMonth(text), text)
  for (const text of ['2026-00', '2026-13', '2026-1', '2026-01-01', '9999-12', '1799-12', '2026-01\n', '']) {
    t.throws(() => parseMonth(text), { code: 'BAD_MONTH', params: { value: text } }, JSON.stringify(text))
  }
})

t.test('a day made of numbers is a day of the calendar or an error', async (t) => {
  t.equal(dayFrom(2026, 3, 5), '2026-03-05')
  t.throws(() => dayFrom(2026, 2, 30), { code: 'BAD_DAY' })
  t.throws(() => dayFrom(2026, 13, 1), { code: 'BAD_DAY' })
})

for (const [title, from, days, to] of [
  ['the day after the last of a year', '2025-12-31', 1, '2026-01-01'],
  ['the day before the first of a year', '2026-01-01', -1, '2025-12-31'],
  ['the day after 28 February in a leap year', '2028-02-28', 1, '2028-02-29'],
  ['the day after 28 February in an ordinary year', '2026-02-28', 1, '2026-03-01'],
  ['the day after 28 February of 2100', '2100-02-28', 1, '2100-03-01'],
  ['the day before 1 March 2000', '2000-03-01', -1, '2000-02-29'],
  ['no days on', '2026-05-05', 0, '2026-05-05'],
  ['four years on', '2024-02-29', 1461, '2028-02-29']
] as const) {
  t.test(`${title} is ${to}`, async (t) => {
    t.equal(addDays(d(from), days), to)
    t.equal(daysBetween(d(from), d(to)), days)
  })
}

t.test('days, distances and weekdays agree with those of JavaScript on every day of 1800-2199', async (t) => {
  const wrong: string[] = []
  const origin = Date.UTC(1970, 0, 1)
  for (let at = Date.UTC(1800, 0, 1); at <= Date.UTC(2199, 11, 31); at += 86_400_000) {
    const date = new Date(at)
    const day = d(date.toISOString().slice(0, 10))
    const number = (at - origin) / 86_400_000
    const same = addDays(d('1970-01-01'), number) === day && daysBetween(d('1970-01-01'), day) === number
    if (!same || weekdayOf(day) !== (date.getUTCDay() || 7) || parseDay(day) !== day) wrong.push(day)
  }
  t.same(wrong, [])
})

for (const [title, day, firstWeekday, start] of [
  ['a Monday begins its own week', '2026-11-23', 1, '2026-11-23'],
  ['a Sunday ends the week that began on Monday', '2026-11-22', 1, '2026-11-16'],
  ['a Sunday begins its own week where weeks begin on Sunday', '2026-11-22', 7, '2026-11-22'],
  ['a Saturday ends the week that began on Sunday', '2026-11-28', 7, '2026-11-22'],
  ['a Friday begins its own week where weeks begin on Friday', '2026-11-27', 5, '2026-11-27'],
  ['a Thursday ends the week that began on Friday', '2026-11-26', 5, '2026-11-20'],
  ['a week may begin in the year before', '2027-01-01', 1, '2026-12-28']
] as const) {
  t.test(title, async (t) => t.equal(weekStart(d(day), firstWeekday), start))
}

t.test('weeks begin on Monday unless said otherwise', async (t) => t.equal(weekStart(d('2026-11-22')), '2026-11-16'))

for (const [month, last, length] of [
  ['2026-01', '2026-01-31', 31],
  ['2026-02', '2026-02-28', 28],
  ['2028-02', '2028-02-29', 29],
  ['2100-02', '2100-02-28', 28],
  ['2026-04', '2026-04-30', 30],
  ['2026-12', '2026-12-31', 31]
] as const) {
  t.test(`${month} ends on ${last} and has ${length} days`, async (t) => {
    t.equal(firstDay(m(month)), `${month}-01`)
    t.equal(lastDay(m(month)), last)
    t.equal(daysOfMonth(m(month)).length, length)
    t.ok(daysOfMonth(m(month)).every((day) => monthOf(day) === month))
  })
}

for (const [month, months, to] of [
  ['2026-12', 1, '2027-01'],
  ['2026-01', -1, '2025-12'],
  ['2026-11', 14, '2028-01'],
  ['2026-03', -27, '2023-12'],
  ['2026-03', 0, '2026-03']
] as const) {
  t.test(`${months} months from ${month} is ${to}`, async (t) => t.equal(addMonths(m(month), months), to))
}

t.test('both ends of a range of days are counted, and a range that ends before it begins is empty', async (t) => {
  t.same(eachDay(d('2026-02-27'), d('2026-03-01')), ['2026-02-27', '2026-02-28', '2026-03-01'])
  t.same(eachDay(d('2026-03-01'), d('2026-03-01')), ['2026-03-01'])
  t.same(eachDay(d('2026-03-02'), d('2026-03-01')), [])
})

for (const [title, day, to, held] of [
  ['the day before a period is outside', '2026-02-28', '2026-03-03', false],
  ['the first day of a period is inside', '2026-03-01', '2026-03-03', true],
  ['the last day of a period is inside', '2026-03-03', '2026-03-03', true],
  ['the day after a period is outside', '2026-03-04', '2026-03-03', false],
  ['a period without an end goes on', '2199-12-31', null, true]
] as const) {
  t.test(title, async (t) => t.equal(holds({ from: d('2026-03-01'), to: to === null ? null : d(to) }, d(day)), held))
}

t.test('a day is taken apart and written as Vietnamese documents write it', async (t) => {
  t.same([yearOf(d('2026-12-05')), monthOf(d('2026-12-05')), dayOfMonth(d('2026-12-05'))], [2026, '2026-12', 5])
  t.equal(formatDay(d('2026-12-05')), '05/12/2026')
})

t.test('adding days and taking them away again leads back, and text order is time order', async (t) => {
  const days = fc.integer({ min: 0, max: 146_000 }).map((number) => addDays(d('1800-01-01'), number))
  fc.assert(
    fc.property(days, fc.integer({ min: -40_000, max: 40_000 }), (day, by) => {
      const other = addDays(day, by)
      return addDays(other, -by) === day && (by > 0 ? day < other : by < 0 ? other < day : day === other)
    })
  )
  t.pass('held for every try')
})
