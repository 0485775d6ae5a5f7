import { monthOf } from '../day.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'
import { excesses, type Tally, tallyTerm } from './tally.ts'

const tally: Tally = {
  most: (context) => context.param(mostHolidays, 'days'),
  keysOf: (duty) => (duty.dayKind === 'holiday' ? [{ window: monthOf(duty.day), key: duty.day }] : [])
}

/** Nobody has duty on more public holidays of a calendar month (BLLĐ 2019 Art. 112, Tết among them) than the centre's limit; 0 = none. */
export const mostHolidays: Rule = {
  id: 'most-holidays',
  level: 'soft',
  eitherLevel: true,
  weight: 10,
  scope: 'provider',
  basis: 'Quy định của Trung tâm; BLLĐ 2019 Điều 112',
  ...IN_FORCE.labourCode,
  params: { days: { default: 0, min: 0, max: 31 } },
  terms: [tallyTerm(tally)],
  check: (duties, context) =>
    excesses(duties, tally, context).map(({ duties: within, count, limit, window }) =>
      breach(mostHolidays, within, { count, limit, month: window }, count - limit)
    )
}
