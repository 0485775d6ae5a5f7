import type { ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Post } from '../domain/post.ts'
import type { Slot, SlotSeat } from '../domain/roster.ts'
import { slotSeatKey } from './board.ts'
import { reasonsOf } from './change.ts'
import { assemble } from './compile.ts'
import { suitabilityOf } from './compile-alone.ts'
import { deserted, type Ground, openGround } from './ground.ts'
import type { Holders, Model } from './model.ts'
import { inStableOrder } from './normal.ts'
import type { Problem } from './problem.ts'
import { openSetting, type Setting, withPieces } from './setting.ts'
import { only, seatIn, type Turn } from './turns.ts'

/** A roster as it stands, opened from an instant on to be given out anew. */
export interface Reopened {
  /** As it stands, in stable order. */
  readonly standing: Ground
  /** With the seats that may change emptied; what is left filled stays. */
  readonly open: Problem
  readonly model: Model
  /** Who has each piece now; -1 = nobody, or somebody who may not keep it. */
  readonly holders: Holders
  /** Pieces whose holder may not keep them. */
  readonly lost: ReadonlySet<number>
}

/** What stays as it is. */
export interface Frame {
  /** Slots that start before this stay. */
  readonly from: Instant
  /** Seats (`slotSeatKey`) that may not change either. */
  readonly kept?: ReadonlySet<string>
}

/**
 * Opens every seat that may change: of a slot still to come, not set by hand unless its holder may no longer have it, and wanted at all.
 * Whoever holds slots of a turn keeps them as one piece, so that a turn is only broken up where somebody cannot serve it; `split` says
 * whether what nobody has is given slot by slot.
 */
export function reopen(problem: Problem, frame: Frame, split: boolean): Reopened {
  const standing = openGround(inStableOrder(problem))
  const closed = keptBy(standing, frame)
  const slots = standing.problem.slots.map((slot) => ({ ...slot, seats: slot.seats.map((seat) => opened(slot, seat, closed)) }))
  const open = {
    ...standing.problem,
    slots,
    posts: standing.problem.posts.map(asBalanced),
    context: { ...standing.problem.context, slots }
  }
  const whole = openSetting(open, () => false)
  const pieces = whole.pieces.flatMap((turn) => cut(standing, turn, split))
  const { setting, suitable } = divided(withPieces(whole, pieces))
  const model = assemble(setting, suitable)
  const before = model.pieces.map((piece) => holderNow(standing, piece))
  const holders = Int32Array.from(before, (id, t) => (id === null ? -1 : keeping(model, t, model.people.indexOf(id))))
  return { standing, open, model, holders, lost: new Set(before.flatMap((id, t) => (id !== null && (holders[t] ?? -1) < 0 ? [t] : []))) }
}

const keeping = ({ place, people }: Model, t: number, p: number): number => (p >= 0 && (place[t * people.length + p] ?? -1) >= 0 ? p : -1)

/** Everybody is asked, whoever the post names. */
const asBalanced = (post: Post): Post => ({ ...post, seats: post.seats.map((plan) => ({ ...plan, method: 'balanced', follows: false })) })

/** The seat without its holder, unless it is to stay. */
function opened(slot: Slot, seat: SlotSeat, closed: ReadonlySet<string>): SlotSeat {
  if (closed.has(slotSeatKey(slot.id, seat.seat))) return { ...seat, pinned: true }
  return { ...seat, providerId: null, pinned: false, reasons: [] }
}

/** Whether somebody has the seat and a rule that looks at the duty alone forbids it. */
function isLost(ground: Ground, slot: Slot, { seat, providerId }: SlotSeat): boolean {
  if (providerId === null) return false
  const alone = ground.hard.filter(({ scope }) => scope === 'duty')
  return reasonsOf(deserted(ground), [{ slot, seat, providerId }], alone).length > 0
}

/** The seats that stay: past ones, those set by hand, those nobody wants, and the rest of a turn that is under way. */
function keptBy(ground: Ground, { from, kept }: Frame): Set<string> {
  const { slots } = ground.problem
  const begun = new Set(
    slots.flatMap(({ postId, unit, start, seats }) =>
      start >= from ? [] : seats.map(({ seat, providerId }) => `${postId}/${seat}/${unit}/${providerId}`)
    )
  )
  const stays = (slot: Slot, seat: SlotSeat): boolean => {
    if (slot.start < from || kept?.has(slotSeatKey(slot.id, seat.seat))) return true
    if (seat.providerId === null) return seat.pinned || seat.vacant
    if (isLost(ground, slot, seat)) return false
    return seat.pinned || begun.has(`${slot.postId}/${seat.seat}/${slot.unit}/${seat.providerId}`)
  }
  return new Set(slots.flatMap((slot) => slot.seats.filter((seat) => stays(slot, seat)).map(({ seat }) => slotSeatKey(slot.id, seat))))
}

/** A turn in pieces: what each person can keep of it, and the rest. */
function cut(ground: Ground, turn: Turn, split: boolean): Turn[] {
  const lostOrHeld = (slot: Slot): string => {
    const standing = ground.slots.get(slot.id)
    const seat = standing && seatIn(standing, turn.seat)
    if (standing === undefined || seat === undefined || seat.providerId === null || isLost(ground, standing, seat)) {
      return split ? `free/${slot.id}` : `free/${seat?.providerId ?? ''}`
    }
    return `held/${seat.providerId}`
  }
  return [...Map.groupBy(turn.slots, lostOrHeld).values()].flatMap((slots) => only(turn, slots) ?? [])
}

/** The setting with pieces that nobody at all can take whole given slot by slot, and whom each piece suits. */
function divided(setting: Setting): { readonly setting: Setting; readonly suitable: readonly Float64Array[] } {
  const suitable = suitabilityOf(setting)
  const isHopeless = (piece: Turn, t: number): boolean => piece.slots.length > 1 && suitable[t]?.every(Number.isNaN) === true
  if (!setting.pieces.some(isHopeless)) return { setting, suitable }
  const pieces = setting.pieces.flatMap((piece, t) =>
    isHopeless(piece, t) ? piece.slots.flatMap((slot) => only(piece, [slot]) ?? []) : [piece]
  )
  const finer = withPieces(setting, pieces)
  return { setting: finer, suitable: suitabilityOf(finer) }
}

/** Who has the piece as the roster stands. */
const holderNow = (ground: Ground, piece: Turn): ProviderId | null => {
  const first = piece.slots[0]
  return first === undefined ? null : (ground.bySeat.get(slotSeatKey(first.id, piece.seat))?.providerId ?? null)
}
