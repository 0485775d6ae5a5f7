import { monthOf } from '../day.ts'
import { IN_FORCE } from './in-force.ts'
import { nightDays } from './night.ts'
import { breach, type Rule } from './rule.ts'
import { excesses, type Tally, tallyTerm } from './tally.ts'

const tally: Tally = {
  most: (context) => context.param(mostNights, 'nights'),
  keysOf: (duty, context) => nightDays(duty, context).map((day) => ({ window: monthOf(day), key: day }))
}

/** Nobody has more nights of duty in a calendar month than the centre's limit. A night is counted once for all posts; 0 = no limit. */
export const mostNights: Rule = {
  id: 'most-nights',
  level: 'soft',
  eitherLevel: true,
  weight: 10,
  scope: 'provider',
  basis: 'Quy định của Trung tâm; BLLĐ 2019 Điều 106',
  ...IN_FORCE.labourCode,
  params: { nights: { default: 0, min: 0, max: 31 } },
  terms: [tallyTerm(tally)],
  check: (duties, context) =>
    excesses(duties, tally, context).map(({ duties: within, count, limit, window }) =>
      breach(mostNights, within, { count, limit, month: window }, count - limit)
    )
}
