import type { DayKind } from './calendar.ts'
import type { Day, Month } from './day.ts'
import type { AgencyId, CentreId, PostId, ProviderId, PublicationId, RosterId, SlotId } from './ids.ts'
import type { Instant, Zone } from './instant.ts'
import type { Phone } from './phone.ts'
import type { DutyMode, Seat } from './post.ts'
import type { ProviderRole } from './provider.ts'

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
}

export interface PublishedPost {
  readonly id: PostId
  readonly code: string
  readonly name: string
  readonly mode: DutyMode
  readonly agencyIds: readonly AgencyId[]
  /** Staffed every minute (24/24): then a moment without a slot is a gap, never "outside hours". */
  readonly continuous: boolean
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

/** What a publication says: the whole month of one centre, frozen, in a stable order (people and agencies by id, posts by code, slots by start, post, id). */
export interface PublishedMonth {
  readonly centre: {
    readonly id: CentreId
    readonly code: string
    readonly name: string
    readonly zone: Zone
    readonly phones: readonly Phone[]
  }
  readonly month: Month
  readonly agencies: readonly PublishedAgency[]
  readonly people: readonly PublishedPerson[]
  readonly posts: readonly PublishedPost[]
  readonly slots: readonly PublishedSlot[]
}

/** A publication (bản công bố): a frozen, numbered version of a roster. */
export interface Publication {
  readonly id: PublicationId
  readonly centreId: CentreId
  readonly rosterId: RosterId
  readonly month: Month
  /** 1 for the first publication of the month; amendments count on. */
  readonly version: number
  readonly year: number
  readonly number: number
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

/** `05/TB-TGPL`: a zero before numbers below 10, as NĐ 30/2020 Annex I writes document numbers. */
export const documentNumber = (publication: Pick<Publication, 'number' | 'symbol'>): string =>
  `${String(publication.number).padStart(2, '0')}/${publication.symbol}`
