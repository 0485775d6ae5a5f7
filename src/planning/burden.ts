import type { DayKind } from '../domain/calendar.ts'
import { addDays, eachDay } from '../domain/day.ts'
import { dayAt, HOUR, hoursOf, type Interval, wallClock, type Zone } from '../domain/instant.ts'
import type { Duty } from '../domain/roster.ts'

/** What a duty weighs. All policy of the centre, not statute; whole numbers, so that sums agree on any machine. */
export interface Weights {
  /** Points per day (24 hours, rounded, at least one) of a slot that starts on a day of this kind. */
  readonly perDay: Readonly<Record<DayKind, number>>
  /** One more point per so many hours begun. */
  readonly hoursPerPoint: number
  /** One more point per so many hours begun between 22:00 and 06:00. */
  readonly nightHoursPerPoint: number
  /** One more point per so many hours begun of duty on site, where one cannot do other work. */
  readonly onSiteHoursPerPoint: number
  /** Per cent of the points that the support seat counts, rounded up: it is called only when the primary needs help. */
  readonly supportPercent: number
}

/**
 * Days off weigh in about the order of overtime pay (BLLĐ 2019 Art. 98(1): weekly rest 200 %, holiday 300 %). Office hours on a
 * working day by phone are 4 points, a working day and night by phone 8, the same on a holiday 11.
 */
export const DEFAULT_WEIGHTS: Weights = {
  perDay: { working: 2, make_up_day: 2, rest_day: 3, compensatory_off: 3, swapped_off: 3, holiday: 5 },
  hoursPerPoint: 6,
  nightHoursPerPoint: 4,
  onSiteHoursPerPoint: 4,
  supportPercent: 50
}

/** Minutes after midnight at which night work begins and ends (BLLĐ 2019 Art. 106: from 22:00 to 06:00 of the next day). */
const NIGHT = { from: 22 * 60, to: 30 * 60 } as const

/** Hours of the interval that fall in the night, 22:00-06:00 on the wall. */
export function nightHours(interval: Interval, zone: Zone): number {
  const days = eachDay(addDays(dayAt(interval.start, zone), -1), dayAt(interval.end, zone))
  const hours = days.map((day) => {
    const from = Math.max(interval.start, wallClock(day, NIGHT.from, zone))
    const to = Math.min(interval.end, wallClock(day, NIGHT.to, zone))
    return Math.max(0, to - from) / HOUR
  })
  return hours.reduce((sum, each) => sum + each, 0)
}

/** Burden points of one duty, a whole number of at least 1: kind of day, length, night, on site, and which seat. */
export function burdenOf(duty: Interval & Pick<Duty, 'dayKind' | 'mode' | 'seat'>, zone: Zone, weights: Weights = DEFAULT_WEIGHTS): number {
  const hours = hoursOf(duty)
  const days = Math.max(1, Math.round(hours / 24))
  const onSite = duty.mode === 'on_site' ? Math.ceil(hours / weights.onSiteHoursPerPoint) : 0
  const points =
    weights.perDay[duty.dayKind] * days +
    Math.ceil(hours / weights.hoursPerPoint) +
    Math.ceil(nightHours(duty, zone) / weights.nightHoursPerPoint) +
    onSite
  return duty.seat === 'support' ? Math.max(1, Math.ceil((points * weights.supportPercent) / 100)) : points
}
