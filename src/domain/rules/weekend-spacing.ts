import { addDays, type Day } from '../day.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'
import { excesses, type Tally, tallyTerm } from './tally.ts'
import { weekendOf } from './weekend.ts'

const tally: Tally = {
  most: () => 1,
  keysOf: (duty) => {
    const weekend = weekendOf(duty)
    return weekend === null ? [] : [addDays(weekend, -7), weekend].map((window) => ({ window, key: weekend }))
  }
}

/** Nobody has duty on two weekends running: each two such weekends are one breach. */
export const weekendSpacing: Rule = {
  id: 'weekend-spacing',
  level: 'soft',
  eitherLevel: true,
  weight: 6,
  scope: 'provider',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: {},
  terms: [tallyTerm(tally)],
  check: (duties, context) =>
    excesses(duties, tally, context).map(({ duties: within, window }) =>
      breach(weekendSpacing, within, { from: window, to: addDays(window as Day, 8) })
    )
}
