import { randomBytes } from 'node:crypto'
import type { Centre } from '../domain/centre.ts'
import type { Webhook } from '../domain/delivery.ts'
import { DutyError } from '../domain/errors.ts'
import { parseCode } from '../domain/fields.ts'
import type { CentreId, WebhookId } from '../domain/ids.ts'
import { agencyNoun } from '../store/agencies.ts'
import { findOne, getOne, replaceOne } from '../store/noun.ts'
import { webhookNoun } from '../store/webhooks.ts'
import { type CatalogueNoun, resolve } from './catalogue.ts'
import { type Deps, transact } from './deps.ts'
import { outgoingOf } from './outgoing.ts'
import { receiverUrl } from './receiver-address.ts'

export interface WebhookInput {
  readonly code: string
  /** Id or code; null: everything of the centre. */
  readonly agency?: string | null
  readonly url: string
  readonly enabled?: boolean
}

/** A fresh signing secret: 32 random bytes as Standard Webhooks writes them. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** Webhooks as a noun of the catalogue. The secret is made with it and never changed by a write. */
export const webhookEntry: CatalogueNoun<WebhookInput, Webhook> = {
  noun: webhookNoun,
  prepare: async (deps, centreId, { id, version }, { code, agency, url, enabled = true }, errors) => {
    const { allowPrivate } = outgoingOf(deps)
    const named = agency === null || agency === undefined
    const before = await findOne(deps.db, webhookNoun, centreId, id)
    return {
      id: id as WebhookId,
      centreId: centreId as CentreId,
      version,
      code: errors.try('/code', () => parseCode(code)) ?? '',
      agencyId: named ? null : ((await resolve(deps, agencyNoun, centreId as CentreId, agency, errors, '/agency')) ?? null),
      url: errors.try('/url', () => receiverUrl(url, allowPrivate).href) ?? '',
      secret: before?.secret ?? newSecret(),
      enabled
    }
  },
  toInput: ({ code, agencyId, url, enabled }) => ({ code, agency: agencyId, url, enabled })
}

/** Gives a webhook a new secret; the old one signs nothing more. Throws STALE_VERSION. */
export const rotateSecret = (deps: Deps, centre: Centre, ref: string, expected: number): Promise<Webhook> =>
  transact(deps, async (deps) => {
    const webhook = await getOne(deps.db, webhookNoun, centre.id, ref)
    if (webhook.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'webhook', expected })
    return replaceOne(deps.db, webhookNoun, centre.id, { ...webhook, secret: newSecret() }, expected, deps.now())
  })
