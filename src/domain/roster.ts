import type { Approval } from './approval.ts'
import type { DayKind } from './calendar.ts'
import type { Day, Month } from './day.ts'
import type { CentreId, PostId, ProviderId, PublicationId, RosterId, SlotId } from './ids.ts'
import type { Instant, Interval } from './instant.ts'
import { type DutyMode, type Post, plansFor, type Seat } from './post.ts'

/**
 * `draft`: may be changed. `submitted`: awaits the approver. `approved`: may be published as it is, nothing else. `published`: only amended.
 * `recalled`: no longer in force (NĐ 30/2020 Điều 18(4)); changed, approved and published again like a draft.
 */
export const ROSTER_STATUSES = ['draft', 'submitted', 'approved', 'published', 'recalled'] as const
export type RosterStatus = (typeof ROSTER_STATUSES)[number]

/** Rosters whose seats may still be changed and planned. */
export const isEditable = ({ status }: Pick<Roster, 'status'>): boolean => status === 'draft' || status === 'recalled'

/** What somebody did with a roster, for the record of its life. */
export const ROSTER_STEPS = ['submitted', 'approved', 'returned', 'published', 'recalled', 'amended', 'covered'] as const
export type RosterStepKind = (typeof ROSTER_STEPS)[number]

/** One step in the life of a roster: who, when, why. */
export interface RosterStep {
  readonly step: RosterStepKind
  readonly by: string
  readonly at: Instant
  readonly reason: string | null
  /** The version that the step issued or recalled. */
  readonly publicationId: PublicationId | null
}

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
  /** Who submitted it last; null of a draft that never was. */
  readonly submittedBy: string | null
  readonly approval: Approval | null
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

/** What a seat of a slot is as a duty when that person has it. */
export const dutyOf = (slot: Slot, seat: Seat, providerId: ProviderId): Duty => ({
  slotId: slot.id,
  seat,
  providerId,
  postId: slot.postId,
  mode: slot.mode,
  day: slot.day,
  dayKind: slot.dayKind,
  unit: slot.unit,
  settled: false,
  start: slot.start,
  end: slot.end
})

/** The filled seats of slots as duties, in the order of the slots. */
export const dutiesOf = (slots: readonly Slot[]): Duty[] =>
  slots.flatMap((slot) => slot.seats.flatMap(({ seat, providerId }) => (providerId === null ? [] : [dutyOf(slot, seat, providerId)])))

/** The seats that the slot has by the plans in force when its turn begins, with nobody in them. */
export const emptySeats = (post: Post, slot: Pick<Slot, 'unit' | 'day'>): Slot['seats'] =>
  plansFor(post, slot).map(({ seat, importance }) => ({
    seat,
    importance,
    providerId: null,
    pinned: false,
    vacant: false,
    reasons: []
  }))
