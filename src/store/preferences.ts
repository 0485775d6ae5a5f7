import { and, eq, gte, isNull, lte, or, type SQL } from 'drizzle-orm'
import type { Db } from '../../db/handle.ts'
import { preferencePosts, preferences } from '../../db/schema/preferences.ts'
import type { Day } from '../domain/day.ts'
import type { CentreId, PostId, ProviderId } from '../domain/ids.ts'
import type { Preference } from '../domain/preference.ts'
import { listAll, type Noun } from './noun.ts'

export const preferenceNoun: Noun<Preference> = {
  name: 'preference',
  table: preferences,
  centreId: preferences.centreId,
  code: null,
  search: null,
  sortBy: preferences.from,
  children: [
    {
      table: preferencePosts,
      owner: preferencePosts.preferenceId,
      ownerKey: 'preferenceId',
      orderBy: preferencePosts.postId,
      toRows: ({ postIds }) => postIds.map((postId) => ({ postId }))
    }
  ],
  toRow: ({ id: _, version: __, postIds: ___, ...row }) => row,
  searchOf: () => null,
  toDomain: (row, [posts = []]) => {
    const { createdAt: _, updatedAt: __, ...preference } = row as typeof preferences.$inferSelect
    return { ...preference, postIds: posts.map(({ postId }) => postId as PostId) }
  }
}

/** Preferences that hold on any of the days. */
export const listPreferences = (db: Db, centreId: CentreId, from: Day, to: Day): Promise<Preference[]> =>
  listAll(db, preferenceNoun, centreId, and(lte(preferences.from, to), or(isNull(preferences.to), gte(preferences.to, from))))

/** Condition for the list of the API. */
export const preferencesOf = (id: ProviderId): SQL => eq(preferences.providerId, id)
