import type { Centre } from '../domain/centre.ts'
import type { Instant } from '../domain/instant.ts'
import { swapCutoff } from '../domain/swap.ts'
import { findSettings } from '../store/settings.ts'
import { loadCalendar } from './calendar.ts'
import type { Deps } from './deps.ts'

/** Until when duties that start then may be swapped, by the centre's settings and the calendar of this moment. */
export async function cutoffsOf({ db }: Deps, { id, zone }: Centre): Promise<(starts: readonly Instant[]) => Instant> {
  const { settings } = await findSettings(db, id)
  const calendar = await loadCalendar(db)
  return (starts) => swapCutoff(calendar, settings.swapCutoffDays, starts, zone)
}
