import type { DayKind } from './calendar.ts'
import type { Month } from './day.ts'
import type { AmendmentId, CentreId, ProviderId, PublicationId, RosterId, SlotId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { Seat } from './post.ts'
import type { Slot } from './roster.ts'

/** Who drew an amendment up: the planner, two people who swap, or a cover at night that awaits its paper. */
export const AMENDMENT_ORIGINS = ['planner', 'swap', 'cover'] as const
export type AmendmentOrigin = (typeof AMENDMENT_ORIGINS)[number]

/**
 * `submitted`: awaits the approver. `issued`: a numbered publication says it. `returned`: the approver sent it back. `withdrawn`: whoever
 * drew it up took it back. `failed`: a seat it changes was given to somebody else meanwhile.
 */
export const AMENDMENT_STATUSES = ['submitted', 'issued', 'returned', 'withdrawn', 'failed'] as const
export type AmendmentStatus = (typeof AMENDMENT_STATUSES)[number]

/** One seat given to somebody else. `from` is who held it when the change was drawn up: if that is no longer so, the change fails. */
export interface SeatTake {
  readonly slotId: SlotId
  readonly seat: Seat
  readonly from: ProviderId | null
  readonly to: ProviderId | null
}

/** What a calendar that has changed makes of the slots still to come: those that fall away, those that are new, those on days of another kind. */
export interface Recut {
  readonly removed: readonly SlotId[]
  readonly added: readonly Slot[]
  readonly rekinded: readonly { readonly slotId: SlotId; readonly dayKind: DayKind }[]
}

/** A change of a published month (bản điều chỉnh lịch trực): drawn up, approved, and then a numbered publication of its own. */
export interface Amendment {
  readonly id: AmendmentId
  readonly centreId: CentreId
  readonly version: number
  readonly rosterId: RosterId
  readonly month: Month
  readonly origin: AmendmentOrigin
  readonly kind: 'replacement' | 'supplement'
  readonly reason: string
  /** From when the changes hold; null: from the moment it is issued. */
  readonly changesFrom: Instant | null
  readonly takes: readonly SeatTake[]
  readonly recut: Recut | null
  readonly status: AmendmentStatus
  readonly submittedBy: string
  readonly submittedAt: Instant
  readonly decidedBy: string | null
  readonly decidedAt: Instant | null
  /** Why it was returned or failed. */
  readonly decision: string | null
  /** The version that it was drawn up on. */
  readonly basedOn: PublicationId
  /** The version that says it, once issued. */
  readonly publicationId: PublicationId | null
}
