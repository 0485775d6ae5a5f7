import { checkContracts } from '../domain/contract.ts'
import { parseDay } from '../domain/day.ts'
import type { FieldErrors } from '../domain/errors.ts'
import {
  optionalDay,
  optionalText,
  type PhoneInput,
  parseCode,
  parsePhones,
  phoneInputs,
  requiredDay,
  requiredPeriod,
  requiredText
} from '../domain/fields.ts'
import type { CentreId, ProviderId } from '../domain/ids.ts'
import type { Phone } from '../domain/phone.ts'
import type { Bar, BarKind, Card, Contract, Protection, ProtectionKind, Provider, ProviderRole, Sex, Tie } from '../domain/provider.ts'
import { cleanText } from '../domain/text.ts'
import { agencyNoun } from '../store/agencies.ts'
import { branchNoun } from '../store/centres.ts'
import { providerNoun, providersWhere } from '../store/providers.ts'
import { type CatalogueNoun, type Condition, resolve } from './catalogue.ts'
import type { Deps } from './deps.ts'

export interface ProviderInput {
  readonly code: string
  readonly fullName: string
  readonly role: ProviderRole
  readonly sex?: Sex | null
  readonly branch?: string | null
  readonly card?: { readonly number: string; readonly from: string; readonly to?: string | null } | null
  readonly contracts?: readonly { readonly number: string; readonly from: string; readonly to: string; readonly extension?: boolean }[]
  readonly bars?: readonly {
    readonly kind: BarKind
    readonly from: string
    readonly to?: string | null
    readonly reference?: string | null
  }[]
  readonly protections?: readonly {
    readonly kind: ProtectionKind
    readonly from: string
    readonly to?: string | null
    readonly consent?: boolean
  }[]
  readonly phones?: readonly PhoneInput[]
  readonly ties?: readonly { readonly agency: string; readonly relation: string }[]
  readonly languages?: readonly string[]
  readonly skills?: readonly string[]
  readonly dutyShare?: number
  readonly joinedOn: string
  readonly endedOn?: string | null
  readonly publicConsentOn?: string | null
}

/** Cleaned words, each once, in the order given. */
const words = (list: readonly string[] | undefined): string[] => [...new Set((list ?? []).map(cleanText).filter(Boolean))]

function cardOf(input: ProviderInput, errors: FieldErrors): Card | null {
  if (!input.card) return null
  const period = requiredPeriod(errors, ['/card/from', '/card/to'], input.card.from, input.card.to)
  return { number: requiredText(errors, '/card/number', input.card.number), ...period }
}

function contractsOf(input: ProviderInput, errors: FieldErrors): Contract[] {
  const contracts = (input.contracts ?? []).map(({ number, from, to, extension }, index): Contract => {
    const at = `/contracts/${index}`
    const period = requiredPeriod(errors, [`${at}/from`, `${at}/to`], from, to)
    return {
      number: requiredText(errors, `${at}/number`, number),
      from: period.from,
      to: period.to ?? period.from,
      extension: extension ?? false
    }
  })
  checkContracts(contracts, errors)
  return contracts
}

const barsOf = (input: ProviderInput, errors: FieldErrors): Bar[] =>
  (input.bars ?? []).map(({ kind, from, to, reference }, index) => ({
    kind,
    ...requiredPeriod(errors, [`/bars/${index}/from`, `/bars/${index}/to`], from, to),
    reference: optionalText(reference)
  }))

/** A pregnant person may not agree to night work, so a consent to it is a mistake (BLLĐ 2019 Điều 137(1)a). */
const protectionsOf = (input: ProviderInput, errors: FieldErrors): Protection[] =>
  (input.protections ?? []).map(({ kind, from, to, consent = false }, index) => {
    const at = `/protections/${index}`
    if (consent && kind === 'pregnancy') errors.add(`${at}/consent`, 'BAD_VALUE', { allowed: 'false' })
    return { kind, ...requiredPeriod(errors, [`${at}/from`, `${at}/to`], from, to), consent }
  })

async function tiesOf(deps: Deps, centreId: CentreId, input: ProviderInput, errors: FieldErrors): Promise<Tie[]> {
  const ties = input.ties ?? []
  const resolved: Tie[] = []
  for (const [index, { agency, relation: text }] of ties.entries()) {
    const at = `/ties/${index}`
    const agencyId = await resolve(deps, agencyNoun, centreId, agency, errors, `${at}/agency`)
    const relation = requiredText(errors, `${at}/relation`, text)
    if (resolved.some((tie) => tie.agencyId === agencyId)) errors.add(`${at}/agency`, 'DUPLICATE_ITEM', { value: agency })
    if (agencyId !== undefined) resolved.push({ agencyId, relation })
  }
  return resolved
}

/** A personal number open to everybody needs the person's recorded consent; silence is none (Luật 91/2025/QH15 Điều 9). */
function phonesOf(input: ProviderInput, errors: FieldErrors): Phone[] {
  const phones = parsePhones(errors, '/phones', input.phones ?? [])
  for (const [index, { kind, visibility }] of (input.phones ?? []).entries()) {
    const open = kind === 'personal' && visibility === 'public'
    if (open && !input.publicConsentOn) errors.add(`/phones/${index}/visibility`, 'CONSENT_REQUIRED')
  }
  return phones
}

export const providerEntry: CatalogueNoun<ProviderInput, Provider> = {
  noun: providerNoun,
  prepare: async (deps, centre, { id, version }, input, errors) => {
    const centreId = centre as CentreId
    const branchId = input.branch ? await resolve(deps, branchNoun, centreId, input.branch, errors, '/branch') : null
    const endedOn = optionalDay(errors, '/endedOn', input.endedOn)
    const joinedOn = requiredDay(errors, '/joinedOn', input.joinedOn)
    if (endedOn !== null && endedOn < joinedOn) errors.add('/endedOn', 'BAD_PERIOD', { from: joinedOn, to: endedOn })
    return {
      id: id as ProviderId,
      centreId,
      version,
      code: errors.try('/code', () => parseCode(input.code)) ?? '',
      fullName: requiredText(errors, '/fullName', input.fullName),
      role: input.role,
      sex: input.sex ?? null,
      branchId: branchId ?? null,
      card: cardOf(input, errors),
      contracts: contractsOf(input, errors),
      bars: barsOf(input, errors),
      protections: protectionsOf(input, errors),
      phones: phonesOf(input, errors),
      ties: await tiesOf(deps, centreId, input, errors),
      languages: words(input.languages),
      skills: words(input.skills),
      dutyShare: input.dutyShare ?? 100,
      joinedOn,
      endedOn,
      publicConsentOn: optionalDay(errors, '/publicConsentOn', input.publicConsentOn)
    }
  },
  toInput: ({ id: _, version: __, centreId: ___, branchId, phones, ties, ...provider }) => ({
    ...provider,
    branch: branchId,
    phones: phoneInputs(phones),
    ties: ties.map(({ agencyId, relation }) => ({ agency: agencyId, relation }))
  })
}

/** The condition of a list of providers with a role, belonging to the centre on a day. */
export const providerFilter = ({ role, on }: { role?: string | undefined; on?: string | undefined }): Condition =>
  providersWhere({ role: role as ProviderRole | undefined, on: on === undefined ? undefined : parseDay(on) })
