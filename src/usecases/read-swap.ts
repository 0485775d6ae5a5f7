import type { Centre } from '../domain/centre.ts'
import { type FieldError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import type { ProviderId, RosterId } from '../domain/ids.ts'
import { formatInstant } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import type { SwapOffer, TradedDuty } from '../domain/swap.ts'
import { cleanText } from '../domain/text.ts'
import { providerNoun } from '../store/providers.ts'
import { findRosterOfSlot } from '../store/swaps.ts'
import { type OpenMonth, openMonth } from './amend-month.ts'
import { resolve } from './catalogue.ts'
import type { Deps } from './deps.ts'
import { cutoffsOf } from './swap-cutoff.ts'
import { refuseFaults } from './trade-effect.ts'

/** A seat as a request names it. */
export interface SeatInput {
  readonly slot: string
  readonly seat: Seat
}

/** A swap as a request offers it. */
export interface SwapInput extends SeatInput {
  /** Id or code of whoever offers the duty; it is theirs. */
  readonly by: string
  /** Whom it is offered to, and the duty wanted of each in return. */
  readonly to: readonly (SeatInput & { readonly provider: string })[]
  readonly reason?: string | null | undefined
}

/** An offer with its references found, each possible but for what rules may say. */
export interface AskedSwap {
  readonly open: OpenMonth
  readonly given: TradedDuty
  readonly offers: readonly SwapOffer[]
  readonly reason: string | null
}

/** One person and seat of a request. */
interface Named extends SeatInput {
  readonly providerId: ProviderId
  readonly ref: string
  readonly at: string
}

/**
 * Reads an offer and locks its roster. Throws BAD_FIELD for what the centre does not have, then SWAP_WITH_ONESELF, ROSTER_NOT_PUBLISHED,
 * SWAP_ACROSS_ROSTERS, NOT_THEIRS, AMENDS_THE_PAST, SWAP_TOO_LATE, with every fault under its pointer.
 */
export async function readSwap(deps: Deps, centre: Centre, input: SwapInput): Promise<AskedSwap> {
  const { rosterId, one, others } = await readReferences(deps, centre, input)
  const oneself = others.filter(({ providerId }) => providerId === one.providerId)
  refuseFaults(oneself.map(({ at }): FieldError => ({ pointer: `${at}/provider`, code: 'SWAP_WITH_ONESELF' })))
  const open = await openMonth(deps, centre, rosterId)
  const errors = fieldErrors()
  const found = [one, ...others].map((named) => dutyOf(deps, open, named, errors))
  errors.throwIfAny()
  refuseFaults(found.filter((each) => 'code' in each))
  const [given, ...wanted] = found.filter((each) => 'slotId' in each)
  const offers = await offersOf(deps, open, given as TradedDuty, wanted)
  return { open, given: given as TradedDuty, offers, reason: cleanText(input.reason ?? '') || null }
}

/** The people, and the roster of the duty offered. */
async function readReferences(deps: Deps, centre: Centre, input: SwapInput) {
  const errors = fieldErrors()
  const by = await resolve(deps, providerNoun, centre.id, input.by, errors, '/by')
  const rosterId = await rosterOf(deps, centre, input, errors, '')
  const others: Named[] = []
  for (const [index, { provider, slot, seat }] of input.to.entries()) {
    const at = `/to/${index}`
    const providerId = await resolve(deps, providerNoun, centre.id, provider, errors, `${at}/provider`)
    await rosterOf(deps, centre, { slot }, errors, at)
    if (providerId === undefined) continue
    if (others.some((other) => other.providerId === providerId)) errors.add(`${at}/provider`, 'DUPLICATE_ITEM', { value: provider })
    others.push({ providerId, ref: provider, slot, seat, at })
  }
  errors.throwIfAny()
  const one: Named = { providerId: by as ProviderId, ref: input.by, slot: input.slot, seat: input.seat, at: '' }
  return { rosterId: rosterId as RosterId, one, others }
}

async function rosterOf({ db }: Deps, centre: Centre, { slot }: Pick<SeatInput, 'slot'>, errors: FieldErrors, at: string) {
  const found = await findRosterOfSlot(db, centre.id, slot)
  if (found === undefined) errors.add(`${at}/slot`, 'BAD_REFERENCE', { noun: 'slot', ref: slot })
  return found
}

/** The duty named, or why it cannot be traded; a seat that the slot lacks is noted. */
function dutyOf({ now }: Deps, { scene }: OpenMonth, named: Named, errors: FieldErrors): TradedDuty | FieldError {
  const { providerId, ref, at } = named
  const slot = scene.slots.find(({ id }) => id === named.slot)
  if (slot === undefined) return { pointer: `${at}/slot`, code: 'SWAP_ACROSS_ROSTERS' }
  const { id: slotId, postId, start, end } = slot
  const seat = slot.seats.find((each) => each.seat === named.seat)
  if (seat === undefined) errors.add(`${at}/seat`, 'BAD_REFERENCE', { noun: 'seat', ref: named.seat })
  if (seat?.providerId !== providerId) return { pointer: `${at}/seat`, code: 'NOT_THEIRS', params: { provider: ref } }
  const began = formatInstant(start, scene.centre.zone)
  if (start <= now()) return { pointer: `${at}/slot`, code: 'AMENDS_THE_PAST', params: { at: began } }
  return { providerId, slotId, seat: seat.seat, postId, start, end }
}

/** The offers with their cut-offs. Throws SWAP_TOO_LATE. */
async function offersOf(deps: Deps, { scene }: OpenMonth, given: TradedDuty, wanted: readonly TradedDuty[]): Promise<SwapOffer[]> {
  const cutoffOf = await cutoffsOf(deps, scene.centre)
  const offers = wanted.map((duty): SwapOffer => ({ ...duty, answer: null, answeredAt: null, cutoff: cutoffOf([given.start, duty.start]) }))
  const late = offers.flatMap(({ cutoff }, index): FieldError[] => {
    const params = { at: formatInstant(cutoff, scene.centre.zone) }
    return cutoff <= deps.now() ? [{ pointer: `/to/${index}`, code: 'SWAP_TOO_LATE', params }] : []
  })
  refuseFaults(late)
  return offers
}
