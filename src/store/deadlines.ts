import { and, asc, eq, gte, like, lte, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { agencies, agencyKinds } from '../../db/schema/agencies.ts'
import { deadlineMoves, reminders, sendings } from '../../db/schema/deadlines.ts'
import { postAgencies, posts } from '../../db/schema/posts.ts'
import type { AgencySector } from '../domain/agency.ts'
import type { Day, Month, Period } from '../domain/day.ts'
import type { DeadlineMove, Sending } from '../domain/deadline.ts'
import type { CentreId, NoticeId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { insertRows } from './insert-rows.ts'

/** The months from one to the other, both counted. */
export interface Months {
  readonly from: Month
  readonly to: Month
}

/** That a post of a centre serves a kind of agency, and while both are there. */
export interface Served extends Period {
  readonly centreId: CentreId
  readonly sector: AgencySector
}

/** Which kinds of agency the posts of a centre, or of every centre (null), serve, and when. */
export const listServed = (db: Db, centreId: CentreId | null): Promise<Served[]> =>
  db
    .selectDistinct({
      centreId: posts.centreId,
      sector: agencyKinds.sector,
      from: sql<Day>`greatest(${posts.validFrom}, ${agencies.validFrom})::text`,
      // least passes over nulls, and is null only when both are
      to: sql<Day | null>`least(${posts.validTo}, ${agencies.validTo})::text`
    })
    .from(posts)
    .innerJoin(postAgencies, and(eq(postAgencies.centreId, posts.centreId), eq(postAgencies.postId, posts.id)))
    .innerJoin(agencies, and(eq(agencies.centreId, posts.centreId), eq(agencies.id, postAgencies.agencyId)))
    .innerJoin(agencyKinds, eq(agencyKinds.code, agencies.kind))
    .where(centreId === null ? undefined : eq(posts.centreId, centreId))

/** A sending and whose it is. */
export type StoredSending = Sending & { readonly centreId: CentreId }

/** What a centre, or every centre (null), has sent of those months. */
export const listSendings = (db: Db, centreId: CentreId | null, { from, to }: Months): Promise<StoredSending[]> =>
  db
    .select()
    .from(sendings)
    .where(and(centreId === null ? undefined : eq(sendings.centreId, centreId), gte(sendings.month, from), lte(sendings.month, to)))

/** Records sendings; one that is on record stays as it is. */
export async function insertSendings(db: Db, rows: readonly StoredSending[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insert(sendings)
      .values([...rows])
      .onConflictDoNothing()
}

/** A move with the notice that made it. */
export interface RecordedMove extends DeadlineMove {
  readonly noticeId: NoticeId
  readonly noticeNumber: string
  readonly at: Instant
}

/** The moves of a centre's deadlines of those months, in the order in which they happened. */
export async function listMoves(db: Db, centreId: CentreId, { from, to }: Months): Promise<RecordedMove[]> {
  const inMonths: SQL | undefined = and(eq(deadlineMoves.centreId, centreId), gte(deadlineMoves.month, from), lte(deadlineMoves.month, to))
  const rows = await db.select().from(deadlineMoves).where(inMonths).orderBy(asc(deadlineMoves.at), asc(deadlineMoves.id))
  return rows.map(({ centreId: _, id: __, ...move }) => move)
}

/** Records moves under fresh ids. */
export const insertMoves = (
  db: Db,
  rows: readonly (RecordedMove & { readonly id: string; readonly centreId: CentreId })[]
): Promise<void> => insertRows(db, deadlineMoves, rows)

/** When a centre was reminded of its deadlines, by subject. */
export async function listReminded(db: Db, centreId: CentreId): Promise<ReadonlyMap<string, Instant>> {
  const rows = await db
    .select()
    .from(reminders)
    .where(and(eq(reminders.centreId, centreId), like(reminders.subject, 'deadline/%')))
  return new Map(rows.map(({ subject, at }) => [subject, at]))
}

/** Marks the subjects as reminded of now; answers those that were not yet, so that of two who remind at once only one does. */
export async function takeReminders(db: Db, centreId: CentreId, subjects: readonly string[], at: Instant): Promise<ReadonlySet<string>> {
  if (subjects.length === 0) return new Set()
  const rows = await db
    .insert(reminders)
    .values(subjects.map((subject) => ({ centreId, subject, at })))
    .onConflictDoNothing()
    .returning({ subject: reminders.subject })
  return new Set(rows.map(({ subject }) => subject))
}
