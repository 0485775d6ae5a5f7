import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'

/** The body refused or cancelled the registration of this person in the case; another is appointed within the time of D6. */
export const bodyRefused: CallRule = {
  id: 'body-refused',
  number: 'K16',
  basis: 'BLTTHS 2015 Điều 78(5), Điều 78(7); TTLT 10/2018 Điều 6, 14, 15',
  level: 'block',
  check: (context) => judged(bodyRefused, context)
}
