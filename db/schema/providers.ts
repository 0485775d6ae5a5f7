import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { AgencyId, BranchId, ProviderId } from '../../src/domain/ids.ts'
import type { Phone } from '../../src/domain/phone.ts'
import type { BarKind, Card, Protection, ProviderRole, Sex } from '../../src/domain/provider.ts'
import { agencies } from './agencies.ts'
import { branches, centres } from './centres.ts'
import { centreId, createdAt, day, search, updatedAt, version } from './columns.ts'

export const providers = pgTable(
  'providers',
  {
    centreId: centreId(),
    id: uuid('id').notNull().$type<ProviderId>(),
    code: text('code').notNull(),
    version: version(),
    fullName: text('full_name').notNull(),
    role: text('role').notNull().$type<ProviderRole>(),
    sex: text('sex').$type<Sex>(),
    branchId: uuid('branch_id').$type<BranchId>(),
    card: jsonb('card').$type<Card>(),
    protections: jsonb('protections').notNull().default([]).$type<readonly Protection[]>(),
    phones: jsonb('phones').notNull().$type<readonly Phone[]>(),
    languages: jsonb('languages').notNull().$type<readonly string[]>(),
    skills: jsonb('skills').notNull().$type<readonly string[]>(),
    dutyShare: integer('duty_share').notNull(),
    joinedOn: day('joined_on').notNull(),
    endedOn: day('ended_on'),
    publicConsentOn: day('public_consent_on'),
    search: search(),
    createdAt: createdAt(),
    updatedAt: updatedAt()
  },
  (t) => [
    primaryKey({ name: 'providers_pk', columns: [t.centreId, t.id] }),
    unique('providers_code_taken').on(t.centreId, t.code),
    foreignKey({ name: 'providers_centre', columns: [t.centreId], foreignColumns: [centres.id] }),
    foreignKey({ name: 'providers_branch', columns: [t.centreId, t.branchId], foreignColumns: [branches.centreId, branches.id] }),
    check('providers_duty_share', sql`${t.dutyShare} between 1 and 100`),
    check('providers_joined_before_ended', sql`${t.endedOn} is null or ${t.joinedOn} <= ${t.endedOn}`)
  ]
)

/** Contracts of lawyers. The exclusion constraint `provider_contracts_apart` (no two at once) stands in the migration. */
export const providerContracts = pgTable(
  'provider_contracts',
  {
    centreId: centreId(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    number: text('number').notNull(),
    from: day('from_day').notNull(),
    to: day('to_day').notNull(),
    extension: boolean('extension').notNull()
  },
  (t) => [
    primaryKey({ name: 'provider_contracts_pk', columns: [t.centreId, t.providerId, t.from] }),
    foreignKey({
      name: 'provider_contracts_provider',
      columns: [t.centreId, t.providerId],
      foreignColumns: [providers.centreId, providers.id]
    }).onDelete('cascade'),
    check('provider_contracts_from_before_to', sql`${t.from} <= ${t.to}`),
    check('provider_contracts_three_years', sql`${t.to} < ${t.from} + interval '3 years'`)
  ]
)

export const providerBars = pgTable(
  'provider_bars',
  {
    centreId: centreId(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    position: integer('position').notNull(),
    kind: text('kind').notNull().$type<BarKind>(),
    from: day('from_day').notNull(),
    to: day('to_day'),
    reference: text('reference')
  },
  (t) => [
    primaryKey({ name: 'provider_bars_pk', columns: [t.centreId, t.providerId, t.position] }),
    foreignKey({
      name: 'provider_bars_provider',
      columns: [t.centreId, t.providerId],
      foreignColumns: [providers.centreId, providers.id]
    }).onDelete('cascade'),
    check('provider_bars_from_before_to', sql`${t.to} is null or ${t.from} <= ${t.to}`)
  ]
)

export const providerTies = pgTable(
  'provider_ties',
  {
    centreId: centreId(),
    providerId: uuid('provider_id').notNull().$type<ProviderId>(),
    agencyId: uuid('agency_id').notNull().$type<AgencyId>(),
    relation: text('relation').notNull()
  },
  (t) => [
    primaryKey({ name: 'provider_ties_pk', columns: [t.centreId, t.providerId, t.agencyId] }),
    foreignKey({
      name: 'provider_ties_provider',
      columns: [t.centreId, t.providerId],
      foreignColumns: [providers.centreId, providers.id]
    }).onDelete('cascade'),
    foreignKey({ name: 'provider_ties_agency', columns: [t.centreId, t.agencyId], foreignColumns: [agencies.centreId, agencies.id] }),
    index('provider_ties_by_agency').on(t.centreId, t.agencyId)
  ]
)
