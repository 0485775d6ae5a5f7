import { addDays, type Day, holds } from './day.ts'
import type { CentreId, ProviderId } from './ids.ts'
import type { Instant, Zone } from './instant.ts'
import type { Phone } from './phone.ts'
import { DUTY_ROLES, type Provider, type ProviderRole, servesOn } from './provider.ts'
import type { PublishedAgency } from './publication.ts'
import type { PublishedSigner } from './signer.ts'

/** Whose numbers a directory shows; a document of it never shows internal ones. */
export type DirectoryAudience = 'public' | 'agency' | 'internal'

/** Somebody as the directory names them; `phones` are those that its reader may know. */
export interface DirectoryPerson {
  readonly id: ProviderId
  readonly code: string
  readonly fullName: string
  readonly role: ProviderRole
  /** Name of the branch; null = the centre itself. */
  readonly branch: string | null
  readonly cardNumber: string | null
  /** Of a lawyer: the last day that signed contracts reach without a gap; null of an officer. */
  readonly contractUntil: Day | null
  readonly languages: readonly string[]
  readonly skills: readonly string[]
  readonly phones: readonly Phone[]
}

/**
 * The list of legal aid officers and contract lawyers with their numbers (danh sách trợ giúp viên pháp lý, luật sư ký hợp đồng) that the
 * centre owes to proceeding bodies, custody facilities and prisons (TTLT 10/2018 Điều 3(2)c), as one reader may see it.
 */
export interface Directory {
  readonly centre: {
    readonly id: CentreId
    readonly code: string
    readonly name: string
    readonly zone: Zone
    readonly phones: readonly Phone[]
    readonly demo: boolean
  }
  readonly audience: DirectoryAudience
  /** The day for which it says who serves; names and numbers are those of the moment. */
  readonly asOf: Day
  readonly generatedAt: Instant
  /** By given name, as Vietnamese lists go. */
  readonly people: readonly DirectoryPerson[]
  /** SHA-256 of what it says, whatever the day: as long as nothing changes for this reader it stays the same. */
  readonly fingerprint: string
}

/** What stands on the paper around the list (NĐ 30/2020 Annex I). */
export interface DirectoryDocument extends Directory {
  readonly audience: 'public' | 'agency'
  readonly parentBody: string
  readonly place: string
  readonly issuedOn: Day
  /** Null: nobody is entered who may sign; the paper leaves room for a name. */
  readonly signer: PublishedSigner | null
  /** Agencies of that day, to whom it is owed. */
  readonly agencies: readonly PublishedAgency[]
  readonly copyTo: readonly string[]
  readonly archiveUnit: string
}

/** The last day that a lawyer's contracts reach from `on` without a gap; null when none is in force on that day. */
export function contractUntil({ contracts }: Pick<Provider, 'contracts'>, on: Day): Day | null {
  let until = contracts.find((contract) => holds(contract, on))?.to ?? null
  for (const { from, to } of contracts.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (until !== null && from === addDays(until, 1)) until = to
  }
  return until
}

/** An officer must have a card; a lawyer's is the Bar's affair and counts when it is recorded (Luật TGPL Điều 22, 25(1)b). */
const cardHolds = ({ card, role }: Pick<Provider, 'card' | 'role'>, on: Day): boolean =>
  card === null ? role !== 'legal_aid_officer' : holds(card, on)

/**
 * Whether somebody stands in the directory of that day: who may stand duty and may provide legal aid then, with card and contract in force
 * and under no bar (Luật TGPL Điều 17, 22, 25, 31(1); TT 08/2017 Điều 15).
 */
export const isListed = (provider: Provider, on: Day): boolean =>
  DUTY_ROLES.includes(provider.role) &&
  servesOn(provider, on) &&
  cardHolds(provider, on) &&
  (provider.role !== 'contract_lawyer' || contractUntil(provider, on) !== null) &&
  !provider.bars.some((bar) => holds(bar, on))
