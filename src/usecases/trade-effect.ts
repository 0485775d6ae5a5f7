import type { SeatTake } from '../domain/amendment.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError, type FieldError } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import { formatInstant, type Instant } from '../domain/instant.ts'
import { agreedOffer, type Swap, statusAt, type TradedDuty, tradeOf } from '../domain/swap.ts'
import { getRoster } from '../store/rosters.ts'
import { type AmendedMonth, type AmendedScene, amendedScene, judged, type OpenMonth } from './amend-month.ts'
import { type Deps, transact } from './deps.ts'
import { loadScene } from './roster-scene.ts'

/** What a swap with one person would do: the breaches in which an exchanged seat takes part, in the month as it would be. */
export interface TradeEffect extends Pick<AmendedMonth, 'scene' | 'against'> {
  readonly providerId: ProviderId
}

/** Exchanges both seats in memory, with each of those wanted by itself. Throws SEAT_CHANGED. */
export async function tradeEffects(
  deps: Deps,
  open: Pick<OpenMonth, 'scene'>,
  given: TradedDuty,
  wanted: readonly TradedDuty[]
): Promise<TradeEffect[]> {
  const from = deps.now()
  const amended: AmendedScene[] = []
  for (const duty of wanted) amended.push(await amendedScene(deps, open, { takes: tradeOf(given, duty), recut: null, from }))
  // asked for together, they are calculated between the same two rounds
  const months = await Promise.all(amended.map((each) => judged(deps, each)))
  return months.map(({ scene, against }, at) => ({ providerId: (wanted[at] as TradedDuty).providerId, scene, against }))
}

/** Why rules forbid a swap; undefined when they do not. */
export function tradeFault({ scene, against }: TradeEffect, pointer: string): FieldError | undefined {
  const hard = against.filter(({ level }) => level === 'hard')
  const away = hard.find(({ ruleId }) => ruleId === 'absent-provider')
  if (away !== undefined) {
    const names = away.providerIds.map((id) => scene.context.provider(id).fullName)
    return { pointer, code: 'SWAP_WITH_ABSENT', params: { name: names.join(', '), day: away.params.day ?? '' } }
  }
  return hard.length === 0 ? undefined : { pointer, code: 'RULE_VIOLATED', params: { count: hard.length } }
}

/** Throws the first fault under its own code, and names them all. */
export function refuseFaults(faults: readonly FieldError[]): void {
  const [first] = faults
  if (first !== undefined) throw new DutyError(first.code, first.params, faults)
}

/** What each exchange that is still possible would do now, without writing; nothing once the swap is over. */
export async function swapEffects(deps: Deps, centre: Centre, swap: Swap): Promise<TradeEffect[]> {
  const possible = possibleOffers(swap, deps.now())
  const scene = await transact(deps, async (deps) => {
    const roster = await getRoster(deps.db, centre.id, swap.rosterId)
    return possible.length === 0 || roster.status !== 'published' ? undefined : loadScene(deps, centre, roster)
  })
  return scene === undefined ? [] : tradeEffects(deps, { scene }, swap.given, possible)
}

function possibleOffers(swap: Swap, now: Instant) {
  const status = statusAt(swap, now)
  if (swap.given.start <= now) return []
  if (status === 'offered') return swap.offers.filter(({ answer, cutoff }) => answer === null && cutoff > now)
  const agreed = agreedOffer(swap)
  return agreed !== undefined && agreed.start > now && (status === 'accepted' || status === 'approved') ? [agreed] : []
}

/** A swap trades whole duties: once one of them has begun it is too late. Throws AMENDS_THE_PAST. */
export function refuseBegun({ scene }: Pick<OpenMonth, 'scene'>, takes: readonly Pick<SeatTake, 'slotId'>[], now: Instant): void {
  const begun = scene.slots.find(({ id, start }) => start <= now && takes.some(({ slotId }) => slotId === id))
  if (begun !== undefined) throw new DutyError('AMENDS_THE_PAST', { at: formatInstant(begun.start, scene.centre.zone) })
}
