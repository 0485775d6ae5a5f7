import type { Step } from './examples.ts'
import { ifMatch } from './examples-catalogue.ts'

/** Regional court 2 has its own system, which is to be told of what concerns it. Before the month is published. */
export const webhookStory: readonly Step[] = [
  {
    operationId: 'createWebhook',
    method: 'POST',
    url: '/v1/webhooks?centre=lang-son',
    body: { code: 'tand-kv2', agency: 'tand-kv2', url: 'https://lichtruc.tand-kv2.example/events' }
  },
  { operationId: 'listWebhooks', method: 'GET', url: '/v1/webhooks?centre=lang-son' },
  { operationId: 'getWebhook', method: 'GET', url: '/v1/webhooks/tand-kv2?centre=lang-son' },
  {
    operationId: 'rotateWebhookSecret',
    method: 'POST',
    url: '/v1/webhooks/tand-kv2/rotate-secret?centre=lang-son',
    headers: ifMatch(1),
    status: 200
  },
  {
    operationId: 'updateWebhook',
    method: 'PATCH',
    url: '/v1/webhooks/tand-kv2?centre=lang-son',
    headers: ifMatch(2),
    body: { url: 'https://lichtruc.tand-kv2.example/su-kien' }
  }
]

interface Listed {
  readonly items: readonly { readonly id: string; readonly channel: string; readonly agency: { readonly code: string } | null }[]
}

/** The id of what stands on the portal for an agency. */
const portalOf = (code: string) => (body: unknown) => ({
  'portal.id': (body as Listed).items.find(({ channel, agency }) => channel === 'portal' && agency?.code === code)?.id ?? ''
})

/**
 * How a published month (its path, `/v1/publications/2027-01`) reached its agencies: court 1 has given its address only now and is written
 * to, court 2 acknowledges by its key, somebody confirms their duties. `provider` has a duty to come in it.
 */
export const deliveryStory = (publication: string, provider: string): readonly Step[] => [
  {
    operationId: 'listDeliveriesOfPublication',
    method: 'GET',
    url: `${publication}/deliveries?centre=lang-son`,
    keep: portalOf('tand-kv1')
  },
  {
    operationId: 'updateAgency',
    method: 'PATCH',
    url: '/v1/agencies/tand-kv1?centre=lang-son',
    headers: ifMatch(1),
    body: { email: 'vanthu@tand-kv1.example' },
    silent: true
  },
  { operationId: 'resendDelivery', method: 'POST', url: '/v1/deliveries/{portal.id}/resend?centre=lang-son', status: 202 },
  { operationId: 'listDeliveries', method: 'GET', url: '/v1/deliveries?centre=lang-son&status=pending&limit=2' },
  {
    operationId: 'createApiKey',
    method: 'POST',
    url: '/v1/api-keys',
    body: { name: 'Văn thư TAND khu vực 2', scopes: ['publications:acknowledge'], centre: 'lang-son', agency: 'tand-kv2' },
    as: 'tand-kv2-key',
    silent: true
  },
  { operationId: 'acknowledgePublication', method: 'POST', url: `${publication}/acknowledgements`, key: 'tand-kv2-key', body: {} },
  { operationId: 'listAcknowledgements', method: 'GET', url: `${publication}/acknowledgements?centre=lang-son` },
  { operationId: 'confirmDuties', method: 'POST', url: `${publication}/confirmations?centre=lang-son`, body: { provider } },
  { operationId: 'listConfirmations', method: 'GET', url: `${publication}/confirmations?centre=lang-son` },
  { operationId: 'deleteWebhook', method: 'DELETE', url: '/v1/webhooks/tand-kv2?centre=lang-son', headers: ifMatch(3) }
]
