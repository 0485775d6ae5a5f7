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

/** The years that can be asked for: wide enough for every duty and close enough that no loop over days runs away. */
const DAY = /^(?:1[89]|2[01])\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/
const MONTH = /^(?:1[89]|2[01])\d{2}-(?:0[1-9]|1[0-2])$/
const DAYS_OF_ERA = 146_097
const EPOCH_IN_ERAS = 719_468

/** Reads `YYYY-MM-DD` of the years 1800-2199; throws BAD_DAY for anything else, the 30th of February included. */
export function parseDay(value: string): Day {
  if (!DAY.test(value) || dayOf(numberOf(value)) !== value) throw new DutyError('BAD_DAY', { value })
  return value as Day
}

/** Reads `YYYY-MM` of the years 1800-2199; throws BAD_MONTH for anything else. */
export function parseMonth(value: string): Month {
  if (!MONTH.test(value)) throw new DutyError('BAD_MONTH', { value })
  return value as Month
}

/** The day of the Gregorian calendar with these numbers; throws BAD_DAY when there is none. */
export const dayFrom = (year: number, month: number, day: number): Day =>
  parseDay(`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`)

export const addDays = (day: Day, days: number): Day => dayOf(numberOf(day) + days)

/** Whole days from a to b (negative when b is earlier). */
export const daysBetween = (a: Day, b: Day): number => numberOf(b) - numberOf(a)

/** ISO weekday: 1 = Monday (thứ Hai) … 7 = Sunday (Chủ nhật). */
export const weekdayOf = (day: Day): number => modulo(numberOf(day) + 3, 7) + 1

/** The first day of the day's week, for weeks that begin on `firstWeekday` (1 = Monday). */
export const weekStart = (day: Day, firstWeekday = 1): Day => addDays(day, -modulo(weekdayOf(day) - firstWeekday, 7))

export const monthOf = (day: Day): Month => day.slice(0, 7) as Month
export const yearOf = (day: Day): number => Number(day.slice(0, 4))
export const dayOfMonth = (day: Day): number => Number(day.slice(8))

export const firstDay = (month: Month): Day => `${month}-01` as Day
export const lastDay = (month: Month): Day => addDays(firstDay(addMonths(month, 1)), -1)

export function addMonths(month: Month, months: number): Month {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  return `${padded(Math.floor(number / 12), 4)}-${padded(modulo(number, 12) + 1, 2)}` as Month
}

/** Every day from `from` to `to`, both counted; empty when `to` is earlier. */
export function eachDay(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/** Every month from `from` to `to`, both counted; empty when `to` is earlier. */
export function eachMonth(from: Month, to: Month): Month[] {
  const months: Month[] = []
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month)
  return months
}

export const daysOfMonth = (month: Month): Day[] => eachDay(firstDay(month), lastDay(month))

/** Whether a closed period holds the day. */
export const holds = (period: Period, day: Day): boolean => period.from <= day && (period.to === null || day <= period.to)

/** `05/12/2026`, as Vietnamese documents write days. */
export const formatDay = (day: Day): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`

const padded = (number: number, length: number): string => String(number).padStart(length, '0')
const modulo = (a: number, b: number): number => ((a % b) + b) % b

/**
 * Days from 1970-01-01, after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so that the leap day is
 * the last, and 400 of them are an era. A plain sum, because rosters add days in their innermost loops.
 */
function numberOf(day: string): number {
  const month = Number(day.slice(5, 7))
  const year = Number(day.slice(0, 4)) - (month <= 2 ? 1 : 0)
  const ofYear = Math.floor((153 * modulo(month - 3, 12) + 2) / 5) + Number(day.slice(8)) - 1
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + ofYear - EPOCH_IN_ERAS
}

/** The inverse of `numberOf`. */
function dayOf(number: number): Day {
  const shifted = number + EPOCH_IN_ERAS
  const era = Math.floor(shifted / DAYS_OF_ERA)
  const ofEra = shifted - era * DAYS_OF_ERA
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365)
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * ofYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1, 2)}` as Day
}
