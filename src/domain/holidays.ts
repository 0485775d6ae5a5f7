import { addDays, type Day, dayFrom, weekdayOf } from './day.ts'
import { compare } from './ids.ts'
import { solarFromLunar } from './lunar.ts'

/** A day off that the law gives by itself, before any notice of the year. `source` is the article, in Vietnamese. */
export interface StatutoryDay {
  readonly day: Day
  readonly kind: 'holiday' | 'compensatory_off'
  readonly nameVi: string
  readonly nameEn: string
  readonly source: string
}

const MONDAY = 1
const TUESDAY = 2
const THURSDAY = 4
const SATURDAY = 6
const SUNDAY = 7

const article = (point: string): string => `BLLĐ 2019, Điều 112 khoản 1 điểm ${point}`
const guess = (point: string): string => `${article(point)} và khoản 3; ước tính theo thông lệ, chờ Thủ tướng Chính phủ quyết định`
const COMPENSATION = 'BLLĐ 2019, Điều 111 khoản 3'

/** First year of the day off of 24/11: NQ 28/2026/QH16 is in force from 1/7/2026. */
const CULTURE_DAY_SINCE = 2026

/** Weekly rest days of the state sector: Saturday and Sunday (40-hour week, QĐ 188/1999/QĐ-TTg). */
export const isWeeklyRest = (day: Day): boolean => weekdayOf(day) >= SATURDAY

const holiday = (day: Day, nameVi: string, nameEn: string, source: string): StatutoryDay => ({
  day,
  kind: 'holiday',
  nameVi,
  nameEn,
  source
})

/**
 * Days of Tết before mùng 1; with those from mùng 1 on they are five, and which five is for the Prime Minister to say (Art. 112(3)).
 * A guess, from what was decided for each year 2015-2026: one day before when mùng 1 is a Monday or Tuesday, else two.
 */
function tetDaysBefore(firstOfYear: Day): number {
  return weekdayOf(firstOfYear) <= TUESDAY ? 1 : 2
}

function tet(year: number): StatutoryDay[] {
  const first = solarFromLunar(year, 1, 1)
  const from = addDays(first, -tetDaysBefore(first))
  return [0, 1, 2, 3, 4].map((i) => holiday(addDays(from, i), 'Tết Nguyên đán', 'Lunar New Year', guess('b')))
}

/**
 * The day beside 2/9 that is off too. A guess, from what was decided for each year 2021-2026: 3/9 when 2/9 is a Monday or Thursday
 * (and by analogy a Sunday), else 1/9; so the break is never cut by a working day.
 */
function besideNationalDay(year: number): Day {
  const after = [MONDAY, THURSDAY, SUNDAY].includes(weekdayOf(dayFrom(year, 9, 2)))
  return dayFrom(year, 9, after ? 3 : 1)
}

/** The holidays of BLLĐ 2019 Art. 112(1): the only ones that Art. 111(3) makes up for. */
function labourCodeHolidays(year: number): StatutoryDay[] {
  return [
    holiday(dayFrom(year, 1, 1), 'Tết Dương lịch', "New Year's Day", article('a')),
    ...tet(year),
    holiday(solarFromLunar(year, 3, 10), 'Giỗ Tổ Hùng Vương', "Hùng Kings' Commemoration Day", article('e')),
    holiday(dayFrom(year, 4, 30), 'Ngày Chiến thắng', 'Victory Day', article('c')),
    holiday(dayFrom(year, 5, 1), 'Ngày Quốc tế lao động', 'International Labour Day', article('d')),
    holiday(dayFrom(year, 9, 2), 'Quốc khánh', 'National Day', article('đ')),
    holiday(besideNationalDay(year), 'Quốc khánh', 'National Day', guess('đ'))
  ]
}

/** Outside Art. 112(1), so a 24/11 on a weekly rest day is not made up. */
function cultureDay(year: number): StatutoryDay[] {
  if (year < CULTURE_DAY_SINCE) return []
  return [holiday(dayFrom(year, 11, 24), 'Ngày Văn hóa Việt Nam', 'Vietnam Culture Day', 'NQ 28/2026/QH16, Điều 2')]
}

/** Art. 111(3): each weekly rest day lost to a holiday moves to the next working day that is still free; several take successive ones. */
function compensation(holidays: readonly StatutoryDay[]): StatutoryDay[] {
  const taken = new Set(holidays.map(({ day }) => day))
  return holidays
    .filter(({ day }) => isWeeklyRest(day))
    .map(({ day: lost, nameVi, nameEn }) => {
      let day = addDays(lost, 1)
      while (isWeeklyRest(day) || taken.has(day)) day = addDays(day, 1)
      taken.add(day)
      return { day, kind: 'compensatory_off', nameVi: `Nghỉ bù ${nameVi}`, nameEn: `Day off in lieu of ${nameEn}`, source: COMPENSATION }
    })
}

/**
 * Every day off that the law of 2026 gives the state sector in the year, in order of days, no day twice: BLLĐ 2019 Art. 112(1) and 111(3),
 * and NQ 28/2026/QH16 from 2026 on. Which days of Tết and which day beside 2/9 are guesses, and say so in `source`; swapped days
 * are never guessed. Years before 2021 get today's law too: an estimate, not history. Lunar dates hold for 1976-2100.
 */
export function statutoryDays(year: number): readonly StatutoryDay[] {
  const holidays = labourCodeHolidays(year)
  return [...holidays, ...compensation(holidays), ...cultureDay(year)].sort((a, b) => compare(a.day, b.day))
}
