import type { Provider } from '../provider.ts'
import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { firstUncovered, unsettled } from './span.ts'

/**
 * The card is valid on every wall day that the duty touches (Luật TGPL 2017 Art. 22, 25(1)b). An officer must have one. A lawyer's
 * card is the Bar's affair and centres do not always record it: it counts when it is recorded.
 */
export const cardValid: Rule = {
  id: 'card-valid',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'duty',
  basis: 'Luật TGPL 2017 Điều 22, Điều 25(1)b',
  ...IN_FORCE.legalAidLaw,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) => {
      const { card, role } = context.provider(duty.providerId)
      if (card === null && !needsCard(role)) return []
      const day = firstUncovered(duty, card === null ? [] : [card], context)
      const reason = card === null ? 'no_card' : 'card_not_in_force'
      return day === undefined ? [] : [breach(cardValid, [duty], { reason, day, post: duty.postId })]
    })
}

const needsCard = (role: Provider['role']): boolean => role === 'legal_aid_officer'
