import type { Day } from '../day.ts'
import { bestState, CONFIRM_DAYS, lastVerified } from '../number-state.ts'
import { type Phone, phonesFor } from '../phone.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule, type RuleContext, type Violation } from './rule.ts'
import { byProvider, unsettled } from './span.ts'

/**
 * Whoever is on duty has a number that agencies may read and that somebody has answered within `days` before: 5789 has the number of the
 * person on duty sent out, and plans ask for the latest ones ("mới nhất"). Days are the centre's policy; 0 = whenever it was answered. Said
 * once for each person, at their first duty.
 */
export const numberUnverified: Rule = {
  id: 'number-unverified',
  level: 'soft',
  eitherLevel: false,
  weight: 0,
  scope: 'provider',
  basis: 'Chương trình 5789/CTPH-BTP-BCA; TTLT 10/2018 Điều 3(2)c',
  ...IN_FORCE.policy,
  params: { days: { default: CONFIRM_DAYS, min: 0, max: 366 } },
  terms: [],
  check: (duties, context) =>
    byProvider(unsettled(duties)).flatMap((own) => {
      const first = own.slice(0, 1)
      return first.flatMap(({ providerId, day, postId }) => {
        const doubt = doubtOf(phonesFor(context.provider(providerId).phones, 'agency'), day, context)
        return doubt === null ? [] : [breach(numberUnverified, first, { ...doubt, day, post: postId })]
      })
    })
}

/** What is wrong with the numbers at the first duty; null when one of them was answered lately enough. */
function doubtOf(numbers: readonly Phone[], first: Day, context: RuleContext): Violation['params'] | null {
  const days = context.param(numberUnverified, 'days')
  const state = bestState(numbers, first, days)
  if (state === 'missing') return { reason: 'none' }
  if (state === 'unverified') return { reason: 'unverified' }
  return state === 'due' ? { reason: 'outdated', verifiedOn: lastVerified(numbers) ?? '', days } : null
}
