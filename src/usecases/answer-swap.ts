import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import { formatInstant } from '../domain/instant.ts'
import { type Swap, type SwapOffer, type SwapStatus, statusAt } from '../domain/swap.ts'
import { findOne } from '../store/noun.ts'
import { providerNoun } from '../store/providers.ts'
import { lockRoster } from '../store/rosters.ts'
import { findSettings } from '../store/settings.ts'
import { getSwap, updateSwap } from '../store/swaps.ts'
import { openMonth } from './amend-month.ts'
import { type Deps, transact } from './deps.ts'
import { agreedTrade, drawTrade } from './draw-trade.ts'

/**
 * The swap, with its roster locked, if it still has the version that was read and is in one of these states. Throws STALE_VERSION,
 * SWAP_TOO_LATE of one that has expired, SWAP_DECIDED.
 */
export async function lockSwap(deps: Deps, centre: Centre, id: string, expected: number, states: readonly SwapStatus[]): Promise<Swap> {
  const { rosterId } = await getSwap(deps.db, centre.id, id)
  await lockRoster(deps.db, centre.id, rosterId)
  const swap = await getSwap(deps.db, centre.id, id)
  if (swap.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'swap', expected })
  const status = statusAt(swap, deps.now())
  if (states.includes(status)) return swap
  if (status === 'expired') throw new DutyError('SWAP_TOO_LATE', { at: formatInstant(swap.cutoff, centre.zone) })
  throw new DutyError('SWAP_DECIDED', { status })
}

/** Who answers (id or code). Throws BAD_FIELD. */
async function answererOf({ db }: Deps, centre: Centre, ref: string): Promise<ProviderId> {
  const found = await findOne(db, providerNoun, centre.id, ref)
  if (found !== undefined) return found.id
  throw new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: '/by', code: 'BAD_REFERENCE', params: { noun: 'provider', ref } }])
}

const notTheirs = (provider: string): DutyError =>
  new DutyError('NOT_THEIRS', { provider }, [{ pointer: '/by', code: 'NOT_THEIRS', params: { provider } }])

/** The offer to that person that awaits an answer. Throws NOT_THEIRS, SEAT_CHANGED, SWAP_DECIDED of one they declined. */
async function offerTo(deps: Deps, centre: Centre, { offers }: Swap, by: string): Promise<SwapOffer> {
  const providerId = await answererOf(deps, centre, by)
  const offer = offers.find((each) => each.providerId === providerId)
  if (offer === undefined) throw notTheirs(by)
  if (offer.answer === 'failed') throw new DutyError('SEAT_CHANGED', { slot: offer.slotId, seat: offer.seat })
  if (offer.answer !== null) throw new DutyError('SWAP_DECIDED', { status: offer.answer })
  return offer
}

const answered = (deps: Deps, { offers }: Swap, offer: SwapOffer, answer: SwapOffer['answer']): SwapOffer[] =>
  offers.map((each) => (each === offer ? { ...each, answer, answeredAt: deps.now() } : each))

/** Who answers, and on whose key it came. */
export interface SwapAnswerer {
  /** Id or code of the person. */
  readonly by: string
  readonly key: string
}

/**
 * Somebody who was asked agrees; of several the first has it. Where the centre wants its planner asked, the swap awaits that; else its
 * amendment is drawn up at once. Throws NOT_THEIRS, SWAP_TOO_LATE, SWAP_DECIDED, SEAT_CHANGED, RULE_VIOLATED, SWAP_WITH_ABSENT.
 */
export const acceptSwap = (deps: Deps, centre: Centre, id: string, expected: number, { by, key }: SwapAnswerer): Promise<Swap> =>
  transact(deps, async (deps) => {
    const swap = await lockSwap(deps, centre, id, expected, ['offered'])
    const offer = await offerTo(deps, centre, swap, by)
    if (offer.cutoff <= deps.now()) throw new DutyError('SWAP_TOO_LATE', { at: formatInstant(offer.cutoff, centre.zone) })
    const open = await openMonth(deps, centre, swap.rosterId)
    await agreedTrade(deps, open, swap.given, offer)
    const offers = answered(deps, swap, offer, 'accepted')
    const { settings } = await findSettings(deps.db, centre.id)
    if (settings.swapNeedsPlanner) return updateSwap(deps.db, swap, { status: 'accepted', offers }, deps.now())
    const { id: amendmentId } = await drawTrade(deps, open, swap, offer, key)
    return updateSwap(deps.db, swap, { status: 'approved', offers, amendmentId }, deps.now())
  })

/** Somebody who was asked says no; when nobody else may still say yes the swap is over. Throws NOT_THEIRS, SWAP_DECIDED, SWAP_TOO_LATE. */
export const declineSwap = (deps: Deps, centre: Centre, id: string, expected: number, { by }: SwapAnswerer): Promise<Swap> =>
  transact(deps, async (deps) => {
    const swap = await lockSwap(deps, centre, id, expected, ['offered'])
    const offers = answered(deps, swap, await offerTo(deps, centre, swap, by), 'declined')
    const status = offers.some(({ answer }) => answer === null) ? 'offered' : 'declined'
    return updateSwap(deps.db, swap, { status, offers }, deps.now())
  })

/** Whoever offered takes it back, while no amendment says it. Throws NOT_THEIRS, SWAP_DECIDED, SWAP_TOO_LATE. */
export const withdrawSwap = (deps: Deps, centre: Centre, id: string, expected: number, { by }: SwapAnswerer): Promise<Swap> =>
  transact(deps, async (deps) => {
    const swap = await lockSwap(deps, centre, id, expected, ['offered', 'accepted'])
    if ((await answererOf(deps, centre, by)) !== swap.given.providerId) throw notTheirs(by)
    return updateSwap(deps.db, swap, { status: 'withdrawn' }, deps.now())
  })
