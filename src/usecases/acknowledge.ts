import type { Acknowledgement } from '../domain/acknowledgement.ts'
import type { Agency } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { AgencyId, PublicationId } from '../domain/ids.ts'
import { cleanText } from '../domain/text.ts'
import { workingHoursBetween } from '../domain/working-hours.ts'
import { findAcknowledgement, findAcknowledgementByToken, listAcknowledgements, saveAcknowledged } from '../store/acknowledgements.ts'
import { agencyNoun } from '../store/agencies.ts'
import { findCentre } from '../store/centres.ts'
import { getOne } from '../store/noun.ts'
import { getPublication } from '../store/publications.ts'
import { findSettings } from '../store/settings.ts'
import { loadCalendar } from './calendar.ts'
import { type Deps, transact } from './deps.ts'
import { sha256 } from './sha256.ts'

/** An acknowledgement and whether it is overdue, in working hours of the centre. */
export interface Awaited extends Acknowledgement {
  /** Working hours from the asking to the answer, or to now. */
  readonly workingHours: number
  /** Nobody has acknowledged within the centre's hours. */
  readonly overdue: boolean
}

/** Reckons working hours by the calendar and the settings of now. */
export async function awaitedBy(deps: Deps, centre: Centre): Promise<(acknowledgement: Acknowledgement) => Awaited> {
  const calendar = await loadCalendar(deps.db)
  const { settings } = await findSettings(deps.db, centre.id)
  return (acknowledgement) => {
    const { askedAt, acknowledgedAt } = acknowledgement
    const workingHours = workingHoursBetween(askedAt, acknowledgedAt ?? deps.now(), settings.workingHours, calendar, centre.zone)
    return { ...acknowledgement, workingHours, overdue: acknowledgedAt === null && workingHours >= settings.acknowledgeHours }
  }
}

/** What is awaited of which agency. */
export interface AwaitedOf {
  readonly agency: Agency
  readonly awaited: Awaited
}

/** Who was asked to acknowledge a publication (its id, or its month), and who has; of one agency alone where it is named. */
export async function acknowledgementsOf(deps: Deps, centre: Centre, ref: string, only: AgencyId | null): Promise<AwaitedOf[]> {
  const publication = await getPublication(deps.db, centre.id, ref)
  const all = (await listAcknowledgements(deps.db, centre.id, publication.id)).map(await awaitedBy(deps, centre))
  const found: AwaitedOf[] = []
  for (const awaited of all.filter(({ agencyId }) => only === null || agencyId === only)) {
    found.push({ agency: await getOne(deps.db, agencyNoun, centre.id, awaited.agencyId), awaited })
  }
  return found
}

/** Writes that an agency has received a publication; the first word stands. Throws NOT_ADDRESSED for one that it was not sent to. */
export const acknowledge = (deps: Deps, centre: Centre, ref: string, agencyRef: string, by: string): Promise<AwaitedOf> =>
  transact(deps, async (deps) => {
    const publication = await getPublication(deps.db, centre.id, ref)
    const agency = await getOne(deps.db, agencyNoun, centre.id, agencyRef)
    return { agency, awaited: await write(deps, centre, publication.id, agency.id, by) }
  })

async function write(deps: Deps, centre: Centre, publicationId: PublicationId, agencyId: AgencyId, by: string): Promise<Awaited> {
  const asked = { centreId: centre.id, publicationId, agencyId }
  await saveAcknowledged(deps.db, asked, deps.now(), by)
  const found = await findAcknowledgement(deps.db, asked)
  if (found === undefined) throw new DutyError('NOT_ADDRESSED')
  return (await awaitedBy(deps, centre))(found)
}

/** What a link is for. */
export interface LinkedAcknowledgement {
  readonly centre: Centre
  readonly agency: Agency
  readonly acknowledgement: Acknowledgement
}

/** What the link with this secret is for; undefined when it is none of ours. */
export async function acknowledgementBehind({ db }: Deps, token: string): Promise<LinkedAcknowledgement | undefined> {
  const acknowledgement = await findAcknowledgementByToken(db, sha256(token))
  const centre = acknowledgement && (await findCentre(db, acknowledgement.centreId))
  if (acknowledgement === undefined || centre === undefined) return undefined
  return { centre, acknowledgement, agency: await getOne(db, agencyNoun, centre.id, acknowledgement.agencyId) }
}

const LONGEST_NAME = 200

/** Acknowledges by a link, in the name that was given or the agency's own; undefined when the link is none of ours. */
export const acknowledgeByLink = (deps: Deps, token: string, name: string): Promise<LinkedAcknowledgement | undefined> =>
  transact(deps, async (deps) => {
    const linked = await acknowledgementBehind(deps, token)
    if (linked === undefined) return undefined
    const { centre, agency, acknowledgement } = linked
    const by = cleanText(name).slice(0, LONGEST_NAME) || agency.name
    return { ...linked, acknowledgement: await write(deps, centre, acknowledgement.publicationId, agency.id, by) }
  })
