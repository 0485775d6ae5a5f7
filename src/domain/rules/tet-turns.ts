import { isTet } from '../burden.ts'
import { IN_FORCE } from './in-force.ts'
import { ALONE, breach, type Rule } from './rule.ts'
import { unsettled } from './span.ts'

/** Whoever stood duty at Tết last year is spared this year: people take turns, as long as there are enough of them. */
export const tetTurns: Rule = {
  id: 'tet-turns',
  level: 'soft',
  eitherLevel: true,
  weight: 8,
  scope: 'duty',
  basis: 'Quy định của Trung tâm; BLLĐ 2019 Điều 112(1)b',
  ...IN_FORCE.labourCode,
  params: {},
  terms: ALONE,
  check: (duties, context) =>
    unsettled(duties)
      .filter(({ day, dayKind, providerId }) => isTet(day, dayKind) && context.tetDutyLastYear(providerId))
      .map((duty) => breach(tetTurns, [duty], { day: duty.day, post: duty.postId }))
}
