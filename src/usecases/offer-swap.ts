import type { Centre } from '../domain/centre.ts'
import type { SwapId } from '../domain/ids.ts'
import { latestCutoff, type Swap } from '../domain/swap.ts'
import { insertSwap } from '../store/swaps.ts'
import { type Deps, transact } from './deps.ts'
import { type AskedSwap, readSwap, type SwapInput } from './read-swap.ts'
import { standingSwap } from './sent-again.ts'
import { refuseFaults, type TradeEffect, tradeEffects, tradeFault } from './trade-effect.ts'

/** A swap with what each exchange would do. */
export interface SwapAnswer {
  readonly swap: Swap
  readonly effects: readonly TradeEffect[]
}

/**
 * Offers a duty for one of somebody else's. Nothing changes yet. Every rule is asked for both people with the seats exchanged: what a
 * hard one forbids is refused, what a soft one minds comes back with the offer. Offered again while it is open, it is the swap that is there
 * (`made` is false). Throws also what `readSwap` does, RULE_VIOLATED, SWAP_WITH_ABSENT.
 */
export const offerSwap = (deps: Deps, centre: Centre, input: SwapInput): Promise<SwapAnswer & { readonly made: boolean }> =>
  transact(deps, async (deps) => {
    const asked = await readSwap(deps, centre, input)
    const known = await standingSwap(deps, asked)
    const { open, given, offers, reason } = asked
    const effects = await tradeEffects(deps, open, given, known?.offers ?? offers)
    if (known !== undefined) return { swap: known, effects, made: false }
    refuseFaults(effects.map((effect, index) => tradeFault(effect, `/to/${index}`)).filter((fault) => fault !== undefined))
    const swap: Swap = {
      id: deps.newId() as SwapId,
      centreId: centre.id,
      version: 1,
      rosterId: open.scene.roster.id,
      month: open.scene.roster.month,
      status: 'offered',
      given,
      offers,
      reason,
      cutoff: latestCutoff(offers),
      decidedBy: null,
      decision: null,
      amendmentId: null,
      createdAt: deps.now()
    }
    await insertSwap(deps.db, swap)
    return { swap, effects, made: true }
  })

/** What each exchange would do, hard breaches told instead of refused; writes nothing. */
export async function previewSwap(deps: Deps, centre: Centre, input: SwapInput): Promise<AskedSwap & Pick<SwapAnswer, 'effects'>> {
  const asked = await transact(deps, (deps) => readSwap(deps, centre, input))
  return { ...asked, effects: await tradeEffects(deps, asked.open, asked.given, asked.offers) }
}
