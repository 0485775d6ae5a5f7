import { DutyError } from '../../domain/errors.ts'
import type { Candidate, PersonExplanation, SeatExplanation } from '../../domain/explanation.ts'
import type { ProviderId } from '../../domain/ids.ts'
import type { Slot } from '../../domain/roster.ts'
import type { SeatRef } from '../../domain/rules/rule.ts'
import { DEFAULT_ANCHOR } from '../anchor.ts'
import { candidatesFor } from '../candidates.ts'
import { type Contrast, contrast } from '../contrast.ts'
import type { Budget } from '../engine.ts'
import { explainPerson, explainSeat } from '../explain.ts'
import { type Ground, openGround } from '../ground.ts'
import { openStanding, type ProblemData } from '../problem-data.ts'
import type { ReplanRequest } from '../replan.ts'
import type { TaskMeans } from './task.ts'

/** A question about one seat of a roster as it stands. */
export interface SeatTask {
  readonly data: ProblemData
  readonly place: SeatRef
}

/** Every seat may move, whatever the notice: the question is about the month, not about the days that are left of it. */
export const ANY_TIME: ReplanRequest = {
  from: Number.NEGATIVE_INFINITY as ReplanRequest['from'],
  weights: { ...DEFAULT_ANCHOR, noticeDays: 0 }
}

/** The slot of a place that is known to be there. */
export function slotAt({ slots }: Pick<Ground, 'slots'>, { slotId }: SeatRef): Slot {
  const slot = slots.get(slotId)
  if (slot === undefined) throw new DutyError('NOT_FOUND', { noun: 'slot', ref: slotId })
  return slot
}

/** Everybody who might have the seat, best first. */
export function candidates({ data, place }: SeatTask): Candidate[] {
  const ground = openGround(openStanding(data), [place])
  return candidatesFor(ground, slotAt(ground, place), place.seat)
}

/** Why a seat is as it is, and why not the person asked about. */
export interface SeatFound {
  readonly explanation: SeatExplanation
  readonly instead: (Contrast & { readonly candidate: Candidate }) | null
}

/** Why a seat is as it is; with `instead`, what it takes to have that person in it. */
export async function seat(
  { data, place, instead, budget }: SeatTask & { readonly instead: ProviderId | null; readonly budget: Budget },
  { optimise }: TaskMeans
): Promise<SeatFound> {
  const problem = openStanding(data)
  const ground = openGround(problem, [place])
  const slot = slotAt(ground, place)
  const explanation = explainSeat(ground, slot, place.seat)
  const candidate = explanation.candidates.find(({ providerId }) => providerId === instead)
  if (candidate === undefined || instead === null) return { explanation, instead: null }
  const found = await contrast(problem, { slot, seat: place.seat, providerId: instead }, ANY_TIME, { optimise, budget })
  return { explanation, instead: { candidate, ...found } }
}

/** Why somebody bears what they bear; null for nobody of the month. */
export const person = ({ data, providerId }: { readonly data: ProblemData; readonly providerId: ProviderId }): PersonExplanation | null =>
  explainPerson(openGround(openStanding(data)), providerId)
