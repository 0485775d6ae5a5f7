import { type Day, holds, type Period } from './day.ts'
import type { AgencyId, BranchId, CentreId, ProviderId } from './ids.ts'
import type { Phone } from './phone.ts'

/** Luật TGPL Art. 17. Only the first two may take part in proceedings (Art. 31(1)) and so stand duty. */
export const PROVIDER_ROLES = ['legal_aid_officer', 'contract_lawyer', 'legal_adviser', 'collaborator'] as const
export type ProviderRole = (typeof PROVIDER_ROLES)[number]
export const DUTY_ROLES: readonly ProviderRole[] = ['legal_aid_officer', 'contract_lawyer']
export const SEXES = ['female', 'male'] as const
export type Sex = (typeof SEXES)[number]

/** Card of a legal aid officer or of a lawyer: valid from the day of issue to the day before revocation (Luật TGPL Art. 22, 25(1)b). */
export interface Card extends Period {
  readonly number: string
}

/** One contract between the centre and a lawyer, or its one written extension (TT 08/2017 Art. 15: each at most 3 years). */
export interface Contract {
  readonly number: string
  readonly from: Day
  readonly to: Day
  /** Whether it extends the contract that ends the day before. */
  readonly extension: boolean
}

/** Why somebody may not provide legal aid for a time. */
export const BAR_KINDS = ['sanction', 'prosecution', 'prohibited_act', 'no_firm_consent', 'card_withheld'] as const
export type BarKind = (typeof BAR_KINDS)[number]

export interface Bar extends Period {
  readonly kind: BarKind
  /** Number of the decision, for those who must check. */
  readonly reference: string | null
}

/** Why somebody may not work by night for a time (BLLĐ 2019 Art. 137(1)). */
export const PROTECTION_KINDS = ['pregnancy', 'nursing'] as const
export type ProtectionKind = (typeof PROTECTION_KINDS)[number]

/** The days of it: from the seventh month (sixth in remote places), or until the child is 12 months old. For planners' eyes alone. */
export interface Protection extends Period {
  readonly kind: ProtectionKind
  /** Whether the person has agreed to work by night; only a nursing person may. */
  readonly consent: boolean
}

/** A declared tie to an agency: a relative or a former post there (BLTTHS Art. 72(4)). */
export interface Tie {
  readonly agencyId: AgencyId
  readonly relation: string
}

/** Anyone who can stand duty: a legal aid officer of the centre or a lawyer under contract with it. */
export interface Provider {
  readonly id: ProviderId
  readonly centreId: CentreId
  readonly code: string
  readonly version: number
  readonly fullName: string
  readonly role: ProviderRole
  readonly sex: Sex | null
  readonly branchId: BranchId | null
  readonly card: Card | null
  readonly contracts: readonly Contract[]
  readonly bars: readonly Bar[]
  readonly protections: readonly Protection[]
  readonly phones: readonly Phone[]
  readonly ties: readonly Tie[]
  /** ISO 639 codes: `vi`, `tyz` (Tày), `nut` (Nùng), `rad` (Ê Đê) … */
  readonly languages: readonly string[]
  /** Free words a post may ask for: `children`, `gender_violence` … */
  readonly skills: readonly string[]
  /** Per cent of full duty that this person owes, 1-100. */
  readonly dutyShare: number
  readonly joinedOn: Day
  /** The last day; a person with duty history is ended, never deleted. */
  readonly endedOn: Day | null
  /** Day on which the person agreed that personal numbers are published openly (Luật 91/2025/QH15 Art. 9); null = no consent. */
  readonly publicConsentOn: Day | null
}

/** Whether the person belongs to the centre on that day. */
export const servesOn = (provider: Pick<Provider, 'joinedOn' | 'endedOn'>, day: Day): boolean =>
  holds({ from: provider.joinedOn, to: provider.endedOn }, day)
