import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { amendments, covers } from '../../db/schema/amendments.ts'
import type { Amendment } from '../domain/amendment.ts'
import type { Cover } from '../domain/cover.ts'
import { DutyError } from '../domain/errors.ts'
import { type AmendmentId, type CentreId, isId, type ProviderId, type PublicationId, type RosterId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type NewestQuery, newestFirst, pageOfRows } from './newest-first.ts'
import type { Page } from './noun.ts'

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

/** Amendments of a centre, newest first. */
export async function listAmendments(
  db: Db,
  centreId: CentreId,
  query: NewestQuery & { readonly status?: Amendment['status'] | undefined }
): Promise<Page<Amendment>> {
  const { status } = query
  const page = newestFirst(amendments.id, query)
  const ofStatus = status === undefined ? undefined : eq(amendments.status, status)
  const rows = await db
    .select()
    .from(amendments)
    .where(and(eq(amendments.centreId, centreId), ofStatus, page.where))
    .orderBy(page.orderBy)
    .limit(page.limit)
  return pageOfRows(rows.map(toAmendment), query)
}

/** The amendments of a roster that await the approver, oldest first. */
export async function listOpenAmendments(db: Db, centreId: CentreId, rosterId: RosterId): Promise<Amendment[]> {
  const open = and(eq(amendments.centreId, centreId), eq(amendments.rosterId, rosterId), eq(amendments.status, 'submitted'))
  const rows = await db.select().from(amendments).where(open).orderBy(asc(amendments.id))
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
export async function listCovers(
  db: Db,
  centreId: CentreId,
  query: NewestQuery & { readonly unconfirmed?: boolean | undefined }
): Promise<Page<Cover>> {
  const page = newestFirst(covers.id, query)
  const rows = await db
    .select()
    .from(covers)
    .where(and(eq(covers.centreId, centreId), query.unconfirmed ? isNull(covers.confirmedBy) : undefined, page.where))
    .orderBy(page.orderBy)
    .limit(page.limit)
  return pageOfRows(rows.map(toCover), query)
}

/** The covers for a person of a time that is not over at the instant, oldest first. */
export async function listCoversFor(db: Db, centreId: CentreId, absentId: ProviderId, now: Instant): Promise<Cover[]> {
  const theirs = and(eq(covers.centreId, centreId), eq(covers.absentId, absentId), gt(covers.end, now))
  return (await db.select().from(covers).where(theirs).orderBy(asc(covers.id))).map(toCover)
}

/** A numbered version confirms every cover of its roster that went before it. */
export async function confirmCovers(db: Db, centreId: CentreId, rosterId: RosterId, publicationId: PublicationId): Promise<void> {
  await db
    .update(covers)
    .set({ confirmedBy: publicationId })
    .where(and(eq(covers.centreId, centreId), eq(covers.rosterId, rosterId), isNull(covers.confirmedBy)))
}
