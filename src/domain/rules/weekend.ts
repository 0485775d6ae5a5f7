import { addDays, type Day, weekdayOf } from '../day.ts'
import type { Duty } from '../roster.ts'

const SATURDAY = 6

/**
 * The Saturday of the weekend on which a duty starts; null on other days. A weekend is Saturday and Sunday (5-day week of the state
 * sector); a day worked in exchange for another is none.
 */
export function weekendOf({ day, dayKind }: Pick<Duty, 'day' | 'dayKind'>): Day | null {
  const weekday = weekdayOf(day)
  if (weekday < SATURDAY || dayKind === 'make_up_day') return null
  return addDays(day, SATURDAY - weekday)
}
