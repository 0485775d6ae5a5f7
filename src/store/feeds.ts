import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { feeds } from '../../db/schema/deliveries.ts'
import type { Feed } from '../domain/feed.ts'
import type { CentreId, FeedId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'

const toFeed = ({ tokenHash: _, ...feed }: typeof feeds.$inferSelect): Feed => feed

/** Keeps a feed under the SHA-256 of its secret; the secret itself is kept nowhere. */
export async function insertFeed(db: Db, feed: Feed, tokenHash: string): Promise<void> {
  await db.insert(feeds).values({ ...feed, tokenHash })
}

/** Feeds of a centre, revoked ones too, oldest first. */
export async function listFeeds(db: Db, centreId: CentreId): Promise<Feed[]> {
  const rows = await db.select().from(feeds).where(eq(feeds.centreId, centreId)).orderBy(asc(feeds.createdAt), asc(feeds.id))
  return rows.map(toFeed)
}

/** The feed with that secret's hash that is not revoked. */
export async function findFeed(db: Db, tokenHash: string): Promise<Feed | undefined> {
  const [row] = await db
    .select()
    .from(feeds)
    .where(and(eq(feeds.tokenHash, tokenHash), isNull(feeds.revokedAt)))
  return row && toFeed(row)
}

/** Revokes a feed from now on; false when the centre has no such feed, or it is revoked already. */
export async function revokeFeed(db: Db, centreId: CentreId, id: FeedId, now: Instant): Promise<boolean> {
  const live = and(eq(feeds.centreId, centreId), eq(feeds.id, id), isNull(feeds.revokedAt))
  const rows = await db.update(feeds).set({ revokedAt: now }).where(live).returning({ id: feeds.id })
  return rows.length > 0
}
