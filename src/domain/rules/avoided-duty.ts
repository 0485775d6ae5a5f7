import { speaksOf } from '../preference.ts'
import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { daysTouched, unsettled } from './span.ts'

/** Nobody has duty that they would rather not have; each such preference counts by its strength. A duty is on every day that it touches. */
export const avoidedDuty: Rule = {
  id: 'avoided-duty',
  level: 'soft',
  eitherLevel: false,
  weight: 3,
  scope: 'duty',
  basis: 'Nguyện vọng của người trực; quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) =>
      context.preferencesOf(duty.providerId).flatMap((preference) => {
        if (preference.kind !== 'avoid') return []
        const day = daysTouched(duty, context).find((each) => speaksOf(preference, duty.postId, each))
        return day === undefined ? [] : [breach(avoidedDuty, [duty], { day, post: duty.postId }, preference.strength)]
      })
    )
}
