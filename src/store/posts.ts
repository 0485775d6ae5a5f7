import { and, gte, isNull, lte, or } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { postAgencies, postBranches, postProviders, postSeats, posts, postTurns } from '../../db/schema/posts.ts'
import type { Day } from '../domain/day.ts'
import type { AgencyId, BranchId, CentreId, ProviderId } from '../domain/ids.ts'
import { type Post, SEATS, type SeatPlan } from '../domain/post.ts'
import { searchText } from '../domain/text.ts'
import { listAll, type Noun, type Row } from './noun.ts'

type SeatRow = typeof postSeats.$inferSelect
type TurnRow = typeof postTurns.$inferSelect
type NamedRow = typeof postProviders.$inferSelect

const seatPlans = (rows: readonly Row[], turns: readonly Row[]): SeatPlan[] =>
  (rows as SeatRow[])
    .map(({ seat, importance, method, providerId, standInId }) => ({
      seat,
      importance,
      method,
      providerId,
      standInId,
      order: (turns as TurnRow[]).filter((turn) => turn.seat === seat).map((turn) => turn.providerId)
    }))
    .sort((a, b) => SEATS.indexOf(a.seat) - SEATS.indexOf(b.seat))

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
      toRows: (post) => post.seats.map(({ order: _, ...seat }) => seat)
    },
    {
      ...owned,
      table: postTurns,
      owner: postTurns.postId,
      orderBy: postTurns.position,
      toRows: (post) => post.seats.flatMap(({ seat, order }) => order.map((providerId, position) => ({ seat, position, providerId })))
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
  toDomain: (row, [agencyRows = [], seatRows = [], turnRows = [], branchRows = [], providerRows = []]) => {
    const { search: _, createdAt: __, updatedAt: ___, roles, skills, ...post } = row as typeof posts.$inferSelect
    return {
      ...post,
      agencyIds: agencyRows.map((child) => child.agencyId as AgencyId),
      seats: seatPlans(seatRows, turnRows),
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
