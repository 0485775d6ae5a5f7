import { addDays, type Day, weekStart } from '../day.ts'
import type { Duty } from '../roster.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule, type RuleContext } from './rule.ts'
import { crowded, crowdedTerm } from './span.ts'

const weekOf = (duty: Duty, context: RuleContext): Day => weekStart(duty.day, context.firstWeekday)

/**
 * Nobody has more duty days in a week of the centre than its limit. A duty counts on the wall day it starts on, and several posts on
 * one day count once. Six leaves the weekly day of rest (BLLĐ 2019 Art. 111(1)) and a whole court week with a made-up Saturday.
 */
export const mostPerWeek: Rule = {
  id: 'most-per-week',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'provider',
  basis: 'BLLĐ 2019 Điều 111(1); số ngày do Trung tâm quy định',
  ...IN_FORCE.labourCode,
  params: { days: { default: 6, min: 0, max: 7 } },
  terms: [crowdedTerm(weekOf, (context) => context.param(mostPerWeek, 'days'))],
  check: (duties, context) => {
    const limit = context.param(mostPerWeek, 'days')
    return crowded(duties, (duty) => weekOf(duty, context), limit).map(({ spell, duties: within, count }) =>
      breach(mostPerWeek, within, { count, limit, from: spell, to: addDays(spell, 6) }, count - limit)
    )
  }
}
