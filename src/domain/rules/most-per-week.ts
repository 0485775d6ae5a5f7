import { addDays, weekStart } from '../day.ts'
import { breach, type Rule } from './rule.ts'
import { crowded } from './span.ts'

/**
 * Nobody has more duty days in a week of the centre than its limit. A duty counts on the wall day it starts on, and several posts on
 * one day count once. Six leaves the weekly day of rest (BLLĐ 2019 Art. 111(1)) and a whole court week with a made-up Saturday.
 */
export const mostPerWeek: Rule = {
  id: 'most-per-week',
  level: 'hard',
  scope: 'provider',
  basis: 'BLLĐ 2019 Điều 111(1); số ngày do Trung tâm quy định',
  params: { days: { default: 6, min: 0, max: 7 } },
  check: (duties, context) => {
    const limit = context.param(mostPerWeek, 'days')
    return crowded(duties, (duty) => weekStart(duty.day, context.firstWeekday), limit).map(({ spell, duties: within, count }) =>
      breach(mostPerWeek, within, { count, limit, from: spell, to: addDays(spell, 6) })
    )
  }
}
