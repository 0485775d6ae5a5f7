import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { PostId, ProviderId } from '../../src/domain/ids.ts'
import type { PreferenceKind, Strength } from '../../src/domain/preference.ts'
import { centreId, createdAt, day, updatedAt, version } from './columns.ts'
import { posts } from './posts.ts'
import { providers } from './providers.ts'

/** Wishes about duty; a condition that is empty does not restrict. */
export const preferences = pgTable(
  'preferences',
  {
    centreId: centreId(),
    id: uuid('id').notNull(),
    version: version(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    kind: text('kind').notNull().$type<PreferenceKind>(),
    strength: integer('strength').notNull().$type<Strength>(),
    weekdays: jsonb('weekdays').notNull().$type<readonly number[]>(),
    from: day('from_day').notNull(),
    to: day('to_day'),
    note: text('note'),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'preferences_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'preferences_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    check('preferences_kind', sql`${t.kind} in ('avoid', 'wish')`),
    check('preferences_strength', sql`${t.strength} between 1 and 3`),
    check('preferences_from_before_to', sql`${t.to} is null or ${t.from} <= ${t.to}`),
    index('preferences_by_provider').on(t.centreId, t.providerId, t.from)
  ]
)

/** The posts that a preference speaks of; none = all. */
export const preferencePosts = pgTable(
  'preference_posts',
  {
    centreId: centreId(),
    preferenceId: uuid('preference_id').notNull(),
    postId: uuid('post_id').notNull().$type<PostId>()
  },
  (t) => [
    primaryKey({ name: 'preference_posts_pk', columns: [t.centreId, t.preferenceId, t.postId] }),
    foreignKey({
      name: 'preference_posts_preference',
      columns: [t.centreId, t.preferenceId],
      foreignColumns: [preferences.centreId, preferences.id]
    }).onDelete('cascade'),
    foreignKey({ name: 'preference_posts_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }),
    index('preference_posts_by_post').on(t.centreId, t.postId)
  ]
)
