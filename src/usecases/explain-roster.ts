import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { Candidate, PersonExplanation } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { SeatFound } from '../planning/tasks/seats.ts'
import { waitingBudget } from './bounded.ts'
import { compute } from './compute.ts'
import type { Deps } from './deps.ts'
import { loadStanding, personBy, placeOf, type SeatQuestion, type StandingRoster } from './standing-roster.ts'

/** Why a seat is as it is, with the scene that its wording needs. */
export interface SeatAnswer extends SeatFound {
  readonly standing: StandingRoster
}

/** Everybody who might have the seat, by the change that they would make. */
export async function listCandidates(
  deps: Deps,
  centre: Centre,
  ref: string,
  asked: SeatQuestion
): Promise<{ standing: StandingRoster; candidates: Candidate[] }> {
  const standing = await loadStanding(deps, centre, ref)
  return { standing, candidates: await compute(deps, centre, 'candidates', { data: standing.data, place: placeOf(standing, asked) }) }
}

/** Why somebody has a seat, or nobody; with `instead`, why not that person. Throws NOT_FOUND. */
export async function explainSeatOf(
  deps: Deps,
  centre: Centre,
  ref: string,
  asked: SeatQuestion & { readonly instead?: string | undefined }
): Promise<SeatAnswer> {
  const standing = await loadStanding(deps, centre, ref)
  const place = placeOf(standing, asked)
  const instead = asked.instead === undefined ? null : personOf(standing, asked.instead)
  const budget = waitingBudget(standing.scene.roster.seed)
  return { standing, ...(await compute(deps, centre, 'seat', { data: standing.data, place, instead, budget })) }
}

/** Why somebody bears as much as they do. Throws NOT_FOUND. */
export async function explainPersonOf(
  deps: Deps,
  centre: Centre,
  ref: string,
  provider: string
): Promise<{ standing: StandingRoster; explanation: PersonExplanation }> {
  const standing = await loadStanding(deps, centre, ref)
  const explanation = await compute(deps, centre, 'person', { data: standing.data, providerId: personOf(standing, provider) })
  if (explanation === null) throw new DutyError('NOT_FOUND', { noun: 'provider', ref: provider })
  return { standing, explanation }
}

function personOf(standing: StandingRoster, ref: string): ProviderId {
  const found = personBy(standing, ref)
  if (found === undefined) throw new DutyError('NOT_FOUND', { noun: 'provider', ref })
  return found
}
