import type { CallRule } from './conflict-rule.ts'
import { judged } from './judged.ts'

/**
 * A relative of somebody who conducts or has conducted the case does not defend in it. Declared ties are to agencies, not to cases, so a
 * tie to the agency that reports asks for a person's word; on record for the case it bars. What the tie is stays out of the answer.
 */
export const relativeOfOfficial: CallRule = {
  id: 'relative-of-official',
  number: 'K8',
  basis: 'BLTTHS 2015 Điều 72(4)a',
  level: 'block',
  check: (context) =>
    judged(relativeOfOfficial, context, ({ ties }) =>
      ties.some(({ agencyId }) => agencyId === context.call.agencyId) ? [{ level: 'confirm' }] : []
    )
}
