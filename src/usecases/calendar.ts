import type { Db } from '../../db/handle.ts'
import { buildCalendar, type Calendar } from '../domain/calendar.ts'
import { listNotices, type StoredNotice } from '../store/notices.ts'

/** The last calendar built, by what it was built from: notices change a few times a year, calendars are asked for all day. */
let last: { readonly made: string; readonly calendar: Calendar } | undefined

const madeFrom = (notices: readonly StoredNotice[]): string => notices.map(({ id, version }) => `${id}:${version}`).join()

/** The calendar that the notices in the database make. */
export async function loadCalendar(db: Db): Promise<Calendar> {
  const notices = await listNotices(db)
  const made = madeFrom(notices)
  if (last?.made !== made) last = { made, calendar: buildCalendar(notices) }
  return last.calendar
}
