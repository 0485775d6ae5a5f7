import type { SeatTake } from './amendment.ts'
import { type Calendar, workingDaysBefore } from './calendar.ts'
import { addDays, type Month } from './day.ts'
import type { AmendmentId, CentreId, PostId, ProviderId, RosterId, SlotId, SwapId } from './ids.ts'
import { dayAt, type Instant, type Interval, overlaps, wallClock, type Zone } from './instant.ts'
import type { Seat } from './post.ts'
import type { Slot } from './roster.ts'

/**
 * `offered`: awaits an answer. `accepted`: both agree, and the planner is asked (where the centre wants that). `approved`: an amendment
 * says it and awaits its issue. `done`: a publication says it. `declined`: everybody asked said no. `withdrawn`: the offer was taken back. `refused`: by
 * the planner or the approver. `expired`: not agreed before the cut-off. `failed`: a duty of it went to somebody else or fell away.
 */
export const SWAP_STATUSES = ['offered', 'accepted', 'approved', 'done', 'declined', 'withdrawn', 'refused', 'expired', 'failed'] as const
export type SwapStatus = (typeof SWAP_STATUSES)[number]

/**
 * Why a swap failed: a duty of it is somebody else's by now, was cut in two, has begun or fell away; the month was recalled; or a rule
 * came between and the amendment could not be issued.
 */
export const SWAP_FAILURES = ['DUTY_TAKEN', 'DUTY_CUT', 'DUTY_BEGUN', 'DUTY_GONE', 'ROSTER_RECALLED', 'AMENDMENT_FAILED'] as const
export type SwapFailure = (typeof SWAP_FAILURES)[number]

/** A duty that is traded: one seat of one slot, held by whoever trades it; where and when as it was last seen. */
export interface TradedDuty extends Interval {
  readonly providerId: ProviderId
  readonly slotId: SlotId
  readonly seat: Seat
  readonly postId: PostId
}

/** `failed`: the duty wanted of them is no longer theirs. */
export const OFFER_ANSWERS = ['accepted', 'declined', 'failed'] as const

/** One person to whom a swap is offered, the duty wanted of them in return, and what they said. */
export interface SwapOffer extends TradedDuty {
  readonly answer: (typeof OFFER_ANSWERS)[number] | null
  readonly answeredAt: Instant | null
  /** Until when they may agree. */
  readonly cutoff: Instant
}

/** Two people trade duties (đổi ca trực): offered by one to one or several others, agreed by both. */
export interface Swap {
  readonly id: SwapId
  readonly centreId: CentreId
  readonly version: number
  readonly rosterId: RosterId
  readonly month: Month
  readonly status: SwapStatus
  readonly given: TradedDuty
  readonly offers: readonly SwapOffer[]
  readonly reason: string | null
  /** Until when it must be agreed: the latest cut-off of its offers. */
  readonly cutoff: Instant
  readonly decidedBy: string | null
  /** Why it was refused; of a failed one a `SwapFailure`. */
  readonly decision: string | null
  readonly amendmentId: AmendmentId | null
  readonly createdAt: Instant
}

/**
 * Until when a swap of duties that start then may be agreed: the end of the last day that is `days` working days before the wall day of
 * the earliest, that day counted; with 0 days until that duty starts. Policy of the centre.
 */
export function swapCutoff(calendar: Calendar, days: number, starts: readonly Instant[], zone: Zone): Instant {
  const first = Math.min(...starts) as Instant
  const last = workingDaysBefore(calendar, dayAt(first, zone), days)
  return Math.min(wallClock(addDays(last, 1), 0, zone), first) as Instant
}

/** Until when a swap can be agreed at all. */
export const latestCutoff = (offers: readonly Pick<SwapOffer, 'cutoff'>[]): Instant =>
  Math.max(...offers.map(({ cutoff }) => cutoff)) as Instant

/** The status at that instant: an offer that nobody took before the cut-off has expired. */
export const statusAt = ({ status, cutoff }: Pick<Swap, 'status' | 'cutoff'>, now: Instant): SwapStatus =>
  status === 'offered' && cutoff <= now ? 'expired' : status

/** The offer that was agreed; undefined while none is. */
export const agreedOffer = ({ offers }: Pick<Swap, 'offers'>): SwapOffer | undefined => offers.find(({ answer }) => answer === 'accepted')

/** Both seats in the other's hands. */
export const tradeOf = (given: TradedDuty, wanted: TradedDuty): SeatTake[] => [
  { slotId: given.slotId, seat: given.seat, from: given.providerId, to: wanted.providerId },
  { slotId: wanted.slotId, seat: wanted.seat, from: wanted.providerId, to: given.providerId }
]

