import { and, asc, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { jobs, planReports } from '../../db/schema/jobs.ts'
import { DutyError } from '../domain/errors.ts'
import { type CentreId, isId, type JobId, type RosterId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type Job, type JobProblem, type JobStatus, LEASE, UNFINISHED } from '../domain/job.ts'

const mine = ({ centreId, id }: Pick<Job, 'centreId' | 'id'>) => and(eq(jobs.centreId, centreId), eq(jobs.id, id))
const unfinished = inArray(jobs.status, [...UNFINISHED])
/** What a job is to the rest of the service: without how instances agree on it. */
const { leaseUntil: _, stopWanted: __, ...asJob } = getTableColumns(jobs)
const newLease = sql`clock_timestamp() + ${LEASE} * interval '1 millisecond'`

export async function findJob(db: Db, centreId: CentreId, ref: string): Promise<Job | undefined> {
  if (!isId(ref)) return undefined
  const [row] = await db
    .select(asJob)
    .from(jobs)
    .where(mine({ centreId, id: ref as JobId }))
  return row
}

export async function getJob(db: Db, centreId: CentreId, ref: string): Promise<Job> {
  const found = await findJob(db, centreId, ref)
  if (found === undefined) throw new DutyError('NOT_FOUND', { noun: 'job', ref })
  return found
}

/** Which jobs to list: those after the cursor `after` (the id of the last one seen), of one status or roster where that is given. */
export interface JobQuery {
  readonly limit: number
  readonly after?: string | undefined
  readonly status?: JobStatus | undefined
  readonly rosterId?: RosterId | undefined
}

/** Jobs of a centre, newest first, then by id. Throws BAD_CURSOR for a cursor that names no job of the centre. */
export async function listJobs(db: Db, centreId: CentreId, { limit, after, status, rosterId }: JobQuery): Promise<Job[]> {
  const last = after === undefined ? undefined : await findJob(db, centreId, after)
  if (after !== undefined && last === undefined) throw new DutyError('BAD_CURSOR', { value: after })
  return db
    .select(asJob)
    .from(jobs)
    .where(
      and(
        eq(jobs.centreId, centreId),
        status && eq(jobs.status, status),
        rosterId && eq(jobs.rosterId, rosterId),
        last &&
          sql`(${jobs.createdAt}, ${jobs.id}) < (select j.created_at, j.id from jobs j where j.centre_id = ${centreId} and j.id = ${last.id})`
      )
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit)
}

/** Adds a job, with a lease for its instance; a second unfinished one for the same roster is refused by the database (PLAN_RUNNING). */
export async function insertJob(db: Db, job: Job): Promise<void> {
  await db.insert(jobs).values({ ...job, leaseUntil: newLease })
}

/** Writes what changed of a job that is not over yet; undefined, and nothing written, when it is. */
export async function updateJob(
  db: Db,
  job: Pick<Job, 'centreId' | 'id'>,
  change: Partial<Pick<Job, 'status' | 'progress' | 'result' | 'problem' | 'startedAt' | 'finishedAt'>>
): Promise<Job | undefined> {
  const [row] = await db
    .update(jobs)
    .set(change)
    .where(and(mine(job), unfinished))
    .returning(asJob)
  return row
}

/** Asks whoever works on the job to end its search; undefined, and nothing asked, when it is over. */
export async function wantStop(db: Db, job: Pick<Job, 'centreId' | 'id'>): Promise<Job | undefined> {
  const [row] = await db
    .update(jobs)
    .set({ stopWanted: true })
    .where(and(mine(job), unfinished))
    .returning(asJob)
  return row
}

/** Renews the leases of those jobs that are not over, and tells of each whether its search is to end; those left out are over. */
export async function renewLeases(db: Db, ids: readonly JobId[]): Promise<ReadonlyMap<JobId, { readonly stopWanted: boolean }>> {
  const { id, stopWanted } = jobs
  const rows = await db
    .update(jobs)
    .set({ leaseUntil: newLease })
    .where(and(inArray(id, [...ids]), unfinished))
    .returning({ id, stopWanted })
  return new Map(rows.map((row) => [row.id, row]))
}

/** Fails every job, of whatever centre, whose lease has run out; returns them. One whose row somebody else has in hand is left alone. */
export function failLapsed(db: Db, problem: JobProblem, finishedAt: Instant): Promise<Job[]> {
  const lapsed = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(unfinished, lt(jobs.leaseUntil, sql`clock_timestamp()`)))
    .orderBy(asc(jobs.id))
    .for('update', { skipLocked: true })
  return db.update(jobs).set({ status: 'failed', problem, finishedAt }).where(inArray(jobs.id, lapsed)).returning(asJob)
}

/** The last plan of a roster in figures, and what proves it. Plain JSON. */
export interface StoredReport {
  readonly report: unknown
  /** The list of certificates; null = nothing is proved. */
  readonly certificate: unknown
  readonly createdAt: Instant
}

/** The report of the last plan of the roster; undefined when it was never planned. */
export async function findPlanReport(db: Db, centreId: CentreId, rosterId: RosterId): Promise<StoredReport | undefined> {
  const { report, certificate, createdAt } = planReports
  const [row] = await db
    .select({ report, certificate, createdAt })
    .from(planReports)
    .where(and(eq(planReports.centreId, centreId), eq(planReports.rosterId, rosterId)))
  return row
}

/** The report of the last plan of the roster; throws NOT_FOUND when it was never planned. */
export async function getPlanReport(db: Db, centreId: CentreId, rosterId: RosterId): Promise<StoredReport> {
  const found = await findPlanReport(db, centreId, rosterId)
  if (found === undefined) throw new DutyError('NOT_FOUND', { noun: 'plan-report', ref: rosterId })
  return found
}

/** Keeps the report of the newest plan in place of the one before. */
export async function savePlanReport(db: Db, centreId: CentreId, rosterId: RosterId, stored: StoredReport): Promise<void> {
  await db
    .insert(planReports)
    .values({ centreId, rosterId, ...stored })
    .onConflictDoUpdate({ target: [planReports.centreId, planReports.rosterId], set: stored })
}
