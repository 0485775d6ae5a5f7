import { AGENCY_SECTORS, type AgencySector } from './agency.ts'
import { type Calendar, workingDaysBefore } from './calendar.ts'
import { addDays, addMonths, type Day, daysOfMonth, firstDay, lastDay, type Month, type Period } from './day.ts'
import type { Instant } from './instant.ts'
import type { SendingRule } from './settings.ts'

/**
 * `open`: nothing to do yet. `due_soon`: the reminder days have begun. `due_today`: the last day. `overdue`: it is over and nothing was
 * sent. `sent`, `sent_late`: sent, for ever.
 */
export const DEADLINE_STATES = ['open', 'due_soon', 'due_today', 'overdue', 'sent', 'sent_late'] as const
export type DeadlineState = (typeof DEADLINE_STATES)[number]

/** What a centre is reminded of, each once: the last day comes near, it is today, it is over. */
export const REMINDERS = ['soon', 'due', 'overdue'] as const
export type Reminder = (typeof REMINDERS)[number]

/** The last sending day of one month to one kind of agency. */
export interface Deadline {
  readonly month: Month
  readonly sector: AgencySector
  readonly lastDay: Day
}

/** That a month was first sent to a kind of agency, judged by the rule and the calendar of that moment; never judged again. */
export interface Sending extends Deadline {
  readonly rule: SendingRule
  readonly sentAt: Instant
  readonly late: boolean
}

/** That a change of the calendar moved a last sending day. */
export interface DeadlineMove {
  readonly month: Month
  readonly sector: AgencySector
  readonly from: Day
  readonly to: Day
}

/** The latest working day on or before the day: a thing due on a day off must go out before it. */
function workingDayUpTo(calendar: Calendar, day: Day): Day {
  let at = day
  while (!calendar.isWorking(at)) at = addDays(at, -1)
  return at
}

/**
 * The last day on which the roster of a month may be sent. `working_days_before` counts back from the first of the month, the sending
 * day itself counted (5789/CTPH-BTP-BCA: at least five working days before the first day of duty; posts there stand 24/24, so duty
 * begins on the first). `day_of_previous_month`, when it is a day off, becomes the working day before it.
 */
export function lastSendingDay(rule: SendingRule, month: Month, calendar: Calendar): Day {
  if (rule.kind === 'working_days_before') return workingDaysBefore(calendar, firstDay(month), rule.days)
  const days = daysOfMonth(addMonths(month, -1))
  return workingDayUpTo(calendar, days[Math.min(rule.day, days.length) - 1] ?? firstDay(month))
}

/** What the centre is to be reminded of on that day; null while there is time. `remindDays` counts working days before the last day. */
export function reminderOn(lastDay: Day, today: Day, remindDays: number, calendar: Calendar): Reminder | null {
  if (today > lastDay) return 'overdue'
  if (today === lastDay) return 'due'
  return today >= workingDaysBefore(calendar, lastDay, remindDays) ? 'soon' : null
}

const WAITING = { soon: 'due_soon', due: 'due_today', overdue: 'overdue' } as const satisfies Record<Reminder, DeadlineState>

/** How a deadline stands: by what is on record once it was sent, by the day of today before. */
export function deadlineState(sending: Sending | undefined, reminder: Reminder | null): DeadlineState {
  if (sending !== undefined) return sending.late ? 'sent_late' : 'sent'
  return reminder === null ? 'open' : WAITING[reminder]
}

/** Under which name a reminder is remembered; one for a last day that has moved since is another. */
export const reminderSubject = ({ month, sector, lastDay }: Deadline, reminder: Reminder): string =>
  `deadline/${month}/${sector}/${lastDay}/${reminder}`

/** The kinds of agency that are served on any day of the month, in their fixed order. */
export function sectorsOfMonth(month: Month, served: readonly (Period & { readonly sector: AgencySector })[]): AgencySector[] {
  const [from, to] = [firstDay(month), lastDay(month)]
  const sectors = new Set(served.filter((each) => each.from <= to && (each.to === null || each.to >= from)).map(({ sector }) => sector))
  return AGENCY_SECTORS.filter((sector) => sectors.has(sector))
}
