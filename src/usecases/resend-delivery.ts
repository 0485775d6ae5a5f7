import type { Centre } from '../domain/centre.ts'
import type { Delivery } from '../domain/delivery.ts'
import { DutyError } from '../domain/errors.ts'
import { agencyNoun } from '../store/agencies.ts'
import { insertDeliveries, listDeliveriesOf, lockDelivery, updateDelivery } from '../store/deliveries.ts'
import { findOne } from '../store/noun.ts'
import { endRest, findEnabledWebhook } from '../store/webhooks.ts'
import { newDelivery, queueDeliveries } from './deliver.ts'
import { type Deps, transact } from './deps.ts'

/**
 * Queues a delivery again, to the address that the agency or the webhook has now; its event id stays the same. One on the portal becomes
 * a letter once the agency has an e-mail address. A receiver that was left alone is tried at once. Throws DELIVERY_PENDING, WEBHOOK_GONE, RECIPIENT_WITHOUT_ADDRESS.
 */
export const resendDelivery = (deps: Deps, centre: Centre, ref: string): Promise<Delivery> =>
  transact(deps, async (deps) => {
    const delivery = await lockDelivery(deps.db, centre.id, ref)
    if (delivery.status === 'pending') throw new DutyError('DELIVERY_PENDING')
    const address = await addressNow(deps, delivery)
    if (delivery.channel === 'portal') return byMailAsWell(deps, delivery, address)
    const state = { status: 'pending', address, failure: null, sentAt: null } as const
    await updateDelivery(deps.db, delivery, state)
    const again = { ...delivery, ...state }
    await queueDeliveries(deps, [again])
    return again
  })

async function addressNow({ db }: Deps, { centreId, channel, webhookId, agencyId }: Delivery): Promise<string> {
  if (channel === 'webhook') {
    const hook = await findEnabledWebhook(db, centreId, webhookId)
    if (hook === undefined) throw new DutyError('WEBHOOK_GONE')
    await endRest(db, hook)
    return hook.url
  }
  const agency = agencyId === null ? undefined : await findOne(db, agencyNoun, centreId, agencyId)
  if (!agency?.email) throw new DutyError('RECIPIENT_WITHOUT_ADDRESS')
  return agency.email
}

/** The letter beside what stands on the portal; if there is one already, that one is to be sent again instead. */
async function byMailAsWell(deps: Deps, portal: Delivery, address: string): Promise<Delivery> {
  const { centreId, publicationId, agencyId, event } = portal
  const publication = { centreId, id: publicationId }
  const known = await listDeliveriesOf(deps.db, publication, agencyId)
  const letter = known.find((each) => each.channel === 'email' && each.event === event)
  if (letter?.status === 'pending') throw new DutyError('DELIVERY_PENDING')
  if (letter !== undefined) {
    await updateDelivery(deps.db, letter, { status: 'pending', address, failure: null, sentAt: null })
    const again: Delivery = { ...letter, status: 'pending', address, failure: null, sentAt: null }
    await queueDeliveries(deps, [again])
    return again
  }
  const made = newDelivery(deps, { publication, event, agencyId, channel: 'email', address, webhookId: null })
  await insertDeliveries(deps.db, [made])
  await queueDeliveries(deps, [made])
  return made
}
