import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { entitlements } from '../../db/schema/calls.ts'
import type { Entitlement } from '../domain/call.ts'
import type { Day } from '../domain/day.ts'

/** A line as it is kept: its version goes up by one on every write. */
export type KeptEntitlement = Entitlement & { readonly version: number }

/** Every line there is or was, by code, the oldest first. */
export const listEntitlements = (db: Db): Promise<KeptEntitlement[]> =>
  db.select().from(entitlements).orderBy(asc(entitlements.code), asc(entitlements.from))

const rowOf = (entitlement: Entitlement) => ({ ...entitlement, from: entitlement.from as Day, to: entitlement.to as Day | null })

/** Adds a line of a code on whose first day none begins; undefined when one does. */
export async function insertEntitlement(db: Db, entitlement: Entitlement): Promise<KeptEntitlement | undefined> {
  const [kept] = await db.insert(entitlements).values(rowOf(entitlement)).onConflictDoNothing().returning()
  return kept
}

/** Changes the line of the code that begins on its day while its version is the expected one; undefined when it is not. */
export async function replaceEntitlement(db: Db, entitlement: Entitlement, expected: number): Promise<KeptEntitlement | undefined> {
  const row = rowOf(entitlement)
  const [kept] = await db
    .update(entitlements)
    .set({ ...row, version: expected + 1 })
    .where(and(eq(entitlements.code, row.code), eq(entitlements.from, row.from), eq(entitlements.version, expected)))
    .returning()
  return kept
}
