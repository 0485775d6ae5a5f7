import type { Centre } from '../domain/centre.ts'
import type { Day } from '../domain/day.ts'
import { dayAt } from '../domain/instant.ts'
import type { ConfirmationWay } from '../domain/number-confirmation.ts'
import type { Provider } from '../domain/provider.ts'
import { insertNumberConfirmations, lockProvider, savePhones } from '../store/numbers.ts'
import { type Deps, transact } from './deps.ts'

/** That numbers were answered: on which day, who says so, how they know. */
export interface Answered {
  readonly on: Day
  readonly by: string
  readonly how: ConfirmationWay
}

/**
 * Records in the caller's transaction that these numbers (E.164) of a locked provider were answered. `verifiedOn` only ever moves on; the
 * version goes up when it does.
 */
export async function recordAnswered(deps: Deps, provider: Provider, numbers: readonly string[], answered: Answered): Promise<Provider> {
  const { centreId, id: providerId } = provider
  const at = deps.now()
  const rows = numbers.map((number) => ({ id: deps.newId(), centreId, providerId, number, at, ...answered }))
  await insertNumberConfirmations(deps.db, rows)
  const later = (verifiedOn: Day | null): boolean => verifiedOn === null || verifiedOn < answered.on
  const moved = provider.phones.some(({ e164, verifiedOn }) => numbers.includes(e164) && later(verifiedOn))
  if (!moved) return provider
  const phones = provider.phones.map((phone) =>
    numbers.includes(phone.e164) && later(phone.verifiedOn) ? { ...phone, verifiedOn: answered.on } : phone
  )
  return savePhones(deps.db, provider, phones, at)
}

/**
 * A duty call reached somebody (id or code) at this number (E.164): from then on it counts as verified today. Nothing happens when the
 * number is no longer theirs, or nobody is by that name.
 */
export const numberAnswered = (deps: Deps, centre: Centre, ref: string, number: string, by: string): Promise<void> =>
  transact(deps, async (deps) => {
    const provider = await lockProvider(deps.db, centre.id, ref)
    if (provider === undefined || !provider.phones.some(({ e164 }) => e164 === number)) return
    await recordAnswered(deps, provider, [number], { on: dayAt(deps.now(), centre.zone), by, how: 'call' })
  })
