import { and, eq, gte, isNull, lte, or, type SQL } from 'drizzle-orm'
import { providerBars, providerContracts, providers, providerTies } from '../../db/schema/providers.ts'
import { duties } from '../../db/schema/publications.ts'
import type { Day } from '../domain/day.ts'
import type { Bar, Contract, Provider, ProviderRole, Tie } from '../domain/provider.ts'
import { searchText } from '../domain/text.ts'
import type { Noun } from './noun.ts'

export const providerNoun: Noun<Provider> = {
  name: 'provider',
  table: providers,
  centreId: providers.centreId,
  code: providers.code,
  search: providers.search,
  sortBy: providers.code,
  history: { table: duties, owner: duties.providerId },
  children: [
    {
      table: providerContracts,
      owner: providerContracts.providerId,
      ownerKey: 'providerId',
      orderBy: providerContracts.from,
      toRows: (provider) => provider.contracts.map((contract) => ({ ...contract }))
    },
    {
      table: providerBars,
      owner: providerBars.providerId,
      ownerKey: 'providerId',
      orderBy: providerBars.position,
      toRows: (provider) => provider.bars.map((bar, position) => ({ ...bar, position }))
    },
    {
      table: providerTies,
      owner: providerTies.providerId,
      ownerKey: 'providerId',
      orderBy: providerTies.agencyId,
      toRows: (provider) => provider.ties.map((tie) => ({ ...tie }))
    }
  ],
  toRow: ({ id: _, version: __, contracts: ___, bars: ____, ties: _____, ...row }) => row,
  searchOf: (provider) => searchText([provider.code, provider.fullName]),
  toDomain: (row, [contracts = [], bars = [], ties = []]) => {
    const { search: _, createdAt: __, updatedAt: ___, ...provider } = row as typeof providers.$inferSelect
    return {
      ...provider,
      contracts: contracts.map(({ number, from, to, extension }) => ({ number, from, to, extension }) as Contract),
      bars: bars.map(({ kind, from, to, reference }) => ({ kind, from, to, reference }) as Bar),
      ties: ties.map(({ agencyId, relation }) => ({ agencyId, relation }) as Tie)
    }
  }
}

/** Providers with a role, and belonging to the centre on a day, where these are asked for. */
export const providersWhere = ({ role, on }: { role?: ProviderRole | undefined; on?: Day | undefined }): SQL | undefined =>
  and(
    role === undefined ? undefined : eq(providers.role, role),
    on === undefined ? undefined : and(lte(providers.joinedOn, on), or(isNull(providers.endedOn), gte(providers.endedOn, on)))
  )
