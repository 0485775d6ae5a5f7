import { and, eq, gt, gte, isNull, lt, lte, or, type SQL } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { absences, engagements, pairs } from '../../db/schema/absences.ts'
import type { Absence, Engagement, Pair } from '../domain/absence.ts'
import type { Day } from '../domain/day.ts'
import type { CentreId, ProviderId } from '../domain/ids.ts'
import type { Interval } from '../domain/instant.ts'
import { listAll, type Noun } from './noun.ts'

export const absenceNoun: Noun<Absence> = {
  name: 'absence',
  table: absences,
  centreId: absences.centreId,
  code: null,
  search: null,
  sortBy: absences.from,
  children: [],
  toRow: ({ id: _, version: __, ...row }) => row,
  searchOf: () => null,
  toDomain: (row) => {
    const { createdAt: _, updatedAt: __, ...absence } = row as typeof absences.$inferSelect
    return absence
  }
}

export const engagementNoun: Noun<Engagement> = {
  name: 'engagement',
  table: engagements,
  centreId: engagements.centreId,
  code: null,
  search: null,
  sortBy: engagements.start,
  children: [],
  toRow: ({ id: _, version: __, ...row }) => row,
  searchOf: () => null,
  toDomain: (row) => {
    const { createdAt: _, updatedAt: __, ...engagement } = row as typeof engagements.$inferSelect
    return engagement
  }
}

export const pairNoun: Noun<Pair> = {
  name: 'pair',
  table: pairs,
  centreId: pairs.centreId,
  code: null,
  search: null,
  sortBy: pairs.from,
  children: [],
  toRow: ({ id: _, version: __, providerIds, ...row }) => ({ ...row, firstId: providerIds[0], secondId: providerIds[1] }),
  searchOf: () => null,
  toDomain: (row) => {
    const { createdAt: _, updatedAt: __, firstId, secondId, ...pair } = row as typeof pairs.$inferSelect
    return { ...pair, providerIds: [firstId, secondId] }
  }
}

/** Absences that touch the days, both ends counted. */
export const listAbsences = (db: Db, centreId: CentreId, from: Day, to: Day): Promise<Absence[]> =>
  listAll(db, absenceNoun, centreId, and(lte(absences.from, to), gte(absences.to, from)))

/** Engagements that overlap the interval. */
export const listEngagements = (db: Db, centreId: CentreId, { start, end }: Interval): Promise<Engagement[]> =>
  listAll(db, engagementNoun, centreId, and(lt(engagements.start, end), gt(engagements.end, start)))

/** Pairs in force on any of the days. */
export const listPairs = (db: Db, centreId: CentreId, from: Day, to: Day): Promise<Pair[]> =>
  listAll(db, pairNoun, centreId, and(lte(pairs.from, to), or(isNull(pairs.to), gte(pairs.to, from))))

/** Conditions for the lists of the API. */
export const absencesOf = (id: ProviderId): SQL => eq(absences.providerId, id)
export const engagementsOf = (id: ProviderId): SQL => eq(engagements.providerId, id)
