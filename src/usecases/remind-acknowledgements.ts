import type { Acknowledgement } from '../domain/acknowledgement.ts'
import type { Agency } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { acknowledgementReminder, unacknowledgedNotice } from '../domain/delivery-wording.ts'
import type { PublicationId } from '../domain/ids.ts'
import { listUnreminded, saveReminded } from '../store/acknowledgements.ts'
import { agencyNoun } from '../store/agencies.ts'
import { getOne } from '../store/noun.ts'
import { getPublication } from '../store/publications.ts'
import { awaitedBy } from './acknowledge.ts'
import { type Deps, transact } from './deps.ts'
import { LINK, type QueuedMail, queueMail } from './mail.ts'
import { mailCentre } from './mail-centre.ts'

/**
 * Reminds, once each, the agencies that have not acknowledged a publication within the centre's working hours, and tells the centre which
 * they are; returns how many. Several processes that do so at once remind once.
 */
export const remindAcknowledgements = (deps: Deps, centre: Centre): Promise<number> =>
  transact(deps, async (deps) => {
    const overdue = (await listUnreminded(deps.db, centre.id)).map(await awaitedBy(deps, centre)).filter((each) => each.overdue)
    const reminded: Acknowledgement[] = []
    for (const each of overdue) if (await saveReminded(deps.db, each, deps.now())) reminded.push(each)
    for (const [publicationId, asked] of Map.groupBy(reminded, (each) => each.publicationId))
      await write(deps, centre, publicationId, asked)
    return reminded.length
  })

async function write(deps: Deps, centre: Centre, publicationId: PublicationId, asked: readonly Acknowledgement[]): Promise<void> {
  const publication = await getPublication(deps.db, centre.id, publicationId)
  const agencies: Agency[] = []
  for (const { agencyId } of asked) agencies.push(await getOne(deps.db, agencyNoun, centre.id, agencyId))
  const letters = agencies.flatMap(({ id, name, email }): QueuedMail[] =>
    email === null ? [] : [{ to: email, ...acknowledgementReminder(publication, name, LINK), acknowledge: { publicationId, agencyId: id } }]
  )
  await queueMail(deps, centre, letters)
  const names = agencies.map(({ name }) => name)
  await mailCentre(deps, centre, unacknowledgedNotice(publication, names))
}
