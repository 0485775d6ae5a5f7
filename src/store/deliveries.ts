import { and, asc, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { deliveries } from '../../db/schema/deliveries.ts'
import type { Delivery, DeliveryStatus } from '../domain/delivery.ts'
import { DutyError } from '../domain/errors.ts'
import { type AgencyId, type CentreId, type DeliveryId, isId, type PublicationId } from '../domain/ids.ts'
import { insertRows } from './insert-rows.ts'

export const insertDeliveries = (db: Db, rows: readonly Delivery[]): Promise<void> => insertRows(db, deliveries, rows)

/** The delivery with that id, of whatever centre; undefined when there is none. */
export async function findDelivery(db: Db, id: DeliveryId): Promise<Delivery | undefined> {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.id, id))
  return row
}

/** The delivery of a centre with that id, its row taken until the transaction ends; throws NOT_FOUND. */
export async function lockDelivery(db: Db, centreId: CentreId, ref: string): Promise<Delivery> {
  const mine = isId(ref) ? and(eq(deliveries.centreId, centreId), eq(deliveries.id, ref as DeliveryId)) : sql`false`
  const [row] = await db.select().from(deliveries).where(mine).for('update')
  if (row === undefined) throw new DutyError('NOT_FOUND', { noun: 'delivery', ref })
  return row
}

type State = Pick<Delivery, 'status' | 'attempts' | 'failure' | 'sentAt' | 'address'>

/** Writes how a delivery stands. */
export async function updateDelivery(db: Db, { centreId, id }: Delivery, state: Partial<State>): Promise<void> {
  await db
    .update(deliveries)
    .set(state)
    .where(and(eq(deliveries.centreId, centreId), eq(deliveries.id, id)))
}

/** Everything on its way because of one publication, in the order in which it was queued. */
export const listDeliveriesOf = (
  db: Db,
  { centreId, id }: { readonly centreId: CentreId; readonly id: PublicationId },
  agencyId?: AgencyId | null
): Promise<Delivery[]> =>
  db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.centreId, centreId), eq(deliveries.publicationId, id), ofAgency(agencyId)))
    .orderBy(asc(deliveries.createdAt), asc(deliveries.id))

/** Which deliveries of a centre are asked for. `before`: only those queued before the one with that id. */
export interface DeliveryQuery {
  readonly status?: DeliveryStatus | undefined
  readonly agencyId?: AgencyId | null
  readonly before?: string | undefined
  readonly limit: number
}

const ofAgency = (agencyId: AgencyId | null | undefined): SQL | undefined =>
  agencyId === null || agencyId === undefined ? undefined : eq(deliveries.agencyId, agencyId)

/** Deliveries of a centre, the last queued first (ids sort by birth). */
export const listDeliveries = (db: Db, centreId: CentreId, { status, agencyId, before, limit }: DeliveryQuery): Promise<Delivery[]> =>
  db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.centreId, centreId),
        status === undefined ? undefined : eq(deliveries.status, status),
        ofAgency(agencyId),
        before === undefined ? undefined : lt(deliveries.id, before as DeliveryId)
      )
    )
    .orderBy(desc(deliveries.id))
    .limit(limit)
