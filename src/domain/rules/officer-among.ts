import type { ProviderId } from '../ids.ts'
import { dutiesBeside, holders, sideBySide } from './beside.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule, type RuleContext } from './rule.ts'

const noOfficer = (a: ProviderId | null, b: ProviderId | null, context: RuleContext): boolean =>
  a !== null && b !== null && [a, b].every((id) => context.provider(id).role !== 'legal_aid_officer')

/** Of the two who serve a slot at least one is a legal aid officer of the centre. For centres that want it. */
export const officerAmong: Rule = {
  id: 'officer-among',
  level: 'soft',
  eitherLevel: false,
  weight: 5,
  optIn: true,
  scope: 'overlap',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: {},
  terms: [{ kind: 'beside', where: 'slot', degree: (a, b, _, context) => (noOfficer(a, b, context) ? 1 : 0) }],
  check: (duties, context) =>
    sideBySide(duties)
      .filter((beside) => noOfficer(...holders(beside), context))
      .map((beside) => breach(officerAmong, dutiesBeside(beside), { day: beside.at.day, post: beside.at.postId }))
}
