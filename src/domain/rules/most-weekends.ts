import { monthOf } from '../day.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'
import { excesses, type Tally, tallyTerm } from './tally.ts'
import { weekendOf } from './weekend.ts'

const tally: Tally = {
  most: (context) => context.param(mostWeekends, 'weekends'),
  keysOf: (duty) => {
    const weekend = weekendOf(duty)
    return weekend === null ? [] : [{ window: monthOf(duty.day), key: weekend }]
  }
}

/** Nobody has duty on more weekends of a calendar month than the centre's limit; both days of one count once, and 0 = no limit. */
export const mostWeekends: Rule = {
  id: 'most-weekends',
  level: 'soft',
  eitherLevel: true,
  weight: 10,
  scope: 'provider',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: { weekends: { default: 0, min: 0, max: 5 } },
  terms: [tallyTerm(tally)],
  check: (duties, context) =>
    excesses(duties, tally, context).map(({ duties: within, count, limit, window }) =>
      breach(mostWeekends, within, { count, limit, month: window }, count - limit)
    )
}
