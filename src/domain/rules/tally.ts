import { addDays, type Day, daysBetween } from '../day.ts'
import type { ProviderId } from '../ids.ts'
import type { Duty } from '../roster.ts'
import type { Counted, RuleContext, RuleTerm } from './rule.ts'
import { byProvider, concernsRoster, perSlot } from './span.ts'

/** What is counted of each person, and how many different keys a window may hold. */
export interface Tally {
  /** At most so many; 0 = nothing is counted. */
  most(context: RuleContext): number
  keysOf(duty: Duty, context: RuleContext): readonly Counted[]
}

/** A window of one person with too many keys. */
export interface Excess {
  readonly providerId: ProviderId
  readonly window: string
  readonly duties: readonly Duty[]
  readonly count: number
  readonly limit: number
}

/** How a tally enters the plan. */
export const tallyTerm = (tally: Tally): RuleTerm => ({
  kind: 'count',
  wholeTurns: false,
  most: tally.most,
  counted: (_, context) => (tally.most(context) === 0 ? () => [] : perSlot((duty) => tally.keysOf(duty, context)))
})

interface Window {
  readonly keys: Set<string>
  readonly duties: Duty[]
}

function windowsOf(own: readonly Duty[], tally: Tally, context: RuleContext): Map<string, Window> {
  const windows = new Map<string, Window>()
  for (const duty of own) {
    for (const { window, key } of tally.keysOf(duty, context)) {
      const found = windows.get(window) ?? { keys: new Set(), duties: [] }
      found.keys.add(key)
      if (found.duties.at(-1) !== duty) found.duties.push(duty)
      windows.set(window, found)
    }
  }
  return windows
}

/** The windows with too many keys in which this roster has a part: by person, then by name of the window. */
export function excesses(duties: readonly Duty[], tally: Tally, context: RuleContext): Excess[] {
  const limit = tally.most(context)
  if (limit === 0) return []
  return byProvider(duties).flatMap((own) =>
    [...windowsOf(own, tally, context)]
      .filter(([, window]) => window.keys.size > limit && concernsRoster(window.duties))
      .map(([window, { keys, duties: within }]) => ({
        providerId: (own[0] as Duty).providerId,
        window,
        duties: within,
        count: keys.size,
        limit
      }))
      .toSorted((a, b) => (a.window < b.window ? -1 : 1))
  )
}

/** Windows that begin on days running, together. */
export interface Run {
  /** First days of the first and of the last window. */
  readonly from: Day
  readonly last: Day
  readonly duties: readonly Duty[]
  /** By how much the windows are over, summed up. */
  readonly over: number
}

/** Sliding windows of one person, named by their first days, joined where they follow one another day by day. */
export function runsOf(found: readonly Excess[]): Run[] {
  const runs: (Run & { readonly providerId: ProviderId })[] = []
  for (const { providerId, window, duties, count, limit } of found) {
    const day = window as Day
    const open = runs.at(-1)
    if (open?.providerId === providerId && daysBetween(open.last, day) === 1) {
      runs.splice(-1, 1, { ...open, last: day, duties: [...new Set([...open.duties, ...duties])], over: open.over + count - limit })
    } else runs.push({ providerId, from: day, last: day, duties, over: count - limit })
  }
  return runs
}

/** The windows of so many days, by their first days, in which a day lies. */
export const windowsOver = (day: Day, days: number): Day[] => Array.from({ length: days }, (_, back) => addDays(day, back + 1 - days))
