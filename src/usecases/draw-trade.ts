import type { Amendment } from '../domain/amendment.ts'
import type { ProviderId } from '../domain/ids.ts'
import { type Swap, type TradedDuty, tradeOf } from '../domain/swap.ts'
import { swapReason } from '../domain/swap-wording.ts'
import type { OpenMonth } from './amend-month.ts'
import type { Deps } from './deps.ts'
import { submitted } from './draw-amendment.ts'
import { refuseBegun, refuseFaults, tradeEffects, tradeFault } from './trade-effect.ts'

/** Asks every rule again, by the data of this moment. Throws AMENDS_THE_PAST, SEAT_CHANGED, RULE_VIOLATED, SWAP_WITH_ABSENT. */
export async function agreedTrade(deps: Deps, open: OpenMonth, given: TradedDuty, wanted: TradedDuty): Promise<void> {
  refuseBegun(open, [given, wanted], deps.now())
  const effects = await tradeEffects(deps, open, given, [wanted])
  refuseFaults(effects.map((effect) => tradeFault(effect, '')).filter((fault) => fault !== undefined))
}

/** Draws up the amendment of an agreed swap for the approver: what changes is sent beside the roster that is out. */
export function drawTrade(deps: Deps, open: OpenMonth, { given, reason }: Swap, wanted: TradedDuty, by: string): Promise<Amendment> {
  const name = (id: ProviderId): string => open.scene.context.provider(id).fullName
  const drawn = {
    reason: swapReason(name(given.providerId), name(wanted.providerId), reason),
    kind: 'supplement',
    changesFrom: null,
    takes: tradeOf(given, wanted),
    recut: null
  } as const
  return submitted(deps, open, drawn, 'swap', by)
}
