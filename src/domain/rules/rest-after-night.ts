import { gapHours } from '../instant.ts'
import type { Duty } from '../roster.ts'
import { type Closeness, closenessTerm, closePairs, startsWithin } from './closeness.ts'
import { IN_FORCE } from './in-force.ts'
import { isNightDuty } from './night.ts'
import { breach, type Rule } from './rule.ts'

/** The last nights of a turn: those after which it does not go on at once. */
const lastNights = (turn: readonly Duty[], hours: number): Duty[] =>
  turn.filter((duty) => !turn.some((next) => startsWithin(duty, next, hours)))

const closeness: Closeness = {
  reach: (context) => context.param(restAfterNight, 'hours'),
  pairs: (before, after, context) => {
    const hours = context.param(restAfterNight, 'hours')
    return lastNights(before, hours)
      .filter((night) => isNightDuty(night, context))
      .flatMap((night) => after.filter((duty) => startsWithin(night, duty, hours)).map((duty) => [night, duty] as const))
  }
}

/**
 * After a night of duty, at its post's next handover, lie the centre's hours of rest before any other duty. The law asks for 12 hours
 * between shifts (BLLĐ 2019 Art. 110), which `rest-between` sees to; a day and a night after a night on call are policy. 0 = off.
 */
export const restAfterNight: Rule = {
  id: 'rest-after-night',
  level: 'soft',
  eitherLevel: true,
  weight: 10,
  scope: 'provider',
  basis: 'BLLĐ 2019 Điều 106, Điều 110; số giờ do Trung tâm quy định',
  ...IN_FORCE.labourCode,
  params: { hours: { default: 24, min: 0, max: 72 } },
  terms: [closenessTerm(closeness)],
  check: (duties, context) =>
    closePairs(duties, closeness, context).map(([night, next]) =>
      breach(restAfterNight, [night, next], {
        rest: Math.floor(gapHours(night, next) * 100) / 100,
        least: context.param(restAfterNight, 'hours'),
        from: night.day,
        day: next.day,
        posts: `${night.postId},${next.postId}`
      })
    )
}
