import type { Day } from './day.ts'
import type { AgencyId, CentreId, ProviderId } from './ids.ts'
import type { Instant } from './instant.ts'

/** Kinds of being away; the last four are those that TT 12/2018 Art. 4 exempts from training. */
export const ABSENCE_KINDS = [
  'annual_leave',
  'sick_leave',
  'business_trip',
  'training',
  'long_leave',
  'secondment',
  'maternity_leave',
  'other'
] as const
export type AbsenceKind = (typeof ABSENCE_KINDS)[number]

/** Days away (vắng mặt); both ends count. */
export interface Absence {
  readonly id: string
  readonly centreId: CentreId
  readonly version: number
  readonly providerId: ProviderId
  readonly kind: AbsenceKind
  readonly from: Day
  readonly to: Day
  readonly note: string | null
}

export const ENGAGEMENT_KINDS = ['hearing', 'interrogation', 'training', 'meeting', 'other'] as const
export type EngagementKind = (typeof ENGAGEMENT_KINDS)[number]

/** A timed obligation (lịch bận: phiên tòa, hỏi cung, tập huấn), half-open `[start, end)`. */
export interface Engagement {
  readonly id: string
  readonly centreId: CentreId
  readonly version: number
  readonly providerId: ProviderId
  readonly kind: EngagementKind
  readonly start: Instant
  readonly end: Instant
  /** Where it is, when that is an agency of the centre. */
  readonly agencyId: AgencyId | null
  /** Whether a phone can be answered meanwhile; a hearing cannot be left. */
  readonly reachable: boolean
  readonly note: string | null
}

/** `apart`: must not stand duty together. `together`: wanted in the same slot, as a newcomer with the one who teaches them. */
export const PAIR_KINDS = ['apart', 'together'] as const
export type PairKind = (typeof PAIR_KINDS)[number]

/** What is declared of two people standing duty together; both ends count. */
export interface Pair {
  readonly id: string
  readonly centreId: CentreId
  readonly version: number
  readonly providerIds: readonly [ProviderId, ProviderId]
  readonly kind: PairKind
  readonly reason: string | null
  readonly from: Day
  readonly to: Day | null
}
