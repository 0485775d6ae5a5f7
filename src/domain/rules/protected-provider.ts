import type { Protection } from '../provider.ts'
import { IN_FORCE } from './in-force.ts'
import { touchesNight } from './night.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { firstHeld, unsettled } from './span.ts'

/**
 * No night duty (any hour between 22:00 and 06:00) from the seventh month of pregnancy, or the sixth in mountainous and remote places,
 * nor while nursing a child under 12 months without the person's consent (BLLĐ 2019 Art. 137(1)). The days come with the person's
 * record; consent counts for nursing alone. Which of the two it is stays out of the report.
 */
export const protectedProvider: Rule = {
  id: 'protected-provider',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'duty',
  basis: 'BLLĐ 2019 Điều 137(1)',
  ...IN_FORCE.labourCode,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties).flatMap((duty) => {
      const held = context
        .provider(duty.providerId)
        .protections.filter(holdsBack)
        .map((protection) => firstHeld(duty, protection, context))
        .filter((day) => day !== undefined)
      const [day] = held.toSorted()
      return day === undefined || !touchesNight(duty, context) ? [] : [breach(protectedProvider, [duty], { day, post: duty.postId })]
    })
}

const holdsBack = ({ kind, consent }: Protection): boolean => kind === 'pregnancy' || !consent
