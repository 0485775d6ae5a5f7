import { and, eq, gte, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { agencies, agencyKinds, agencyPredecessors } from '../../db/schema/agencies.ts'
import type { Agency, AgencyKind } from '../domain/agency.ts'
import type { Day } from '../domain/day.ts'
import type { AgencyId } from '../domain/ids.ts'
import { searchText } from '../domain/text.ts'
import { type Noun, type Row, storable } from './noun.ts'

export const agencyNoun: Noun<Agency> = {
  name: 'agency',
  table: agencies,
  centreId: agencies.centreId,
  code: agencies.code,
  search: agencies.search,
  sortBy: agencies.code,
  children: [
    {
      table: agencyPredecessors,
      owner: agencyPredecessors.agencyId,
      ownerKey: 'agencyId',
      orderBy: agencyPredecessors.predecessorId,
      toRows: (agency) => agency.predecessorIds.map((predecessorId) => ({ predecessorId }))
    }
  ],
  toRow: ({ id: _, version: __, predecessorIds: ___, ...row }) => row,
  searchOf: (agency) =>
    searchText([agency.code, agency.name, ...agency.formerNames.map((former) => former.name), ...agency.territory, agency.address]),
  toDomain: (row, [predecessors]) => {
    const { search: _, createdAt: __, updatedAt: ___, ...agency } = row as typeof agencies.$inferSelect
    return { ...agency, predecessorIds: (predecessors as readonly Row[]).map((child) => child.predecessorId as AgencyId) }
  }
}

/** A kind as it is kept: its version goes up by one on every write. */
export type KeptKind = AgencyKind & { readonly version: number }

/** The kinds of agency that exist, by code. */
export const listAgencyKinds = (db: Db): Promise<KeptKind[]> => db.select().from(agencyKinds).orderBy(agencyKinds.code)

/** Adds a kind whose code is not taken; undefined when it is. */
export async function insertAgencyKind(db: Db, kind: AgencyKind): Promise<KeptKind | undefined> {
  const [kept] = await db.insert(agencyKinds).values(kind).onConflictDoNothing().returning()
  return kept
}

/** Changes the kind with its code while its version is the expected one; undefined when it is not. */
export async function replaceAgencyKind(db: Db, kind: AgencyKind, expected: number): Promise<KeptKind | undefined> {
  const [kept] = await db
    .update(agencyKinds)
    .set({ ...kind, version: expected + 1 })
    .where(and(eq(agencyKinds.code, kind.code), eq(agencyKinds.version, expected)))
    .returning()
  return kept
}

/** Agencies of a kind, and existing on a day, where these are asked for. */
export const agenciesWhere = ({ kind, on }: { kind?: string | undefined; on?: Day | undefined }): SQL | undefined =>
  and(
    kind === undefined ? undefined : storable(kind) ? eq(agencies.kind, kind) : sql`false`,
    on === undefined ? undefined : and(lte(agencies.validFrom, on), or(isNull(agencies.validTo), gte(agencies.validTo, on)))
  )
