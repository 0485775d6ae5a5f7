import { nightHours, nightsOf } from '../burden.ts'
import { addDays, type Day } from '../day.ts'
import type { Interval } from '../instant.ts'
import type { Duty } from '../roster.ts'
import type { RuleContext } from './rule.ts'

interface Night {
  readonly hours: number
  readonly nights: number
}

const known = new WeakMap<RuleContext, Map<string, Night>>()

/** What an interval holds of the night, remembered while the context lives: a plan asks about the same few intervals very often. */
function nightIn(interval: Interval, context: RuleContext): Night {
  const remembered = known.get(context) ?? new Map<string, Night>()
  const key = `${interval.start}/${interval.end}`
  const found = remembered.get(key) ?? { hours: nightHours(interval, context.zone), nights: nightsOf(interval, context.zone) }
  known.set(context, remembered.set(key, found))
  return found
}

/** Whether any of it is night work: between 22:00 and 06:00 (BLLĐ 2019 Art. 106). */
export const touchesNight = (interval: Interval, context: RuleContext): boolean => nightIn(interval, context).hours > 0

/** Whether it is a night duty: it holds a whole night, or most of one. */
export const isNightDuty = (interval: Interval, context: RuleContext): boolean => nightIn(interval, context).nights > 0

/** The days whose nights a duty holds, in order: from the day on which it starts, as many as it has nights. */
export const nightDays = (duty: Duty, context: RuleContext): Day[] =>
  Array.from({ length: nightIn(duty, context).nights }, (_, at) => addDays(duty.day, at))
