import type { AgencyId, CentreId, DeliveryId, PublicationId, WebhookId } from './ids.ts'
import type { Instant } from './instant.ts'

/** How a publication reaches an agency: the portal's download, e-mail, or a signed webhook of its own system. */
export const CHANNELS = ['portal', 'email', 'webhook'] as const
export type Channel = (typeof CHANNELS)[number]

/**
 * `pending`: to be sent, or to be tried again. `sent`: the receiver took it (of the portal: it can be fetched). `dead`: given up after the last try; it can be sent again by hand.
 */
export const DELIVERY_STATUSES = ['pending', 'sent', 'dead'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** What is told: the first version of a month, an amendment, an emergency cover that answers at once, or that a version no longer holds. */
export const EVENTS = ['issued', 'amended', 'provisional', 'recalled'] as const
export type DeliveryEvent = (typeof EVENTS)[number]

/** One publication on its way to one agency by one channel. */
export interface Delivery {
  readonly id: DeliveryId
  readonly centreId: CentreId
  readonly publicationId: PublicationId
  /** Null: a webhook that serves the whole centre, not one agency. */
  readonly agencyId: AgencyId | null
  readonly event: DeliveryEvent
  readonly channel: Channel
  readonly webhookId: WebhookId | null
  /** Where it goes: the e-mail address, the webhook's address; empty for the portal. */
  readonly address: string
  readonly status: DeliveryStatus
  readonly attempts: number
  /** What the last try failed with: a code of the closed list, and after a space what `tellable` lets through. */
  readonly failure: string | null
  readonly createdAt: Instant
  readonly sentAt: Instant | null
}

/** Where a court's or an agency's own system is told of events (Standard Webhooks). */
export interface Webhook {
  readonly id: WebhookId
  readonly centreId: CentreId
  readonly version: number
  readonly code: string
  /** The agency it belongs to: it is then told only what concerns that agency; null = everything of the centre. */
  readonly agencyId: AgencyId | null
  readonly url: string
  /** `whsec_…`: signs what is sent; shown once. */
  readonly secret: string
  readonly enabled: boolean
}

/**
 * How a receiver that keeps failing is left alone, so that it holds no place that another could use: after so many failures in a row,
 * first for so long, then doubled each time up to a longest, which is also how long somebody who mends it may wait; milliseconds.
 */
export const REST = { after: 3, first: 30_000, longest: 15 * 60_000 } as const

/** How long a delivery waits while its receiver is left alone, in milliseconds since it was made; then it is tried whatever happened before. */
export const PUT_OFF_AT_MOST = 24 * 3_600_000

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNECTION',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'EDNS',
  'ESOCKET',
  'ETLS',
  'EAUTH',
  'EENVELOPE',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID'
])

/**
 * What is told of why somebody could not be reached: the status of an HTTP or SMTP answer, or the name of what the network failed with.
 * Everything else is kept back, empty: what others write, and errors of this machine, name addresses and hosts that are nobody's business; and
 * that a name is not known, or only to us, tells names of ours.
 */
export const tellable = (said: string): string => (/^(HTTP|SMTP) \d{3}$/.test(said) || NETWORK_CODES.has(said) ? said : '')
