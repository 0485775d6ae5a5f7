import type { Absence, AbsenceKind } from '../domain/absence.ts'
import { type Day, parseDay } from '../domain/day.ts'
import type { FieldErrors } from '../domain/errors.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { ProblemData } from '../planning/problem-data.ts'
import { personBy, type StandingRoster } from './standing-roster.ts'

/** Somebody taken to be away on some days, both counted, as a request says it. */
export interface AssumedAbsence {
  /** Id or code. */
  readonly provider: string
  readonly from: string
  /** Left out: one day. */
  readonly to?: string
  readonly kind?: AbsenceKind
}

/** Reads assumed absences; what is wrong goes to `faults` under the pointer. */
export function readAbsences(standing: StandingRoster, absent: readonly AssumedAbsence[], faults: FieldErrors, pointer: string): Absence[] {
  return absent.flatMap(({ provider, from, to = from, kind = 'other' }, at) => {
    const here = `${pointer}/${at}`
    const providerId = personOrFault(standing, provider, faults, `${here}/provider`)
    const first = faults.try(`${here}/from`, () => parseDay(from))
    const last = faults.try(`${here}/to`, () => parseDay(to))
    if (first !== undefined && last !== undefined && last < first) faults.add(`${here}/to`, 'BAD_PERIOD', { from, to })
    if (providerId === undefined || first === undefined || last === undefined) return []
    return [assumed(standing, { providerId, from: first, to: last, kind }, at)]
  })
}

const assumed = (
  { scene }: StandingRoster,
  absence: { readonly providerId: ProviderId; readonly from: Day; readonly to: Day; readonly kind: AbsenceKind },
  at: number
): Absence => ({ ...absence, id: `assumed-${at}`, centreId: scene.centre.id, version: 0, note: null })

/** Somebody of the centre; a fault under the pointer when there is nobody of that id or code. */
export function personOrFault(standing: StandingRoster, ref: string, faults: FieldErrors, pointer: string): ProviderId | undefined {
  const found = personBy(standing, ref)
  if (found === undefined) faults.add(pointer, 'BAD_REFERENCE', { noun: 'provider', ref })
  return found
}

/** The same data with those people away as well. */
export const withAbsences = (data: ProblemData, more: readonly Absence[]): ProblemData => ({
  ...data,
  facts: { ...data.facts, absences: [...data.facts.absences, ...more] }
})
