import { and, asc, eq, gt, inArray, isNull, or, type SQL } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { apiKeys } from '../../db/schema/access.ts'
import { feeds } from '../../db/schema/deliveries.ts'
import type { Feed } from '../domain/feed.ts'
import type { AgencyId, CentreId, FeedId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'

const toFeed = ({ tokenHash: _, ...feed }: typeof feeds.$inferSelect): Feed => feed

/** Whose feeds: of a centre, and where an agency is named those that keys of it made. */
export interface FeedsOf {
  readonly centreId: CentreId
  readonly agencyId: AgencyId | null
}

const madeFor = (db: Db, { centreId, agencyId }: FeedsOf): SQL | undefined => {
  const keys = db.select({ id: apiKeys.id }).from(apiKeys)
  const own = agencyId === null ? undefined : inArray(feeds.madeBy, keys.where(eq(apiKeys.agencyId, agencyId)))
  return and(eq(feeds.centreId, centreId), own)
}

/** Keeps a feed under the SHA-256 of its secret; the secret itself is kept nowhere. */
export async function insertFeed(db: Db, feed: Feed, tokenHash: string): Promise<void> {
  await db.insert(feeds).values({ ...feed, tokenHash })
}

/** Feeds of a centre or agency, revoked ones too, oldest first. */
export async function listFeeds(db: Db, of: FeedsOf): Promise<Feed[]> {
  const rows = await db.select().from(feeds).where(madeFor(db, of)).orderBy(asc(feeds.createdAt), asc(feeds.id))
  return rows.map(toFeed)
}

/** The feed with that secret's hash that is not revoked, while the key that made it has not expired. */
export async function findFeed(db: Db, tokenHash: string, now: Instant): Promise<Feed | undefined> {
  const lasting = or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now))
  const [row] = await db
    .select({ feed: feeds })
    .from(feeds)
    .leftJoin(apiKeys, eq(apiKeys.id, feeds.madeBy))
    .where(and(eq(feeds.tokenHash, tokenHash), isNull(feeds.revokedAt), lasting))
  return row && toFeed(row.feed)
}

/** Revokes a feed from now on; false when the centre or agency has no such feed, or it is revoked already. */
export async function revokeFeed(db: Db, of: FeedsOf, id: FeedId, now: Instant): Promise<boolean> {
  const live = and(madeFor(db, of), eq(feeds.id, id), isNull(feeds.revokedAt))
  const rows = await db.update(feeds).set({ revokedAt: now }).where(live).returning({ id: feeds.id })
  return rows.length > 0
}

/** Revokes what these keys made. */
export async function revokeFeedsOf(db: Db, keys: readonly string[], now: Instant): Promise<void> {
  await db
    .update(feeds)
    .set({ revokedAt: now })
    .where(and(inArray(feeds.madeBy, [...keys]), isNull(feeds.revokedAt)))
}
