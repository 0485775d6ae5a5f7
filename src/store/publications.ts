import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { duties, numberSequences, publications } from '../../db/schema/publications.ts'
import { slots } from '../../db/schema/rosters.ts'
import type { Month } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { type CentreId, isId, type ProviderId, type PublicationId, type RosterId } from '../domain/ids.ts'
import type { Instant, Interval } from '../domain/instant.ts'
import type {
  Publication,
  PublicationHead,
  PublicationPlace,
  PublicationReasons,
  PublishedDocument,
  PublishedMonth,
  SaidInMonth
} from '../domain/publication.ts'
import type { Duty } from '../domain/roster.ts'
import type { RotationState } from '../domain/rotation.ts'
import { insertRows } from './insert-rows.ts'
import { storable } from './noun.ts'

const toPublication = ({ rotations: _, said: __, content, ...head }: typeof publications.$inferSelect): Publication => ({
  ...head,
  content: withoutReasons(completed(content))
})

/** What a version says without why: whoever may know that asks for it by `findReasons`, so nothing that leaves the centre can tell it. */
function withoutReasons({ document, ...month }: PublishedMonth): PublishedMonth {
  if (document === undefined) return month
  const { reason: _, ...said } = document as PublishedDocument & PublicationReasons
  return { ...month, document: { ...said, overrides: said.overrides.map(({ ruleId }) => ({ ruleId })) } }
}

/** What publications from before documents lack, as far as nobody can know it any more; what they say, and its fingerprint, stays. */
const LACKING = {
  centre: { firstWeekday: 1, demo: false },
  agency: { kind: '', sector: 'court', level: 'province' },
  post: { layout: 'periods', branch: null }
} as const

/** The content with everything that later readers expect. */
export function completed(content: PublishedMonth): PublishedMonth {
  if (content.document !== undefined) return content
  const { burdens = [] } = content as Partial<PublishedMonth>
  return {
    ...content,
    centre: { ...LACKING.centre, ...content.centre },
    agencies: content.agencies.map((agency) => ({ ...LACKING.agency, ...agency })),
    posts: content.posts.map((post) => ({ ...LACKING.post, ...post })),
    burdens
  }
}

/** The columns of a `PublicationHead`. */
export const head = {
  centreId: publications.centreId,
  id: publications.id,
  rosterId: publications.rosterId,
  month: publications.month,
  version: publications.version,
  kind: publications.kind,
  year: publications.year,
  number: publications.number,
  symbol: publications.symbol,
  publishedAt: publications.publishedAt,
  publishedBy: publications.publishedBy,
  effectiveFrom: publications.effectiveFrom,
  supersededFrom: publications.supersededFrom,
  fingerprint: publications.fingerprint
}

/**
 * The next number of the year, or the one that is wanted because other notices of the centre took those between; others who publish wait
 * until this transaction ends, so numbers have no gap and no double. Throws NUMBER_TAKEN.
 */
export async function takeNumber(db: Db, centreId: CentreId, year: number, wanted?: number): Promise<number> {
  const next = wanted === undefined ? sql`${numberSequences.last} + 1` : sql`greatest(${numberSequences.last}, ${wanted}::int)`
  const [row] = await db
    .insert(numberSequences)
    .values({ centreId, year, last: wanted ?? 1 })
    .onConflictDoUpdate({ target: [numberSequences.centreId, numberSequences.year], set: { last: next } })
    .returning({ last: numberSequences.last })
  const number = wanted ?? row?.last ?? 1
  const [taken] = await db
    .select({ found: sql`1` })
    .from(publications)
    .where(and(eq(publications.centreId, centreId), eq(publications.year, year), eq(publications.number, number)))
  if (taken) throw new DutyError('NUMBER_TAKEN', { number, year }, [{ pointer: '/number', code: 'NUMBER_TAKEN', params: { number, year } }])
  return number
}

/** From that instant on the version no longer answers, nor do its duties count. */
export async function supersede(db: Db, { centreId, id }: Pick<Publication, 'centreId' | 'id'>, at: Instant): Promise<void> {
  await db
    .update(publications)
    .set({ supersededFrom: at })
    .where(and(eq(publications.centreId, centreId), eq(publications.id, id)))
  await db
    .update(duties)
    .set({ inForceTo: at })
    .where(and(eq(duties.centreId, centreId), eq(duties.publicationId, id)))
}

