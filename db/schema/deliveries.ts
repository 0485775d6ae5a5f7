import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Channel, DeliveryEvent, DeliveryStatus } from '../../src/domain/delivery.ts'
import type { AgencyId, DeliveryId, FeedId, PostId, ProviderId, PublicationId, WebhookId } from '../../src/domain/ids.ts'
import { apiKeys } from './access.ts'
import { agencies } from './agencies.ts'
import { centres } from './centres.ts'
import { centreId, createdAt, instant, search, updatedAt, version } from './columns.ts'
import { posts } from './posts.ts'
import { providers } from './providers.ts'
import { publications } from './publications.ts'

/** Receivers of signed events. */
export const webhooks = pgTable(
  'webhooks',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<WebhookId>(),
    code: text('code').notNull(),
    version: version(),
    agencyId: uuid('agency_id').$type<AgencyId>(),
    url: text('url').notNull(),
    /** The signing secret itself: signing needs it. */
    secret: text('secret').notNull(),
    enabled: boolean('enabled').notNull(),
    /** Tries that failed since its receiver last took something, and until when it is therefore left alone. */
    failures: integer('failures').notNull().default(0),
    restingUntil: instant('resting_until'),
    search: search(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'webhooks_pk', columns: [t.centreId, t.id] }),
    unique('webhooks_code_taken').on(t.centreId, t.code),
    foreignKey({ name: 'webhooks_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    foreignKey({ name: 'webhooks_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] })
  ]
)

/** One publication on its way to one agency by one channel. `webhook_id` refers to nothing: a webhook may be deleted, what was sent stays. */
export const deliveries = pgTable(
  'deliveries',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<DeliveryId>(),
    publicationId: uuid('publication_id').notNull().$type<PublicationId>(),
    agencyId: uuid('agency_id').$type<AgencyId>(),
    event: text('event').notNull().$type<DeliveryEvent>(),
    channel: text('channel').notNull().$type<Channel>(),
    webhookId: uuid('webhook_id').$type<WebhookId>(),
    address: text('address').notNull(),
    status: text('status').notNull().$type<DeliveryStatus>(),
    attempts: integer('attempts').notNull().default(0),
    failure: text('failure'),
    createdAt: createdAt(),
    sentAt: instant('sent_at')
  },
  (t) => [
    primaryKey({ name: 'deliveries_pk', columns: [t.centreId, t.id] }),
    foreignKey({
      name: 'deliveries_publication',
      columns: [t.centreId, t.publicationId],
      foreignColumns: [publications.centreId, publications.id]
    }),
    foreignKey({ name: 'deliveries_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] }),
    check('deliveries_event', sql`${t.event} in ('issued', 'amended', 'provisional', 'recalled')`),
    check('deliveries_channel', sql`${t.channel} in ('portal', 'email', 'webhook')`),
    check('deliveries_status', sql`${t.status} in ('pending', 'sent', 'dead')`),
    check('deliveries_sent_has_time', sql`(${t.status} = 'sent') = (${t.sentAt} is not null)`),
    index('deliveries_by_publication').on(t.centreId, t.publicationId),
    index('deliveries_by_status').on(t.centreId, t.status, t.id)
  ]
)

/** Which agency is to acknowledge which publication, the secret of its link, and when it did. */
export const acknowledgements = pgTable(
  'acknowledgements',
  {
    centreId: centreId(),
    publicationId: uuid('publication_id').notNull().$type<PublicationId>(),
    agencyId: uuid('agency_id').notNull().$type<AgencyId>(),
    /** SHA-256 of the secret in the link. */
    tokenHash: text('token_hash').notNull(),
    askedAt: instant('asked_at').notNull(),
    remindedAt: instant('reminded_at'),
    acknowledgedAt: instant('acknowledged_at'),
    by: text('by')
  },
  (t) => [
    primaryKey({ name: 'acknowledgements_pk', columns: [t.centreId, t.publicationId, t.agencyId] }),
    unique('acknowledgements_token_taken').on(t.tokenHash),
    foreignKey({
      name: 'acknowledgements_publication',
      columns: [t.centreId, t.publicationId],
      foreignColumns: [publications.centreId, publications.id]
    }),
    foreignKey({ name: 'acknowledgements_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] }),
    check('acknowledgements_told_by', sql`(${t.acknowledgedAt} is null) = (${t.by} is null)`)
  ]
)

/** Who has confirmed the duties that a publication gives them. */
export const confirmations = pgTable(
  'confirmations',
  {
    centreId: centreId(),
    publicationId: uuid('publication_id').notNull().$type<PublicationId>(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    confirmedAt: instant('confirmed_at').notNull(),
    by: text('by').notNull()
  },
  (t) => [
    primaryKey({ name: 'confirmations_pk', columns: [t.centreId, t.publicationId, t.providerId] }),
    foreignKey({
      name: 'confirmations_publication',
      columns: [t.centreId, t.publicationId],
      foreignColumns: [publications.centreId, publications.id]
    }),
    foreignKey({ name: 'confirmations_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] })
  ]
)

/** Calendar subscriptions: a secret address that shows the duties of one person, post or agency. */
export const feeds = pgTable(
  'feeds',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<FeedId>(),
    /** SHA-256 of the secret in the address. */
    tokenHash: text('token_hash').notNull(),
    providerId: uuid('provider_id').$type<ProviderId>(),
    postId: uuid('post_id').$type<PostId>(),
    agencyId: uuid('agency_id').$type<AgencyId>(),
    /** Whether numbers that agencies may read are in it; never others. */
    numbers: boolean('numbers').notNull(),
    /** The key that made it, and with which it ends; null: made by a release that did not write it down. */
    madeBy: uuid('made_by'),
    createdAt: createdAt(),
    revokedAt: instant('revoked_at')
  },
  (t) => [
    primaryKey({ name: 'feeds_pk', columns: [t.centreId, t.id] }),
    unique('feeds_token_taken').on(t.tokenHash),
    index('feeds_by_maker').on(t.madeBy),
    foreignKey({ name: 'feeds_maker', columns: [t.madeBy], foreignColumns: [apiKeys.id] }),
    foreignKey({ name: 'feeds_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    foreignKey({ name: 'feeds_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }),
    foreignKey({ name: 'feeds_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] }),
    check('feeds_of_one', sql`num_nonnulls(${t.providerId}, ${t.postId}, ${t.agencyId}) = 1`)
  ]
)
