import fc from 'fast-check'
import t from 'tap'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import {
  buildCalendar,
  CALENDAR_STATUSES,
  changedDays,
  countWorkingDays,
  DAY_KINDS,
  type DayKind,
  isWorkingKind,
  type Notice,
  type NoticeDay,
  nextWorkingDay,
  workingDaysBefore
} from '../../src/domain/calendar.ts'
import { addDays, type Day, dayFrom, eachDay, parseDay, weekdayOf } from '../../src/domain/day.ts'
import { statutoryDays } from '../../src/domain/holidays.ts'
import type { NoticeId } from '../../src/domain/ids.ts'

const seeded: readonly Notice[] = calendarNotices.map((seed, i) => ({ ...seed, id: `notice-${i}` as NoticeId }))
const calendar = buildCalendar(seeded)
/** What the law alone says, with no notice out. */
const byLaw = buildCalendar([])

const day = (text: string): Day => parseDay(text)
const range = (from: string, to: string): Day[] => eachDay(day(from), day(to))
const year = (number: number): Day[] => range(`${number}-01-01`, `${number}-12-31`)
const says = (on: string, kind: DayKind): NoticeDay => ({ day: day(on), kind, nameVi: `tên ${kind}`, nameEn: `name ${kind}` })
const notice = (id: string, issuedOn: string, days: readonly NoticeDay[], rest: Partial<Notice> = {}): Notice => ({
  id: id as NoticeId,
  number: `${id}/TB-BNV`,
  title: 'Thông báo',
  issuedOn: day(issuedOn),
  status: 'announced',
  source: 'test',
  annualFor: null,
  days,
  ...rest
})

// The table of days off of the state sector: breaks with the weekends inside them, and the Saturdays worked.
const table = [
  {
    number: 2024,
    breaks: [
      ['2024-01-01', '2024-01-01'],
      ['2024-02-08', '2024-02-14'],
      ['2024-04-18', '2024-04-18'],
      ['2024-04-27', '2024-05-01'],
      ['2024-08-31', '2024-09-03']
    ],
    worked: ['2024-05-04']
  },
  {
    number: 2025,
    breaks: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-25', '2025-02-02'],
      ['2025-04-07', '2025-04-07'],
      ['2025-04-30', '2025-05-04'],
      ['2025-08-30', '2025-09-02']
    ],
    worked: ['2025-04-26']
  },
  {
    number: 2026,
    breaks: [
      ['2026-01-01', '2026-01-04'],
      ['2026-02-14', '2026-02-22'],
      ['2026-04-25', '2026-04-27'],
      ['2026-04-30', '2026-05-03'],
      ['2026-08-29', '2026-09-02'],
      ['2026-11-24', '2026-11-24']
    ],
    worked: ['2026-01-10', '2026-08-22']
  }
] as const

for (const { number, breaks, worked } of table) {
  t.test(`${number}: offices are closed on the days of the table and on no other`, async (t) => {
    const off = new Set<string>(breaks.flatMap(([from, to]) => range(from, to)))
    const saturdays: readonly string[] = worked
    const expected = year(number).filter((at) => saturdays.includes(at) || (weekdayOf(at) < 6 && !off.has(at)))
    t.same(
      year(number).filter((at) => calendar.isWorking(at)),
      expected
    )
    t.ok(
      [...off].every((at) => !calendar.isWorking(day(at))),
      'weekends inside a break stay off'
    )
    t.ok(year(number).every((at) => calendar.dayOf(at).status === 'announced'))
    t.ok(year(number).every((at) => isWorkingKind(calendar.dayOf(at).kind) === calendar.isWorking(at)))
  })
}

