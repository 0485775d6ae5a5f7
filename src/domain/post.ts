import type { DayKind } from './calendar.ts'
import type { Day } from './day.ts'
import type { AgencyId, BranchId, CentreId, PostId, ProviderId } from './ids.ts'
import type { ProviderRole } from './provider.ts'

export const DUTY_MODES = ['phone', 'on_site'] as const
/** Hình thức trực: qua điện thoại / tại chỗ. */
export type DutyMode = (typeof DUTY_MODES)[number]
export const SEATS = ['primary', 'support'] as const
/** Vị trí trực: người trực / người hỗ trợ trực. */
export type Seat = (typeof SEATS)[number]
export const HANDOVER_UNITS = ['slot', 'day', 'week', 'half_month', 'month'] as const
/** Đơn vị giao ca: how long one person keeps a seat. A unit never straddles the roster's month. */
export type HandoverUnit = (typeof HANDOVER_UNITS)[number]
export const METHODS = ['fixed', 'cycle', 'balanced'] as const
export type Method = (typeof METHODS)[number]

/** When a post is staffed. Slots are cut at wall-clock readings, so they meet without gap or overlap across clock changes. */
export interface Pattern {
  /** RFC 5545 recurrence of days, without DTSTART; anchored at the post's first day. `FREQ=DAILY`. */
  readonly rrule: string
  /** Wall-clock start, `HH:mm`. */
  readonly startsAt: string
  /** Wall-clock minutes, 1-44640; 1440 is a whole day. */
  readonly minutes: number
  /** Kinds of calendar day on which a slot starts; null = every day. */
  readonly dayKinds: readonly DayKind[] | null
}

/** How one seat of every slot of a post is filled. */
export interface SeatPlan {
  readonly seat: Seat
  /** 1 (least) to 9; when not all seats can be filled the most important are. */
  readonly importance: number
  readonly method: Method
  /** `fixed`: who. */
  readonly providerId: ProviderId | null
  /** `fixed`: who stands in when that person cannot. */
  readonly standInId: ProviderId | null
  /** `cycle`: the declared order; never derived from names. */
  readonly order: readonly ProviderId[]
}

/** Who may be chosen for a post by `balanced`; empty lists do not restrict. */
export interface Eligibility {
  readonly roles: readonly ProviderRole[]
  readonly branchIds: readonly BranchId[]
  readonly providerIds: readonly ProviderId[]
  readonly excludedIds: readonly ProviderId[]
  readonly skills: readonly string[]
}

/** A duty post (điểm trực): one line of the roster, serving one or more agencies. */
export interface Post {
  readonly id: PostId
  readonly centreId: CentreId
  readonly code: string
  readonly version: number
  readonly name: string
  readonly agencyIds: readonly AgencyId[]
  readonly mode: DutyMode
  readonly patterns: readonly Pattern[]
  readonly handoverUnit: HandoverUnit
  readonly seats: readonly SeatPlan[]
  readonly eligibility: Eligibility
  readonly validFrom: Day
  readonly validTo: Day | null
}
