import fc from 'fast-check'
import t from 'tap'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { buildCalendar, type Calendar, countWorkingDays, type Notice } from '../../src/domain/calendar.ts'
import { addDays, addMonths, type Day, daysBetween, eachDay, eachMonth, firstDay, lastDay, type Month } from '../../src/domain/day.ts'
import { deadlineState, lastSendingDay, reminderOn, reminderSubject, type Sending, sectorsOfMonth } from '../../src/domain/deadline.ts'
import { wordReminder, wordRule } from '../../src/domain/deadline-wording.ts'
import type { NoticeId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'

const notices: readonly Notice[] = calendarNotices.map((seed, i) => ({ ...seed, id: `notice-${i}` as NoticeId }))
const calendar = buildCalendar(notices)
const plainWeeks: Calendar = {
  ...calendar,
  isWorking: (day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}
const before = (days: number) => ({ kind: 'working_days_before', days }) as const
const dayOf = (day: number) => ({ kind: 'day_of_previous_month', day }) as const

t.test('five working days before the first, by the real calendar and not by weekdays alone', async (t) => {
  const cases = [
    ['2024-05', '2024-04-22', 'Monday 29 April is swapped, 30 April a holiday'],
    ['2025-05', '2025-04-24', 'Saturday 26 April is worked'],
    ['2026-01', '2025-12-25', 'Thursday'],
    ['2026-03', '2026-02-23', 'the first day after Tết'],
    ['2026-12', '2026-11-23', 'the 24th is Ngày Văn hóa Việt Nam'],
    ['2026-09', '2026-08-24', 'Monday the 31st is swapped for Saturday the 22nd']
  ] as const
  for (const [month, expected, why] of cases) t.equal(lastSendingDay(before(5), month as Month, calendar), expected, `${month}: ${why}`)
  t.equal(lastSendingDay(before(5), '2024-05' as Month, plainWeeks), '2024-04-24', 'a calendar without swaps is two days late')
  t.equal(lastSendingDay(before(5), '2025-05' as Month, plainWeeks), '2025-04-24')
})

t.test('a day of the month before, and the working day before it when it is a day off', async (t) => {
  const cases = [
    ['2026-12', 25, '2026-11-25', 'a Wednesday'],
    ['2026-12', 24, '2026-11-23', 'Ngày Văn hóa Việt Nam: the day before'],
    ['2026-11', 25, '2026-10-23', 'a Sunday: the Friday before'],
    ['2026-03', 20, '2026-02-13', 'Tết: the last working day before all of it'],
    ['2026-02', 10, '2026-01-10', 'a Saturday that is worked for a swap is the day itself'],
    ['2026-12', 31, '2026-11-30', 'November has no 31st'],
    ['2026-03', 31, '2026-02-27', 'the last of February is a Saturday'],
    ['2027-01', 1, '2026-12-01', 'the first'],
    ['2026-02', 1, '2025-12-31', 'the holiday of 1 January: in the year before']
  ] as const
  for (const [month, day, expected, why] of cases) {
    t.equal(lastSendingDay(dayOf(day), month as Month, calendar), expected, `${month}, day ${day}: ${why}`)
  }
})

const anyMonth = fc.integer({ min: 0, max: 40 }).map((n) => addMonths('2023-12' as Month, n))
/** Calendars that nobody decreed: each day of a long while works or not by chance, at least one in seven. */
const anyCalendar = fc.array(fc.boolean(), { minLength: 7, maxLength: 60 }).map((pattern): Calendar => {
  const works = pattern.map((each, at) => each || at % 7 === 0)
  return { ...calendar, isWorking: (day) => works[Math.abs(daysBetween('2023-01-01' as Day, day)) % works.length] ?? false }
})

/** Every day of the 400 before the first of the month that leaves n working days, itself counted; the latest of them. */
function slowly(n: number, month: Month, { isWorking }: Calendar): Day | undefined {
  const first = firstDay(month)
  const fits = (day: Day): boolean => eachDay(day, addDays(first, -1)).filter((each) => isWorking(each)).length >= n
  return eachDay(addDays(first, -400), first).findLast(fits)
}

t.test('the last day is the latest one that leaves the working days: a plain search agrees', async (t) => {
  fc.assert(
    fc.property(anyCalendar, anyMonth, fc.integer({ min: 1, max: 30 }), (some, month, n) => {
      const last = lastSendingDay(before(n), month, some)
      t.equal(last, slowly(n, month, some))
      return some.isWorking(last) && last < firstDay(month) && countWorkingDays(some, last, addDays(firstDay(month), -1)) === n
    }),
    { numRuns: 60 }
  )
})

t.test('a day of the month before never falls on a day off nor after its day, and no working day between is passed over', async (t) => {
  const holds = fc.property(anyCalendar, anyMonth, fc.integer({ min: 1, max: 31 }), (some, month, day) => {
    const last = lastSendingDay(dayOf(day), month, some)
    const named = addDays(firstDay(addMonths(month, -1)), day - 1)
    const nominal = named < firstDay(month) ? named : lastDay(addMonths(month, -1))
    return some.isWorking(last) && last <= nominal && countWorkingDays(some, addDays(last, 1), nominal) === 0
  })
  fc.assert(holds, { numRuns: 300 })
  t.pass()
})

t.test('with more days to leave the last day is never later; a day off more never makes it later', async (t) => {
  const holds = fc.property(
    anyCalendar,
    anyMonth,
    fc.integer({ min: 1, max: 29 }),
    fc.integer({ min: 1, max: 60 }),
    (some, month, n, back) => {
      const last = lastSendingDay(before(n), month, some)
      const off = addDays(firstDay(month), -back)
      const fewer: Calendar = { ...some, isWorking: (day) => day !== off && some.isWorking(day) }
      return lastSendingDay(before(n + 1), month, some) < last && lastSendingDay(before(n), month, fewer) <= last
    }
  )
  fc.assert(holds, { numRuns: 300 })
  t.pass()
})

t.test('reminders begin so many working days before, and each day has one answer', async (t) => {
  const last = '2026-11-25' as Day
  const said = (day: string, days = 2) => reminderOn(last, day as Day, days, calendar)
  t.same(
    ['2026-11-19', '2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'].map((day) => said(day)),
    [null, 'soon', 'soon', 'soon', 'due', 'overdue']
  )
  t.equal(said('2026-11-24', 0), null, 'none before where the centre wants none')
  t.equal(said('2026-11-25', 0), 'due')
})

t.test('what was sent stands as it was judged; the rest by its reminder', async (t) => {
  const sending = (late: boolean): Sending => ({
    month: '2026-01' as Month,
    sector: 'court',
    rule: before(5),
    lastDay: '2025-12-25' as Day,
    sentAt: 0 as Instant,
    late
  })
  t.equal(deadlineState(sending(false), null), 'sent')
  t.equal(deadlineState(sending(true), 'overdue'), 'sent_late')
  t.same(
    [null, 'soon', 'due', 'overdue'].map((each) => deadlineState(undefined, each as never)),
    ['open', 'due_soon', 'due_today', 'overdue']
  )
})

t.test('kinds of agency are served while their posts are there, if only for a day', async (t) => {
  const served = (sector: 'court' | 'custody', from: string, to: string | null) => ({ sector, from: from as Day, to: to as Day | null })
  const all = [served('custody', '2026-12-31', null), served('court', '2020-01-01', '2026-12-01'), served('court', '2026-01-01', null)]
  const months = eachMonth('2026-11' as Month, '2027-01' as Month)
  t.same(
    months.map((month) => sectorsOfMonth(month, all.slice(0, 2))),
    [['court'], ['court', 'custody'], ['custody']]
  )
  t.same(sectorsOfMonth('2026-12' as Month, all), ['court', 'custody'], 'each once')
})

t.test('the letter says what is due, in both languages', async (t) => {
  const month = '2026-12' as Month
  const { subject, text } = wordReminder('Trung tâm TGPL tỉnh Lạng Sơn', [
    { month, sector: 'investigation', lastDay: '2026-11-23' as Day, reminder: 'overdue' },
    { month, sector: 'court', lastDay: '2026-11-25' as Day, reminder: 'due' },
    { month: '2027-01' as Month, sector: 'custody', lastDay: '2026-12-24' as Day, reminder: 'soon' }
  ])
  t.equal(subject, 'Nhắc hạn gửi lịch trực tháng 12/2026, 01/2027 / Sending deadline of the duty roster 2026-12, 2027-01')
  t.match(text, /^Kính gửi: Trung tâm TGPL tỉnh Lạng Sơn\n/)
  for (const line of [
    '- Lịch trực tháng 12/2026 gửi cơ quan điều tra: đã quá hạn ngày 23/11/2026 mà chưa được công bố.',
    '- Lịch trực tháng 12/2026 gửi Tòa án nhân dân: hạn cuối là hôm nay, ngày 25/11/2026.',
    '- Lịch trực tháng 01/2027 gửi cơ sở giam giữ: hạn cuối là ngày 24/12/2026.',
    '- Roster 2026-12 to the courts: the last day is today, 2026-11-25.'
  ]) {
    t.ok(text.includes(`\n${line}\n`), line)
  }
  t.equal(text.normalize('NFC'), text)
})

t.test('a rule is told with what it rests on', async (t) => {
  t.equal(
    wordRule(before(5), 'investigation', 'vi'),
    'Trước ngày trực đầu tiên ít nhất 05 ngày làm việc (Chương trình phối hợp số 5789/CTPH-BTP-BCA)'
  )
  t.match(wordRule(before(5), 'court', 'vi'), /\(quy định của Trung tâm\)$/)
  t.match(wordRule(dayOf(25), 'court', 'en'), /^Day 25 of the month before/)
})

t.test('a reminder of a day that moved is another reminder', async (t) => {
  const [month, sector] = ['2026-12' as Month, 'court'] as const
  const subjects = ['2026-11-25', '2026-11-23'].map((day) => reminderSubject({ month, sector, lastDay: day as Day }, 'due'))
  t.same(subjects, ['deadline/2026-12/court/2026-11-25/due', 'deadline/2026-12/court/2026-11-23/due'])
})
