import { type Eligibility, namedFor } from '../post.ts'
import type { Provider } from '../provider.ts'
import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { unsettled } from './span.ts'

/**
 * A post is staffed by those it admits: every list of its eligibility that is not empty must admit the person. Whoever its seat
 * names (`fixed`: the person and the stand-in; `cycle`: the declared order) is admitted by that, but nobody whom it excludes.
 */
export const postEligibility: Rule = {
  id: 'post-eligibility',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'duty',
  basis: 'Quy định của Trung tâm về người trực tại từng điểm trực; TTLT 10/2018 Điều 8(9)',
  ...IN_FORCE.jointCircular,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) => {
      const post = context.post(duty.postId)
      const provider = context.provider(duty.providerId)
      const named = namedFor(post, duty.seat, duty).includes(provider.id)
      const reason = refusal(post.eligibility, provider, named)
      return reason === null ? [] : [breach(postEligibility, [duty], { reason, day: duty.day, post: duty.postId })]
    })
}

const admits = <T>(list: readonly T[], one: T | null): boolean => list.length === 0 || (one !== null && list.includes(one))

/** The first list that does not admit the person; null when all do. */
function refusal(eligibility: Eligibility, provider: Provider, named: boolean): string | null {
  if (eligibility.excludedIds.includes(provider.id)) return 'excluded'
  if (named) return null
  if (!admits(eligibility.roles, provider.role)) return 'other_role'
  if (!admits(eligibility.branchIds, provider.branchId)) return 'other_branch'
  if (!admits(eligibility.providerIds, provider.id)) return 'not_listed'
  return eligibility.skills.every((skill) => provider.skills.includes(skill)) ? null : 'skill_missing'
}
