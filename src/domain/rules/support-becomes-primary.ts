import type { ProviderId } from '../ids.ts'
import { dutiesBeside, holders, succeeding } from './beside.ts'
import { IN_FORCE } from './in-force.ts'
import { type Adjacent, breach, type Rule } from './rule.ts'

const breaks = (a: ProviderId | null, b: ProviderId | null, at: Adjacent): boolean =>
  a !== null && b !== null && a !== b && at.unit !== at.unitBefore

/** Who supports in one turn of a post is primary in the next, and so knows what is under way. For centres that want it. */
export const supportBecomesPrimary: Rule = {
  id: 'support-becomes-primary',
  level: 'soft',
  eitherLevel: false,
  weight: 4,
  optIn: true,
  scope: 'roster',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: {},
  terms: [{ kind: 'beside', where: 'succession', degree: (a, b, at) => (breaks(a, b, at) ? 1 : 0) }],
  check: (duties, context) =>
    succeeding(duties, context)
      .filter((beside) => breaks(...holders(beside), beside.at))
      .map((beside) => breach(supportBecomesPrimary, dutiesBeside(beside), { day: beside.at.day, post: beside.at.postId }))
}
