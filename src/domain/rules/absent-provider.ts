import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { firstHeld, unsettled } from './span.ts'

/** Nobody is on duty on a day they are away; both ends of an absence count, and so does every wall day that the duty touches. */
export const absentProvider: Rule = {
  id: 'absent-provider',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'duty',
  basis: 'Luật TGPL 2017 Điều 25(2)c',
  ...IN_FORCE.legalAidLaw,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) =>
      context.absencesOf(duty.providerId).flatMap((absence) => {
        const day = firstHeld(duty, absence, context)
        if (day === undefined) return []
        return [breach(absentProvider, [duty], { absence: absence.kind, from: absence.from, to: absence.to, day, post: duty.postId })]
      })
    )
}
