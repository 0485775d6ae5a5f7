import { hash } from 'node:crypto'
import { and, asc, eq, gte, lt, lte, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { Db } from '../../db/handle.ts'
import { apiKeys, installation } from '../../db/schema/access.ts'
import { centres } from '../../db/schema/centres.ts'
import { lookupChanges, numberCorrections } from '../../db/schema/lookup.ts'
import { providers } from '../../db/schema/providers.ts'
import { publications } from '../../db/schema/publications.ts'
import type { Month } from '../domain/day.ts'
import type { CentreId } from '../domain/ids.ts'
import type { NumberCorrection } from '../domain/number-correction.ts'
import type { Provider } from '../domain/provider.ts'
import type { Publication, PublicationHead, SaidInMonth } from '../domain/publication.ts'
import { agencyNoun } from './agencies.ts'
import type { Noun, Stored } from './noun.ts'
import { postNoun } from './posts.ts'
import { completed, head } from './publications.ts'

/** How far a reader has read: in which history, what it then saw of transactions, and the last row. Opaque to everybody else. */
export interface Mark {
  readonly history: string
  readonly snapshot: string
  readonly seq: number
}

/** What was written since a mark: which tables, of which centre (null: of none). */
export interface Changes {
  readonly mark: Mark
  /** Null when that cannot be told: there was no mark, or it is of another history than the database has now. */
  readonly changed: readonly { readonly centreId: CentreId | null; readonly noun: string }[] | null
}

/**
 * Names the run of the server, the database on it and the filling of the table of changes: another one after a failover, a restart, an
 * exchange of databases behind the same address, and a restore over the tables, also where no connection is lost. Needs no right.
 */
const history = sql`concat_ws(' ', extract(epoch from pg_postmaster_start_time()),
  (select oid from pg_database where datname = current_database()), pg_relation_filenode('lookup_changes'))`

/** Whether the database goes on from where the mark was made: a snapshot that reaches less far is one of a copy made earlier. */
const continues = (mark: Mark) => sql`
  ${history} = ${mark.history} and pg_snapshot_xmax(${mark.snapshot}::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())`

/** What changed that this reader has not seen: rows of transactions that its last snapshot did not show, and later ones of its own. */
const unseen = ({ snapshot, seq }: Mark) => sql`
  (not pg_visible_in_snapshot(${lookupChanges.xid}, ${snapshot}::pg_snapshot) and ${lookupChanges.xid} is distinct from pg_current_xact_id_if_assigned())
  or (${lookupChanges.xid} = pg_current_xact_id_if_assigned() and ${lookupChanges.seq} > ${seq})`

/** What was written since the mark, in one statement; without a mark only how far a reader that reads everything now has read. */
export async function readChanges(db: Db, mark: Mark | null): Promise<Changes> {
  const condition = mark === null ? sql`false` : unseen(mark)
  const found = await db.execute(sql`
    select ${history} as history, pg_current_snapshot()::text as snapshot, ${mark === null ? sql`false` : continues(mark)} as continues,
      (select coalesce(max(${lookupChanges.seq}), 0)::float8 from ${lookupChanges}) as seq,
      (select coalesce(json_agg(distinct jsonb_build_object('centreId', ${lookupChanges.centreId}, 'noun', ${lookupChanges.noun})), '[]')
       from ${lookupChanges} where ${condition}) as changed`)
  const [row] = (found as unknown as { rows: (Mark & { continues: boolean; changed: NonNullable<Changes['changed']> })[] }).rows
  if (row === undefined) throw new Error('a select without from gives one row')
  const { continues: isSame, changed, ...now } = row
  return { mark: now, changed: isSame ? changed : null }
}

/** Forgets changes older than so many milliseconds by the database's own clock: every reader has seen them, or will read everything. */
export async function sweepChanges(db: Db, age: number): Promise<void> {
  await db.delete(lookupChanges).where(lt(lookupChanges.at, sql`clock_timestamp() - ${age} * interval '1 millisecond'`))
}

/** A table that memory is read from, and the column that names the centre of a row; null: its rows are of none. */
interface Watched {
  readonly table: PgTable
  readonly centreId: PgColumn | null
}

const watchedOf = <T extends Stored>({ table, centreId, children }: Noun<T>): Watched[] => [
  { table, centreId },
  ...children.map((child): Watched => ({ table: child.table, centreId: child.table.centreId }))
]

/** Every table that memory is read from, and no other (test/usecases/memory.test.ts). */
const WATCHED: readonly Watched[] = [
  { table: centres, centreId: centres.id },
  ...watchedOf(agencyNoun),
  ...watchedOf(postNoun),
  { table: providers, centreId: providers.centreId },
  { table: numberCorrections, centreId: numberCorrections.centreId },
  { table: publications, centreId: publications.centreId },
  { table: apiKeys, centreId: null },
  { table: installation, centreId: null }
]

const nameOf = ({ table }: Watched): string => getTableConfig(table).name

export const watchedTables: readonly string[] = WATCHED.map(nameOf)

/**
 * A number for each row of a table, whatever it holds: of where the row lies and which transaction wrote it, so that neither a write nor a
 * removal leaves it as it was. Long values are never touched.
 */
const rowsOf = (watched: Watched): SQL => {
  const owner = watched.centreId === null ? sql`${nameOf(watched)}` : sql`${watched.centreId}::text`
  return sql`select ${owner} as owner, hashtidextended(ctid, (tableoid::int8 << 32) | xmin::text::int8) as row from ${watched.table}`
}

/**
 * What the rows that memory is read from look like, by centre (its id) or, of none, by table: another text after any write, by whom and
 * however it was made, so that also those are seen that no trigger tells of (`session_replication_role`, `TRUNCATE`, a restore of data alone).
 */
export async function lookAtRows(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = sql.join(WATCHED.map(rowsOf), sql` union all `)
  const found = await db.execute(sql`select owner, concat_ws(' ', count(*), sum(row)) as rows from (${rows}) as every group by owner`)
  return new Map((found as unknown as { rows: { owner: string; rows: string }[] }).rows.map(({ owner, rows }) => [owner, rows]))
}

/** What an installation in use is never without, once it had it: nothing of the API takes the last of any of these away. */
export type Part = 'tables' | 'centres' | 'keys' | 'publications'

/** The tables whose triggers tell of changes; whoever writes a table below one of them writes that one too. */
const TELLING = [centres, agencyNoun.table, postNoun.table, providers, publications, numberCorrections, apiKeys].map(
  (table: PgTable) => getTableConfig(table).name
)

/**
 * What the database has nothing of: it was dropped and created anew, emptied, is another one by mistake, or still being restored. Its tables
 * are there when they tell of their changes, which a restore puts in place last; in releases before they told of any, when they are there.
 */
export async function findLacking(db: Db): Promise<ReadonlySet<Part>> {
  const found = await db.execute(sql`
    select case when to_regclass('lookup_changes') is null
      then num_nulls(to_regclass('centres'), to_regclass('api_keys'), to_regclass('publications')) = 0
      else (select count(*) from pg_trigger where tgname = 'lookup_changed' and tgenabled <> 'D'
        and tgrelid in (select to_regclass(name) from unnest(${`{${TELLING.join(',')}}`}::text[]) as name)) = ${TELLING.length}
      end as tables`)
  if ((found as unknown as { rows: { tables: boolean }[] }).rows[0]?.tables !== true) return new Set(['tables'])
  const filled = await db.execute(sql`
    select exists (select from ${centres}) as centres, exists (select from ${apiKeys}) as keys, exists (select from ${publications}) as publications`)
  const [parts] = (filled as unknown as { rows: Record<Exclude<Part, 'tables'>, boolean>[] }).rows
  return new Set((['centres', 'keys', 'publications'] as const).filter((part) => parts?.[part] !== true))
}

/** A version, with what it says, and the SHA-256 of that as text, unless the reader has it already. */
export interface VersionRead {
  readonly head: PublicationHead
  readonly said: { readonly content: SaidInMonth; readonly digest: string } | null
}

/** A version that a reader has, with the digest of what it then says. */
export interface VersionKnown {
  readonly head: PublicationHead
  readonly digest: string
}

/** Months from the first on, up to the last where there is one. */
export interface Months {
  readonly from: Month
  readonly to?: Month | undefined
}

const idList = (heads: readonly PublicationHead[]): SQL => sql`${`{${heads.map(({ id }) => id).join(',')}}`}::uuid[]`

const ofMonths = (centreId: CentreId, { from, to }: Months): SQL | undefined =>
  and(eq(publications.centreId, centreId), gte(publications.month, from), to === undefined ? undefined : lte(publications.month, to))

/**
 * The versions of the months that a reader who knows those has yet to learn of: new ones, and those that were superseded since. In one
 * statement, so none is missing between two; within one history no version is ever removed or changed otherwise.
 */
export function listVersionsSince(db: Db, centreId: CentreId, months: Months, known: readonly VersionKnown[]): Promise<VersionRead[]> {
  const heads = known.map(({ head }) => head)
  const isKnown = sql`${publications.id} = any(${idList(heads)})`
  const isSettled = sql`${publications.id} = any(${idList(heads.filter(({ supersededFrom }) => supersededFrom !== null))})`
  const isNews = sql`not ${isSettled} and (not ${isKnown} or ${publications.supersededFrom} is not null)`
  return readVersions(db, and(ofMonths(centreId, months), isNews), isKnown)
}

/** Every version of the months, whatever the reader knows; what it says is left out only where the reader has exactly that. */
export function listAllVersions(db: Db, centreId: CentreId, months: Months, known: readonly VersionKnown[]): Promise<VersionRead[]> {
  const pairs = JSON.stringify(known.map(({ head: { id }, digest }) => ({ id, digest })))
  const isSaid = sql`exists (select 1 from jsonb_to_recordset(${pairs}::jsonb) as k (id uuid, digest text)
    where k.id = ${publications.id} and k.digest = encode(sha256(convert_to(${publications.said}, 'UTF8')), 'hex'))`
  return readVersions(db, ofMonths(centreId, months), isSaid)
}

async function readVersions(db: Db, asked: SQL | undefined, isKnown: SQL): Promise<VersionRead[]> {
  const said = sql<string | null>`case when ${isKnown} then null else ${publications.said} end`
  // of a version from before `said`, everything
  const newer = sql`${publications.said} is not null or ${isKnown}`
  const content = sql<Publication['content'] | null>`case when ${newer} then null else ${publications.content} end`
  const rows = await db.select({ head, said, content }).from(publications).where(asked)
  return rows.map(({ head, said, content }) => ({ head, said: saidOf(said, content) }))
}

function saidOf(text: string | null, content: Publication['content'] | null): VersionRead['said'] {
  if (text !== null) return { content: JSON.parse(text) as SaidInMonth, digest: hash('sha256', text) }
  if (content === null) return null
  const { centre, posts, people, slots } = completed(content)
  const said: SaidInMonth = { centre, posts, people, slots }
  return { content: said, digest: hash('sha256', JSON.stringify(said)) }
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
