import { DateTime } from 'luxon'
import { DutyError } from './errors.ts'
import type { Branded } from './ids.ts'

/** A calendar day as people write it, `2025-10-06`: a day on the wall, not an instant. Ranges of days are closed. Days compare with `<`. */
export type Day = Branded<string, 'Day'>
/** A calendar month, `2025-10`. */
export type Month = Branded<string, 'Month'>
/** A closed range of days; an open end is null. */
export interface Period {
  readonly from: Day
  readonly to: Day | null
}

const utc = (day: string): DateTime => DateTime.fromFormat(day, 'yyyy-MM-dd', { zone: 'utc' })
const text = (at: DateTime): Day => at.toFormat('yyyy-MM-dd') as Day

/** Reads `YYYY-MM-DD`; throws BAD_DAY for anything else, the 30th of February included. */
export function parseDay(value: string): Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !utc(value).isValid) throw new DutyError('BAD_DAY', { value })
  return value as Day
}

/** Reads `YYYY-MM`; throws BAD_MONTH for anything else. */
export function parseMonth(value: string): Month {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(value)) throw new DutyError('BAD_MONTH', { value })
  return value as Month
}

/** The day of the Gregorian calendar with these numbers. */
export const dayFrom = (year: number, month: number, day: number): Day => text(DateTime.utc(year, month, day))

export const addDays = (day: Day, days: number): Day => text(utc(day).plus({ days }))

/** Whole days from a to b (negative when b is earlier). */
export const daysBetween = (a: Day, b: Day): number => Math.round(utc(b).diff(utc(a), 'days').days)

/** ISO weekday: 1 = Monday (thứ Hai) … 7 = Sunday (Chủ nhật). */
export const weekdayOf = (day: Day): number => utc(day).weekday

/** Monday of the day's week, for weeks that begin on `firstWeekday` (1 = Monday). */
export const weekStart = (day: Day, firstWeekday = 1): Day => addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7))

export const monthOf = (day: Day): Month => day.slice(0, 7) as Month
export const yearOf = (day: Day): number => Number(day.slice(0, 4))
export const dayOfMonth = (day: Day): number => Number(day.slice(8))

export const firstDay = (month: Month): Day => `${month}-01` as Day
export const lastDay = (month: Month): Day => addDays(firstDay(addMonths(month, 1)), -1)
export const addMonths = (month: Month, months: number): Month => utc(`${month}-01`).plus({ months }).toFormat('yyyy-MM') as Month

/** Every day from `from` to `to`, both counted; empty when `to` is earlier. */
export function eachDay(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

export const daysOfMonth = (month: Month): Day[] => eachDay(firstDay(month), lastDay(month))

/** Whether a closed period holds the day. */
export const holds = (period: Period, day: Day): boolean => period.from <= day && (period.to === null || day <= period.to)

/** `05/12/2026`, as Vietnamese documents write days. */
export const formatDay = (day: Day): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
