import type { Step } from './examples.ts'
import { amendmentStory } from './examples-amendments.ts'
import { catalogueStory } from './examples-catalogue.ts'
import { deliveryStory, webhookStory } from './examples-deliveries.ts'
import { documentStory } from './examples-documents.ts'
import { recallStory, signerStory } from './examples-life.ts'
import { callStory, cardStory, numberStory } from './examples-lookup.ts'
import { monthStory } from './examples-month.ts'
import { settingsStory } from './examples-settings.ts'
import { swapStory } from './examples-swaps.ts'

/** Is the service there? */
const service: readonly Step[] = [
  { operationId: 'getHealth', method: 'GET', url: '/healthz' },
  { operationId: 'getReadiness', method: 'GET', url: '/readyz' },
  { operationId: 'getMetrics', method: 'GET', url: '/metrics' }
]

/** What anybody may read. These answers also name the ids that later requests use. */
const open: readonly Step[] = [
  { operationId: 'listCentres', method: 'GET', url: '/v1/centres' },
  { operationId: 'getCentre', method: 'GET', url: '/v1/centres/lang-son' },
  { operationId: 'listAgencyKinds', method: 'GET', url: '/v1/agency-kinds' },
  { operationId: 'listAgencies', method: 'GET', url: '/v1/agencies?centre=lang-son&limit=200', silent: true },
  { operationId: 'listAgencies', method: 'GET', url: '/v1/agencies?centre=lang-son&q=cao%20loc&limit=2' },
  { operationId: 'getAgency', method: 'GET', url: '/v1/agencies/tand-kv1?centre=lang-son' },
  { operationId: 'listProviders', method: 'GET', url: '/v1/providers?centre=lang-son', silent: true },
  { operationId: 'listPosts', method: 'GET', url: '/v1/posts?centre=lang-son' },
  { operationId: 'getPost', method: 'GET', url: '/v1/posts/dieu-tra?centre=lang-son', key: 'admin' },
  { operationId: 'listRosters', method: 'GET', url: '/v1/rosters?centre=lang-son', silent: true }
]

/** An investigator of PC01 asks for a defender at ten past two in the morning: with the key of PC01, personal numbers included. */
const keys: readonly Step[] = [
  {
    operationId: 'createApiKey',
    method: 'POST',
    url: '/v1/api-keys',
    body: {
      name: 'PC01 Công an tỉnh Lạng Sơn (dữ liệu minh họa)',
      scopes: ['numbers:agency'],
      centre: 'lang-son',
      agency: 'pc01',
      expiresAt: '2027-12-31T23:59:59+07:00'
    },
    as: 'pc01-key'
  },
  {
    operationId: 'getOnDuty',
    method: 'GET',
    url: '/v1/on-duty?agency=pc01&at=2026-12-05T02:10:00%2B07:00',
    key: 'pc01-key'
  },
  ...cardStory,
  ...numberStory,
  ...callStory,
  { operationId: 'listApiKeys', method: 'GET', url: '/v1/api-keys' },
  { operationId: 'revokeApiKey', method: 'DELETE', url: '/v1/api-keys/{pc01-key.id}' }
]

/** Every operation once, in an order in which a centre would ask: look around, keep the catalogue, make January 2027, give PC01 a key. */
export const story: readonly Step[] = [
  ...service,
  ...open,
  ...catalogueStory,
  ...settingsStory,
  ...signerStory,
  ...webhookStory,
  ...monthStory,
  ...deliveryStory('/v1/publications/2027-01', 'tgv-03'),
  ...documentStory,
  ...keys,
  ...swapStory,
  ...amendmentStory,
  ...recallStory
]
