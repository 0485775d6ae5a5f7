import type { Agency } from '../domain/agency.ts'
import type { Centre } from '../domain/centre.ts'
import { agenciesConcerned, eventOf } from '../domain/concerned.ts'
import type { Channel, Delivery, DeliveryEvent, Webhook } from '../domain/delivery.ts'
import type { AgencyId, DeliveryId } from '../domain/ids.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import type { Publication } from '../domain/publication.ts'
import { insertAcknowledgements } from '../store/acknowledgements.ts'
import { agencyNoun } from '../store/agencies.ts'
import { insertDeliveries } from '../store/deliveries.ts'
import { listAll } from '../store/noun.ts'
import { enqueue } from '../store/queue.ts'
import { listEnabledWebhooks } from '../store/webhooks.ts'
import { acknowledgementTokens } from './acknowledgement-link.ts'
import type { Deps } from './deps.ts'
import { outgoingOf } from './outgoing.ts'
import { sha256 } from './sha256.ts'

/**
 * Queues the publication for everybody who is to have it, in the caller's transaction: for a first version (and for the one after a
 * recalled one) every agency it serves, for a later one those whom a change since `before` concerns. Agencies that are abolished are
 * left out; an agency without e-mail and webhook has the portal alone. Each agency is asked to acknowledge.
 */
export async function deliver(deps: Deps, centre: Centre, publication: Publication, before: Publication | null): Promise<void> {
  const followed = before?.supersededFrom === null ? before : null
  const recipients = await existing(deps, centre, agenciesConcerned(publication, followed))
  await queueFor(deps, publication, eventOf(publication, followed), recipients)
  const asked = {
    centreId: centre.id,
    publicationId: publication.id,
    askedAt: deps.now(),
    remindedAt: null,
    acknowledgedAt: null,
    by: null
  }
  const token = await acknowledgementTokens(deps)
  const rows = recipients.map(({ id: agencyId }) => ({ ...asked, agencyId, tokenHash: sha256(token(publication.id, agencyId)) }))
  await insertAcknowledgements(deps.db, rows)
}

/** Tells everybody whom a publication serves, in the caller's transaction, that it is recalled and nothing takes its place yet. */
export async function deliverRecall(deps: Deps, centre: Centre, publication: Publication): Promise<void> {
  const served = publication.content.agencies.map(({ id }) => id)
  await queueFor(deps, publication, 'recalled', await existing(deps, centre, served))
}

/** Those of the agencies that exist today. */
async function existing(deps: Deps, centre: Centre, ids: readonly AgencyId[]): Promise<Agency[]> {
  const today = dayAt(deps.now(), centre.zone)
  const agencies = await listAll(deps.db, agencyNoun, centre.id)
  return agencies.filter(({ id, validTo }) => ids.includes(id) && (validTo === null || validTo >= today))
}

async function queueFor(deps: Deps, publication: Publication, event: DeliveryEvent, recipients: readonly Agency[]): Promise<void> {
  const hooks = await listEnabledWebhooks(deps.db, publication.centreId)
  const make = (agencyId: AgencyId | null, to: Target): Delivery => newDelivery(deps, { publication, event, agencyId, ...to })
  const deliveries = [
    ...recipients.flatMap((agency) => targetsOf(agency, hooks).map((to) => make(agency.id, to))),
    ...hooks.filter(({ agencyId }) => agencyId === null).map((hook) => make(null, hookTarget(hook)))
  ]
  await insertDeliveries(deps.db, deliveries)
  await queueDeliveries(deps, deliveries)
}

type Target = Pick<Delivery, 'channel' | 'address' | 'webhookId'>
const hookTarget = ({ id, url }: Webhook): Target => ({ channel: 'webhook', address: url, webhookId: id })

function targetsOf({ id, email }: Agency, hooks: readonly Webhook[]): Target[] {
  const byMail: Target[] = email === null ? [] : [{ channel: 'email', address: email, webhookId: null }]
  return [{ channel: 'portal', address: '', webhookId: null }, ...byMail, ...hooks.filter((hook) => hook.agencyId === id).map(hookTarget)]
}

/** What a delivery is made of. */
type NewDelivery = Pick<Delivery, 'event' | 'agencyId' | 'channel' | 'address' | 'webhookId'> & {
  readonly publication: Pick<Publication, 'id' | 'centreId'>
}

/** What the portal shows needs no sending. */
const needsSending = (channel: Channel): boolean => channel !== 'portal'

export function newDelivery(deps: Deps, { publication, ...rest }: NewDelivery): Delivery {
  const [now, pending] = [deps.now(), needsSending(rest.channel)]
  return {
    ...rest,
    id: deps.newId() as DeliveryId,
    centreId: publication.centreId,
    publicationId: publication.id,
    status: pending ? 'pending' : 'sent',
    attempts: 0,
    failure: null,
    createdAt: now,
    sentAt: pending ? null : now
  }
}

/** How deliveries are queued, where not as ever: no sooner than that moment, and with so many tries left after the first. */
interface Later {
  readonly after: Instant
  readonly retriesLeft: number
}

/** Puts those of one centre that are to be sent into the queue, in the caller's transaction: letters and events each in their own line. */
export async function queueDeliveries(
  deps: Deps,
  deliveries: readonly Pick<Delivery, 'centreId' | 'id' | 'channel' | 'status'>[],
  later?: Later
): Promise<void> {
  const { retries } = outgoingOf(deps)
  const pending = deliveries.filter(({ status }) => status === 'pending')
  for (const [line, those] of Map.groupBy(pending, ({ centreId, channel }) => `${centreId} ${channel}`)) {
    const jobs = those.map(({ id }) => ({ delivery: id }))
    await enqueue(deps.db, 'delivery', jobs, {
      line,
      after: later?.after,
      retries: { ...retries, limit: later?.retriesLeft ?? retries.limit }
    })
  }
}
