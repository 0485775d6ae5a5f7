import type { Absence, Engagement } from '../absence.ts'
import type { Call, ConflictOfInterest, ConflictRule, Exclusion } from '../call.ts'
import type { Day } from '../day.ts'
import type { ProviderId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Tie } from '../provider.ts'

/** Somebody who could be called, and what is known of them. */
export interface Candidate {
  readonly providerId: ProviderId
  readonly ties: readonly Tie[]
  /** Of the person; those that do not hold the moment say nothing. */
  readonly absences: readonly Pick<Absence, 'from' | 'to'>[]
  readonly engagements: readonly Pick<Engagement, 'start' | 'end' | 'reachable'>[]
}

/** Another call that the centre has had: who helped whom in which case, and nothing of the person. */
export interface OtherCall extends Pick<Call, 'id' | 'caseKey' | 'standing' | 'stage' | 'interests' | 'status'> {
  /** Everybody who took it or was appointed in it, whether or not they still are. */
  readonly providerIds: readonly ProviderId[]
}

/** Everything a rule of conflict may ask about. */
export interface ConflictContext {
  readonly at: Instant
  /** The day on the wall at that instant. */
  readonly day: Day
  readonly call: Pick<Call, 'id' | 'caseKey' | 'standing' | 'stage' | 'interests' | 'agencyId'>
  readonly candidates: readonly Candidate[]
  /** The centre's other calls of the same case; those of other cases are passed over. */
  readonly others: readonly OtherCall[]
  /** What people put on record for this call or its case. */
  readonly exclusions: readonly Exclusion[]
}

/** A rule of conflict of interest asked at call time. It is a value: the chain, the letter and the explanation read the same list. */
export interface CallRule {
  /** Also the name of its file, its test and its wording. */
  readonly id: ConflictRule
  /** Its number in the list of rules: `K10`. */
  readonly number: string
  /** As cited to the client: `BLTTHS 2015 Điều 72(4)a`. */
  readonly basis: string
  /** The gravest that it can say. */
  readonly level: ConflictOfInterest['level']
  /** Every candidate whom it keeps from the call, in their order; reveals nothing but that. */
  check(context: ConflictContext): ConflictOfInterest[]
}
