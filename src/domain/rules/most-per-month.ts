import { monthOf } from '../day.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'
import { crowded, crowdedTerm } from './span.ts'

/**
 * Nobody has more duty days in a calendar month than the centre's limit. A duty counts on the wall day it starts on, and several
 * posts on one day count once. Policy, not statute: five people with
 * two 24/24 seats and a court post need 17 days each, so 20 leaves room for leave.
 */
export const mostPerMonth: Rule = {
  id: 'most-per-month',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'provider',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: { days: { default: 20, min: 0, max: 31 } },
  terms: [
    crowdedTerm(
      (duty) => monthOf(duty.day),
      (context) => context.param(mostPerMonth, 'days')
    )
  ],
  check: (duties, context) => {
    const limit = context.param(mostPerMonth, 'days')
    return crowded(duties, (duty) => monthOf(duty.day), limit).map(({ spell, duties: within, count }) =>
      breach(mostPerMonth, within, { count, limit, month: spell }, count - limit)
    )
  }
}