const kinds = [
  ['2024-01-01', 'holiday', 'Tết Dương lịch', '5015/TB-LĐTBXH'],
  ['2024-02-07', 'working', null, '5015/TB-LĐTBXH'],
  ['2024-02-08', 'holiday', 'Tết Nguyên đán', '5015/TB-LĐTBXH'],
  ['2024-02-10', 'holiday', 'Tết Nguyên đán', '5015/TB-LĐTBXH'],
  ['2024-02-13', 'compensatory_off', 'Nghỉ bù Tết Nguyên đán', '5015/TB-LĐTBXH'],
  ['2024-02-14', 'compensatory_off', 'Nghỉ bù Tết Nguyên đán', '5015/TB-LĐTBXH'],
  ['2024-04-18', 'holiday', 'Giỗ Tổ Hùng Vương', '5015/TB-LĐTBXH'],
  ['2024-04-29', 'swapped_off', 'Nghỉ hoán đổi (làm bù ngày 04/05/2024)', '1570/TB-LĐTBXH'],
  ['2024-04-30', 'holiday', 'Ngày Chiến thắng', '5015/TB-LĐTBXH'],
  ['2024-05-04', 'make_up_day', 'Làm bù cho ngày 29/04/2024', '1570/TB-LĐTBXH'],
  ['2024-05-11', 'rest_day', null, '5015/TB-LĐTBXH'],
  ['2024-09-03', 'holiday', 'Quốc khánh', '5015/TB-LĐTBXH'],
  ['2025-01-25', 'rest_day', null, '6150/TB-BLĐTBXH'],
  ['2025-01-27', 'holiday', 'Tết Nguyên đán', '6150/TB-BLĐTBXH'],
  ['2025-04-26', 'make_up_day', 'Làm bù cho ngày 02/05/2025', '6150/TB-BLĐTBXH'],
  ['2025-05-01', 'holiday', 'Ngày Quốc tế lao động', '6150/TB-BLĐTBXH'],
  ['2025-05-02', 'swapped_off', 'Nghỉ hoán đổi (làm bù ngày 26/04/2025)', '6150/TB-BLĐTBXH'],
  ['2025-09-01', 'holiday', 'Quốc khánh', '6150/TB-BLĐTBXH'],
  ['2026-01-02', 'swapped_off', 'Nghỉ hoán đổi (làm bù ngày 10/01/2026)', '12729/VPCP-KGVX'],
  ['2026-01-10', 'make_up_day', 'Làm bù cho ngày 02/01/2026', '12729/VPCP-KGVX'],
  ['2026-02-20', 'holiday', 'Tết Nguyên đán', '9441/TB-BNV'],
  ['2026-04-26', 'holiday', 'Giỗ Tổ Hùng Vương', '9441/TB-BNV'],
  ['2026-04-27', 'compensatory_off', 'Nghỉ bù Giỗ Tổ Hùng Vương', '9441/TB-BNV'],
  ['2026-04-30', 'holiday', 'Ngày Chiến thắng', '3383/BNV-CVL'],
  ['2026-08-22', 'make_up_day', 'Làm bù cho ngày 31/08/2026', '9441/TB-BNV'],
  ['2026-08-31', 'swapped_off', 'Nghỉ hoán đổi (làm bù ngày 22/08/2026)', '9441/TB-BNV'],
  ['2026-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', '28/2026/QH16'],
  ['2027-01-01', 'holiday', 'Tết Dương lịch', 'BLLĐ 2019, Điều 112 khoản 1 điểm a'],
  ['2027-01-04', 'working', null, 'QĐ 188/1999/QĐ-TTg (tuần làm việc 40 giờ)'],
  ['2027-04-16', 'holiday', 'Giỗ Tổ Hùng Vương', 'BLLĐ 2019, Điều 112 khoản 1 điểm e'],
  ['2027-05-01', 'holiday', 'Ngày Quốc tế lao động', 'BLLĐ 2019, Điều 112 khoản 1 điểm d'],
  ['2027-05-03', 'compensatory_off', 'Nghỉ bù Ngày Quốc tế lao động', 'BLLĐ 2019, Điều 111 khoản 3'],
  ['2027-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'NQ 28/2026/QH16, Điều 2'],
  ['2029-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'NQ 28/2026/QH16, Điều 2']
] as const
for (const [on, kind, nameVi, source] of kinds) {
  t.test(`${on} is ${kind}, says ${source}`, async (t) => {
    t.match(calendar.dayOf(day(on)), { day: on, kind, nameVi, source, status: on < '2027' ? 'announced' : 'estimated' })
    t.equal(calendar.dayOf(day(on)).noticeId === null, on >= '2027')
  })
}

const workingDays = [
  // weekdays of the year, less weekdays off (New Year + Tết + Giỗ Tổ + 30/4, 1/5 + Quốc khánh + 24/11), plus worked Saturdays
  [2024, 251, '262 - (1 + 5 + 1 + 3 + 2) + 1'],
  [2025, 250, '261 - (1 + 5 + 1 + 3 + 2) + 1'],
  [2026, 249, '261 - (2 + 5 + 1 + 2 + 3 + 1) + 2'],
  [2027, 249, '261 - (1 + 5 + 1 + 2 + 2 + 1), Tết 4-10/2, 30/4 and the make-up of 1/5, Quốc khánh 2-3/9 by our estimate']
] as const
for (const [number, count, sum] of workingDays) {
  t.test(`${number} has ${count} working days = ${sum}`, async (t) =>
    t.equal(countWorkingDays(calendar, dayFrom(number, 1, 1), dayFrom(number, 12, 31)), count)
  )
}

const naiveBefore = (from: Day, n: number): Day => {
  const weekdays = range('2020-01-01', addDays(from, -1)).filter((at) => weekdayOf(at) < 6)
  return weekdays.at(-n) ?? from
}
const deadlines = [
  ['2024-05-01', '2024-04-22', '2024-04-24', 'the holiday and the swapped Monday do not count'],
  ['2025-05-01', '2025-04-24', '2025-04-24', 'the worked Saturday stands in for the holiday'],
  ['2026-01-01', '2025-12-25', '2025-12-25', 'nothing but a weekend lies between']
] as const
for (const [first, lastSending, naive, why] of deadlines) {
  t.test(`the roster from ${first} goes out by ${lastSending}: ${why}`, async (t) => {
    t.equal(workingDaysBefore(calendar, day(first), 5), lastSending)
    t.equal(naiveBefore(day(first), 5), naive)
  })
}

t.test('walking: the day itself never counts', async (t) => {
  t.equal(workingDaysBefore(calendar, day('2026-03-04'), 0), '2026-03-04')
  t.equal(workingDaysBefore(calendar, day('2026-03-04'), 1), '2026-03-03')
  t.equal(nextWorkingDay(calendar, day('2026-03-04')), '2026-03-05')
  t.equal(nextWorkingDay(calendar, day('2026-02-13')), '2026-02-23', 'over Tết')
  t.equal(nextWorkingDay(calendar, day('2026-08-21')), '2026-08-22', 'onto a worked Saturday')
  t.equal(countWorkingDays(calendar, day('2026-03-02'), day('2026-03-06')), 5, 'both ends count')
  t.equal(countWorkingDays(calendar, day('2026-03-02'), day('2026-03-01')), 0, 'an empty range')
})

// What was decided for the years, against what we would have guessed: the five days of Tết with their make-up, and Quốc khánh.
const guesses = [
  [2016, '2016-02-07', '2016-02-12', null],
  [2017, '2017-01-26', '2017-02-01', null],
  [2018, '2018-02-14', '2018-02-20', null],
  [2019, '2019-02-04', '2019-02-08', null],
  [2020, '2020-01-23', '2020-01-29', null],
  [2021, '2021-02-10', '2021-02-16', ['2021-09-02', '2021-09-03']],
  [2022, '2022-01-31', '2022-02-04', ['2022-09-01', '2022-09-02']],
  [2023, '2023-01-20', '2023-01-26', ['2023-09-01', '2023-09-02', '2023-09-04']],
  [2024, '2024-02-08', '2024-02-14', ['2024-09-02', '2024-09-03']],
  [2025, '2025-01-27', '2025-01-31', ['2025-09-01', '2025-09-02']],
  [2026, '2026-02-16', '2026-02-20', ['2026-09-01', '2026-09-02']],
  [2027, '2027-02-04', '2027-02-10', ['2027-09-02', '2027-09-03']],
  [2029, '2029-02-12', '2029-02-16', ['2029-09-02', '2029-09-03', '2029-09-04']]
] as const
for (const [number, from, to, nationalDays] of guesses) {
  t.test(`the estimate of ${number} guesses Tết ${from} to ${to}`, async (t) => {
    const off = statutoryDays(number)
    t.same(
      off.filter(({ nameVi }) => nameVi.endsWith('Tết Nguyên đán')).map(({ day }) => day),
      range(from, to)
    )
    t.equal(off.filter(({ nameVi }) => nameVi === 'Tết Nguyên đán').length, 5)
    const found = off.filter(({ nameVi }) => nameVi.endsWith('Quốc khánh')).map(({ day }) => day)
    if (nationalDays !== null) t.same(found, nationalDays)
  })
}

const compensations = [
  [2022, ['2022-01-03', '2022-04-11', '2022-05-02', '2022-05-03'], 'New Year Saturday, Giỗ Tổ Sunday, 30/4 and 1/5 on one weekend'],
  [2023, ['2023-01-02', '2023-01-25', '2023-01-26', '2023-05-02', '2023-05-03', '2023-09-04'], 'Giỗ Tổ Saturday, 30/4 Sunday, 1/5 Monday'],
  [2025, [], 'no holiday on a weekend'],
  [2026, ['2026-04-27'], 'Giỗ Tổ Sunday'],
  [2027, ['2027-02-09', '2027-02-10', '2027-05-03'], 'two days of Tết and 1/5 on a weekend; 24/11 on a weekday'],
  [2029, ['2029-09-04'], '24/11 on a Saturday is not made up']
] as const
for (const [number, days, why] of compensations) {
  t.test(`make-up days by law of ${number}: ${why}`, async (t) => {
    const found = year(number).filter((at) => byLaw.dayOf(at).kind === 'compensatory_off')
    t.same(found, days)
  })
}

t.test('24/11: off from 2026, never made up', async (t) => {
  t.equal(byLaw.dayOf(day('2025-11-24')).kind, 'working')
  t.equal(byLaw.dayOf(day('2026-11-24')).kind, 'holiday')
  t.equal(weekdayOf(day('2029-11-24')), 6)
  t.equal(byLaw.dayOf(day('2029-11-26')).kind, 'working', 'a Saturday in 2029: no make-up on the Monday')
  t.equal(byLaw.dayOf(day('2030-11-25')).kind, 'working', 'a Sunday in 2030: no make-up on the Monday')
})

t.test('by law alone: every day off of Art. 112(1) and 111(3) of 2024-2026 is where the notices put it', async (t) => {
  const differ = changedDays(byLaw, calendar, range('2024-01-01', '2026-12-31'))
  const swapped = differ.map((at) => [at, calendar.dayOf(at).kind])
  t.ok(
    swapped.every(([, kind]) => kind === 'swapped_off' || kind === 'make_up_day'),
    'only swaps differ'
  )
  t.equal(swapped.length, 8)
})

t.test('all of a year without notice is estimated, with its article', async (t) => {
  t.ok(year(2027).every((at) => calendar.dayOf(at).status === 'estimated' && calendar.dayOf(at).noticeId === null))
  t.match(calendar.dayOf(day('2027-02-06')).source, 'ước tính')
  t.match(calendar.dayOf(day('2027-09-03')).source, 'ước tính')
  t.notMatch(calendar.dayOf(day('2027-09-02')).source, 'ước tính')
})

t.test('the estimate of a year yields to its annual notice', async (t) => {
  const annual = notice('annual', '2026-11-01', [says('2027-01-01', 'holiday'), says('2027-02-05', 'holiday')], { annualFor: 2027 })
  const after = buildCalendar([...seeded, annual])
  t.same(
    year(2027).filter((at) => weekdayOf(at) < 6 && !after.isWorking(at)),
    ['2027-01-01', '2027-02-05']
  )
  t.ok(year(2027).every((at) => after.dayOf(at).status === 'announced' && after.dayOf(at).source === 'annual/TB-BNV'))
  t.equal(after.dayOf(day('2027-09-04')).kind, 'rest_day')
  t.same(changedDays(calendar, after, [...year(2026), ...year(2028)]), [], 'no other year moves')
  t.equal(after.dayOf(day('2028-01-03')).status, 'estimated')
})

t.test('a proposed annual notice replaces no estimate', async (t) => {
  const proposal = notice('annual', '2026-11-01', [says('2027-02-03', 'holiday')], { annualFor: 2027, status: 'proposed' })
  const after = buildCalendar([...seeded, proposal])
  t.same(changedDays(calendar, after, year(2027)), [])
  t.equal(after.dayOf(day('2027-02-03')).status, 'estimated')
})

t.test('a second annual notice of a year replaces the first whole, and leaves other notices alone', async (t) => {
  const first = notice('a', '2026-11-01', [says('2027-02-04', 'holiday'), says('2028-01-03', 'holiday')], { annualFor: 2027 })
  const between = notice('b', '2026-11-10', [says('2027-03-01', 'swapped_off')])
  const second = notice('c', '2026-12-01', [says('2027-02-05', 'holiday')], { annualFor: 2027 })
  const after = buildCalendar([second, between, first])
  t.same(
    year(2027).filter((at) => weekdayOf(at) < 6 && !after.isWorking(at)),
    ['2027-02-05', '2027-03-01']
  )
  t.equal(after.dayOf(day('2028-01-03')).kind, 'holiday', 'what the first said of another year stands')
})

t.test('a later notice changes exactly the days it names, whatever the order it is read in', async (t) => {
  const late = notice('late', '2026-09-01', [says('2026-12-31', 'swapped_off'), says('2026-12-26', 'make_up_day')])
  for (const notices of [
    [...seeded, late],
    [late, ...seeded]
  ]) {
    t.same(changedDays(calendar, buildCalendar(notices), range('2025-01-01', '2027-12-31')), ['2026-12-26', '2026-12-31'])
  }
})

t.test('of two notices that name a day the later issued wins, and of one day the greater id', async (t) => {
  const swap = (id: string, issuedOn: string, kind: DayKind) => notice(id, issuedOn, [says('2026-12-31', kind)])
  const kindAfter = (...notices: Notice[]) => buildCalendar(notices).dayOf(day('2026-12-31')).kind
  t.equal(kindAfter(swap('z', '2026-01-01', 'swapped_off'), swap('a', '2026-01-02', 'working')), 'working')
  t.equal(kindAfter(swap('a', '2026-01-02', 'working'), swap('z', '2026-01-01', 'swapped_off')), 'working')
  t.equal(kindAfter(swap('b', '2026-01-01', 'swapped_off'), swap('a', '2026-01-01', 'working')), 'swapped_off')
})

t.test('an announced notice beats an estimate in a year without annual notice, for its days only', async (t) => {
  const early = buildCalendar([notice('tet', '2026-10-01', [says('2027-02-03', 'holiday'), says('2027-02-10', 'working')])])
  t.same(changedDays(byLaw, early, year(2027)), ['2027-02-03', '2027-02-10'])
  t.equal(early.dayOf(day('2027-02-03')).status, 'announced')
  t.equal(early.dayOf(day('2027-02-04')).status, 'estimated')
})

t.test('a proposed notice changes nothing and shows in proposals', async (t) => {
  const announced = buildCalendar(seeded.filter(({ status }) => status === 'announced'))
  t.same(changedDays(announced, calendar, range('2024-01-01', '2028-12-31')), [])
  t.match(calendar.dayOf(day('2026-11-23')), { kind: 'working', status: 'announced', proposals: [{ kind: 'swapped_off' }] })
  t.match(calendar.dayOf(day('2026-11-28')), { kind: 'rest_day', proposals: [{ kind: 'make_up_day', noticeId: 'notice-7' }] })
  t.equal(year(2026).filter((at) => calendar.dayOf(at).proposals.length > 0).length, 2)
})

t.test('a proposal goes once a later notice has decided on its day, or the day is so anyway', async (t) => {
  const proposal = notice('p', '2026-09-06', [says('2026-11-23', 'swapped_off'), says('2026-11-27', 'working')], { status: 'proposed' })
  const refusal = notice('r', '2026-10-01', [says('2026-11-23', 'working')])
  const before = notice('s', '2026-08-01', [says('2026-11-23', 'working')])
  const open = (...notices: Notice[]) => buildCalendar(notices).dayOf(day('2026-11-23')).proposals.length
  t.equal(open(proposal), 1)
  t.equal(open(proposal, before), 1, 'a word from before the proposal decides nothing')
  t.equal(open(proposal, refusal), 0)
  t.same(buildCalendar([proposal]).dayOf(day('2026-11-27')).proposals, [])
})

t.test('changedDays keeps to the days asked for, in their order', async (t) => {
  t.same(changedDays(byLaw, calendar, [day('2026-01-10'), day('2026-01-02'), day('2026-01-03')]), ['2026-01-10', '2026-01-02'])
})

t.test('the lunar date stands beside the day', async (t) => {
  t.same(calendar.dayOf(day('2026-02-17')).lunar, { year: 2026, month: 1, day: 1, leap: false })
})

t.test('the seeds: days are days, words are composed Vietnamese, weekends and weekdays fit their kinds', async (t) => {
  for (const { number, title, source, issuedOn, status, days } of calendarNotices) {
    t.ok(CALENDAR_STATUSES.includes(status))
    t.equal(parseDay(issuedOn), issuedOn)
    t.equal(new Set(days.map(({ day }) => day)).size, days.length, `${number} names no day twice`)
    t.same(
      [number, title, source],
      [number, title, source].map((text) => text.normalize('NFC').trim())
    )
    for (const { day: at, kind, nameVi, nameEn } of days) {
      t.equal(parseDay(at), at)
      t.ok(DAY_KINDS.includes(kind))
      t.same([nameVi, nameEn], [nameVi.normalize('NFC'), nameEn.normalize('NFC')])
      if (kind === 'make_up_day') t.ok(weekdayOf(at) >= 6, `${at} is worked in place of a rest`)
      if (kind === 'swapped_off' || kind === 'compensatory_off') t.ok(weekdayOf(at) < 6, `${at} is a weekday off`)
    }
  }
})

t.test('the rules hold for every year of 1976-2100: ordered, no day twice, as many weekdays off as the law grants', async (t) => {
  for (let number = 1976; number <= 2100; number += 1) {
    const off = statutoryDays(number).map(({ day }) => day)
    if (off.some((at, i) => i > 0 && at <= (off[i - 1] ?? ''))) t.fail(`${number}: out of order or twice`)
    const weekdays = off.filter((at) => weekdayOf(at) < 6 && !at.endsWith('-11-24')).length
    if (weekdays !== 11) t.fail(`${number}: ${weekdays} weekdays off, not 11`)
    const words = statutoryDays(number).flatMap(({ nameVi, nameEn, source }) => [nameVi, nameEn, source])
    if (words.some((text) => text !== text.normalize('NFC'))) t.fail(`${number}: words not composed`)
  }
})

const anyDay = fc.integer({ min: 0, max: 1825 }).map((n) => addDays(day('2024-01-01'), n))

t.test('workingDaysBefore: n working days lie from its day to the eve, its day is one, a later day has fewer', async () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 30 }), (at, n) => {
      const found = workingDaysBefore(calendar, at, n)
      const eve = addDays(at, -1)
      return (
        calendar.isWorking(found) &&
        countWorkingDays(calendar, found, eve) === n &&
        countWorkingDays(calendar, addDays(found, 1), eve) === n - 1
      )
    })
  )
})

t.test('the walks agree with a list of working days made by hand', async () => {
  const all = range('2023-06-01', '2030-01-31').filter((at) => isWorkingKind(calendar.dayOf(at).kind))
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 30 }), (at, n) => {
      const before = all.filter((other) => other < at).at(-n)
      const after = all.find((other) => other > at)
      return workingDaysBefore(calendar, at, n) === before && nextWorkingDay(calendar, at) === after
    })
  )
})

t.test('counts add up: two adjoining ranges make one', async () => {
  fc.assert(
    fc.property(anyDay, fc.nat(200), fc.nat(200), (from, a, b) => {
      const middle = addDays(from, a)
      const end = addDays(middle, b)
      const parts = countWorkingDays(calendar, from, middle) + countWorkingDays(calendar, addDays(middle, 1), end)
      return countWorkingDays(calendar, from, end) === parts
    })
  )
})