/** Keeps a version, its reasons with it. */
export async function insertPublication(
  db: Db,
  publication: Publication,
  rotations: Record<string, RotationState>,
  reasons: PublicationReasons = { reason: null, overrides: [] }
): Promise<void> {
  const { document, ...month } = publication.content
  const { centre, posts, people, slots } = month
  const said: SaidInMonth = { centre, posts, people, slots }
  const content = { ...month, ...(document && { document: { ...document, ...reasons } }) }
  await db.insert(publications).values({ ...publication, content, rotations, said: JSON.stringify(said) })
}

/** Why a version was issued, for the centre alone; undefined of what was published before documents were. */
export async function findReasons(db: Db, { centreId, id }: Pick<Publication, 'centreId' | 'id'>): Promise<PublicationReasons | undefined> {
  const [row] = await db
    .select({ document: sql<(PublishedDocument & PublicationReasons) | null>`${publications.content} -> 'document'` })
    .from(publications)
    .where(and(eq(publications.centreId, centreId), eq(publications.id, id)))
  return row?.document ? { reason: row.document.reason, overrides: row.document.overrides } : undefined
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

/** A duty as the newest version gives it. */
export type DutyHeld = Pick<Duty, 'slotId' | 'seat' | 'postId' | 'start' | 'end'> & { readonly rosterId: RosterId; readonly month: Month }

/** The duties that somebody holds from the instant on by the newest versions, the first to end first. */
export async function listDutiesHeld(db: Db, centreId: CentreId, providerId: ProviderId, now: Instant): Promise<DutyHeld[]> {
  const { slotId, seat, postId, start, end } = duties
  const ofPublication = and(eq(publications.centreId, duties.centreId), eq(publications.id, duties.publicationId))
  const held = and(eq(duties.centreId, centreId), eq(duties.providerId, providerId), isNull(duties.inForceTo), gt(duties.end, now))
  return db
    .select({ slotId, seat, postId, start, end, rosterId: publications.rosterId, month: publications.month })
    .from(duties)
    .innerJoin(publications, ofPublication)
    .where(held)
    .orderBy(asc(duties.start), asc(duties.slotId), asc(duties.seat))
}

/**
 * Who stood duty on public holidays that begin in the interval, by what is published now. Slots first: a join of the two, planned before
 * there are statistics, looks at every slot for every duty.
 */
export async function listHolidayDuties(
  db: Db,
  centreId: CentreId,
  { start, end }: Interval
): Promise<Pick<Duty, 'providerId' | 'day' | 'dayKind'>[]> {
  const then = and(gte(slots.start, start), lt(slots.start, end), eq(slots.dayKind, 'holiday'))
  const kept = { id: slots.id, day: slots.day, dayKind: slots.dayKind }
  const rows = await db
    .select(kept)
    .from(slots)
    .where(and(eq(slots.centreId, centreId), then))
  const holidays = new Map(rows.map((slot) => [slot.id, slot]))
  if (holidays.size === 0) return []
  const held = await db
    .selectDistinct({ providerId: duties.providerId, slotId: duties.slotId })
    .from(duties)
    .where(and(eq(duties.centreId, centreId), isNull(duties.inForceTo), inArray(duties.slotId, [...holidays.keys()])))
    .orderBy(asc(duties.slotId), asc(duties.providerId))
  return held.flatMap(({ providerId, slotId }) => {
    const slot = holidays.get(slotId)
    return slot === undefined ? [] : [{ providerId, day: slot.day, dayKind: slot.dayKind }]
  })
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

/** Every version of a month with what it says, oldest first. */
export async function listVersions(db: Db, centreId: CentreId, month: Month): Promise<Publication[]> {
  const rows = await db
    .select()
    .from(publications)
    .where(and(eq(publications.centreId, centreId), eq(publications.month, month)))
    .orderBy(asc(publications.version))
  return rows.map(toPublication)
}

/** The newest version of a roster's month that has a number; undefined while none has. */
export async function findNumbered(db: Db, centreId: CentreId, rosterId: RosterId): Promise<Publication | undefined> {
  const [row] = await db
    .select()
    .from(publications)
    .where(and(eq(publications.centreId, centreId), eq(publications.rosterId, rosterId), isNotNull(publications.number)))
    .orderBy(desc(publications.version))
    .limit(1)
  return row && toPublication(row)
}

/** Publications of a centre, newest month first, then newest version; those after the place. */
export async function listPublications(db: Db, centreId: CentreId, limit: number, after?: PublicationPlace): Promise<PublicationHead[]> {
  const older = after && lt(publications.month, after.month)
  const earlier = after?.version ? and(eq(publications.month, after.month), lt(publications.version, after.version)) : undefined
  return db
    .select(head)
    .from(publications)
    .where(and(eq(publications.centreId, centreId), earlier === undefined ? older : or(older, earlier)))
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
