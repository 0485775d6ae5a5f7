import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { apiKeys } from '../../db/schema/access.ts'
import type { ApiKey } from '../domain/api-key.ts'
import type { CentreId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'

/** Every key that is not revoked; when one expires is for the reader to see. */
export const listUsableKeys = (db: Db): Promise<ApiKey[]> =>
  db.select().from(apiKeys).where(isNull(apiKeys.revokedAt)).orderBy(asc(apiKeys.id))

/** Keys of a centre (null: of every centre), oldest first. */
export const listApiKeys = (db: Db, centreId: CentreId | null): Promise<ApiKey[]> =>
  db
    .select()
    .from(apiKeys)
    .where(centreId === null ? undefined : eq(apiKeys.centreId, centreId))
    .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))

export async function insertApiKey(db: Db, key: ApiKey): Promise<void> {
  await db.insert(apiKeys).values(key)
}

/** Makes the key with this name and hash the only usable one of its name (the administrator's key of the environment). */
export async function replaceApiKey(db: Db, key: ApiKey, now: Instant): Promise<void> {
  await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.name, key.name), isNull(apiKeys.revokedAt), isNull(apiKeys.centreId)))
  await db
    .insert(apiKeys)
    .values(key)
    .onConflictDoUpdate({ target: apiKeys.hash, set: { revokedAt: null, expiresAt: null, scopes: key.scopes } })
}

/** Ends a key from now on; false when the centre has no such usable key. */
export async function revokeApiKey(db: Db, id: string, centreId: CentreId | null, now: Instant): Promise<boolean> {
  const mine = and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt), centreId === null ? undefined : eq(apiKeys.centreId, centreId))
  const rows = await db.update(apiKeys).set({ revokedAt: now }).where(mine).returning({ id: apiKeys.id })
  return rows.length > 0
}

export async function countApiKeys(db: Db): Promise<number> {
  return db.$count(apiKeys)
}
