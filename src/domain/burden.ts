import type { DayKind } from './calendar.ts'
import { addDays, type Day, eachDay } from './day.ts'
import { dayAt, HOUR, hoursOf, type Interval, wallClock, type Zone } from './instant.ts'
import { lunarFromSolar } from './lunar.ts'
import type { Post } from './post.ts'
import type { Duty } from './roster.ts'

/** What is shared out fairly, each for itself: all points together, then nights, weekly rest days, holidays and Tết. */
export const BURDEN_KINDS = ['points', 'nights', 'restDays', 'holidays', 'tet'] as const
export type BurdenKind = (typeof BURDEN_KINDS)[number]

/** An amount of every kind, in whole hundredths: 100 is one point, one night, one day. Sums are exact on any machine. */
export type Burden = Readonly<Record<BurdenKind, number>>

export const NO_BURDEN: Burden = { points: 0, nights: 0, restDays: 0, holidays: 0, tet: 0 }

/** Both together, or the first `times` the second added (-1 takes it away). */
export const plus = (a: Burden, b: Burden, times = 1): Burden => ({
  points: a.points + times * b.points,
  nights: a.nights + times * b.nights,
  restDays: a.restDays + times * b.restDays,
  holidays: a.holidays + times * b.holidays,
  tet: a.tet + times * b.tet
})

/** What a duty weighs. All policy of the centre, not statute; whole numbers, so that sums agree on any machine. A unit of 0 = no such points. */
export interface BurdenWeights {
  /** Points per day (24 hours, rounded, at least one) of a slot that starts on a day of this kind. */
  readonly perDay: Readonly<Record<DayKind, number>>
  /** Points per day of a slot that starts on a day of Tết, in place of those of its kind. */
  readonly tetPerDay: number
  /** One more point per so many hours begun. */
  readonly hoursPerPoint: number
  /** One more point per so many hours begun between 22:00 and 06:00. */
  readonly nightHoursPerPoint: number
  /** One more point per so many hours begun of duty on site, where one cannot do other work. */
  readonly onSiteHoursPerPoint: number
  /** One more point per so many kilometres begun from the centre to the post, for a slot on site: the way there and back. */
  readonly kmPerPoint: number
  /** Per cent that the support seat counts: it is called only when the primary needs help. */
  readonly supportPercent: number
  /** How much one unit too many or too few of each kind weighs in the plan, squared: 0-100. */
  readonly fairness: Readonly<Record<BurdenKind, number>>
}

/**
 * Days off weigh in about the order of overtime pay (BLLĐ 2019 Art. 98(1): weekly rest 200 %, holiday 300 %). Office hours on a
 * working day by phone are 4 points, a working day and night by phone 8, the same on a holiday 11.
 */
export const DEFAULT_WEIGHTS: BurdenWeights = {
  perDay: { working: 2, make_up_day: 2, rest_day: 3, compensatory_off: 3, swapped_off: 3, holiday: 5 },
  tetPerDay: 8,
  hoursPerPoint: 6,
  nightHoursPerPoint: 4,
  onSiteHoursPerPoint: 4,
  kmPerPoint: 25,
  supportPercent: 50,
  fairness: { points: 1, nights: 6, restDays: 8, holidays: 12, tet: 20 }
}

/** Minutes after midnight at which night work begins and ends (BLLĐ 2019 Art. 106: from 22:00 to 06:00 of the next day). */
const NIGHT = { from: 22 * 60, to: 30 * 60 } as const
/** Hours of a whole night, but for a change of clocks. */
const WHOLE_NIGHT = 8

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

/** Nights that the interval holds: its hours of the night in whole nights, rounded; an evening until 23:00 is none. */
export const nightsOf = (interval: Interval, zone: Zone): number => Math.round(nightHours(interval, zone) / WHOLE_NIGHT)

/** Lunar days around the new year that a holiday must fall on to be Tết: the last three of the year and the first five. */
const TET = { lastMonth: 12, from: 28, until: 5 } as const

/** Whether a day of that kind is a day of Tết: a holiday (Art. 112(1)b) by the lunar new year. */
export function isTet(day: Day, kind: DayKind): boolean {
  if (kind !== 'holiday') return false
  const { month, day: lunarDay } = lunarFromSolar(day)
  return (month === TET.lastMonth && lunarDay >= TET.from) || (month === 1 && lunarDay <= TET.until)
}

const REST_KINDS: readonly DayKind[] = ['rest_day', 'compensatory_off', 'swapped_off']

type Weighed = Interval & Pick<Duty, 'day' | 'dayKind' | 'mode' | 'seat'>

/** What of a post weighs on whoever is on duty there: a factor in per cent, and the way to it in kilometres. */
export type PostBurden = Pick<Post, 'burdenPercent' | 'distanceKm'>

/** A post like any other, at the centre itself. */
const PLAIN_POST: PostBurden = { burdenPercent: 100, distanceKm: 0 }

/** One point per unit begun; none where the unit is 0. */
const begun = (amount: number, unit: number): number => (unit === 0 ? 0 : Math.ceil(amount / unit))

/** Whole points of one duty before the factors of its seat and its post. */
function pointsOf(duty: Weighed, tet: boolean, zone: Zone, weights: BurdenWeights, { distanceKm }: PostBurden): number {
  const hours = hoursOf(duty)
  const days = Math.max(1, Math.round(hours / 24))
  const onSite = duty.mode === 'on_site' ? begun(hours, weights.onSiteHoursPerPoint) + begun(distanceKm, weights.kmPerPoint) : 0
  return (
    (tet ? weights.tetPerDay : weights.perDay[duty.dayKind]) * days +
    begun(hours, weights.hoursPerPoint) +
    begun(nightHours(duty, zone), weights.nightHoursPerPoint) +
    onSite
  )
}

/**
 * What one duty weighs, in hundredths: kind of day, length, night, on site, distance, which seat, and (points alone) the factor of
 * its post, rounded half up.
 */
export function burdenOf(duty: Weighed, zone: Zone, weights: BurdenWeights = DEFAULT_WEIGHTS, post: PostBurden = PLAIN_POST): Burden {
  const tet = isTet(duty.day, duty.dayKind)
  const each = duty.seat === 'support' ? weights.supportPercent : 100
  return {
    points: Math.round((pointsOf(duty, tet, zone, weights, post) * each * post.burdenPercent) / 100),
    nights: nightsOf(duty, zone) * each,
    restDays: REST_KINDS.includes(duty.dayKind) ? each : 0,
    holidays: duty.dayKind === 'holiday' && !tet ? each : 0,
    tet: tet ? each : 0
  }
}

/** Kinds of day that points are told apart by, for showing what a person's points are made of. */
export const DAY_PARTS = ['workingDays', 'restDays', 'holidays', 'tet'] as const
export type DayPart = (typeof DAY_PARTS)[number]

/** Points by kind of day, in hundredths; together they are the points of the burden. */
export type PointParts = Readonly<Record<DayPart, number>>

/** The kind of day that a duty's points belong to: that of the day on which it starts. */
export function dayPartOf({ day, dayKind }: Pick<Duty, 'day' | 'dayKind'>): DayPart {
  if (isTet(day, dayKind)) return 'tet'
  if (dayKind === 'holiday') return 'holidays'
  return REST_KINDS.includes(dayKind) ? 'restDays' : 'workingDays'
}
