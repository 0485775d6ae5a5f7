import type { DayKind } from './calendar.ts'
import type { Day, Month } from './day.ts'
import type { CentreId, PostId, ProviderId, RosterId, SlotId } from './ids.ts'
import type { Instant, Interval } from './instant.ts'
import type { DutyMode, Seat } from './post.ts'

export const ROSTER_STATUSES = ['draft', 'published'] as const
export type RosterStatus = (typeof ROSTER_STATUSES)[number]

/** One centre's month of duty (lịch trực tháng). */
export interface Roster {
  readonly id: RosterId
  readonly centreId: CentreId
  readonly version: number
  readonly month: Month
  readonly status: RosterStatus
  /** What the last plan was made with; the same seed and data give the same plan. */
  readonly seed: number
  readonly plannedAt: Instant | null
  readonly createdAt: Instant
}

/** A duty slot (ca trực): one post × one interval. */
export interface Slot extends Interval {
  readonly id: SlotId
  readonly postId: PostId
  readonly mode: DutyMode
  /** The wall day on which it starts, and what kind of day that is. */
  readonly day: Day
  readonly dayKind: DayKind
  /** Slots of one post with the same unit are one turn: the same person keeps the seat. */
  readonly unit: string
  readonly seats: readonly SlotSeat[]
}

/** One person needed in a slot; `providerId` null is an unfilled seat, with its reasons. */
export interface SlotSeat {
  readonly seat: Seat
  readonly importance: number
  readonly providerId: ProviderId | null
  /** Set by hand: the planner leaves it. */
  readonly pinned: boolean
  /** Nobody is wanted here: the turn fell to a place of the cycle that nobody takes. Only of an empty seat. */
  readonly vacant: boolean
  /** Why nobody could be put here: one line per candidate. Empty on a filled seat. */
  readonly reasons: readonly Exclusion[]
}

/** Why one candidate could not take one seat. */
export interface Exclusion {
  readonly providerId: ProviderId
  /** Id of the hard rule that forbids it. */
  readonly ruleId: string
}

/** An assignment with what the rules need to know about it. */
export interface Duty extends Interval {
  readonly slotId: SlotId
  readonly seat: Seat
  readonly providerId: ProviderId
  readonly postId: PostId
  readonly mode: DutyMode
  readonly day: Day
  readonly dayKind: DayKind
  /** The turn of the slot: duties of one post with the same unit are one turn. */
  readonly unit: string
  /** Belongs to a neighbouring month or a published version: rules see it, but nothing is reported of it alone. */
  readonly settled: boolean
}
