import { and, asc, eq, isNull, not, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { acknowledgements } from '../../db/schema/deliveries.ts'
import { publications } from '../../db/schema/publications.ts'
import type { Acknowledgement } from '../domain/acknowledgement.ts'
import type { AgencyId, CentreId, PublicationId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { insertRows } from './insert-rows.ts'

type Stored = Acknowledgement & { readonly tokenHash: string }

const toAcknowledgement = ({ tokenHash: _, ...acknowledgement }: Stored): Acknowledgement => acknowledgement

/** Asks agencies to acknowledge. */
export const insertAcknowledgements = (db: Db, rows: readonly Stored[]): Promise<void> => insertRows(db, acknowledgements, rows)

interface Asked {
  readonly centreId: CentreId
  readonly publicationId: PublicationId
  readonly agencyId: AgencyId
}

const is = ({ centreId, publicationId, agencyId }: Asked) =>
  and(eq(acknowledgements.centreId, centreId), eq(acknowledgements.publicationId, publicationId), eq(acknowledgements.agencyId, agencyId))

/** Whether and when the agency acknowledged the publication; undefined when it was not asked to. */
export async function findAcknowledgement(db: Db, asked: Asked): Promise<Acknowledgement | undefined> {
  const [row] = await db.select().from(acknowledgements).where(is(asked))
  return row && toAcknowledgement(row)
}

/** What the link with a secret of that SHA-256 is for. */
export async function findAcknowledgementByToken(db: Db, tokenHash: string): Promise<Acknowledgement | undefined> {
  const [row] = await db.select().from(acknowledgements).where(eq(acknowledgements.tokenHash, tokenHash))
  return row && toAcknowledgement(row)
}

/** Who was asked to acknowledge a publication, in the order of agency ids. */
export async function listAcknowledgements(db: Db, centreId: CentreId, publicationId: PublicationId): Promise<Acknowledgement[]> {
  const rows = await db
    .select()
    .from(acknowledgements)
    .where(and(eq(acknowledgements.centreId, centreId), eq(acknowledgements.publicationId, publicationId)))
    .orderBy(asc(acknowledgements.agencyId))
  return rows.map(toAcknowledgement)
}

/** Whether the same agency was asked to acknowledge a later version of the same month. */
const askedAgain = sql`exists (select 1 from ${acknowledgements} again join ${publications} newer
  on newer.centre_id = again.centre_id and newer.id = again.publication_id
  where again.centre_id = ${acknowledgements.centreId} and again.agency_id = ${acknowledgements.agencyId}
  and newer.roster_id = ${publications.rosterId} and newer.version > ${publications.version})`

/** Whether the publication was recalled and nothing has taken its place. */
const recalled = sql`(${publications.supersededFrom} is not null and not exists (select 1 from ${publications} newer
  where newer.centre_id = ${publications.centreId} and newer.roster_id = ${publications.rosterId} and newer.version > ${publications.version}))`

/**
 * What of a centre nobody has acknowledged or been reminded of, oldest first. Of several versions of a month that an agency was sent only
 * the newest counts, and what was recalled does not.
 */
export async function listUnreminded(db: Db, centreId: CentreId): Promise<Acknowledgement[]> {
  const open = and(isNull(acknowledgements.acknowledgedAt), isNull(acknowledgements.remindedAt))
  const rows = await db
    .select({ asked: acknowledgements })
    .from(acknowledgements)
    .innerJoin(publications, and(eq(publications.centreId, acknowledgements.centreId), eq(publications.id, acknowledgements.publicationId)))
    .where(and(eq(acknowledgements.centreId, centreId), open, not(askedAgain), not(recalled)))
    .orderBy(asc(acknowledgements.askedAt), asc(acknowledgements.publicationId), asc(acknowledgements.agencyId))
  return rows.map(({ asked }) => toAcknowledgement(asked))
}

/** Writes who acknowledged and when; false, and nothing written, when somebody already had. */
export async function saveAcknowledged(db: Db, asked: Asked, at: Instant, by: string): Promise<boolean> {
  const written = await db
    .update(acknowledgements)
    .set({ acknowledgedAt: at, by })
    .where(and(is(asked), isNull(acknowledgements.acknowledgedAt)))
    .returning({ agencyId: acknowledgements.agencyId })
  return written.length > 0
}

/** Writes that the agency is reminded now; false when it already was, or has acknowledged meanwhile. */
export async function saveReminded(db: Db, asked: Asked, at: Instant): Promise<boolean> {
  const written = await db
    .update(acknowledgements)
    .set({ remindedAt: at })
    .where(and(is(asked), isNull(acknowledgements.remindedAt), isNull(acknowledgements.acknowledgedAt)))
    .returning({ agencyId: acknowledgements.agencyId })
  return written.length > 0
}
