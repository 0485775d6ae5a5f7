import { and, asc, eq, getTableColumns, gt, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Db } from '../../db/handle.ts'
import { DutyError } from '../domain/errors.ts'
import { type CentreId, isId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { foldText } from '../domain/text.ts'
import { readCursor, writeCursor } from './cursor.ts'

/** A row as drizzle returns it. */
export type Row = Record<string, unknown>

/** What every stored thing has. */
export interface Stored {
  readonly id: string
  readonly version: number
}

/** A table of rows that belong to a row of the noun and are replaced together with it, in `toRows` order. */
export interface Child<T> {
  readonly table: PgTable & { readonly centreId: PgColumn }
  /** The column that names the owner, and its key in a row. */
  readonly owner: PgColumn
  readonly ownerKey: string
  readonly orderBy: PgColumn
  toRows(value: T): readonly Row[]
}

/** How one noun is kept: its table, its children and the two mappers. A noun of no centre (the state's calendar) has no `centreId`. */
export interface Noun<T extends Stored> {
  /** As it is called in `NOT_FOUND`. */
  readonly name: string
  readonly table: PgTable & { readonly id: PgColumn; readonly version: PgColumn }
  readonly centreId: PgColumn | null
  readonly code: PgColumn | null
  readonly search: PgColumn | null
  /** Lists come in this order, then by id. */
  readonly sortBy: PgColumn
  readonly children: readonly Child<T>[]
  /** Rows that make it part of history: while there are any it is never removed (HAS_HISTORY), whatever else refers to it. */
  readonly history?: Pick<Child<T>, 'table' | 'owner'>
  /** Columns of the row, without centre, id, version, search and times. */
  toRow(value: T): Row
  searchOf(value: T): string | null
  /** `children` holds, in the order of `children`, the rows that belong to this row. */
  toDomain(row: Row, children: readonly (readonly Row[])[]): T
}

/** Part of an ordered list. `next` is the cursor of the following part, null at the end. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** Which part of a list: `q` must have all its words in the row's search text; `after` is a cursor that a page gave. */
export interface PageQuery {
  readonly q?: string | undefined
  readonly limit: number
  readonly after?: string | undefined
}

const inCentre = <T extends Stored>(noun: Noun<T>, centreId: CentreId | null): SQL | undefined =>
  noun.centreId === null || centreId === null ? undefined : eq(noun.centreId, centreId)

/** Whether a column can hold the text: PostgreSQL refuses a NUL, so nothing there is called by a text with one. */
export const storable = (text: string): boolean => !text.includes('\0')

/** The row named by id or code; undefined when the centre has none. */
export async function findOne<T extends Stored>(db: Db, noun: Noun<T>, centreId: CentreId | null, ref: string): Promise<T | undefined> {
  const column = isId(ref) ? noun.table.id : noun.code
  if (column === null || !storable(ref)) return undefined
  const rows = await db
    .select()
    .from(noun.table)
    .where(and(inCentre(noun, centreId), eq(column, ref)))
  return (await withChildren(db, noun, rows as Row[]))[0]
}

/** Like `findOne`, but throws NOT_FOUND. */
export async function getOne<T extends Stored>(db: Db, noun: Noun<T>, centreId: CentreId | null, ref: string): Promise<T> {
  const found = await findOne(db, noun, centreId, ref)
  if (found === undefined) throw new DutyError('NOT_FOUND', { noun: noun.name, ref })
  return found
}

/** Whoever locks or changes the same row waits until the transaction ends; what only refers to it does not. */
export async function lockOne<T extends Stored>(db: Db, noun: Noun<T>, id: string): Promise<void> {
  await db.select({ id: noun.table.id }).from(noun.table).where(eq(noun.table.id, id)).for('no key update')
}

/** The one that says the same in every field, if there is one; the first of several. */
export async function findSame<T extends Stored>(db: Db, noun: Noun<T>, centreId: CentreId, value: T): Promise<T | undefined> {
  const columns = getTableColumns(noun.table)
  const same = Object.entries(noun.toRow(value)).map(([name, said]) => {
    const column = columns[name] as PgColumn
    return sql`${column} is not distinct from ${sql.param(said ?? null, column)}`
  })
  const alike = await listAll(db, noun, centreId, and(...same))
  return alike.find((each) => childrenOf(noun, each) === childrenOf(noun, value))
}

/** What belongs to the value, as text, in whatever order it came. */
const childrenOf = <T extends Stored>({ children }: Noun<T>, value: T): string =>
  JSON.stringify(
    children.map((child) =>
      child
        .toRows(value)
        .map((row) => JSON.stringify(row))
        .sort()
    )
  )

/** All rows of a centre that meet the condition, in the noun's order. */
export async function listAll<T extends Stored>(db: Db, noun: Noun<T>, centreId: CentreId | null, where?: SQL): Promise<T[]> {
  const rows = await db
    .select()
    .from(noun.table)
    .where(and(inCentre(noun, centreId), where))
    .orderBy(asc(noun.sortBy), asc(noun.table.id))
  return withChildren(db, noun, rows as Row[])
}

/** One page of the rows that meet the condition, in the noun's order; rows added meanwhile never shift a page. */
export async function listPage<T extends Stored>(
  db: Db,
  noun: Noun<T>,
  centreId: CentreId | null,
  query: PageQuery,
  where?: SQL
): Promise<Page<T>> {
  const found = and(inCentre(noun, centreId), where, ...searching(noun, query.q), following(noun, query.after))
  const rows = (await db
    .select({ row: noun.table, key: sql<string>`${noun.sortBy}::text` })
    .from(noun.table)
    .where(found)
    .orderBy(asc(noun.sortBy), asc(noun.table.id))
    .limit(query.limit + 1)) as unknown as { row: Row; key: string }[]
  const items = await withChildren(
    db,
    noun,
    rows.slice(0, query.limit).map(({ row }) => row)
  )
  const last = rows[query.limit - 1]
  return { items, next: rows.length > query.limit && last ? writeCursor([last.key, String(last.row.id)]) : null }
}

/** Every word of `q`, folded, must begin a word of the search text. */
function searching<T extends Stored>(noun: Noun<T>, q: string | undefined): SQL[] {
  const column = noun.search
  if (q === undefined || column === null) return []
  const words = foldText(q).split(' ').filter(Boolean)
  if (words.length === 0) return [sql`false`]
  return words.map((word) => sql`${column} like ${`% ${word}%`}`)
}

function following<T extends Stored>(noun: Noun<T>, after: string | undefined): SQL | undefined {
  if (after === undefined) return undefined
  const type = noun.sortBy.getSQLType()
  const [key, id] = readCursor(after, type)
  const value = sql`${key}::${sql.raw(type)}`
  return or(gt(noun.sortBy, value), and(eq(noun.sortBy, value), sql`${noun.table.id} > ${id}::uuid`))
}

async function withChildren<T extends Stored>(db: Db, noun: Noun<T>, rows: readonly Row[]): Promise<T[]> {
  const ids = rows.map((row) => row.id as string)
  const centreId = rows[0]?.centreId as CentreId
  const owned: Map<string, Row[]>[] = []
  for (const child of noun.children) {
    const mine = and(eq(child.table.centreId, centreId), inArray(child.owner, ids))
    const found = ids.length === 0 ? [] : ((await db.select().from(child.table).where(mine).orderBy(asc(child.orderBy))) as Row[])
    owned.push(Map.groupBy(found, (row) => row[child.ownerKey] as string))
  }
  return rows.map((row) =>
    noun.toDomain(
      row,
      owned.map((byOwner) => byOwner.get(row.id as string) ?? [])
    )
  )
}

/** Adds the value with version 1. */
export async function insertOne<T extends Stored>(db: Db, noun: Noun<T>, centreId: CentreId | null, value: T, now: Instant): Promise<T> {
  await db.insert(noun.table).values({ ...rowOf(noun, centreId, value, now), version: 1, createdAt: now })
  await insertChildren(db, noun, centreId, value)
  return getOne(db, noun, centreId, value.id)
}

/** Replaces the row that still has `expected` as its version; throws STALE_VERSION when somebody was faster. */
export async function replaceOne<T extends Stored>(
  db: Db,
  noun: Noun<T>,
  centreId: CentreId | null,
  value: T,
  expected: number,
  now: Instant
): Promise<T> {
  const changed = await db
    .update(noun.table)
    .set({ ...rowOf(noun, centreId, value, now), version: expected + 1 })
    .where(and(inCentre(noun, centreId), eq(noun.table.id, value.id), eq(noun.table.version, expected)))
    .returning({ id: noun.table.id })
  if (changed.length === 0) throw new DutyError('STALE_VERSION', { noun: noun.name, expected })
  for (const child of noun.children) await db.delete(child.table).where(and(ownedBy(child, centreId), eq(child.owner, value.id)))
  await insertChildren(db, noun, centreId, value)
  return getOne(db, noun, centreId, value.id)
}

/** Removes the row that still has `expected` as its version; throws HAS_HISTORY, STALE_VERSION. */
export async function deleteOne<T extends Stored>(
  db: Db,
  noun: Noun<T>,
  centreId: CentreId | null,
  value: T,
  expected: number
): Promise<void> {
  await refuseHistory(db, noun, centreId, value)
  const gone = await db
    .delete(noun.table)
    .where(and(inCentre(noun, centreId), eq(noun.table.id, value.id), eq(noun.table.version, expected)))
    .returning({ id: noun.table.id })
  if (gone.length === 0) throw new DutyError('STALE_VERSION', { noun: noun.name, expected })
}

async function refuseHistory<T extends Stored>(db: Db, { history }: Noun<T>, centreId: CentreId | null, value: T): Promise<void> {
  if (history === undefined) return
  const found = await db
    .select({ found: sql`1` })
    .from(history.table)
    .where(and(ownedBy(history, centreId), eq(history.owner, value.id)))
    .limit(1)
  if (found.length > 0) throw new DutyError('HAS_HISTORY')
}

const ownedBy = <T>(child: Pick<Child<T>, 'table'>, centreId: CentreId | null): SQL | undefined =>
  centreId === null ? undefined : eq(child.table.centreId, centreId)

const rowOf = <T extends Stored>(noun: Noun<T>, centreId: CentreId | null, value: T, now: Instant): Row => ({
  ...noun.toRow(value),
  ...(noun.centreId === null ? {} : { centreId }),
  ...(noun.search === null ? {} : { search: noun.searchOf(value) }),
  id: value.id,
  updatedAt: now
})

async function insertChildren<T extends Stored>(db: Db, noun: Noun<T>, centreId: CentreId | null, value: T): Promise<void> {
  for (const child of noun.children) {
    const rows = child.toRows(value)
    if (rows.length > 0) await db.insert(child.table).values(rows.map((row) => ({ ...row, centreId, [child.ownerKey]: value.id })))
  }
}
