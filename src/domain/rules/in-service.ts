import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { firstUncovered, unsettled } from './span.ts'

/** Whoever is on duty belongs to the centre on every wall day that the duty touches; the first and the last day of service count. */
export const inService: Rule = {
  id: 'in-service',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'duty',
  basis: 'Luật TGPL 2017 Điều 17, Điều 31(1)',
  ...IN_FORCE.legalAidLaw,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) => {
      const { joinedOn, endedOn } = context.provider(duty.providerId)
      const day = firstUncovered(duty, [{ from: joinedOn, to: endedOn }], context)
      return day === undefined ? [] : [breach(inService, [duty], { day, post: duty.postId })]
    })
}
