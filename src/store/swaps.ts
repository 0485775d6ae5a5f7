import { and, eq, gt, inArray, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { swaps } from '../../db/schema/amendments.ts'
import { slots } from '../../db/schema/rosters.ts'
import { DutyError } from '../domain/errors.ts'
import { type AmendmentId, type CentreId, isId, type ProviderId, type RosterId, type SlotId, type SwapId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Swap, SwapStatus } from '../domain/swap.ts'
import { newestFirst, pageOfRows } from './newest-first.ts'
import type { Page } from './noun.ts'

function toSwap({ updatedAt: _, providerId, slotId, seat, postId, start, end, ...swap }: typeof swaps.$inferSelect): Swap {
  return { ...swap, given: { providerId, slotId, seat, postId, start, end } }
}

const toRow = ({ given, ...swap }: Swap) => ({ ...swap, ...given })

const one = (centreId: CentreId, id: SwapId) => and(eq(swaps.centreId, centreId), eq(swaps.id, id))

export async function insertSwap(db: Db, swap: Swap): Promise<void> {
  await db.insert(swaps).values({ ...toRow(swap), updatedAt: swap.createdAt })
}

/** Throws NOT_FOUND. */
export async function getSwap(db: Db, centreId: CentreId, id: string): Promise<Swap> {
  const [row] = isId(id)
    ? await db
        .select()
        .from(swaps)
        .where(one(centreId, id as SwapId))
    : []
  if (row === undefined) throw new DutyError('NOT_FOUND', { noun: 'swap', ref: id })
  return toSwap(row)
}

/** Writes what changed of a swap that still has that version; its version goes up by one. Throws STALE_VERSION. */
export async function updateSwap(db: Db, swap: Swap, change: Partial<Omit<Swap, 'id' | 'centreId'>>, now: Instant): Promise<Swap> {
  const { version } = swap
  const [row] = await db
    .update(swaps)
    .set({ ...toRow({ ...swap, ...change }), version: version + 1, updatedAt: now })
    .where(and(one(swap.centreId, swap.id), eq(swaps.version, version)))
    .returning()
  if (row === undefined) throw new DutyError('STALE_VERSION', { noun: 'swap', expected: version })
  return toSwap(row)
}

/** The swaps of a roster that are not over yet, the oldest first. */
export async function listOpenSwaps(db: Db, centreId: CentreId, rosterId: RosterId): Promise<Swap[]> {
  const open = inArray(swaps.status, ['offered', 'accepted', 'approved'])
  const rows = await db
    .select()
    .from(swaps)
    .where(and(eq(swaps.centreId, centreId), eq(swaps.rosterId, rosterId), open))
    .orderBy(swaps.id)
  return rows.map(toSwap)
}

/** The swap that an amendment says. */
export async function findSwapOf(db: Db, centreId: CentreId, amendmentId: AmendmentId): Promise<Swap | undefined> {
  const [row] = await db
    .select()
    .from(swaps)
    .where(and(eq(swaps.centreId, centreId), eq(swaps.amendmentId, amendmentId)))
  return row && toSwap(row)
}

/** Which swaps: all, those of one status at the instant `now`, those that somebody offered or is asked for. */
export interface SwapQuery {
  readonly status?: SwapStatus | undefined
  readonly providerId?: ProviderId | undefined
  readonly now: Instant
  readonly limit: number
  readonly after?: string | undefined
}

/** Swaps of a centre, newest first. */
export async function listSwaps(db: Db, centreId: CentreId, query: SwapQuery): Promise<Page<Swap>> {
  const page = newestFirst(swaps.id, query)
  const rows = await db
    .select()
    .from(swaps)
    .where(and(eq(swaps.centreId, centreId), ofStatus(query), ofPerson(query), page.where))
    .orderBy(page.orderBy)
    .limit(page.limit)
  return pageOfRows(rows.map(toSwap), query)
}

/** An offer that nobody took in time has expired, whatever its row still says. */
function ofStatus({ status, now }: SwapQuery): SQL | undefined {
  if (status === undefined) return undefined
  const offered = eq(swaps.status, 'offered')
  if (status === 'offered') return and(offered, gt(swaps.cutoff, now))
  return status === 'expired' ? or(eq(swaps.status, status), and(offered, lte(swaps.cutoff, now))) : eq(swaps.status, status)
}

function ofPerson({ providerId }: SwapQuery): SQL | undefined {
  if (providerId === undefined) return undefined
  return or(eq(swaps.providerId, providerId), sql`${swaps.offers} @> ${JSON.stringify([{ providerId }])}::jsonb`)
}

/** The roster that a slot belongs to; undefined when the centre has no such slot. */
export async function findRosterOfSlot(db: Db, centreId: CentreId, slotId: string): Promise<RosterId | undefined> {
  if (!isId(slotId)) return undefined
  const [row] = await db
    .select({ rosterId: slots.rosterId })
    .from(slots)
    .where(and(eq(slots.centreId, centreId), eq(slots.id, slotId as SlotId)))
  return row?.rosterId
}
