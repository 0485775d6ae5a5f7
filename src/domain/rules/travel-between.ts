import { gapHours } from '../instant.ts'
import { type Closeness, closenessTerm, closePairs, startsWithin } from './closeness.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'

const closeness: Closeness = {
  reach: (context) => context.param(travelBetween, 'hours'),
  pairs: (before, after, context) => {
    const hours = context.param(travelBetween, 'hours')
    const here = before.filter(({ mode }) => mode === 'on_site')
    return here.flatMap((one) =>
      after
        .filter((next) => next.mode === 'on_site' && next.postId !== one.postId && startsWithin(one, next, hours))
        .map((next) => [one, next] as const)
    )
  }
}

/** Between two duties on site at different posts lies time to get there. Duties that overlap are `double-duty`'s; 0 hours = off. */
export const travelBetween: Rule = {
  id: 'travel-between',
  level: 'soft',
  eitherLevel: true,
  weight: 6,
  scope: 'provider',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: { hours: { default: 1, min: 0, max: 24 } },
  terms: [closenessTerm(closeness)],
  check: (duties, context) =>
    closePairs(duties, closeness, context).map(([one, next]) =>
      breach(travelBetween, [one, next], {
        rest: Math.floor(gapHours(one, next) * 100) / 100,
        least: context.param(travelBetween, 'hours'),
        day: next.day,
        posts: `${one.postId},${next.postId}`
      })
    )
}
