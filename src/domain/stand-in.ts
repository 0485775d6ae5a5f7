import type { Absence } from './absence.ts'
import { type Day, holds } from './day.ts'
import { compare, type ProviderId } from './ids.ts'
import { DUTY_ROLES, type Provider, servesOn } from './provider.ts'

type Serving = Pick<Provider, 'role' | 'card' | 'contracts' | 'bars' | 'joinedOn' | 'endedOn'>

/**
 * Whether somebody may take part in proceedings for the centre on that day: the role (Luật TGPL 2017 Điều 17, 31(1)), an officer's card
 * (Điều 22), a lawyer's contract (TT 08/2017 Điều 15) and card where it is recorded, and no bar (Điều 14, 25(1)).
 */
export function mayServeOn(provider: Serving, day: Day): boolean {
  const { role, card, contracts, bars } = provider
  const holdsCard = card === null ? role === 'contract_lawyer' : holds(card, day)
  const contracted = role !== 'contract_lawyer' || contracts.some((contract) => holds(contract, day))
  return DUTY_ROLES.includes(role) && servesOn(provider, day) && holdsCard && contracted && !bars.some((bar) => holds(bar, day))
}

/** Who could come although they are not on duty: those who may serve that day and are not away; fewest calls answered first, then by id. */
export const standIns = (
  providers: readonly Provider[],
  absences: readonly Pick<Absence, 'providerId' | 'from' | 'to'>[],
  answered: ReadonlyMap<ProviderId, number>,
  day: Day
): Provider[] =>
  providers
    .filter((provider) => mayServeOn(provider, day))
    .filter(({ id }) => !absences.some((absence) => absence.providerId === id && holds(absence, day)))
    .toSorted((a, b) => (answered.get(a.id) ?? 0) - (answered.get(b.id) ?? 0) || compare(a.id, b.id))
