import { addDays } from '../day.ts'
import type { Duty } from '../roster.ts'
import { IN_FORCE } from './in-force.ts'
import { nightDays } from './night.ts'
import { breach, type Rule } from './rule.ts'
import { excesses, runsOf, type Tally, tallyTerm, windowsOver } from './tally.ts'

/** Unit of a post that is handed over slot by slot: the instant at which the slot starts. */
const INSTANT = /^\d{6,}$/

/** What tells one stretch of nights from another: the turn, under one name for posts that are handed over together. */
const stretchOf = ({ unit }: Duty, night: string): string => (INSTANT.test(unit) ? night : unit)

const tally: Tally = {
  most: (context) => Math.min(1, context.param(nightSpacing, 'days')),
  keysOf: (duty, context) =>
    nightDays(duty, context).flatMap((night) =>
      windowsOver(night, context.param(nightSpacing, 'days')).map((window) => ({ window, key: stretchOf(duty, night) }))
    )
}

/**
 * Nights of duty lie apart: within so many days running a person has one, or those of one turn. Nights of several posts are one, and
 * the closer two are the more degrees the breach has. 0 and 1 turn the rule off.
 */
export const nightSpacing: Rule = {
  id: 'night-spacing',
  level: 'soft',
  eitherLevel: true,
  weight: 5,
  scope: 'provider',
  basis: 'Quy định của Trung tâm; BLLĐ 2019 Điều 106',
  ...IN_FORCE.labourCode,
  params: { days: { default: 3, min: 0, max: 14 } },
  terms: [tallyTerm(tally)],
  check: (duties, context) => {
    const days = context.param(nightSpacing, 'days')
    return runsOf(excesses(duties, tally, context)).map(({ from, last, duties: within, over }) =>
      breach(nightSpacing, within, { from, to: addDays(last, days - 1), days }, over)
    )
  }
}
