import { DUTY_ROLES } from '../provider.ts'
import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { unsettled } from './span.ts'

/** Only those who may take part in proceedings stand duty: legal aid officers and contract lawyers (Luật TGPL 2017 Art. 17, 31(1)). */
export const dutyRole: Rule = {
  id: 'duty-role',
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
      const { role } = context.provider(duty.providerId)
      return DUTY_ROLES.includes(role) ? [] : [breach(dutyRole, [duty], { role, day: duty.day, post: duty.postId })]
    })
}
