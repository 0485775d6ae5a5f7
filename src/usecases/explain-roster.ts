import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { Candidate, PersonExplanation, SeatExplanation } from '../domain/explanation.ts'
import type { Instant } from '../domain/instant.ts'
import { DEFAULT_ANCHOR } from '../planning/anchor.ts'
import { candidatesFor } from '../planning/candidates.ts'
import { type Contrast, contrast } from '../planning/contrast.ts'
import { explainPerson, explainSeat } from '../planning/explain.ts'
import { openGround } from '../planning/ground.ts'
import { waitingBudget } from './bounded.ts'
import type { Deps } from './deps.ts'
import { loadStanding, personBy, type SeatQuestion, type StandingRoster, slotWith } from './standing-roster.ts'

/** Why a seat is as it is, with the scene that its wording needs. */
export interface SeatAnswer {
  readonly standing: StandingRoster
  readonly explanation: SeatExplanation
  /** The person asked about (`instead`): alone in the seat, and with the rest mended round them. */
  readonly instead: (Contrast & { readonly candidate: Candidate }) | null
}

/** Everybody who might have the seat, by the change that they would make. */
export async function listCandidates(deps: Deps, centre: Centre, ref: string, asked: SeatQuestion) {
  const standing = await loadStanding(deps, centre, ref)
  const slot = slotWith(standing, asked)
  const ground = openGround(standing.problem, [{ slotId: slot.id, seat: asked.seat }])
  return { standing, slot, candidates: candidatesFor(ground, slot, asked.seat) }
}

/** Why somebody has a seat, or nobody; with `instead`, why not that person. Throws NOT_FOUND. */
export async function explainSeatOf(
  deps: Deps,
  centre: Centre,
  ref: string,
  asked: SeatQuestion & { readonly instead?: string | undefined }
): Promise<SeatAnswer> {
  const standing = await loadStanding(deps, centre, ref)
  const slot = slotWith(standing, asked)
  const explanation = explainSeat(openGround(standing.problem, [{ slotId: slot.id, seat: asked.seat }]), slot, asked.seat)
  if (asked.instead === undefined) return { standing, explanation, instead: null }
  const providerId = personOf(standing, asked.instead)
  const candidate = explanation.candidates.find((each) => each.providerId === providerId)
  if (candidate === undefined) throw new DutyError('NOT_FOUND', { noun: 'provider', ref: asked.instead })
  // every other seat may move: the question is about the month, not about the days that are left of it
  const request = { from: Number.NEGATIVE_INFINITY as Instant, weights: { ...DEFAULT_ANCHOR, noticeDays: 0 } }
  const means = { optimise: deps.optimise, budget: waitingBudget(standing.scene.roster.seed) }
  const answer = await contrast(standing.problem, { slot, seat: asked.seat, providerId }, request, means)
  return { standing, explanation, instead: { candidate, ...answer } }
}

/** Why somebody bears as much as they do. Throws NOT_FOUND. */
export async function explainPersonOf(
  deps: Deps,
  centre: Centre,
  ref: string,
  provider: string
): Promise<{ standing: StandingRoster; explanation: PersonExplanation }> {
  const standing = await loadStanding(deps, centre, ref)
  const explanation = explainPerson(openGround(standing.problem), personOf(standing, provider))
  if (explanation === null) throw new DutyError('NOT_FOUND', { noun: 'provider', ref: provider })
  return { standing, explanation }
}

function personOf(standing: StandingRoster, ref: string) {
  const found = personBy(standing, ref)
  if (found === undefined) throw new DutyError('NOT_FOUND', { noun: 'provider', ref })
  return found
}
