import type { Amendment, AmendmentStatus } from '../domain/amendment.ts'
import type { Centre } from '../domain/centre.ts'
import type { RosterId } from '../domain/ids.ts'
import type { Slot } from '../domain/roster.ts'
import { afterChange, agreedOffer, dutyNow, type Swap, type SwapFailure, type SwapStatus } from '../domain/swap.ts'
import { getAmendment } from '../store/amendments.ts'
import { findSwapOf, listOpenSwaps, updateSwap } from '../store/swaps.ts'
import type { Deps } from './deps.ts'
import { cutoffsOf } from './swap-cutoff.ts'

/**
 * After a version of the month was issued (or it was recalled: no slots): swaps whose amendment is issued are done, those whose amendment
 * or duty is gone fail and say so; one whose duty only moved in time goes on. In the caller's transaction.
 */
export async function settleSwaps(deps: Deps, centre: Centre, rosterId: RosterId, slots: readonly Slot[]): Promise<void> {
  const open = await listOpenSwaps(deps.db, centre.id, rosterId)
  if (open.length === 0) return
  const now = deps.now()
  const cutoffOf = await cutoffsOf(deps, centre)
  for (const swap of open) {
    const { amendmentId } = swap
    const change =
      amendmentId === null
        ? afterChange(swap, slots, now, cutoffOf)
        : afterAmendment(await getAmendment(deps.db, centre.id, amendmentId), failureOf(swap, slots, deps))
    if (change !== null) await updateSwap(deps.db, swap, change, now)
  }
}

/** What its amendment makes of an approved swap. */
const FOLLOWS = {
  submitted: 'approved',
  issued: 'done',
  returned: 'refused',
  withdrawn: 'withdrawn',
  failed: 'failed'
} as const satisfies Record<AmendmentStatus, SwapStatus>

function afterAmendment(amendment: Amendment, failure: SwapFailure): Pick<Swap, 'status' | 'decidedBy' | 'decision'> | null {
  const status = FOLLOWS[amendment.status]
  if (status === 'approved') return null
  const { decidedBy, decision } = amendment
  return { status, decidedBy, decision: status === 'failed' ? failure : decision }
}

/** What came between: the first of the two duties that is no longer as agreed. */
function failureOf(swap: Swap, slots: readonly Slot[], { now }: Deps): SwapFailure {
  if (slots.length === 0) return 'ROSTER_RECALLED'
  const duties = [swap.given, agreedOffer(swap) ?? swap.given].map((duty) => dutyNow(duty, slots, now()))
  return duties.find((duty) => typeof duty === 'string') ?? 'AMENDMENT_FAILED'
}

/** The swap that a dropped amendment says ends with it. In the caller's transaction. */
export async function followAmendment(deps: Deps, amendment: Amendment): Promise<void> {
  const swap = await findSwapOf(deps.db, amendment.centreId, amendment.id)
  const change = swap?.status === 'approved' ? afterAmendment(amendment, 'AMENDMENT_FAILED') : null
  if (swap !== undefined && change !== null) await updateSwap(deps.db, swap, change, deps.now())
}
