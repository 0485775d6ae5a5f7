import type { Centre } from '../domain/centre.ts'
import { agreedOffer, type Swap, type SwapOffer } from '../domain/swap.ts'
import { updateSwap } from '../store/swaps.ts'
import { openMonth } from './amend-month.ts'
import { lockSwap } from './answer-swap.ts'
import { type Deps, transact } from './deps.ts'
import { agreedTrade, drawTrade } from './draw-trade.ts'

/**
 * The planner agrees to a swap that both people agreed to: its amendment goes to the approver, and the swap is done when that is issued.
 * Throws SWAP_DECIDED, AMENDS_THE_PAST, SEAT_CHANGED, RULE_VIOLATED, SWAP_WITH_ABSENT.
 */
export const approveSwap = (deps: Deps, centre: Centre, id: string, expected: number, by: string): Promise<Swap> =>
  transact(deps, async (deps) => {
    const swap = await lockSwap(deps, centre, id, expected, ['accepted'])
    const wanted = agreedOffer(swap) as SwapOffer
    const open = await openMonth(deps, centre, swap.rosterId)
    await agreedTrade(deps, open, swap.given, wanted)
    const { id: amendmentId } = await drawTrade(deps, open, swap, wanted, by)
    return updateSwap(deps.db, swap, { status: 'approved', decidedBy: by, amendmentId }, deps.now())
  })

/** The planner refuses a swap, with the reason. Throws SWAP_DECIDED. */
export const refuseSwap = (deps: Deps, centre: Centre, id: string, expected: number, by: string, reason: string): Promise<Swap> =>
  transact(deps, async (deps) => {
    const swap = await lockSwap(deps, centre, id, expected, ['accepted'])
    return updateSwap(deps.db, swap, { status: 'refused', decidedBy: by, decision: reason }, deps.now())
  })
