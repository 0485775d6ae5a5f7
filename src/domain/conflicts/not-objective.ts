import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'

/** Grounds to think that somebody is not objective: raised, they wait for a person to decide; confirmed, they bar. */
export const notObjective: CallRule = {
  id: 'not-objective',
  number: 'K12',
  basis: 'Luật TGPL 2017 Điều 25(2)b',
  level: 'block',
  check: (context) => judged(notObjective, context)
}
