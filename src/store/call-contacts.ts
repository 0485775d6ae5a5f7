import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { callContacts, callReadings } from '../../db/schema/calls.ts'
import type { CallContact } from '../domain/call.ts'
import type { CallId, CentreId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'

const one = (centreId: CentreId, callId: CallId) => and(eq(callContacts.centreId, centreId), eq(callContacts.callId, callId))

/** Keeps a contact of which every field is encrypted; the database refuses any other. */
export async function insertContact(db: Db, centreId: CentreId, callId: CallId, sealed: CallContact): Promise<void> {
  await db.insert(callContacts).values({ centreId, callId, ...sealed })
}

/** The encrypted contact; undefined when none is kept. */
export async function findContact(db: Db, centreId: CentreId, callId: CallId): Promise<CallContact | undefined> {
  const [row] = await db.select().from(callContacts).where(one(centreId, callId))
  if (row === undefined) return undefined
  const { centreId: _, callId: __, ...sealed } = row
  return sealed
}

/** Removes a contact for good. */
export async function deleteContact(db: Db, centreId: CentreId, callId: CallId): Promise<void> {
  await db.delete(callContacts).where(one(centreId, callId))
}

/** That somebody read how a caller is reached. */
export interface CallReading {
  /** Id of the API key. */
  readonly readerId: string | null
  readonly reader: string
  readonly at: Instant
}

export async function insertReading(db: Db, centreId: CentreId, callId: CallId, id: string, reading: CallReading): Promise<void> {
  await db.insert(callReadings).values({ centreId, callId, id, ...reading })
}

/** Who read it, the first reading first. */
export async function listReadings(db: Db, centreId: CentreId, callId: CallId): Promise<CallReading[]> {
  const rows = await db
    .select()
    .from(callReadings)
    .where(and(eq(callReadings.centreId, centreId), eq(callReadings.callId, callId)))
    .orderBy(asc(callReadings.at), asc(callReadings.id))
  return rows.map(({ readerId, reader, at }) => ({ readerId, reader, at }))
}
