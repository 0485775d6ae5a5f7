import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'

/** Another organisation already handles the same case: on record against everybody of the centre, so that the centre itself answers. */
export const otherOrganisation: CallRule = {
  id: 'other-organisation',
  number: 'K17',
  basis: 'Luật TGPL 2017 Điều 30(3)d',
  level: 'block',
  check: (context) => judged(otherOrganisation, context)
}
