import { type Day, holds, type Period } from './day.ts'
import { DUTY_ROLES, type Provider, servesOn } from './provider.ts'

/** Whether the law lets somebody stand duty on that day: role, an officer's card, a lawyer's contract (rules `duty-role`, `card-valid`, `contract-valid`). */
function lawfulOn({ role, card, contracts }: Provider, day: Day): boolean {
  if (!DUTY_ROLES.includes(role)) return false
  const carded = card === null ? role !== 'legal_aid_officer' : holds(card, day)
  return carded && (role !== 'contract_lawyer' || contracts.some((contract) => holds(contract, day)))
}

/** Whether a person can be asked for anything on that day: with the centre, by law able to, not barred, not away. */
export function availableOn(provider: Provider, away: readonly Period[], day: Day): boolean {
  const free = (period: Period): boolean => !holds(period, day)
  return servesOn(provider, day) && lawfulOn(provider, day) && provider.bars.every(free) && away.every(free)
}

/**
 * What a person owes of the days, in per cent-days: the duty share times the days on which the person is available. So days away
 * are not owed, and nobody who joins or returns finds a debt.
 */
export const dueShare = (provider: Provider, away: readonly Period[], days: readonly Day[]): number =>
  provider.dutyShare * days.filter((day) => availableOn(provider, away, day)).length

/**
 * The total divided by shares, in whole numbers that add up to it (largest remainder; equal remainders go to who stands first). All
 * zero when nobody has a share. Exact while total x share is below 2^53.
 */
export function apportion(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((all, share) => all + share, 0)
  if (sum === 0) return shares.map(() => 0)
  const parts = shares.map((share, at) => ({ at, rest: (total * share) % sum, part: (total * share - ((total * share) % sum)) / sum }))
  const left = total - parts.reduce((all, { part }) => all + part, 0)
  const lucky = new Set([...parts].sort((a, b) => b.rest - a.rest || a.at - b.at).slice(0, left))
  return parts.map((each) => each.part + (lucky.has(each) ? 1 : 0))
}
