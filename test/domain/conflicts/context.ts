import type { ConflictRule, Exclusion } from '../../../src/domain/call.ts'
import type { Candidate, ConflictContext, OtherCall } from '../../../src/domain/conflicts/conflict-rule.ts'
import { type Plain, wall } from '../../support/builders.ts'

type Some<T> = Partial<Plain<T>>

/** Somebody who is free and has declared nothing. */
export const candidate = (providerId: string, some: Some<Candidate> = {}): Candidate =>
  ({ providerId, ties: [], absences: [], engagements: [], ...some }) as Candidate

/** A call of the same case, of an accused whom An took. */
export const other = (some: Some<OtherCall> = {}): OtherCall =>
  ({
    id: 'call-1',
    caseKey: 'case-1',
    standing: 'accused',
    stage: 'investigation',
    interests: 'unknown',
    status: 'taken',
    providerIds: ['an'],
    ...some
  }) as OtherCall

export const exclusion = (rule: ConflictRule, providerId: string | null, confirmed?: boolean): Exclusion =>
  ({ rule, providerId, ...(confirmed === undefined ? {} : { confirmed }) }) as Exclusion

interface Said {
  readonly call?: Some<ConflictContext['call']>
  readonly candidates?: readonly Candidate[]
  readonly others?: readonly OtherCall[]
  readonly exclusions?: readonly Exclusion[]
  readonly at?: string
}

/** PC01 reports an accused at 02:10 on 05/12/2026; An and Bình could come. */
export const conflictContext = ({ call, candidates, others, exclusions, at = '2026-12-05 02:10' }: Said = {}): ConflictContext =>
  ({
    at: wall(at),
    day: at.slice(0, 10),
    call: {
      id: 'call-2',
      caseKey: 'case-1',
      standing: 'accused',
      stage: 'investigation',
      interests: 'unknown',
      agencyId: 'pc01',
      ...call
    },
    candidates: candidates ?? [candidate('an'), candidate('binh')],
    others: others ?? [],
    exclusions: exclusions ?? []
  }) as ConflictContext
