import type { AgencyLevel, AgencySector } from './agency.ts'
import type { Override } from './approval.ts'
import type { Burden } from './burden.ts'
import type { DayKind } from './calendar.ts'
import type { Day, Month } from './day.ts'
import type { AgencyId, CentreId, PostId, ProviderId, PublicationId, RosterId, SlotId } from './ids.ts'
import type { Instant, Interval, Zone } from './instant.ts'
import type { Phone } from './phone.ts'
import type { DutyMode, Layout, Seat } from './post.ts'
import type { ProviderRole } from './provider.ts'
import type { RuleLevel } from './rules/rule.ts'
import type { DocumentForm } from './settings.ts'
import type { PublishedSigner } from './signer.ts'

/**
 * What a version is. `original`: the first of the month. `replacement`: the whole month anew in place of what was sent. `supplement`: only
 * what changes, beside what was sent. `provisional`: an emergency cover that answers at once, without number or signature; the next
 * numbered version confirms it (NĐ 30/2020 Điều 18(3): content is corrected only by a document of equal form).
 */
export const PUBLICATION_KINDS = ['original', 'replacement', 'supplement', 'provisional'] as const
export type PublicationKind = (typeof PUBLICATION_KINDS)[number]

/** A person as the publication names them: the name, role and numbers of that moment, for ever. */
export interface PublishedPerson {
  readonly id: ProviderId
  readonly code: string
  readonly fullName: string
  readonly role: ProviderRole
  readonly phones: readonly Phone[]
}

export interface PublishedAgency {
  readonly id: AgencyId
  readonly code: string
  readonly name: string
  /** Code of an `AgencyKind`. */
  readonly kind: string
  readonly sector: AgencySector
  readonly level: AgencyLevel
}

export interface PublishedPost {
  readonly id: PostId
  readonly code: string
  readonly name: string
  readonly mode: DutyMode
  readonly agencyIds: readonly AgencyId[]
  /** Staffed every minute (24/24): then a moment without a slot is a gap, never "outside hours". */
  readonly continuous: boolean
  /** How its table is laid out on paper. */
  readonly layout: Layout
  /** Name of the branch that staffs it alone; null = the centre itself. */
  readonly branch: string | null
}

export interface PublishedSlot {
  readonly id: SlotId
  readonly postId: PostId
  readonly start: Instant
  readonly end: Instant
  readonly day: Day
  readonly dayKind: DayKind
  readonly unit: string
  readonly seats: readonly { readonly seat: Seat; readonly providerId: ProviderId }[]
}

/** A rule as it was asked when the version was issued. */
export interface PublishedRule {
  readonly id: string
  readonly level: RuleLevel
  readonly params: Readonly<Record<string, number>>
}

/** A stretch of time at a post as a difference names it; `slotId` is the later version's slot, or the earlier's where that has none. */
interface Stretch extends Interval {
  readonly slotId: SlotId
  readonly postId: PostId
}

/**
 * One difference between two versions of a month. `seat`: other people in one seat (null = nobody). `added`, `removed`: time at a post
 * that only the later, or only the earlier version staffs. `numbers`: a person's numbers are no longer the same.
 */
export type Difference =
  | (Stretch & { readonly kind: 'seat'; readonly seat: Seat; readonly from: ProviderId | null; readonly to: ProviderId | null })
  | (Stretch & { readonly kind: 'added' | 'removed'; readonly seats: PublishedSlot['seats'] })
  | { readonly kind: 'numbers'; readonly providerId: ProviderId }

/** An earlier version that a document amends. */
export interface AmendedDocument {
  readonly id: PublicationId
  readonly version: number
  readonly number: number
  readonly symbol: string
  readonly issuedOn: Day
}

/** What stands on the paper around the table (NĐ 30/2020 Annex I), frozen with it. */
export interface PublishedDocument {
  readonly form: DocumentForm
  readonly kind: PublicationKind
  readonly version: number
  /** Null only of a provisional version. */
  readonly number: number | null
  readonly symbol: string
  readonly issuedOn: Day
  /** SHA-256 of the logo that stood on it; null = none. */
  readonly logo: string | null
  /** The body above the centre, in capitals. */
  readonly parentBody: string
  readonly place: string
  /** Null only of a provisional version. */
  readonly signer: PublishedSigner | null
  /** The last numbered version before it; null of an original. */
  readonly amends: AmendedDocument | null
  /** From when what it changes holds; of an original the first instant of the month. */
  readonly changesFrom: Instant
  /** What differs from the version that it amends; empty of an original. */
  readonly changes: readonly Difference[]
  readonly copyTo: readonly string[]
  readonly archiveUnit: string
  /** SHA-256 of the canonical JSON of `rules`: which rules it was checked by. */
  readonly rulePack: string
  readonly rules: readonly PublishedRule[]
  /** Rules that the approver let be broken; why is told by `PublicationReasons`. */
  readonly overrides: readonly Pick<Override, 'ruleId'>[]
  /** How many soft rules were broken when it was approved. */
  readonly softBreaches: number
}

/**
 * Why a version was issued, in the words of those who did it. They may tell of somebody's health: they are kept with it for the centre, and
 * stand on nothing that leaves it.
 */
export interface PublicationReasons {
  /** Why it was amended; null of an original. */
  readonly reason: string | null
  readonly overrides: readonly Override[]
}

/** What a publication says: the whole month of one centre, frozen, in a stable order (people and agencies by id, posts by code, slots by start, post, id). */
export interface PublishedMonth {
  readonly centre: {
    readonly id: CentreId
    readonly code: string
    readonly name: string
    readonly zone: Zone
    readonly firstWeekday: number
    readonly phones: readonly Phone[]
    readonly demo: boolean
  }
  readonly month: Month
  /** Absent from what was published before documents were. */
  readonly document?: PublishedDocument
  readonly agencies: readonly PublishedAgency[]
  readonly people: readonly PublishedPerson[]
  readonly posts: readonly PublishedPost[]
  readonly slots: readonly PublishedSlot[]
  /** What the month lays on each person, by id. */
  readonly burdens: readonly { readonly providerId: ProviderId; readonly burden: Burden }[]
}

/** What look-ups need of a month. */
export type SaidInMonth = Pick<PublishedMonth, 'centre' | 'posts' | 'people' | 'slots'>

/** A publication (bản công bố): a frozen, numbered version of a roster. */
export interface Publication {
  readonly id: PublicationId
  readonly centreId: CentreId
  readonly rosterId: RosterId
  readonly month: Month
  /** 1 for the first publication of the month; amendments count on. */
  readonly version: number
  readonly kind: PublicationKind
  readonly year: number
  /** Its place in the yearly sequence; null of a provisional version. */
  readonly number: number | null
  readonly symbol: string
  readonly publishedAt: Instant
  readonly publishedBy: string
  /** From when it answers; the first publication of a month answers for the whole month. */
  readonly effectiveFrom: Instant
  readonly supersededFrom: Instant | null
  readonly fingerprint: string
  readonly content: PublishedMonth
}

/** A publication without what it says: for lists, and for knowing which one answers. */
export type PublicationHead = Omit<Publication, 'content'>

/** A place in the list of publications: a month, or one version of it. */
export interface PublicationPlace {
  readonly month: Month
  readonly version: number | null
}

/** `05/TB-TGPL`: a zero before numbers below 10, as NĐ 30/2020 Annex I writes document numbers; null while there is no number. */
export const documentNumber = ({ number, symbol }: Pick<Publication, 'number' | 'symbol'>): string | null =>
  number === null ? null : `${String(number).padStart(2, '0')}/${symbol}`
