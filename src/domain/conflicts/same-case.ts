import type { Interests, Standing } from '../call.ts'
import type { Candidate, ConflictContext, OtherCall } from './conflict-rule.ts'
import type { Verdict } from './judged.ts'

const ACCUSED_SIDE: readonly Standing[] = ['denounced', 'held', 'arrested', 'in_custody', 'accused', 'defendant', 'convicted']

/** The other calls of the same case in which the person has helped or is helping; a call without a case shares it with none. */
export const helpedIn = ({ providerId }: Candidate, { call, others }: ConflictContext): OtherCall[] =>
  others.filter(
    (other) => call.caseKey !== null && other.caseKey === call.caseKey && other.id !== call.id && other.providerIds.includes(providerId)
  )

/**
 * How two people of one case stand to each other: `against` whatever anybody says (accused and victim), `alike` (several accused, several
 * litigants), or `mixed`: their interests tell.
 */
export function sidesOf(a: Standing, b: Standing): 'against' | 'alike' | 'mixed' {
  const [first, second] = [ACCUSED_SIDE.includes(a), ACCUSED_SIDE.includes(b)]
  if ((first && second) || (a === 'litigant' && b === 'litigant')) return 'alike'
  return (first && b === 'victim') || (a === 'victim' && second) ? 'against' : 'mixed'
}

/** What the interests of the two calls say: opposing when either says so, apart when this one does; else nobody knows, and a person must. */
export function byInterests(call: { readonly interests: Interests }, other: { readonly interests: Interests }): Verdict['level'] | null {
  if (call.interests === 'opposing' || other.interests === 'opposing') return 'block'
  return call.interests === 'apart' ? null : 'confirm'
}
