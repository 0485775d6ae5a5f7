import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { webhooks } from '../../db/schema/deliveries.ts'
import type { Webhook } from '../domain/delivery.ts'
import type { CentreId, WebhookId } from '../domain/ids.ts'
import { searchText } from '../domain/text.ts'
import type { Noun } from './noun.ts'

const toWebhook = ({ search: _, createdAt: __, updatedAt: ___, ...webhook }: typeof webhooks.$inferSelect): Webhook => webhook

export const webhookNoun: Noun<Webhook> = {
  name: 'webhook',
  table: webhooks,
  centreId: webhooks.centreId,
  code: webhooks.code,
  search: webhooks.search,
  sortBy: webhooks.code,
  children: [],
  toRow: ({ id: _, version: __, ...row }) => row,
  searchOf: ({ code, url }) => searchText([code, url]),
  toDomain: (row) => toWebhook(row as typeof webhooks.$inferSelect)
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

/** The webhook while it is switched on; undefined once it is removed or off. */
export async function findEnabledWebhook(db: Db, centreId: CentreId, id: WebhookId | null): Promise<Webhook | undefined> {
  if (id === null) return undefined
  const [row] = await db
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.centreId, centreId), eq(webhooks.id, id), eq(webhooks.enabled, true)))
  return row && toWebhook(row)
}
