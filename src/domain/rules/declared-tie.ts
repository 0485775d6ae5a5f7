import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { unsettled } from './span.ts'

/**
 * Whoever has declared a tie to an agency better not stand duty for it: a relative who conducts a case there bars the person from
 * that case (BLTTHS 2015 Art. 72(4)a). No case is known yet, so this only warns. What the tie is stays out of the report.
 */
export const declaredTie: Rule = {
  id: 'declared-tie',
  level: 'soft',
  eitherLevel: true,
  weight: 6,
  scope: 'duty',
  basis: 'BLTTHS 2015 Điều 72(4)a',
  ...IN_FORCE.legalAidLaw,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) => {
      const tied = new Set(context.provider(duty.providerId).ties.map((tie) => tie.agencyId))
      return context
        .post(duty.postId)
        .agencyIds.filter((agency) => tied.has(agency))
        .map((agency) => breach(declaredTie, [duty], { agency, day: duty.day, post: duty.postId }))
    })
}
