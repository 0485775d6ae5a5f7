import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../../db/handle.ts'
import { apiKeys } from '../../db/schema/access.ts'
import { ADMIN_SCOPE, type ApiKey, type MadeKey } from '../domain/api-key.ts'
import type { AgencyId, CentreId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type NewestQuery, newestFirst, pageOfRows } from './newest-first.ts'
import type { Page } from './noun.ts'

/** Every key that is not revoked; when one expires is for the reader to see. */
export const listUsableKeys = (db: Db): Promise<ApiKey[]> =>
  db.select().from(apiKeys).where(isNull(apiKeys.revokedAt)).orderBy(asc(apiKeys.id))

/** Whose keys: of which centre, of which agency; null: of every one. */
export interface KeysOf {
  readonly centreId: CentreId | null
  readonly agencyId: AgencyId | null
}

/** Keys that are or were, with who made them, newest first. */
export async function listApiKeys(db: Db, { centreId, agencyId }: KeysOf, query: NewestQuery): Promise<Page<MadeKey>> {
  const makers = alias(apiKeys, 'makers')
  const centre = centreId === null ? undefined : eq(apiKeys.centreId, centreId)
  const agency = agencyId === null ? undefined : eq(apiKeys.agencyId, agencyId)
  const page = newestFirst(apiKeys.id, query)
  const rows = await db
    .select({ id: apiKeys.id, apiKey: apiKeys, maker: { id: makers.id, name: makers.name } })
    .from(apiKeys)
    .leftJoin(makers, eq(makers.id, apiKeys.madeBy))
    .where(and(centre, agency, page.where))
    .orderBy(page.orderBy)
    .limit(page.limit)
  return pageOfRows(rows, query)
}

/** How many keys that are not revoked there are of exactly that centre, or of none; of that agency alone where one is named. */
export const countUsableKeys = (db: Db, { centreId, agencyId }: KeysOf): Promise<number> =>
  db.$count(
    apiKeys,
    and(
      isNull(apiKeys.revokedAt),
      centreId === null ? isNull(apiKeys.centreId) : eq(apiKeys.centreId, centreId),
      agencyId === null ? undefined : eq(apiKeys.agencyId, agencyId)
    )
  )

export async function findApiKey(db: Db, id: string): Promise<ApiKey | undefined> {
  const [found] = await db.select().from(apiKeys).where(eq(apiKeys.id, id))
  return found
}

/** The key while it is not revoked; nobody revokes it until the transaction ends. */
export async function lockUsableKey(db: Db, id: string): Promise<ApiKey | undefined> {
  const [found] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .for('share')
  return found
}

export async function insertApiKey(db: Db, key: ApiKey): Promise<void> {
  await db.insert(apiKeys).values(key)
}

/** Makes the key the only usable one of the administrator. */
export async function replaceApiKey(db: Db, key: ApiKey, now: Instant): Promise<void> {
  const administrators = sql`${apiKeys.scopes} @> ${JSON.stringify([ADMIN_SCOPE])}::jsonb`
  await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(administrators, isNull(apiKeys.revokedAt)))
  await db
    .insert(apiKeys)
    .values(key)
    .onConflictDoUpdate({ target: apiKeys.hash, set: { revokedAt: null, expiresAt: null, scopes: key.scopes } })
}

/** Ends keys from now on, those named or those that these have made; says which of them were usable until now. */
export async function revokeApiKeys(
  db: Db,
  which: { readonly ids: readonly string[] } | { readonly madeBy: readonly string[] },
  now: Instant
): Promise<string[]> {
  const named = 'ids' in which ? inArray(apiKeys.id, [...which.ids]) : inArray(apiKeys.madeBy, [...which.madeBy])
  const rows = await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(named, isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })
  return rows.map(({ id }) => id)
}

export async function countApiKeys(db: Db): Promise<number> {
  return db.$count(apiKeys)
}
