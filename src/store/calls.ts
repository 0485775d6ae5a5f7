import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lte, ne, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { callAttempts, callEvents, callExclusions, calls } from '../../db/schema/calls.ts'
import type { Attempt, Call, CallEvent, CallStatus, Exclusion, Urgency } from '../domain/call.ts'
import { DutyError } from '../domain/errors.ts'
import { type AgencyId, type CallId, type CentreId, isId, type ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { newestFirst, pageOfRows } from './newest-first.ts'
import type { Page } from './noun.ts'

/** A call as it is kept. */
export interface StoredCall extends Call {
  /** Why it must be registered at once, as reported; null = nothing was said. */
  readonly urgency: Urgency | null
}

/** An event; of `appointed` with who was, where that was said. */
export interface StoredEvent extends CallEvent {
  readonly providerId: ProviderId | null
  readonly confirmed: boolean
}

/** A try; whether a person said that what was to be confirmed does not stand against it. */
export interface StoredAttempt extends Attempt {
  readonly confirmed: boolean
}

/** What was put on record against somebody, when and by whom. */
export interface StoredExclusion extends Exclusion {
  readonly position: number
  readonly confirmed: boolean
  readonly at: Instant
  readonly by: string
}

/** A call and everything that happened to it, each list in order of position. */
export interface CallFile {
  readonly call: StoredCall
  readonly attempts: readonly StoredAttempt[]
  readonly events: readonly StoredEvent[]
  readonly exclusions: readonly StoredExclusion[]
}

function toCall({ updatedAt: _, ...call }: typeof calls.$inferSelect): StoredCall {
  return call
}

const one = (centreId: CentreId, id: string): SQL | undefined => and(eq(calls.centreId, centreId), eq(calls.id, id as CallId))

export async function insertCall(db: Db, call: StoredCall): Promise<void> {
  await db.insert(calls).values({ ...call, updatedAt: call.reportedAt })
}

async function found(rows: Promise<(typeof calls.$inferSelect)[]> | [], ref: string): Promise<StoredCall> {
  const [row] = await rows
  if (row === undefined) throw new DutyError('NOT_FOUND', { noun: 'call', ref })
  return toCall(row)
}

/** Throws NOT_FOUND. */
export const getCall = (db: Db, centreId: CentreId, id: string): Promise<StoredCall> =>
  found(isId(id) ? db.select().from(calls).where(one(centreId, id)) : [], id)

/** The call, which nobody else changes until the transaction ends. Throws NOT_FOUND. */
export const lockCall = (db: Db, centreId: CentreId, id: string): Promise<StoredCall> =>
  found(isId(id) ? db.select().from(calls).where(one(centreId, id)).for('update') : [], id)

/** Writes what changed of a locked call; its version goes up by one. */
export async function updateCall(
  db: Db,
  call: StoredCall,
  change: Partial<Omit<StoredCall, 'id' | 'centreId'>>,
  now: Instant
): Promise<StoredCall> {
  const version = call.version + 1
  await db
    .update(calls)
    .set({ ...change, version, updatedAt: now })
    .where(one(call.centreId, call.id))
  return { ...call, ...change, version }
}

/** Which calls: all, those of some statuses, those that an agency reported. */
export interface CallQuery {
  readonly statuses?: readonly CallStatus[] | undefined
  readonly agencyId?: AgencyId | undefined
  readonly limit: number
  readonly after?: string | undefined
}

const among = (centreId: CentreId, { statuses, agencyId }: Pick<CallQuery, 'statuses' | 'agencyId'>): SQL | undefined =>
  and(
    eq(calls.centreId, centreId),
    statuses && inArray(calls.status, [...statuses]),
    agencyId === undefined ? undefined : eq(calls.agencyId, agencyId)
  )

/** Calls of a centre, newest first. */
export async function listCalls(db: Db, centreId: CentreId, query: CallQuery): Promise<Page<StoredCall>> {
  const page = newestFirst(calls.id, query)
  const rows = await db
    .select()
    .from(calls)
    .where(and(among(centreId, query), page.where))
    .orderBy(page.orderBy)
    .limit(page.limit)
  return pageOfRows(rows.map(toCall), query)
}

/** The statuses of calls that are not over. */
export const UNENDED: readonly CallStatus[] = ['open', 'taken', 'unanswered']

/** The files of these calls, in their order. */
export async function loadFiles(db: Db, centreId: CentreId, list: readonly StoredCall[]): Promise<CallFile[]> {
  const ids = list.map(({ id }) => id)
  const attempts = Map.groupBy(await rowsOf(db, callAttempts, centreId, ids), ({ callId }) => callId)
  const events = Map.groupBy(await rowsOf(db, callEvents, centreId, ids), ({ callId }) => callId)
  const exclusions = Map.groupBy(await rowsOf(db, callExclusions, centreId, ids), ({ callId }) => callId)
  return list.map((call) => ({
    call,
    attempts: (attempts.get(call.id) ?? []).map(({ centreId: _, callId: __, ...attempt }) => attempt),
    events: (events.get(call.id) ?? []).map(({ centreId: _, callId: __, ...event }) => event),
    exclusions: (exclusions.get(call.id) ?? []).map(({ centreId: _, callId: __, ...exclusion }) => exclusion)
  }))
}

type Numbered = typeof callAttempts | typeof callEvents | typeof callExclusions

async function rowsOf<Table extends Numbered>(
  db: Db,
  table: Table,
  centreId: CentreId,
  ids: readonly CallId[]
): Promise<Table['$inferSelect'][]> {
  if (ids.length === 0) return []
  const own: Numbered = table
  const rows = await db
    .select()
    .from(own)
    .where(and(eq(own.centreId, centreId), inArray(own.callId, [...ids])))
    .orderBy(asc(own.callId), asc(own.position))
  return rows as Table['$inferSelect'][]
}

/** Of a locked call. */
export async function insertAttempt(db: Db, { centreId, id }: StoredCall, attempt: StoredAttempt): Promise<void> {
  await db.insert(callAttempts).values({ ...attempt, centreId, callId: id })
}

/** Of a locked call. */
export async function insertEvents(db: Db, { centreId, id }: StoredCall, events: readonly StoredEvent[]): Promise<void> {
  if (events.length > 0) await db.insert(callEvents).values(events.map((event) => ({ ...event, centreId, callId: id })))
}

/** Of a locked call; the same once more only makes it certain. */
export async function putExclusion(db: Db, { centreId, id }: StoredCall, exclusion: StoredExclusion): Promise<void> {
  await db
    .insert(callExclusions)
    .values({ ...exclusion, centreId, callId: id })
    .onConflictDoUpdate({
      target: [callExclusions.centreId, callExclusions.callId, callExclusions.providerId, callExclusions.rule],
      set: { confirmed: sql`${callExclusions.confirmed} or excluded.confirmed` }
    })
}

/** The centre's other calls of the same case, oldest first; none where no case was named. */
export async function listCallsOfCase(db: Db, { centreId, id, caseKey }: Pick<Call, 'centreId' | 'id' | 'caseKey'>): Promise<StoredCall[]> {
  if (caseKey === null) return []
  const rows = await db
    .select()
    .from(calls)
    .where(and(eq(calls.centreId, centreId), eq(calls.caseKey, caseKey), ne(calls.id, id)))
    .orderBy(asc(calls.id))
  return rows.map(toCall)
}

/** Calls that somebody of the same name has reported since, of which the report says the same, and that nobody has taken; oldest first. */
export async function listLikeCalls(db: Db, call: StoredCall, since: Instant): Promise<StoredCall[]> {
  const { centreId, postId, stage, standing, inCustody, minor, interests, reportedBy } = calls
  const said = { centreId, postId, stage, standing, inCustody, minor, interests, reportedBy }
  const same = Object.entries(said).map(([name, column]) => eq(column, call[name as keyof typeof said]))
  const perhaps = ['agencyId', 'entitlement', 'caseKey', 'urgency'] as const
  const sameOrNone = perhaps.map((name) => (call[name] === null ? isNull(calls[name]) : eq(calls[name], call[name])))
  const rows = await db
    .select()
    .from(calls)
    .where(and(...same, ...sameOrNone, eq(calls.status, 'open'), gt(calls.reportedAt, since)))
    .orderBy(asc(calls.id))
  return rows.map(toCall)
}

/** How many calls each person has answered since. */
export async function countAnsweredSince(db: Db, centreId: CentreId, since: Instant): Promise<ReadonlyMap<ProviderId, number>> {
  const rows = await db
    .select({ providerId: callAttempts.providerId, count: sql<number>`count(*)::int` })
    .from(callAttempts)
    .where(
      and(
        eq(callAttempts.centreId, centreId),
        eq(callAttempts.outcome, 'answered'),
        isNotNull(callAttempts.providerId),
        gte(callAttempts.at, since)
      )
    )
    .groupBy(callAttempts.providerId)
  return new Map(rows.flatMap(({ providerId, count }) => (providerId === null ? [] : [[providerId, count] as const])))
}

/** Calls of which something is still kept that should no longer be. */
export async function listErasable(db: Db, centreId: CentreId, now: Instant): Promise<StoredCall[]> {
  const rows = await db
    .select()
    .from(calls)
    .where(and(eq(calls.centreId, centreId), lte(calls.eraseAt, now), isNull(calls.erasedAt)))
    .orderBy(asc(calls.id))
    .for('update')
  return rows.map(toCall)
}
