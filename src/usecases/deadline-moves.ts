import type { Calendar } from '../domain/calendar.ts'
import type { Centre } from '../domain/centre.ts'
import { addMonths, type Day, eachMonth, monthOf } from '../domain/day.ts'
import { type DeadlineMove, lastSendingDay, sectorsOfMonth } from '../domain/deadline.ts'
import type { CentreId } from '../domain/ids.ts'
import { dayAt } from '../domain/instant.ts'
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings.ts'
import { listCentres } from '../store/centres.ts'
import { insertMoves, listSendings, listServed, type Months, type Served } from '../store/deadlines.ts'
import type { StoredNotice } from '../store/notices.ts'
import { listSettings } from '../store/settings.ts'
import type { Deps } from './deps.ts'

/** A last sending day of some centre that moves. */
export interface MovedDeadline extends DeadlineMove {
  readonly centreId: CentreId
  readonly centre: string
}

/** How far ahead deadlines are worked out: an annual notice comes out late in the year before its own. */
const AHEAD = 13

/** The month of today and those after it of which a notice can still move something. */
const monthsFrom = (today: Day): Months => ({ from: monthOf(today), to: addMonths(monthOf(today), AHEAD) })

interface Both {
  readonly was: Calendar
  readonly is: Calendar
}

async function movedOf(
  deps: Deps,
  { id, code, zone }: Centre,
  served: readonly Served[],
  { sending }: Settings,
  { was, is }: Both
): Promise<MovedDeadline[]> {
  const months = monthsFrom(dayAt(deps.now(), zone))
  const sent = new Set((await listSendings(deps.db, id, months)).map(({ month }) => month))
  const open = eachMonth(months.from, months.to).filter((month) => !sent.has(month))
  const due = open.flatMap((month) => sectorsOfMonth(month, served).map((sector) => ({ month, sector })))
  return due
    .map(({ month, sector }) => {
      const rule = sending[sector]
      return { centreId: id, centre: code, month, sector, from: lastSendingDay(rule, month, was), to: lastSendingDay(rule, month, is) }
    })
    .filter(({ from, to }) => from !== to)
}

/** Which last sending days of what is not sent yet differ between two calendars; by centre, month and kind of agency. */
export async function movedDeadlines(deps: Deps, was: Calendar, is: Calendar): Promise<MovedDeadline[]> {
  const settings = await listSettings(deps.db)
  const served = Map.groupBy(await listServed(deps.db, null), ({ centreId }) => centreId)
  const moved: MovedDeadline[] = []
  for (const centre of await listCentres(deps.db)) {
    const rules = settings.get(centre.id) ?? DEFAULT_SETTINGS
    moved.push(...(await movedOf(deps, centre, served.get(centre.id) ?? [], rules, { was, is })))
  }
  return moved
}

/** Records what a notice moved, in the caller's transaction. */
export async function recordMoves(deps: Deps, { id, number }: StoredNotice, moved: readonly MovedDeadline[]): Promise<void> {
  const by = { noticeId: id, noticeNumber: number, at: deps.now() }
  const rows = moved.map(({ centreId, month, sector, from, to }) => ({ centreId, month, sector, from, to, id: deps.newId(), ...by }))
  await insertMoves(deps.db, rows)
}
