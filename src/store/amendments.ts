import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { amendments, covers } from '../../db/schema/amendments.ts'
import type { Amendment } from '../domain/amendment.ts'
import type { Cover } from '../domain/cover.ts'
import { DutyError } from '../domain/errors.ts'
import { type AmendmentId, type CentreId, isId, type PublicationId, type RosterId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'

const toAmendment = ({ updatedAt: _, ...amendment }: typeof amendments.$inferSelect): Amendment => amendment
const toCover = ({ createdAt: _, ...cover }: typeof covers.$inferSelect): Cover => cover

const one = (centreId: CentreId, id: string) => and(eq(amendments.centreId, centreId), eq(amendments.id, id as AmendmentId))

export async function insertAmendment(db: Db, amendment: Amendment): Promise<void> {
  await db.insert(amendments).values({ ...amendment, updatedAt: amendment.submittedAt })
}

/** Throws NOT_FOUND. */
export async function getAmendment(db: Db, centreId: CentreId, id: string): Promise<Amendment> {
  const [row] = isId(id) ? await db.select().from(amendments).where(one(centreId, id)) : []
  if (row === undefined) throw new DutyError('NOT_FOUND', { noun: 'amendment', ref: id })
  return toAmendment(row)
}

/** The amendments of a roster, or of all, newest first. */
export async function listAmendments(db: Db, centreId: CentreId, of: { rosterId?: RosterId; status?: Amendment['status'] } = {}) {
  const { rosterId, status } = of
  const rows = await db
    .select()
    .from(amendments)
    .where(
      and(
        eq(amendments.centreId, centreId),
        rosterId === undefined ? undefined : eq(amendments.rosterId, rosterId),
        status === undefined ? undefined : eq(amendments.status, status)
      )
    )
    .orderBy(desc(amendments.submittedAt), desc(amendments.id))
  return rows.map(toAmendment)
}

/** Writes what was decided of an amendment that still has that version; throws STALE_VERSION. */
export async function decideAmendment(
  db: Db,
  { centreId, id, version }: Amendment,
  decided: Pick<Amendment, 'status' | 'decidedBy' | 'decision' | 'publicationId'>,
  now: Instant
): Promise<Amendment> {
  const [row] = await db
    .update(amendments)
    .set({ ...decided, decidedAt: now, version: version + 1, updatedAt: now })
    .where(and(one(centreId, id), eq(amendments.version, version)))
    .returning()
  if (row === undefined) throw new DutyError('STALE_VERSION', { noun: 'amendment', expected: version })
  return toAmendment(row)
}

export async function insertCover(db: Db, cover: Cover, now: Instant): Promise<void> {
  await db.insert(covers).values({ ...cover, createdAt: now })
}

/** Throws NOT_FOUND. */
export async function getCover(db: Db, centreId: CentreId, id: string): Promise<Cover> {
  const [row] = isId(id)
    ? await db
        .select()
        .from(covers)
        .where(and(eq(covers.centreId, centreId), eq(covers.id, id as Cover['id'])))
    : []
  if (row === undefined) throw new DutyError('NOT_FOUND', { noun: 'cover', ref: id })
  return toCover(row)
}

/** Covers of a centre, newest first: all, or those that no numbered version confirms yet. */
export async function listCovers(db: Db, centreId: CentreId, unconfirmed: boolean, limit: number): Promise<Cover[]> {
  const rows = await db
    .select()
    .from(covers)
    .where(and(eq(covers.centreId, centreId), unconfirmed ? isNull(covers.confirmedBy) : undefined))
    .orderBy(desc(covers.createdAt), asc(covers.id))
    .limit(limit)
  return rows.map(toCover)
}

/** A numbered version confirms every cover of its roster that went before it. */
export async function confirmCovers(db: Db, centreId: CentreId, rosterId: RosterId, publicationId: PublicationId): Promise<void> {
  await db
    .update(covers)
    .set({ confirmedBy: publicationId })
    .where(and(eq(covers.centreId, centreId), eq(covers.rosterId, rosterId), isNull(covers.confirmedBy)))
}
