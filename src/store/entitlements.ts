import { asc } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { entitlements } from '../../db/schema/calls.ts'
import type { Entitlement } from '../domain/call.ts'
import type { Day } from '../domain/day.ts'

/** Every line there is or was, by code, the oldest first. */
export const listEntitlements = (db: Db): Promise<Entitlement[]> =>
  db.select().from(entitlements).orderBy(asc(entitlements.code), asc(entitlements.from))

/** Adds the line of a code that begins on its day, or puts it in place of the one that does. */
export async function putEntitlement(db: Db, entitlement: Entitlement): Promise<void> {
  const row = { ...entitlement, from: entitlement.from as Day, to: entitlement.to as Day | null }
  await db
    .insert(entitlements)
    .values(row)
    .onConflictDoUpdate({ target: [entitlements.code, entitlements.from], set: row })
}
