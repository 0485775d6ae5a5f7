import { addDays, type Day, weekStart } from '../day.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'
import { daysTouched } from './span.ts'
import { excesses, type Tally, tallyTerm } from './tally.ts'

/** Days of a week that leave one of rest. */
const MOST_DAYS = 6

const tally: Tally = {
  most: () => MOST_DAYS,
  keysOf: (duty, context) => daysTouched(duty, context).map((day) => ({ window: weekStart(day, context.firstWeekday), key: day }))
}

/**
 * Everybody has at least one whole wall day without a minute of duty in each week of the centre: 24 hours of rest (BLLĐ 2019
 * Art. 111(1)). Soft, because it is not settled that stand-by at home is work, and a seat kept for a week leaves no such day.
 */
export const weeklyRest: Rule = {
  id: 'weekly-rest',
  level: 'soft',
  eitherLevel: true,
  weight: 10,
  scope: 'provider',
  basis: 'BLLĐ 2019 Điều 111(1); áp dụng cho trực qua điện thoại theo quy định của Trung tâm',
  ...IN_FORCE.labourCode,
  params: {},
  terms: [tallyTerm(tally)],
  check: (duties, context) =>
    excesses(duties, tally, context).map(({ duties: within, window }) =>
      breach(weeklyRest, within, { from: window, to: addDays(window as Day, 6) })
    )
}
