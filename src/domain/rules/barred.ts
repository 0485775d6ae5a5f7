import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { firstHeld, unsettled } from './span.ts'

/**
 * Nobody is on duty on a day on which they may not provide legal aid: under sanction, prosecuted, after a prohibited act, without
 * their firm's consent, with the card withheld (Luật TGPL 2017 Art. 14(3), 14(5), 25(1)a; BLTTHS 2015 Art. 72(4)c). Each bar is a
 * breach of its own, because each must be lifted.
 */
export const barred: Rule = {
  id: 'barred',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'duty',
  basis: 'Luật TGPL 2017 Điều 14(3), Điều 14(5), Điều 25(1)a; BLTTHS 2015 Điều 72(4)c',
  ...IN_FORCE.legalAidLaw,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) =>
      context.provider(duty.providerId).bars.flatMap((bar) => {
        const day = firstHeld(duty, bar, context)
        return day === undefined ? [] : [breach(barred, [duty], { bar: bar.kind, day, post: duty.postId })]
      })
    )
}
