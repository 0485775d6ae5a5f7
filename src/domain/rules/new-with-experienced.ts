import { addMonths, type Day, monthOf } from '../day.ts'
import type { ProviderId } from '../ids.ts'
import { type Beside, dutiesBeside, holders, once, sideBySide } from './beside.ts'
import { IN_FORCE } from './in-force.ts'
import { type Adjacent, breach, type Rule, type RuleContext } from './rule.ts'

/** Whether so many months have not yet passed on that day since the person joined. */
const isNew = once((at, context, id): boolean => {
  const months = context.param(newWithExperienced, 'months')
  if (id === null || months === 0) return false
  const { joinedOn } = context.provider(id)
  const seasonedOn = `${addMonths(monthOf(joinedOn), months)}${joinedOn.slice(7)}` as Day
  return at.day < seasonedOn
})

/** Those of the two who are new and have nobody experienced beside them. */
const alone = (a: ProviderId | null, b: ProviderId | null, at: Adjacent, context: RuleContext): (ProviderId | null)[] => {
  const unaided = (one: ProviderId | null, other: ProviderId | null): boolean =>
    isNew(at, context, one) && (other === null || isNew(at, context, other))
  return [unaided(a, b) ? a : null, unaided(b, a) ? b : null].filter((id) => id !== null)
}

/** Whoever joined less than so many months ago serves with somebody experienced in the other seat of the slot. 0 months = off. */
export const newWithExperienced: Rule = {
  id: 'new-with-experienced',
  level: 'soft',
  eitherLevel: false,
  weight: 6,
  scope: 'overlap',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: { months: { default: 3, min: 0, max: 36 } },
  terms: [{ kind: 'beside', where: 'slot', degree: (a, b, at, context) => alone(a, b, at, context).length }],
  check: (duties, context) => sideBySide(duties).flatMap((beside) => breachesIn(beside, context))
}

function breachesIn(beside: Beside, context: RuleContext): ReturnType<Rule['check']> {
  const { at } = beside
  const months = context.param(newWithExperienced, 'months')
  return alone(...holders(beside), at, context).map((id) => {
    const own = dutiesBeside(beside).filter((duty) => duty.providerId === id)
    return breach(newWithExperienced, own, { day: at.day, post: at.postId, months })
  })
}
