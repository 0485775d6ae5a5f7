import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { webhooks } from '../../db/schema/deliveries.ts'
import { REST, type Webhook } from '../domain/delivery.ts'
import type { CentreId, WebhookId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { searchText } from '../domain/text.ts'
import type { Noun } from './noun.ts'

type Row = typeof webhooks.$inferSelect

const toWebhook = ({ search: _, createdAt: __, updatedAt: ___, failures: ____, restingUntil: _____, ...webhook }: Row): Webhook => webhook

/** As if its receiver had never failed. */
const RESTED = { failures: 0, restingUntil: null } as const

export const webhookNoun: Noun<Webhook> = {
  name: 'webhook',
  table: webhooks,
  centreId: webhooks.centreId,
  code: webhooks.code,
  search: webhooks.search,
  sortBy: webhooks.code,
  children: [],
  // who changes a webhook wants it tried
  toRow: ({ id: _, version: __, ...row }) => ({ ...row, ...RESTED }),
  searchOf: ({ code, url }) => searchText([code, url]),
  toDomain: (row) => toWebhook(row as Row)
}

/** The webhooks of a centre that are switched on, in order of their codes. */
export async function listEnabledWebhooks(db: Db, centreId: CentreId): Promise<Webhook[]> {
  const rows = await db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.centreId, centreId), eq(webhooks.enabled, true)))
    .orderBy(asc(webhooks.code), asc(webhooks.id))
  return rows.map(toWebhook)
}

/** The webhook while it is switched on, and until when its receiver is left alone; undefined once it is removed or off. */
export async function findEnabledWebhook(
  db: Db,
  centreId: CentreId,
  id: WebhookId | null
): Promise<(Webhook & { readonly restingUntil: Instant | null }) | undefined> {
  if (id === null) return undefined
  const [row] = await db
    .select()
    .from(webhooks)
    .where(and(one({ centreId, id }), eq(webhooks.enabled, true)))
  return row && { ...toWebhook(row), restingUntil: row.restingUntil }
}

const one = ({ centreId, id }: Pick<Webhook, 'centreId' | 'id'>) => and(eq(webhooks.centreId, centreId), eq(webhooks.id, id))

/** Its receiver took something, or is to be tried whatever happened before. */
export async function endRest(db: Db, webhook: Pick<Webhook, 'centreId' | 'id'>): Promise<void> {
  await db
    .update(webhooks)
    .set(RESTED)
    .where(and(one(webhook), gt(webhooks.failures, 0)))
}

/** Its receiver failed at that moment; from the `REST.after`th time in a row on it is left alone for a while, each time for longer. */
export async function noteFailure(db: Db, webhook: Pick<Webhook, 'centreId' | 'id'>, at: Instant): Promise<void> {
  const { failures } = webhooks
  const times = sql`${failures} + 1 - ${REST.after}`
  const rest = sql`least(${REST.first} * power(2, least(${times}, 20)), ${REST.longest}) * interval '1 millisecond'`
  const until = sql`case when ${times} >= 0 then ${new Date(at).toISOString()}::timestamptz + ${rest} end`
  await db
    .update(webhooks)
    .set({ failures: sql`${failures} + 1`, restingUntil: until })
    .where(one(webhook))
}
