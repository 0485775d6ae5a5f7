import { cuttingPoint } from '../domain/amended-slots.ts'
import type { Recut, SeatTake } from '../domain/amendment.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import { type Instant, parseInstant } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import { cleanText } from '../domain/text.ts'
import { DEFAULT_ANCHOR } from '../planning/anchor.ts'
import { type OpenMonth, withSlots } from './amend-month.ts'
import { waitingBudget } from './bounded.ts'
import { compute } from './compute.ts'
import type { Deps } from './deps.ts'
import { standingData } from './plan-problem.ts'
import { recutOf } from './recut.ts'
import type { RosterScene } from './roster-scene.ts'

/** One seat as a request changes it; the slot by id, or by its post (id or code) and start. */
export interface SeatChangeInput {
  readonly slot?: string | undefined
  readonly post?: string | undefined
  readonly start?: string | undefined
  readonly seat: Seat
  /** Id or code; null empties the seat. */
  readonly provider: string | null
}

/** An amendment as a request draws it up. */
export interface AmendmentInput {
  readonly reason: string
  readonly kind?: 'replacement' | 'supplement' | undefined
  /** From when the changes hold (RFC 3339); default: from the moment it is issued. */
  readonly changesFrom?: string | undefined
  readonly changes?: readonly SeatChangeInput[] | undefined
  /** Cut the slots still to come anew, by the calendar and the posts of this moment. */
  readonly recut?: boolean | undefined
  /** Change as little more as it takes so that no seat to come is empty or against a hard rule. */
  readonly mend?: boolean | undefined
}

/** What an amendment changes, its references found. */
export interface DrawnAmendment {
  readonly reason: string
  readonly kind: 'replacement' | 'supplement'
  readonly changesFrom: Instant | null
  readonly takes: readonly SeatTake[]
  readonly recut: Recut | null
}

/** Reads an amendment against the month as it stands. Throws BAD_FIELD with every field at fault. */
export async function readAmendment(deps: Deps, open: OpenMonth, input: AmendmentInput): Promise<DrawnAmendment> {
  const errors = fieldErrors()
  const { changesFrom: wanted } = input
  const from = wanted === undefined ? null : (errors.try('/changesFrom', () => parseInstant(wanted)) ?? null)
  const reason = cleanText(input.reason)
  if (reason === '') errors.add('/reason', 'MISSING_FIELD')
  const start = from ?? deps.now()
  const recut = input.recut === true ? await recutOf(deps, open.scene, start) : null
  const slots = recutSlots(open.scene.slots, recut)
  const named = (input.changes ?? []).map((change, index) => takeOf(open.scene, slots, change, errors, `/changes/${index}`))
  errors.throwIfAny()
  const takes = named.filter((take) => take !== undefined)
  const more = input.mend === true ? await mendingTakes(deps, open.scene, slots, takes, start) : []
  return { reason, kind: input.kind ?? 'replacement', changesFrom: from, takes: [...takes, ...more], recut }
}

/** The slots with what a recut takes away and adds. */
export function recutSlots(slots: readonly Slot[], recut: Recut | null): readonly Slot[] {
  if (recut === null) return slots
  const gone = new Set(recut.removed)
  return [...slots.filter(({ id }) => !gone.has(id)), ...recut.added]
}

function slotOf({ context, posts }: RosterScene, slots: readonly Slot[], change: SeatChangeInput, errors: FieldErrors, at: string) {
  const { slot: id, post: ref, start } = change
  if (id !== undefined) return slots.find((slot) => slot.id === id)
  if (ref === undefined || start === undefined) {
    errors.add(`${at}/slot`, 'MISSING_FIELD')
    return undefined
  }
  const from = errors.try(`${at}/start`, () => parseInstant(start))
  const post = posts.find((each) => each.id === ref || each.code === ref)
  return post && slots.find((slot) => slot.postId === context.post(post.id).id && slot.start === from)
}

/** One change with its references found; what is not is noted. */
function takeOf(
  scene: RosterScene,
  slots: readonly Slot[],
  change: SeatChangeInput,
  errors: FieldErrors,
  at: string
): SeatTake | undefined {
  const slot = slotOf(scene, slots, change, errors, at)
  const seat = slot?.seats.find((each) => each.seat === change.seat)
  if (slot === undefined) errors.add(`${at}/slot`, 'BAD_REFERENCE', { noun: 'slot', ref: change.slot ?? change.start ?? '' })
  else if (seat === undefined) errors.add(`${at}/seat`, 'BAD_REFERENCE', { noun: 'seat', ref: change.seat })
  const to = personOf(scene, change.provider)
  if (to === undefined) errors.add(`${at}/provider`, 'BAD_REFERENCE', { noun: 'provider', ref: change.provider ?? '' })
  if (slot === undefined || seat === undefined || to === undefined) return undefined
  return { slotId: slot.id, seat: seat.seat, from: seat.providerId, to }
}

function personOf({ providers }: RosterScene, ref: string | null): ProviderId | null | undefined {
  return ref === null ? null : providers.find(({ id, code }) => id === ref || code === ref)?.id
}

/** The fewest further changes that fill what is empty and mend what is hard, with the changes named set as they are. */
async function mendingTakes(
  deps: Deps,
  scene: RosterScene,
  slots: readonly Slot[],
  takes: readonly SeatTake[],
  from: Instant
): Promise<SeatTake[]> {
  const key = (slotId: string, seat: Seat): string => `${slotId}/${seat}`
  const set = new Map(takes.map((take) => [key(take.slotId, take.seat), take.to]))
  const after = slots.map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) => {
      const to = set.get(key(slot.id, seat.seat))
      return to === undefined ? seat : { ...seat, providerId: to, pinned: to !== null }
    })
  }))
  const data = await standingData(deps, withSlots(scene, after))
  const request = { from: cuttingPoint(from), weights: DEFAULT_ANCHOR }
  const { moves } = await compute(deps, scene.centre, 'mend', { data, request, budget: waitingBudget(scene.roster.seed) })
  return moves.filter(({ slotId, seat }) => !set.has(key(slotId, seat))).map(({ slotId, seat, from, to }) => ({ slotId, seat, from, to }))
}

/** Refuses an amendment of which nothing would come. Throws NOTHING_AMENDED. */
export function refuseNothing({ takes, recut }: Pick<DrawnAmendment, 'takes' | 'recut'>, { newest }: OpenMonth): void {
  const same = takes.every(({ from, to }) => from === to)
  if (same && recut === null && newest.number !== null) throw new DutyError('NOTHING_AMENDED')
}
