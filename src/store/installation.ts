import { eq } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { installation } from '../../db/schema/access.ts'

/** What is known about this database under the key; undefined when nothing is. */
export async function findFact(db: Db, key: string): Promise<unknown> {
  const [row] = await db.select().from(installation).where(eq(installation.key, key))
  return row?.value
}

/** Writes a fact that is not known yet; false, and nothing written, when it is. Another transaction that writes it now is waited for. */
export async function saveFact(db: Db, key: string, value: string | number): Promise<boolean> {
  const rows = await db.insert(installation).values({ key, value }).onConflictDoNothing().returning({ key: installation.key })
  return rows.length > 0
}
