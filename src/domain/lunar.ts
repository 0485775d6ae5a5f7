import { lunationNear, newMoon, sunLongitude } from './astronomy.ts'
import { addDays, type Day, daysBetween, parseDay, yearOf } from './day.ts'
import { DutyError } from './errors.ts'

/** A day of the Vietnamese lunar calendar (âm lịch). `year` is the Gregorian year in which its month 1 begins; `leap` marks the tháng nhuận. */
export interface LunarDate {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly leap: boolean
}

/** One lunar month: days are counted from 2000-01-01 (day 0); `until` is the first day of the next month. */
interface LunarMonth {
  readonly year: number
  readonly month: number
  readonly leap: boolean
  readonly from: number
  readonly until: number
}

const EPOCH = parseDay('2000-01-01')
/** Julian date of midnight at the start of day 0 on the clock of Viet Nam, UTC+7. */
const EPOCH_MIDNIGHT = 2451544.5 - 7 / 24
/** The sun stands at 270° at the winter solstice (Đông chí), which lies in month 11 by definition. */
const SOLSTICE = 270

const newMoonDay = (k: number): number => Math.floor(newMoon(k) - EPOCH_MIDNIGHT)
/** Principal terms (trung khí) are the passages of the sun through multiples of 30°; this is how many it has passed since the solstice point. */
const termsPassed = (day: number): number => Math.floor(((sunLongitude(EPOCH_MIDNIGHT + day) - SOLSTICE + 360) % 360) / 30)

/** The lunation that holds the winter solstice of the year: the last one that begins before the solstice day is over. */
function solsticeLunation(year: number): number {
  const nearSolstice = daysBetween(EPOCH, parseDay(`${year}-12-20`))
  let k = lunationNear(EPOCH_MIDNIGHT + nearSolstice) + 1
  // a month that begins after the solstice day has 0 or 1 terms behind it, one that begins on it or before has 10 or 11
  while (termsPassed(newMoonDay(k)) < 6) k -= 1
  return k
}

function monthsBetweenSolstices(year: number): readonly LunarMonth[] {
  const first = solsticeLunation(year - 1)
  const count = solsticeLunation(year) - first
  const starts = Array.from({ length: count + 1 }, (_, i) => newMoonDay(first + i))
  const bounds = starts.slice(0, -1).map((from, i) => ({ from, until: starts[i + 1] ?? from }))
  // thirteen months between two solstices: the first without a principal term is the leap one
  const leapAt = count === 13 ? bounds.findIndex(({ from, until }) => termsPassed(from) === termsPassed(until)) : -1
  return bounds.map((bound, i) => {
    const place = leapAt >= 0 && i >= leapAt ? i - 1 : i
    return { ...bound, year: place < 2 ? year - 1 : year, month: ((place + 10) % 12) + 1, leap: i === leapAt }
  })
}

/** The months are pure of their year, so remembering them changes no answer; it saves some 40 positions of the sun a question. */
const remembered = new Map<number, readonly LunarMonth[]>()

/** The 12 or 13 lunar months from month 11 of the lunar year before up to month 10 of this one. */
function lunarMonths(year: number): readonly LunarMonth[] {
  const known = remembered.get(year)
  if (known !== undefined) return known
  const months = monthsBetweenSolstices(year)
  remembered.set(year, months)
  return months
}

/**
 * The lunar date of a day, as the Vietnamese calendar has it: months begin on the day of the new moon at UTC+7, month 11 holds the
 * winter solstice, and of thirteen months the first without a principal term is the leap one. True to the official calendar of unified
 * Viet Nam from 1976 on (QĐ 121/CP of 8/8/1967 set the zone UTC+7; 1968 in the North) and computed ahead to 2100; the same rule is
 * applied outside these years, where no claim is made. Source: the astronomy in `astronomy.ts`; no table of dates.
 */
export function lunarFromSolar(day: Day): LunarDate {
  const number = daysBetween(EPOCH, day)
  const year = yearOf(day)
  const months = [...lunarMonths(year), ...lunarMonths(year + 1)]
  const found = months.find(({ from, until }) => from <= number && number < until)
  if (found === undefined) throw new DutyError('BAD_DAY', { value: day })
  return { year: found.year, month: found.month, day: number - found.from + 1, leap: found.leap }
}

/**
 * The day on which a lunar date falls; throws BAD_DAY when the year has no such date (day 30 of a short month, a leap month it lacks).
 * The exact inverse of `lunarFromSolar`, with the same source and the same range: official for 1976 on, computed ahead to 2100.
 */
export function solarFromLunar(year: number, month: number, day: number, leap = false): Day {
  const months = [...lunarMonths(year), ...lunarMonths(year + 1)]
  const found = months.find((m) => m.year === year && m.month === month && m.leap === leap)
  const number = found === undefined ? Number.NaN : found.from + day - 1
  if (found === undefined || !Number.isInteger(day) || day < 1 || number >= found.until) {
    throw new DutyError('BAD_DAY', { value: `${year}-${month}${leap ? '+' : ''}-${day} (âm lịch)` })
  }
  return addDays(EPOCH, number)
}
