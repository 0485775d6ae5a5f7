import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Month } from '../../src/domain/day.ts'
import type { PostId, ProviderId, PublicationId, RosterId, SlotId } from '../../src/domain/ids.ts'
import type { DutyMode, Seat } from '../../src/domain/post.ts'
import type { PublicationKind, PublishedMonth } from '../../src/domain/publication.ts'
import type { RotationState } from '../../src/domain/rotation.ts'
import { centres } from './centres.ts'
import { centreId, instant } from './columns.ts'
import { posts } from './posts.ts'
import { providers } from './providers.ts'
import { rosters } from './rosters.ts'

/** Frozen, numbered versions of rosters. No row is ever changed but for the day on which a later version takes over. */
export const publications = pgTable(
  'publications',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<PublicationId>(),
    rosterId: uuid('roster_id').notNull().$type<RosterId>(),
    month: text('month').notNull().$type<Month>(),
    /** 1 for the first publication of the month. */
    version: integer('version').notNull(),
    kind: text('kind').notNull().default('original').$type<PublicationKind>(),
    year: integer('year').notNull(),
    number: integer('number'),
    symbol: text('symbol').notNull(),
    publishedAt: instant('published_at').notNull(),
    publishedBy: text('published_by').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    supersededFrom: instant('superseded_from'),
    /** Everything the publication says, names and numbers of that moment included. */
    content: jsonb('content').notNull().$type<PublishedMonth>(),
    /** What look-ups need of `content`, as JSON text: other instances wait for it, and reading text is three times as fast; null in older rows. */
    said: text('said'),
    /** SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of `content`. */
    fingerprint: text('fingerprint').notNull(),
    /** Where every declared cycle stands after this month, by `post/seat`. */
    rotations: jsonb('rotations').notNull().$type<Readonly<Record<string, RotationState>>>()
  },
  (t) => [
    primaryKey({ name: 'publications_pk', columns: [t.centreId, t.id] }),
    unique('publications_number_taken').on(t.centreId, t.year, t.number),
    unique('publications_version_taken').on(t.centreId, t.rosterId, t.version),
    foreignKey({ name: 'publications_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    foreignKey({ name: 'publications_roster', columns: [t.centreId, t.rosterId], foreignColumns: [rosters.centreId, rosters.id] }),
    check('publications_effective_before_superseded', sql`${t.supersededFrom} is null or ${t.effectiveFrom} <= ${t.supersededFrom}`),
    check('publications_kind', sql`${t.kind} in ('original', 'replacement', 'supplement', 'provisional')`),
    check('publications_numbered', sql`(${t.kind} = 'provisional') = (${t.number} is null)`),
    index('publications_by_month').on(t.centreId, t.month)
  ]
)

/** The number that the next document of a centre and year takes: one row, locked while publishing, so no gap and no double. */
export const numberSequences = pgTable(
  'number_sequences',
  {
    centreId: centreId(),
    year: integer('year').notNull(),
    last: integer('last').notNull()
  },
  (t) => [
    primaryKey({ name: 'number_sequences_pk', columns: [t.centreId, t.year] }),
    foreignKey({ name: 'number_sequences_centre', columns: [t.centreId], foreignColumns: [centres.id] })
  ]
)

/**
 * The assignments of publications as rows: what the database itself guards. `duties_one_person_per_seat`, `duties_on_site_alone`
 * and `duties_on_site_or_phone` (exclusion constraints over the time and over the time in force) stand in the migration.
 */
export const duties = pgTable(
  'duties',
  {
    centreId: centreId(),
    publicationId: uuid('publication_id').notNull().$type<PublicationId>(),
    slotId: uuid('slot_id').notNull().$type<SlotId>(),
    seat: text('seat').notNull().$type<Seat>(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    mode: text('mode').notNull().$type<DutyMode>(),
    start: instant('starts_at').notNull(),
    end: instant('ends_at').notNull(),
    inForceFrom: instant('in_force_from').notNull(),
    inForceTo: instant('in_force_to')
  },
  (t) => [
    primaryKey({ name: 'duties_pk', columns: [t.centreId, t.publicationId, t.slotId, t.seat] }),
    foreignKey({
      name: 'duties_publication',
      columns: [t.centreId, t.publicationId],
      foreignColumns: [publications.centreId, publications.id]
    }),
    foreignKey({ name: 'duties_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }),
    foreignKey({ name: 'duties_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    check('duties_start_before_end', sql`${t.start} < ${t.end}`),
    index('duties_by_provider').on(t.centreId, t.providerId, t.start)
  ]
)
