import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type {
  AttemptOutcome,
  CallEventKind,
  CalledAs,
  CallStatus,
  ConflictRule,
  Interests,
  Stage,
  Standing,
  Urgency
} from '../../src/domain/call.ts'
import type { AgencyId, CallId, PostId, ProviderId } from '../../src/domain/ids.ts'
import { agencies } from './agencies.ts'
import { centres } from './centres.ts'
import { centreId, createdAt, day, instant, updatedAt, version } from './columns.ts'
import { posts } from './posts.ts'
import { providers } from './providers.ts'

const callId = () => uuid('call_id').notNull().$type<CallId>()

/** What agencies reported: nothing here names the person. */
export const calls = pgTable(
  'calls',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<CallId>(),
    version: version(),
    reportedAt: instant('reported_at').notNull(),
    reportedBy: text('reported_by').notNull(),
    agencyId: uuid('agency_id').$type<AgencyId>(),
    postId: uuid('post_id').notNull().$type<PostId>(),
    stage: text('stage').notNull().$type<Stage>(),
    standing: text('standing').notNull().$type<Standing>(),
    inCustody: boolean('in_custody').notNull(),
    minor: boolean('minor').notNull(),
    entitlement: text('entitlement'),
    caseKey: text('case_key'),
    interests: text('interests').notNull().$type<Interests>(),
    urgency: text('urgency').$type<Urgency>(),
    status: text('status').notNull().$type<CallStatus>(),
    providerId: uuid('provider_id').$type<ProviderId>(),
    caseCode: text('case_code'),
    endedAt: instant('ended_at'),
    eraseAt: instant('erase_at'),
    erasedAt: instant('erased_at'),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'calls_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'calls_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    foreignKey({ name: 'calls_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] }),
    foreignKey({ name: 'calls_post', columns: [t.centreId, t.postId], foreignColumns: [posts.centreId, posts.id] }),
    foreignKey({ name: 'calls_provider', columns: [t.centreId, t.providerId], foreignColumns: [providers.centreId, providers.id] }),
    check(
      'calls_stage',
      sql`${t.stage} in ('report', 'arrest', 'investigation', 'prosecution', 'trial', 'appeal', 'enforcement', 'civil', 'administrative', 'none')`
    ),
    check(
      'calls_standing',
      sql`${t.standing} in ('denounced', 'held', 'arrested', 'in_custody', 'accused', 'defendant', 'convicted', 'victim', 'litigant', 'other')`
    ),
    check('calls_interests', sql`${t.interests} in ('unknown', 'apart', 'opposing')`),
    check('calls_urgency', sql`${t.urgency} in ('limitation', 'trial', 'mandatory_defence', 'harm')`),
    check('calls_status', sql`${t.status} in ('open', 'taken', 'unanswered', 'guided', 'case', 'withdrawn')`),
    check('calls_ended_has_time', sql`(${t.status} in ('guided', 'case', 'withdrawn')) = (${t.endedAt} is not null)`),
    check('calls_case_has_code', sql`(${t.status} = 'case') = (${t.caseCode} is not null)`),
    check('calls_unanswered_has_nobody', sql`${t.status} not in ('open', 'unanswered') or ${t.providerId} is null`),
    index('calls_by_status').on(t.centreId, t.status),
    index('calls_by_agency').on(t.centreId, t.agencyId, t.id),
    index('calls_by_case').on(t.centreId, t.caseKey).where(sql`${t.caseKey} is not null`),
    index('calls_by_provider').on(t.centreId, t.providerId),
    index('calls_by_erase').on(t.centreId, t.eraseAt).where(sql`${t.erasedAt} is null`)
  ]
)

/** Each try to reach one person, in order. */
export const callAttempts = pgTable(
  'call_attempts',
  {
    centreId: centreId(),
    callId: callId(),
    position: integer('position').notNull(),
    at: instant('at').notNull(),
    as: text('called_as').notNull().$type<CalledAs>(),
    providerId: uuid('provider_id').$type<ProviderId>(),
    outcome: text('outcome').notNull().$type<AttemptOutcome>(),
    by: text('by').notNull(),
    seconds: integer('seconds'),
    /** That a person said that what was to be confirmed does not stand against it. */
    confirmed: boolean('confirmed').notNull()
  },
  (t) => [
    primaryKey({ name: 'call_attempts_pk', columns: [t.centreId, t.callId, t.position] }),
    foreignKey({ name: 'call_attempts_call', columns: [t.centreId, t.callId], foreignColumns: [calls.centreId, calls.id] }),
    foreignKey({
      name: 'call_attempts_provider',
      columns: [t.centreId, t.providerId],
      foreignColumns: [providers.centreId, providers.id]
    }),
    check('call_attempts_as', sql`${t.as} in ('primary', 'support', 'stand_in', 'centre')`),
    check('call_attempts_provider_or_centre', sql`(${t.as} = 'centre') = (${t.providerId} is null)`),
    check(
      'call_attempts_outcome',
      sql`${t.outcome} in ('answered', 'no_answer', 'busy', 'wrong_number', 'refused_conflict', 'refused_busy')`
    ),
    check('call_attempts_seconds', sql`${t.seconds} between 0 and 86400`),
    index('call_attempts_by_provider').on(t.centreId, t.providerId, t.at)
  ]
)

/** What happened to a call, as far as clocks and records need it. */
export const callEvents = pgTable(
  'call_events',
  {
    centreId: centreId(),
    callId: callId(),
    position: integer('position').notNull(),
    kind: text('kind').notNull().$type<CallEventKind>(),
    /** Who was appointed. */
    providerId: uuid('provider_id').$type<ProviderId>(),
    at: instant('at').notNull(),
    by: text('by').notNull(),
    /** As of an attempt. */
    confirmed: boolean('confirmed').notNull()
  },
  (t) => [
    primaryKey({ name: 'call_events_pk', columns: [t.centreId, t.callId, t.position] }),
    foreignKey({ name: 'call_events_call', columns: [t.centreId, t.callId], foreignColumns: [calls.centreId, calls.id] }),
    foreignKey({
      name: 'call_events_provider',
      columns: [t.centreId, t.providerId],
      foreignColumns: [providers.centreId, providers.id]
    }),
    check('call_events_only_appointed_has_provider', sql`${t.kind} = 'appointed' or ${t.providerId} is null`),
    check(
      'call_events_kind',
      sql`${t.kind} in ('requested', 'notified', 'phoned', 'registered', 'appointed', 'defence_refused', 'protector_refused', 'paused', 'resumed', 'guided', 'case_opened', 'withdrawn')`
    )
  ]
)

/** Who was declared out of a call, by which rule; what the service finds by itself is not kept but asked anew. */
export const callExclusions = pgTable(
  'call_exclusions',
  {
    centreId: centreId(),
    callId: callId(),
    position: integer('position').notNull(),
    /** Null: everybody of the centre. */
    providerId: uuid('provider_id').$type<ProviderId>(),
    rule: text('rule').notNull().$type<ConflictRule>(),
    confirmed: boolean('confirmed').notNull(),
    at: instant('at').notNull(),
    by: text('by').notNull()
  },
  (t) => [
    primaryKey({ name: 'call_exclusions_pk', columns: [t.centreId, t.callId, t.position] }),
    unique('call_exclusions_once').on(t.centreId, t.callId, t.providerId, t.rule).nullsNotDistinct(),
    foreignKey({ name: 'call_exclusions_call', columns: [t.centreId, t.callId], foreignColumns: [calls.centreId, calls.id] }),
    foreignKey({
      name: 'call_exclusions_provider',
      columns: [t.centreId, t.providerId],
      foreignColumns: [providers.centreId, providers.id]
    }),
    check(
      'call_exclusions_rule',
      sql`${t.rule} in ('former-official', 'relative-of-official', 'witness-or-expert', 'opposing-interests', 'several-accused', 'not-objective', 'cannot-serve', 'client-refused', 'body-refused', 'other-organisation', 'out-of-scope')`
    )
  ]
)

/** How the person or a relative is reached, every field encrypted by the key of the centre; the row goes when its time is over. */
export const callContacts = pgTable(
  'call_contacts',
  {
    centreId: centreId(),
    callId: callId(),
    fullName: text('full_name').notNull(),
    phone: text('phone'),
    address: text('address'),
    relation: text('relation')
  },
  (t) => [
    primaryKey({ name: 'call_contacts_pk', columns: [t.centreId, t.callId] }),
    foreignKey({ name: 'call_contacts_call', columns: [t.centreId, t.callId], foreignColumns: [calls.centreId, calls.id] }),
    // clear text never has this form: a writer that forgets to encrypt is refused
    check(
      'call_contacts_sealed',
      sql`${t.fullName} ~ '^v1[.]' and ${t.phone} ~ '^v1[.]' is not false and ${t.address} ~ '^v1[.]' is not false and ${t.relation} ~ '^v1[.]' is not false`
    )
  ]
)

/** Who read how the person is reached, and when; kept when the contact itself is erased. */
export const callReadings = pgTable(
  'call_readings',
  {
    centreId: centreId(),
    id: uuid('id').notNull(),
    callId: callId(),
    readerId: uuid('reader_id'),
    reader: text('reader').notNull(),
    at: instant('at').notNull()
  },
  (t) => [
    primaryKey({ name: 'call_readings_pk', columns: [t.centreId, t.id] }),
    foreignKey({ name: 'call_readings_call', columns: [t.centreId, t.callId], foreignColumns: [calls.centreId, calls.id] }),
    index('call_readings_by_call').on(t.centreId, t.callId, t.at)
  ]
)

/** The key of each centre for personal data of callers, wrapped by the key of the installation, which the database never sees. */
export const callerKeys = pgTable(
  'caller_keys',
  {
    centreId: centreId(),
    wrapped: text('wrapped').notNull(),
    createdAt: createdAt()
  },
  (t) => [
    primaryKey({ name: 'caller_keys_pk', columns: [t.centreId] }),
    foreignKey({ name: 'caller_keys_centre', columns: [t.centreId], foreignColumns: [centres.id] })
  ]
)

/** Who is entitled to legal aid, as the law of each time says; of one code no two lines hold on the same day (`entitlements_apart`, in the migration). */
export const entitlements = pgTable(
  'entitlements',
  {
    code: text('code').notNull(),
    version: version(),
    nameVi: text('name_vi').notNull(),
    nameEn: text('name_en').notNull(),
    basis: text('basis').notNull(),
    from: day('from_day').notNull(),
    to: day('to_day')
  },
  (t) => [
    primaryKey({ name: 'entitlements_pk', columns: [t.code, t.from] }),
    check('entitlements_from_before_to', sql`${t.to} is null or ${t.from} <= ${t.to}`)
  ]
)
