import type { Calendar } from './calendar.ts'
import { eachDay } from './day.ts'
import { dayAt, HOUR, type Instant, wallClock, type Zone } from './instant.ts'
import type { WorkingHours } from './settings.ts'

/** Minutes after midnight of `HH:mm`. */
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/**
 * How many working hours lie in `[from, to)`: what of it falls into the hours of working days and worked weekends, on the wall of the
 * zone. 0 when `to` is not after `from`. The hours of a day must not overlap.
 */
export function workingHoursBetween(
  from: Instant,
  to: Instant,
  hours: readonly WorkingHours[],
  calendar: Pick<Calendar, 'isWorking'>,
  zone: Zone
): number {
  if (to <= from) return 0
  const days = eachDay(dayAt(from, zone), dayAt(to, zone)).filter((day) => calendar.isWorking(day))
  const worked = days.flatMap((day) =>
    hours.map((range) => {
      const start = Math.max(from, wallClock(day, minutesOf(range.from), zone))
      return Math.max(0, Math.min(to, wallClock(day, minutesOf(range.to), zone)) - start)
    })
  )
  return worked.reduce((sum, millis) => sum + millis, 0) / HOUR
}
