import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'

/** Nobody defends in a case in whose proceedings they have acted, as judge, prosecutor or investigator: known only when somebody says so. */
export const formerOfficial: CallRule = {
  id: 'former-official',
  number: 'K7',
  basis: 'BLTTHS 2015 Điều 72(4)a',
  level: 'block',
  check: (context) => judged(formerOfficial, context)
}
