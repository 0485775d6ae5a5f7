import type { Recut, SeatTake } from './amendment.ts'
import { DutyError } from './errors.ts'
import { compare, type SlotId } from './ids.ts'
import { formatInstant, type Instant, MINUTE, type Zone } from './instant.ts'
import type { Slot, SlotSeat } from './roster.ts'
import type { SeatRef } from './rules/rule.ts'

/** What changes, and from when. */
export interface SlotChange {
  readonly takes: readonly SeatTake[]
  readonly recut: Recut | null
  readonly from: Instant
}

/** What the cutting of a running slot needs to know of its second part. */
export interface Cutting {
  readonly zone: Zone
  /** Id, day and kind of day of the part of that slot that begins at the instant. */
  tail(start: Instant, of: SlotId): Pick<Slot, 'id' | 'day' | 'dayKind'>
}

/** The slots after a change, by start, post and id, and the seats that it gave to somebody else or made. */
export interface AmendedSlots {
  readonly slots: readonly Slot[]
  readonly changed: readonly SeatRef[]
}

/** The minute that holds the instant: slots are cut at whole minutes, and whoever takes over does so at once. */
export const cuttingPoint = (at: Instant): Instant => (Math.floor(at / MINUTE) * MINUTE) as Instant

/**
 * The slots with the change made. What is over stays as it was (AMENDS_THE_PAST); a slot under way is cut in two, and only its rest
 * changes hands; a seat that is no longer held as the change supposes is SEAT_CHANGED.
 */
export function amendedSlots(slots: readonly Slot[], { takes, recut, from }: SlotChange, cutting: Cutting): AmendedSlots {
  const cut = recut === null ? [...slots] : recutSlots(slots, recut, from, cutting.zone)
  const bySlot = Map.groupBy(takes, ({ slotId }) => slotId)
  const missing = [...bySlot.keys()].find((id) => !cut.some((slot) => slot.id === id))
  if (missing !== undefined) throw new DutyError('SEAT_CHANGED', { slot: missing })
  const changed: SeatRef[] = (recut?.added ?? []).flatMap(({ id, seats }) => seats.map(({ seat }) => ({ slotId: id, seat })))
  const after = cut.flatMap((slot) => {
    const mine = bySlot.get(slot.id)
    if (mine === undefined) return [slot]
    const parts = taken(slot, mine, cuttingPoint(from), cutting)
    const last = parts.at(-1) as Slot
    changed.push(...mine.map(({ seat }) => ({ slotId: last.id, seat })))
    return parts
  })
  return { slots: after.sort((a, b) => compare(a.start, b.start) || compare(a.postId, b.postId) || compare(a.id, b.id)), changed }
}

/** The slots as the calendar now cuts them; nothing that has begun falls away. */
function recutSlots(slots: readonly Slot[], { removed, added, rekinded }: Recut, from: Instant, zone: Zone): Slot[] {
  const gone = new Set<SlotId>(removed)
  const kinds = new Map(rekinded.map(({ slotId, dayKind }) => [slotId, dayKind]))
  const begun = [...slots.filter(({ id }) => gone.has(id)), ...added].find(({ start }) => start < from)
  if (begun !== undefined) throw new DutyError('AMENDS_THE_PAST', { at: formatInstant(begun.start, zone) })
  const kept = slots.filter(({ id }) => !gone.has(id)).map((slot) => ({ ...slot, dayKind: kinds.get(slot.id) ?? slot.dayKind }))
  return [...kept, ...added]
}

/** One slot with its seats taken from the instant on: whole, or cut in two where it is under way. */
function taken(slot: Slot, takes: readonly SeatTake[], from: Instant, { zone, tail }: Cutting): Slot[] {
  if (slot.end <= from) throw new DutyError('AMENDS_THE_PAST', { at: formatInstant(slot.end, zone) })
  const seats = takes.reduce((seats, take) => withTake(slot, seats, take), slot.seats)
  if (slot.start >= from) return [{ ...slot, seats }]
  return [
    { ...slot, end: from },
    { ...slot, ...tail(from, slot.id), start: from, seats }
  ]
}

function withTake({ id }: Slot, seats: readonly SlotSeat[], { seat, from, to }: SeatTake): SlotSeat[] {
  if (!seats.some((each) => each.seat === seat && each.providerId === from)) throw new DutyError('SEAT_CHANGED', { slot: id, seat })
  return seats.map((each) => (each.seat === seat ? { ...each, providerId: to, pinned: to !== null, vacant: false, reasons: [] } : each))
}

/** Whether every seat is still held as the takes suppose, in slots that are not over. */
export const stillHolds = (slots: readonly Slot[], takes: readonly Pick<SeatTake, 'slotId' | 'seat' | 'from'>[], now: Instant): boolean =>
  takes.every(({ slotId, seat, from }) =>
    slots.some(({ id, end, seats }) => id === slotId && end > now && seats.some((each) => each.seat === seat && each.providerId === from))
  )
