import { AGENCY_SECTORS, type AgencySector } from '../domain/agency.ts'
import type { Calendar } from '../domain/calendar.ts'
import type { Centre } from '../domain/centre.ts'
import { type Day, eachMonth, type Month } from '../domain/day.ts'
import {
  type Deadline,
  type DeadlineState,
  deadlineState,
  lastSendingDay,
  REMINDERS,
  type Reminder,
  reminderOn,
  reminderSubject,
  type Sending,
  sectorsOfMonth
} from '../domain/deadline.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { SendingRule, Settings } from '../domain/settings.ts'
import { listMoves, listReminded, listSendings, listServed, type Months, type RecordedMove, type Served } from '../store/deadlines.ts'
import { findSettings } from '../store/settings.ts'
import { loadCalendar } from './calendar.ts'
import type { Deps } from './deps.ts'

export type { Months }

/** A last sending day as the centre is shown it. */
export interface StandingDeadline extends Deadline {
  readonly rule: SendingRule
  readonly state: DeadlineState
  /** What to remind of today; null when nothing, or when it was sent. */
  readonly reminder: Reminder | null
  readonly sending: Sending | undefined
  readonly moves: readonly RecordedMove[]
  readonly remindedAt: Readonly<Record<Reminder, Instant | null>>
}

/** What a month is due to: what it was sent to once it was sent, before that what the centre's posts serve in it. */
function sectorsDue(month: Month, served: readonly Served[], sent: readonly Sending[]): AgencySector[] {
  if (sent.length === 0) return sectorsOfMonth(month, served)
  return AGENCY_SECTORS.filter((sector) => sent.some((each) => each.sector === sector))
}

interface Known {
  readonly today: Day
  readonly settings: Settings
  readonly calendar: Calendar
  readonly moves: readonly RecordedMove[]
  readonly reminded: ReadonlyMap<string, Instant>
}

function standing(known: Known, month: Month, sector: AgencySector, sending: Sending | undefined): StandingDeadline {
  const { today, settings, calendar, moves, reminded } = known
  const rule = sending?.rule ?? settings.sending[sector]
  const deadline = { month, sector, lastDay: sending?.lastDay ?? lastSendingDay(rule, month, calendar) }
  const reminder = sending === undefined ? reminderOn(deadline.lastDay, today, settings.remindDays, calendar) : null
  const at = REMINDERS.map((each) => [each, reminded.get(reminderSubject(deadline, each)) ?? null])
  return {
    ...deadline,
    rule,
    state: deadlineState(sending, reminder),
    reminder,
    sending,
    moves: moves.filter((move) => move.month === month && move.sector === sector),
    remindedAt: Object.fromEntries(at)
  }
}

/** The last sending days of those months, a line for each kind of agency that the centre's posts serve then; by month and kind. */
export async function deadlinesOf(deps: Deps, centre: Centre, months: Months): Promise<StandingDeadline[]> {
  const { db } = deps
  const served = await listServed(db, centre.id)
  const sent = Map.groupBy(await listSendings(db, centre.id, months), ({ month }) => month)
  const known: Known = {
    today: dayAt(deps.now(), centre.zone),
    settings: (await findSettings(db, centre.id)).settings,
    calendar: await loadCalendar(db),
    moves: await listMoves(db, centre.id, months),
    reminded: await listReminded(db, centre.id)
  }
  return eachMonth(months.from, months.to).flatMap((month) => {
    const sendings = sent.get(month) ?? []
    return sectorsDue(month, served, sendings).map((sector) =>
      standing(
        known,
        month,
        sector,
        sendings.find((each) => each.sector === sector)
      )
    )
  })
}
