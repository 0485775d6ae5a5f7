import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { confirmations } from '../../db/schema/deliveries.ts'
import type { Confirmation } from '../domain/confirmation.ts'
import type { CentreId, PublicationId } from '../domain/ids.ts'

/** Writes a confirmation; the first one stands. */
export async function saveConfirmation(db: Db, confirmation: Confirmation): Promise<void> {
  await db.insert(confirmations).values(confirmation).onConflictDoNothing()
}

/** The confirmations of these publications, oldest first. */
export const listConfirmations = async (db: Db, centreId: CentreId, publicationIds: readonly PublicationId[]): Promise<Confirmation[]> =>
  publicationIds.length === 0
    ? []
    : db
        .select()
        .from(confirmations)
        .where(and(eq(confirmations.centreId, centreId), inArray(confirmations.publicationId, [...publicationIds])))
        .orderBy(asc(confirmations.confirmedAt), asc(confirmations.providerId))
