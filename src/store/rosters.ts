import { and, asc, eq, gt, inArray, lt, max, min, ne, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { centres } from '../../db/schema/centres.ts'
import { rosterSteps, rosters, seats, slots } from '../../db/schema/rosters.ts'
import type { Month } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import { type CentreId, isId, type PostId, type ProviderId, type RosterId, type SlotId } from '../domain/ids.ts'
import type { Instant, Interval } from '../domain/instant.ts'
import { SEATS, type Seat } from '../domain/post.ts'
import type { Duty, Exclusion, Roster, RosterStatus, RosterStep, Slot, SlotSeat } from '../domain/roster.ts'
import { CHUNK, insertRows } from './insert-rows.ts'
import { storable } from './noun.ts'

const toRoster = ({ updatedAt: _, ...roster }: typeof rosters.$inferSelect): Roster => roster
const bySeat = (a: SlotSeat, b: SlotSeat): number => SEATS.indexOf(a.seat) - SEATS.indexOf(b.seat)

/** The roster with that id, or of that month. */
export async function findRoster(db: Db, centreId: CentreId, ref: string): Promise<Roster | undefined> {
  if (!storable(ref)) return undefined
  const named = isId(ref) ? eq(rosters.id, ref as RosterId) : eq(rosters.month, ref as Month)
  const [row] = await db
    .select()
    .from(rosters)
    .where(and(eq(rosters.centreId, centreId), named))
  return row && toRoster(row)
}

export async function getRoster(db: Db, centreId: CentreId, ref: string): Promise<Roster> {
  const found = await findRoster(db, centreId, ref)
  if (found === undefined) throw new DutyError('NOT_FOUND', { noun: 'roster', ref })
  return found
}

/** The roster, with other writers of it waiting until the transaction ends. */
export async function lockRoster(db: Db, centreId: CentreId, ref: string): Promise<Roster> {
  const { id } = await getRoster(db, centreId, ref)
  const mine = and(eq(rosters.centreId, centreId), eq(rosters.id, id))
  const [row] = await db.select().from(rosters).where(mine).for('update')
  if (row === undefined) throw new DutyError('NOT_FOUND', { noun: 'roster', ref })
  return toRoster(row)
}

/** Rosters of a centre, newest month first; those before `before` when that is given. */
export async function listRosters(db: Db, centreId: CentreId, limit: number, before?: Month): Promise<Roster[]> {
  const rows = await db
    .select()
    .from(rosters)
    .where(and(eq(rosters.centreId, centreId), before === undefined ? undefined : lt(rosters.month, before)))
    .orderBy(sql`${rosters.month} desc`, asc(rosters.id))
    .limit(limit)
  return rows.map(toRoster)
}

/** A roster and the centre it belongs to, for telling people where to look. */
export interface RosterOfCentre {
  readonly centreId: CentreId
  readonly centre: string
  readonly rosterId: RosterId
  readonly month: Month
  readonly status: RosterStatus
}

/** Rosters of every centre in those months. */
export async function listRostersOfMonths(db: Db, months: readonly Month[]): Promise<RosterOfCentre[]> {
  if (months.length === 0) return []
  return db
    .select({ centreId: rosters.centreId, centre: centres.code, rosterId: rosters.id, month: rosters.month, status: rosters.status })
    .from(rosters)
    .innerJoin(centres, eq(centres.id, rosters.centreId))
    .where(inArray(rosters.month, [...months]))
    .orderBy(asc(rosters.month), asc(centres.code), asc(rosters.id))
}

export async function insertRoster(db: Db, roster: Roster): Promise<void> {
  await db.insert(rosters).values({ ...roster, updatedAt: roster.createdAt })
}

/** Writes what changed of a roster; its version goes up by one. */
export async function updateRoster(
  db: Db,
  roster: Roster,
  change: Partial<Pick<Roster, 'status' | 'seed' | 'plannedAt' | 'submittedBy' | 'approval'>>,
  now: Instant
): Promise<Roster> {
  const [row] = await db
    .update(rosters)
    .set({ ...change, version: roster.version + 1, updatedAt: now })
    .where(and(eq(rosters.centreId, roster.centreId), eq(rosters.id, roster.id), eq(rosters.version, roster.version)))
    .returning()
  if (row === undefined) throw new DutyError('STALE_VERSION', { noun: 'roster', expected: roster.version })
  return toRoster(row)
}

/** Adds a step to the record of a roster's life. */
export async function insertStep(db: Db, { centreId, id: rosterId }: Pick<Roster, 'centreId' | 'id'>, step: RosterStep): Promise<void> {
  const [row] = await db
    .select({ last: max(rosterSteps.position) })
    .from(rosterSteps)
    .where(and(eq(rosterSteps.centreId, centreId), eq(rosterSteps.rosterId, rosterId)))
  await db.insert(rosterSteps).values({ ...step, centreId, rosterId, position: (row?.last ?? 0) + 1 })
}

/** The record of a roster's life, oldest step first. */
export async function listSteps(db: Db, { centreId, id }: Pick<Roster, 'centreId' | 'id'>): Promise<RosterStep[]> {
  const { step, by, at, reason, publicationId } = rosterSteps
  return db
    .select({ step, by, at, reason, publicationId })
    .from(rosterSteps)
    .where(and(eq(rosterSteps.centreId, centreId), eq(rosterSteps.rosterId, id)))
    .orderBy(asc(rosterSteps.position))
}

/** Removes a roster with its slots and seats. */
export async function deleteRoster(db: Db, roster: Roster): Promise<void> {
  await db.delete(rosters).where(and(eq(rosters.centreId, roster.centreId), eq(rosters.id, roster.id)))
}

export async function insertSlots(db: Db, roster: Roster, list: readonly Slot[]): Promise<void> {
  const { centreId, id: rosterId } = roster
  const slotRows = list.map(({ seats: _, ...slot }) => ({ ...slot, centreId, rosterId }))
  const seatRows = list.flatMap((slot) => slot.seats.map((seat) => ({ ...seat, centreId, slotId: slot.id })))
  await insertRows(db, slots, slotRows)
  await insertRows(db, seats, seatRows)
}

/** The slots of a roster with their seats, by start, then post, then id. */
export async function listSlots(db: Db, { centreId, id }: Pick<Roster, 'centreId' | 'id'>): Promise<Slot[]> {
  const mine = and(eq(slots.centreId, centreId), eq(slots.rosterId, id))
  const slotRows = await db.select().from(slots).where(mine).orderBy(asc(slots.start), asc(slots.postId), asc(slots.id))
  const seatRows = await db
    .select({ seat: seats })
    .from(seats)
    .innerJoin(slots, and(eq(slots.centreId, seats.centreId), eq(slots.id, seats.slotId)))
    .where(mine)
  const bySlot = Map.groupBy(seatRows, ({ seat }) => seat.slotId)
  return slotRows.map(({ centreId: _, rosterId: __, ...slot }) => ({
    ...slot,
    seats: (bySlot.get(slot.id) ?? [])
      .map(
        ({ seat: { seat, importance, providerId, pinned, vacant, reasons } }): SlotSeat => ({
          seat,
          importance,
          providerId,
          pinned,
          vacant,
          reasons
        })
      )
      .sort(bySeat)
  }))
}

/** Who sits where after planning. */
export interface SeatChange {
  readonly slotId: SlotId
  readonly seat: Seat
  readonly providerId: ProviderId | null
  readonly pinned: boolean
  readonly vacant: boolean
  readonly reasons: readonly Exclusion[]
}

/** Writes seats of slots of the centre, in one statement per chunk. */
export async function updateSeats(db: Db, centreId: CentreId, changes: readonly SeatChange[]): Promise<void> {
  for (let at = 0; at < changes.length; at += CHUNK) {
    const rows = JSON.stringify(changes.slice(at, at + CHUNK))
    await db.execute(sql`
      update ${seats} set provider_id = new."providerId", pinned = new.pinned, vacant = new.vacant, reasons = coalesce(new.reasons, '[]'::jsonb)
      from jsonb_to_recordset(${rows}::jsonb) as new("slotId" uuid, seat text, "providerId" uuid, pinned boolean, vacant boolean, reasons jsonb)
      where seats.centre_id = ${centreId} and seats.slot_id = new."slotId" and seats.seat = new.seat`)
  }
}

/** Makes the slots of a roster those of `after`: what is gone is removed, what is new inserted, what differs written. */
export async function replaceSlots(db: Db, roster: Roster, before: readonly Slot[], after: readonly Slot[]): Promise<void> {
  const was = new Map(before.map((slot) => [slot.id, slot]))
  const is = new Set(after.map(({ id }) => id))
  const gone = before.map(({ id }) => id).filter((id) => !is.has(id))
  if (gone.length > 0) await db.delete(slots).where(and(eq(slots.centreId, roster.centreId), inArray(slots.id, gone)))
  for (const { id, start, end, dayKind } of after) {
    const old = was.get(id)
    if (old === undefined || (old.start === start && old.end === end && old.dayKind === dayKind)) continue
    await db
      .update(slots)
      .set({ start, end, dayKind })
      .where(and(eq(slots.centreId, roster.centreId), eq(slots.id, id)))
  }
  const fresh = after.filter(({ id }) => !was.has(id))
  await insertSlots(db, roster, fresh)
  const kept = after.filter(({ id }) => was.has(id))
  await updateSeats(
    db,
    roster.centreId,
    kept.flatMap(({ id, seats }) => seats.map((seat) => ({ ...seat, slotId: id })))
  )
}

/** Filled seats of the centre's other rosters that overlap the interval: what rules must see across the month's ends. */
export async function listSettledDuties(db: Db, roster: Pick<Roster, 'centreId' | 'id'>, { start, end }: Interval): Promise<Duty[]> {
  const rows = await db
    .select()
    .from(slots)
    .innerJoin(seats, and(eq(seats.centreId, slots.centreId), eq(seats.slotId, slots.id)))
    .where(
      and(
        eq(slots.centreId, roster.centreId),
        ne(slots.rosterId, roster.id),
        lt(slots.start, end),
        gt(slots.end, start),
        sql`${seats.providerId} is not null`
      )
    )
    .orderBy(asc(slots.start), asc(slots.id), asc(seats.seat))
  return rows.map(({ slots: { postId, mode, start, end, day, dayKind, unit }, seats: { slotId, seat, providerId } }) => ({
    slotId,
    seat,
    providerId: providerId as ProviderId,
    postId,
    mode,
    start,
    end,
    day,
    dayKind,
    unit,
    settled: true
  }))
}

/** For each post, where the slots of rosters before the month end and where those of rosters after it begin. */
export async function listNeighbours(
  db: Db,
  centreId: CentreId,
  month: Month
): Promise<Map<PostId, { carriedUntil: Instant | undefined; nextFrom: Instant | undefined }>> {
  const ofMonth = and(eq(rosters.centreId, slots.centreId), eq(rosters.id, slots.rosterId))
  const before = await db
    .select({ postId: slots.postId, at: max(slots.end) })
    .from(slots)
    .innerJoin(rosters, ofMonth)
    .where(and(eq(slots.centreId, centreId), lt(rosters.month, month)))
    .groupBy(slots.postId)
  const after = await db
    .select({ postId: slots.postId, at: min(slots.start) })
    .from(slots)
    .innerJoin(rosters, ofMonth)
    .where(and(eq(slots.centreId, centreId), gt(rosters.month, month)))
    .groupBy(slots.postId)
  const ends = new Map(before.map((row) => [row.postId, row.at ?? undefined]))
  const starts = new Map(after.map((row) => [row.postId, row.at ?? undefined]))
  const ids = new Set([...ends.keys(), ...starts.keys()])
  return new Map([...ids].map((id) => [id, { carriedUntil: ends.get(id), nextFrom: starts.get(id) }]))
}
