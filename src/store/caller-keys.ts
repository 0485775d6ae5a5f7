import { eq } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { callerKeys } from '../../db/schema/calls.ts'
import type { CentreId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'

/** The wrapped key of a centre; undefined while it has none. */
export async function findCallerKey(db: Db, centreId: CentreId): Promise<string | undefined> {
  const [row] = await db.select({ wrapped: callerKeys.wrapped }).from(callerKeys).where(eq(callerKeys.centreId, centreId))
  return row?.wrapped
}

/** Gives a centre its key unless it has one by now; answers with the one it has. */
export async function putCallerKey(db: Db, centreId: CentreId, wrapped: string, now: Instant): Promise<string> {
  await db.insert(callerKeys).values({ centreId, wrapped, createdAt: now }).onConflictDoNothing()
  return (await findCallerKey(db, centreId)) ?? wrapped
}
