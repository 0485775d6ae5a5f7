import type { ProviderId } from '../ids.ts'
import type { Wanted } from '../post.ts'
import type { Provider } from '../provider.ts'
import { dutiesBeside, holders, sideBySide } from './beside.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule, type RuleContext } from './rule.ts'

/** At least one of those who serve a slot has each thing that its post wants: a language, a skill (children), a sex. */
export const slotSkill: Rule = {
  id: 'slot-skill',
  level: 'soft',
  eitherLevel: false,
  weight: 5,
  scope: 'overlap',
  basis: 'Luật TGPL 2017 Điều 3(3); quy định của Trung tâm về từng điểm trực',
  ...IN_FORCE.legalAidLaw,
  params: {},
  terms: [
    { kind: 'beside', where: 'slot', degree: (a, b, at, context) => missing([a, b], context.post(at.postId).atLeastOne, context).length }
  ],
  check: (duties, context) =>
    sideBySide(duties).flatMap((beside) =>
      missing(holders(beside), context.post(beside.at.postId).atLeastOne, context).map(({ kind, value }) =>
        breach(slotSkill, dutiesBeside(beside), { day: beside.at.day, post: beside.at.postId, wanted: kind, value })
      )
    )
}

/** What nobody of them has; nothing where there is nobody. */
function missing(ids: readonly (ProviderId | null)[], wants: readonly Wanted[], context: RuleContext): readonly Wanted[] {
  if (wants.length === 0) return wants
  const people = ids.filter((id) => id !== null).map((id) => context.provider(id))
  return people.length === 0 ? [] : wants.filter((wanted) => !people.some((person) => has(person, wanted)))
}

function has({ languages, skills, sex }: Provider, { kind, value }: Wanted): boolean {
  if (kind === 'sex') return sex === value
  return (kind === 'language' ? languages : skills).includes(value)
}
