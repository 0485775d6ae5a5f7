import { and, asc, desc, eq, gte, isNull, lt, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { duties, numberSequences, publications } from '../../db/schema/publications.ts'
import { slots } from '../../db/schema/rosters.ts'
import type { Month } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { type CentreId, isId, type PublicationId } from '../domain/ids.ts'
import type { Interval } from '../domain/instant.ts'
import type { Publication, PublicationHead } from '../domain/publication.ts'
import type { Duty } from '../domain/roster.ts'
import type { RotationState } from '../domain/rotation.ts'
import { insertRows } from './insert-rows.ts'
import { storable } from './noun.ts'

const toPublication = ({ rotations: _, ...publication }: typeof publications.$inferSelect): Publication => publication

const head = {
  centreId: publications.centreId,
  id: publications.id,
  rosterId: publications.rosterId,
  month: publications.month,
  version: publications.version,
  year: publications.year,
  number: publications.number,
  symbol: publications.symbol,
  publishedAt: publications.publishedAt,
  publishedBy: publications.publishedBy,
  effectiveFrom: publications.effectiveFrom,
  supersededFrom: publications.supersededFrom,
  fingerprint: publications.fingerprint
}

/** The next number of the year; others who publish wait until this transaction ends, so numbers have no gap and no double. */
export async function takeNumber(db: Db, centreId: CentreId, year: number): Promise<number> {
  const [row] = await db
    .insert(numberSequences)
    .values({ centreId, year, last: 1 })
    .onConflictDoUpdate({ target: [numberSequences.centreId, numberSequences.year], set: { last: sql`${numberSequences.last} + 1` } })
    .returning({ last: numberSequences.last })
  return row?.last ?? 1
}

export async function insertPublication(db: Db, publication: Publication, rotations: Record<string, RotationState>): Promise<void> {
  await db.insert(publications).values({ ...publication, rotations })
}

/** Writes the assignments of a publication as rows, which the database's own constraints then guard. */
export async function insertDuties(db: Db, { centreId, id, effectiveFrom, content }: Publication): Promise<void> {
  const modes = new Map(content.posts.map((post) => [post.id, post.mode]))
  const rows = content.slots.flatMap(({ id: slotId, postId, start, end, seats }) =>
    seats.map(({ seat, providerId }) => ({
      centreId,
      publicationId: id,
      slotId,
      seat,
      postId,
      providerId,
      mode: modes.get(postId) ?? 'on_site',
      start,
      end,
      inForceFrom: effectiveFrom,
      inForceTo: null
    }))
  )
  await insertRows(db, duties, rows)
}

/** Who stood duty on public holidays that begin in the interval, by what is published now. */
export async function listHolidayDuties(
  db: Db,
  centreId: CentreId,
  { start, end }: Interval
): Promise<Pick<Duty, 'providerId' | 'day' | 'dayKind'>[]> {
  const ofSlot = and(eq(slots.centreId, duties.centreId), eq(slots.id, duties.slotId))
  const then = and(gte(duties.start, start), lt(duties.start, end), isNull(duties.inForceTo), eq(slots.dayKind, 'holiday'))
  return db
    .selectDistinct({ providerId: duties.providerId, day: slots.day, dayKind: slots.dayKind })
    .from(duties)
    .innerJoin(slots, ofSlot)
    .where(and(eq(duties.centreId, centreId), then))
    .orderBy(asc(slots.day), asc(duties.providerId))
}

/** Where every declared cycle stood after the latest published month before this one. */
export async function findRotationsBefore(db: Db, centreId: CentreId, month: Month): Promise<Readonly<Record<string, RotationState>>> {
  const [row] = await db
    .select({ rotations: publications.rotations })
    .from(publications)
    .where(and(eq(publications.centreId, centreId), lt(publications.month, month)))
    .orderBy(desc(publications.month), desc(publications.version))
    .limit(1)
  return row?.rotations ?? {}
}

/** The publication with that id, or the newest version of that month. */
export async function findPublication(db: Db, centreId: CentreId, ref: string): Promise<Publication | undefined> {
  if (!storable(ref)) return undefined
  const named = isId(ref) ? eq(publications.id, ref as PublicationId) : eq(publications.month, ref as Month)
  const [row] = await db
    .select()
    .from(publications)
    .where(and(eq(publications.centreId, centreId), named))
    .orderBy(desc(publications.version))
    .limit(1)
  return row && toPublication(row)
}

export async function getPublication(db: Db, centreId: CentreId, ref: string): Promise<Publication> {
  const found = await findPublication(db, centreId, ref)
  if (found === undefined) throw new DutyError('NOT_FOUND', { noun: 'publication', ref })
  return found
}

/** Publications of a centre, newest month first, then newest version. */
export async function listPublications(db: Db, centreId: CentreId, limit: number, before?: Month): Promise<PublicationHead[]> {
  return db
    .select(head)
    .from(publications)
    .where(and(eq(publications.centreId, centreId), before === undefined ? undefined : lt(publications.month, before)))
    .orderBy(desc(publications.month), desc(publications.version), asc(publications.id))
    .limit(limit)
}

/** Publications of the months between the two (both counted), every version, oldest month and version first. */
export async function listPublicationsOfMonths(db: Db, centreId: CentreId, from: Month, to: Month): Promise<PublicationHead[]> {
  return db
    .select(head)
    .from(publications)
    .where(and(eq(publications.centreId, centreId), gte(publications.month, from), lte(publications.month, to)))
    .orderBy(asc(publications.month), asc(publications.version))
}
