import { formatInstant, HOUR } from '../instant.ts'
import { IN_FORCE } from './in-force.ts'
import { isNightDuty } from './night.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { unsettled } from './span.ts'

/** Nobody goes from a night of duty to a hearing that begins within so many hours after it: a defence wants a rested mind. 0 = off. */
export const hearingAfterNight: Rule = {
  id: 'hearing-after-night',
  level: 'soft',
  eitherLevel: true,
  weight: 6,
  scope: 'duty',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: { hours: { default: 12, min: 0, max: 24 } },
  terms: ALONE,
  check: (duties, context) => {
    const hours = context.param(hearingAfterNight, 'hours')
    return unsettled(duties).flatMap((duty) =>
      context
        .engagementsOf(duty.providerId)
        .filter(
          ({ kind, start }) => kind === 'hearing' && start >= duty.end && start < duty.end + hours * HOUR && isNightDuty(duty, context)
        )
        .map(({ start }) =>
          breach(hearingAfterNight, [duty], { start: formatInstant(start, context.zone), day: duty.day, post: duty.postId })
        )
    )
  }
}
