import { and, gte, isNull, lte, or } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { postAgencies, postBranches, postProviders, postSeats, posts, postTurns } from '../../db/schema/posts.ts'
import type { Day } from '../domain/day.ts'
import type { AgencyId, BranchId, CentreId, ProviderId } from '../domain/ids.ts'
import { CYCLES, type CycleKind, type Place, type Post, SEATS, type SeatPlan } from '../domain/post.ts'
import { searchText } from '../domain/text.ts'
import { listAll, type Noun, type Row } from './noun.ts'

type SeatRow = typeof postSeats.$inferSelect
type TurnRow = typeof postTurns.$inferSelect
type NamedRow = typeof postProviders.$inferSelect

/** The places that rows of one order make, in their order; a row without a person is a place that nobody takes. */
const placesOf = (rows: readonly TurnRow[]): Place[] =>
  [...Map.groupBy(rows, (row) => row.position)]
    .sort(([a], [b]) => a - b)
    .map(([, place]) => ({
      weight: place[0]?.weight ?? 100,
      members: place
        .toSorted((a, b) => a.member - b.member)
        .flatMap(({ providerId, from, to }) => (providerId === null ? [] : [{ providerId, from, to }]))
    }))

function seatPlans(rows: readonly Row[], turns: readonly Row[]): SeatPlan[] {
  const places = (plan: SeatRow, kind: CycleKind): Place[] =>
    placesOf((turns as TurnRow[]).filter((row) => row.seat === plan.seat && row.plan === plan.plan && row.cycle === kind))
  return (rows as SeatRow[])
    .toSorted((a, b) => SEATS.indexOf(a.seat) - SEATS.indexOf(b.seat) || a.plan - b.plan)
    .map((row) => ({
      seat: row.seat,
      from: row.from,
      importance: row.importance,
      method: row.method,
      providerId: row.providerId,
      standInId: row.standInId,
      order: places(row, 'order'),
      restDays: places(row, 'restDays'),
      tet: places(row, 'tet'),
      owedAtMost: row.owedAtMost,
      follows: row.follows
    }))
}

/** The plans with their numbers within their seat. */
const numbered = (seats: readonly SeatPlan[]): (readonly [SeatPlan, number])[] =>
  SEATS.flatMap((seat) => seats.filter((plan) => plan.seat === seat).map((plan, number) => [plan, number] as const))

const turnRows = (plan: SeatPlan, number: number): Row[] =>
  CYCLES.flatMap((cycle) =>
    plan[cycle].flatMap(({ weight, members }, position): Row[] => {
      const place = { seat: plan.seat, plan: number, cycle, position, weight }
      if (members.length === 0) return [{ ...place, member: 0, providerId: null, from: null, to: null }]
      return members.map((each, member) => ({ ...place, ...each, member }))
    })
  )

const named = (rows: readonly Row[], kind: NamedRow['kind']): ProviderId[] =>
  (rows as NamedRow[]).filter((row) => row.kind === kind).map((row) => row.providerId)

const owned = { ownerKey: 'postId' } as const

export const postNoun: Noun<Post> = {
  name: 'post',
  table: posts,
  centreId: posts.centreId,
  code: posts.code,
  search: posts.search,
  sortBy: posts.code,
  children: [
    {
      ...owned,
      table: postAgencies,
      owner: postAgencies.postId,
      orderBy: postAgencies.position,
      toRows: (post) => post.agencyIds.map((agencyId, position) => ({ agencyId, position }))
    },
    {
      ...owned,
      table: postSeats,
      owner: postSeats.postId,
      orderBy: postSeats.seat,
      toRows: (post) => numbered(post.seats).map(([{ order: _, restDays: __, tet: ___, ...seat }, plan]) => ({ ...seat, plan }))
    },
    {
      ...owned,
      table: postTurns,
      owner: postTurns.postId,
      orderBy: postTurns.position,
      toRows: (post) => numbered(post.seats).flatMap(([plan, number]) => turnRows(plan, number))
    },
    {
      ...owned,
      table: postBranches,
      owner: postBranches.postId,
      orderBy: postBranches.branchId,
      toRows: (post) => post.eligibility.branchIds.map((branchId) => ({ branchId }))
    },
    {
      ...owned,
      table: postProviders,
      owner: postProviders.postId,
      orderBy: postProviders.providerId,
      toRows: ({ eligibility }) => [
        ...eligibility.providerIds.map((providerId) => ({ providerId, kind: 'named' })),
        ...eligibility.excludedIds.map((providerId) => ({ providerId, kind: 'excluded' }))
      ]
    }
  ],
  toRow: ({ id: _, version: __, agencyIds: ___, seats: ____, eligibility, ...row }) => ({
    ...row,
    roles: eligibility.roles,
    skills: eligibility.skills
  }),
  searchOf: (post) => searchText([post.code, post.name]),
  toDomain: (row, [agencyRows = [], seatRows = [], placeRows = [], branchRows = [], providerRows = []]) => {
    const { search: _, createdAt: __, updatedAt: ___, roles, skills, ...post } = row as typeof posts.$inferSelect
    return {
      ...post,
      agencyIds: agencyRows.map((child) => child.agencyId as AgencyId),
      seats: seatPlans(seatRows, placeRows),
      eligibility: {
        roles,
        skills,
        branchIds: branchRows.map((child) => child.branchId as BranchId),
        providerIds: named(providerRows, 'named'),
        excludedIds: named(providerRows, 'excluded')
      }
    }
  }
}

/** Posts that are valid on any of the days. */
export const listPosts = (db: Db, centreId: CentreId, from: Day, to: Day): Promise<Post[]> =>
  listAll(db, postNoun, centreId, and(lte(posts.validFrom, to), or(isNull(posts.validTo), gte(posts.validTo, from))))
