import { type Phone, phonesFor } from '../phone.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'
import { byProvider, unsettled } from './span.ts'

/**
 * Whoever is on duty has a number that agencies may read and that somebody has answered: 5789 has the number of the person on duty
 * sent out, and plans ask for the latest ones ("mới nhất"). Said once for each person, at their first duty.
 */
export const numberUnverified: Rule = {
  id: 'number-unverified',
  level: 'soft',
  eitherLevel: false,
  weight: 0,
  scope: 'provider',
  basis: 'Chương trình 5789/CTPH-BTP-BCA; TTLT 10/2018 Điều 3(2)c',
  ...IN_FORCE.policy,
  params: {},
  terms: [],
  check: (duties, context) =>
    byProvider(unsettled(duties)).flatMap((own) => {
      const first = own.slice(0, 1)
      return first.flatMap(({ providerId, day, postId }) => {
        const reason = doubt(phonesFor(context.provider(providerId).phones, 'agency'))
        return reason === null ? [] : [breach(numberUnverified, first, { reason, day, post: postId })]
      })
    })
}

/** What is wrong with the numbers; null when one of them has been answered. */
function doubt(numbers: readonly Phone[]): 'none' | 'unverified' | null {
  if (numbers.length === 0) return 'none'
  return numbers.some((number) => number.verifiedOn !== null) ? null : 'unverified'
}
