import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'

/** The client asked for somebody else. A request that is not decided yet (answer within 3 working days) is one that is only raised. */
export const clientRefused: CallRule = {
  id: 'client-refused',
  number: 'K15',
  basis: 'BLTTHS 2015 Điều 77; TT 12/2018/TT-BTP Điều 9',
  level: 'block',
  check: (context) => judged(clientRefused, context)
}
