import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'

/** Nobody defends in a case in which they are witness, expert, valuer, interpreter or translator. */
export const witnessOrExpert: CallRule = {
  id: 'witness-or-expert',
  number: 'K9',
  basis: 'BLTTHS 2015 Điều 72(4)b',
  level: 'block',
  check: (context) => judged(witnessOrExpert, context)
}
