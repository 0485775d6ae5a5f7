import { and, asc, eq, gte, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { lookupChanges, numberCorrections } from '../../db/schema/lookup.ts'
import { providers } from '../../db/schema/providers.ts'
import { publications } from '../../db/schema/publications.ts'
import type { Month } from '../domain/day.ts'
import type { CentreId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { NumberCorrection } from '../domain/number-correction.ts'
import type { Provider } from '../domain/provider.ts'
import type { Publication, PublicationHead, SaidInMonth } from '../domain/publication.ts'
import { completed, head } from './publications.ts'

/** How far a reader has read: what it then saw of transactions, and the last row. Opaque to everybody else. */
export interface Mark {
  readonly snapshot: string
  readonly seq: number
}

/** What was written since a mark: which tables, of which centre (null: of none). */
export interface Changes {
  readonly mark: Mark
  readonly changed: readonly { readonly centreId: CentreId | null; readonly noun: string }[]
}

/** What changed that this reader has not seen: rows of transactions that its last snapshot did not show, and later ones of its own. */
const unseen = ({ snapshot, seq }: Mark) => sql`
  (not pg_visible_in_snapshot(${lookupChanges.xid}, ${snapshot}::pg_snapshot) and ${lookupChanges.xid} is distinct from pg_current_xact_id_if_assigned())
  or (${lookupChanges.xid} = pg_current_xact_id_if_assigned() and ${lookupChanges.seq} > ${seq})`

/** What was written since the mark, in one statement; without a mark only how far a reader that reads everything now has read. */
export async function readChanges(db: Db, mark: Mark | null): Promise<Changes> {
  const condition = mark === null ? sql`false` : unseen(mark)
  const found = await db.execute(sql`
    select pg_current_snapshot()::text as snapshot,
      (select coalesce(max(${lookupChanges.seq}), 0)::float8 from ${lookupChanges}) as seq,
      (select coalesce(json_agg(distinct jsonb_build_object('centreId', ${lookupChanges.centreId}, 'noun', ${lookupChanges.noun})), '[]')
       from ${lookupChanges} where ${condition}) as changed`)
  const [row] = (found as unknown as { rows: { snapshot: string; seq: number; changed: Changes['changed'] }[] }).rows
  if (row === undefined) throw new Error('a select without from gives one row')
  return { mark: { snapshot: row.snapshot, seq: row.seq }, changed: row.changed }
}

/** Forgets changes that every reader has seen, or will do without: one that was away for so long reads everything. */
export async function sweepChanges(db: Db, before: Instant): Promise<void> {
  await db.delete(lookupChanges).where(lt(lookupChanges.at, before))
}

/** A version, with what it says unless the reader has that already. */
export interface VersionRead {
  readonly head: PublicationHead
  readonly said: SaidInMonth | null
}

const idList = (heads: readonly PublicationHead[]): SQL => sql`${`{${heads.map(({ id }) => id).join(',')}}`}::uuid[]`

/**
 * The versions of the months from `from` on (up to `to`) that a reader who knows those heads has yet to learn of: new ones, and those that
 * were superseded since. In one statement, so none is missing between two; no version is ever removed or changed otherwise.
 */
export async function listVersionsSince(
  db: Db,
  centreId: CentreId,
  { from, to }: { readonly from: Month; readonly to?: Month | undefined },
  known: readonly PublicationHead[]
): Promise<VersionRead[]> {
  const isKnown = sql`${publications.id} = any(${idList(known)})`
  const isSettled = sql`${publications.id} = any(${idList(known.filter(({ supersededFrom }) => supersededFrom !== null))})`
  const said = sql<string | null>`case when ${isKnown} then null else ${publications.said} end`
  // of a version from before `said`, everything
  const older = sql`${isKnown} or ${publications.said} is not null`
  const content = sql<Publication['content'] | null>`case when ${older} then null else ${publications.content} end`
  const asked = and(
    eq(publications.centreId, centreId),
    gte(publications.month, from),
    to === undefined ? undefined : lte(publications.month, to),
    sql`not ${isSettled}`,
    sql`(not ${isKnown} or ${publications.supersededFrom} is not null)`
  )
  const rows = await db.select({ head, said, content }).from(publications).where(asked)
  return rows.map(({ head, said, content }) => ({
    head,
    said: said === null ? content && completed(content) : (JSON.parse(said) as SaidInMonth)
  }))
}

/** Of everybody of a centre, what a question may ask for besides being on duty; by id. */
export const listAttributes = (db: Db, centreId: CentreId): Promise<Pick<Provider, 'id' | 'role' | 'sex' | 'languages'>[]> =>
  db
    .select({ id: providers.id, role: providers.role, sex: providers.sex, languages: providers.languages })
    .from(providers)
    .where(eq(providers.centreId, centreId))
    .orderBy(asc(providers.id))

/** Every number of a centre's people that was replaced, oldest first. */
export const listCorrections = (db: Db, centreId: CentreId): Promise<NumberCorrection[]> =>
  db
    .select()
    .from(numberCorrections)
    .where(eq(numberCorrections.centreId, centreId))
    .orderBy(asc(numberCorrections.from), asc(numberCorrections.id))
