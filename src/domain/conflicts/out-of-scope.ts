import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'

/** The matter is not for the centre: business and commerce, or neither the person nor the case is of the province and nobody asked it to. */
export const outOfScope: CallRule = {
  id: 'out-of-scope',
  number: 'K18',
  basis: 'Luật TGPL 2017 Điều 26(1), Điều 27(1)',
  level: 'block',
  check: (context) => judged(outOfScope, context)
}
