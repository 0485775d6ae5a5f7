import { addDays, daysBetween } from '../day.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'
import { excesses, runsOf, type Tally, tallyTerm, windowsOver } from './tally.ts'

const tally: Tally = {
  most: (context) => context.param(mostDaysRunning, 'days'),
  keysOf: (duty, context) => windowsOver(duty.day, tally.most(context) + 1).map((window) => ({ window, key: duty.day }))
}

/**
 * Nobody has duty on more days running than the centre's limit; a duty counts on the day it starts on, and 0 = no limit. Six is a
 * court week with a made-up Saturday. One breach for each run, with as many degrees as it has days too many.
 */
export const mostDaysRunning: Rule = {
  id: 'most-days-running',
  level: 'soft',
  eitherLevel: true,
  weight: 8,
  scope: 'provider',
  basis: 'Quy định của Trung tâm; BLLĐ 2019 Điều 111(1)',
  ...IN_FORCE.labourCode,
  params: { days: { default: 0, min: 0, max: 14 } },
  terms: [tallyTerm(tally)],
  check: (duties, context) => {
    const limit = tally.most(context)
    return runsOf(excesses(duties, tally, context)).map(({ from, last, duties: within, over }) => {
      const to = addDays(last, limit)
      return breach(mostDaysRunning, within, { count: daysBetween(from, to) + 1, limit, from, to }, over)
    })
  }
}
