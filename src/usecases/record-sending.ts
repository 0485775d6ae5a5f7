import { AGENCY_SECTORS, type AgencySector } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { lastSendingDay } from '../domain/deadline.ts'
import { dayAt } from '../domain/instant.ts'
import type { Publication } from '../domain/publication.ts'
import { insertSendings } from '../store/deadlines.ts'
import { findSettings } from '../store/settings.ts'
import { loadCalendar } from './calendar.ts'
import type { Deps } from './deps.ts'

/** The kinds of agency that the posts of the publication serve. */
function sectorsOf({ posts, agencies }: Publication['content']): AgencySector[] {
  const served = new Set(posts.flatMap(({ agencyIds }) => agencyIds))
  const sectors = new Set(agencies.filter(({ id }) => served.has(id)).map(({ sector }) => sector))
  return AGENCY_SECTORS.filter((sector) => sectors.has(sector))
}

/** Records, in the caller's transaction, that a month was first sent to each kind of agency it serves, and whether late; for ever. */
export async function recordSending(deps: Deps, centre: Centre, publication: Publication): Promise<void> {
  const { month, publishedAt: sentAt, content } = publication
  const { settings } = await findSettings(deps.db, centre.id)
  const calendar = await loadCalendar(deps.db)
  const sentOn = dayAt(sentAt, centre.zone)
  const rows = sectorsOf(content).map((sector) => {
    const rule = settings.sending[sector]
    const lastDay = lastSendingDay(rule, month, calendar)
    return { centreId: centre.id, month, sector, rule, lastDay, sentAt, late: sentOn > lastDay }
  })
  await insertSendings(deps.db, rows)
}