/**
 * The duty as it stands in these slots, if it is still to come and theirs: a slot that only moved in time keeps its swap, also under a
 * new id at the same post, as long as that holds more than half of the old time. Otherwise why not.
 */
export function dutyNow(duty: TradedDuty, slots: readonly Slot[], now: Instant): TradedDuty | SwapFailure {
  const places = placesOf(duty, slots)
  if (places.length === 0) return 'DUTY_GONE'
  const slot = places.find((each) => each.id === duty.slotId || overlap(each, duty) > (duty.end - duty.start) / 2)
  if (slot === undefined || isHead(slot, duty, slots)) return 'DUTY_CUT'
  if (!slot.seats.some(({ seat, providerId }) => seat === duty.seat && providerId === duty.providerId)) return 'DUTY_TAKEN'
  return slot.start <= now ? 'DUTY_BEGUN' : { ...duty, slotId: slot.id, start: slot.start, end: slot.end }
}

/** The slot itself, else what stands at the post at that time. */
function placesOf(duty: TradedDuty, slots: readonly Slot[]): readonly Slot[] {
  const same = slots.filter(({ id }) => id === duty.slotId)
  return same.length > 0 ? same : slots.filter((slot) => slot.postId === duty.postId && overlaps(slot, duty))
}

const overlap = (a: Interval, b: Interval): number => Math.min(a.end, b.end) - Math.max(a.start, b.start)

/** Whether the slot is the first part of one that was cut in two. */
const isHead = (slot: Slot, { end }: Interval, slots: readonly Slot[]): boolean =>
  slot.end < end && slots.some((other) => other.postId === slot.postId && other.start === slot.end && other.end === end)

/** What becomes of a swap that is not agreed or not yet approved. */
export type SwapChange = Pick<Swap, 'status' | 'given' | 'offers' | 'cutoff' | 'decision'>

/** What a change of the month makes of a swap that awaits an answer or the planner; null when nothing. */
export function afterChange(
  swap: Swap,
  slots: readonly Slot[],
  now: Instant,
  cutoffOf: (starts: readonly Instant[]) => Instant
): SwapChange | null {
  const { offers, cutoff, decision } = swap
  const change = (status: SwapStatus, more: Partial<SwapChange> = {}): SwapChange => ({
    status,
    given: swap.given,
    offers,
    cutoff,
    decision,
    ...more
  })
  if (statusAt(swap, now) === 'expired') return change('expired')
  if (slots.length === 0) return change('failed', { decision: 'ROSTER_RECALLED' })
  const given = dutyNow(swap.given, slots, now)
  if (typeof given === 'string') return change('failed', { decision: given })
  const seen = offers.map((offer) => offerNow(offer, { given, slots, now, moved: given.start !== swap.given.start, cutoffOf }))
  const after = seen.map(({ offer }) => offer)
  const lost = seen.find(({ failure }) => failure !== null)?.failure ?? null
  if (lost !== null && !isAlive(swap.status, after)) return change('failed', { given, offers: after, decision: lost })
  return isSame(given, swap.given) && after.every((offer, at) => offer === offers[at])
    ? null
    : change(swap.status, { given, offers: after, cutoff: latestCutoff(after) })
}

const isSame = (a: TradedDuty, b: TradedDuty): boolean => a.slotId === b.slotId && a.start === b.start && a.end === b.end

/** Whether somebody can still answer, or has agreed. */
const isAlive = (status: SwapStatus, offers: readonly SwapOffer[]): boolean =>
  status === 'accepted' ? agreedOffer({ offers }) !== undefined : offers.some(({ answer }) => answer === null)

interface Change {
  readonly given: TradedDuty
  readonly slots: readonly Slot[]
  readonly now: Instant
  /** Whether the duty offered lies at another time than before. */
  readonly moved: boolean
  readonly cutoffOf: (starts: readonly Instant[]) => Instant
}

/** An offer after a change: unchanged, moved with its duty (and its cut-off with it), or failed and why. */
function offerNow(offer: SwapOffer, { given, slots, now, moved, cutoffOf }: Change): { offer: SwapOffer; failure: SwapFailure | null } {
  if (offer.answer === 'declined' || offer.answer === 'failed') return { offer, failure: null }
  const wanted = dutyNow(offer, slots, now)
  if (typeof wanted === 'string') return { offer: { ...offer, answer: 'failed', answeredAt: now }, failure: wanted }
  if (!moved && isSame(wanted, offer)) return { offer, failure: null }
  const { slotId, start, end } = wanted
  return { offer: { ...offer, slotId, start, end, cutoff: cutoffOf([given.start, start]) }, failure: null }
}
