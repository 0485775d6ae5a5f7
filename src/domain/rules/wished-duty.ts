import { type Preference, speaksOf } from '../preference.ts'
import type { Duty } from '../roster.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Counted, type Rule, type RuleContext } from './rule.ts'
import { perSlot } from './span.ts'

const wishes = (context: RuleContext): Preference[] => context.preferences.filter(({ kind }) => kind === 'wish')

const grants = ({ postId, day, settled }: Pick<Duty, 'postId' | 'day' | 'settled'>, wish: Preference): boolean =>
  !settled && speaksOf(wish, postId, day)

/** A window for each degree of strength: one duty grants them all. */
const windowsOf = ({ id, providerId, strength }: Preference): Counted[] =>
  Array.from({ length: strength }, (_, at) => ({ window: `${id}/${at}`, key: 'granted', providerId }))

/**
 * Whoever wishes for duty on some day, weekday or post has at least one such duty in the month, where there is any to be had; each
 * wish that is not granted counts by its strength.
 */
export const wishedDuty: Rule = {
  id: 'wished-duty',
  level: 'soft',
  eitherLevel: false,
  weight: 3,
  scope: 'roster',
  basis: 'Nguyện vọng của người trực; quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: {},
  terms: [
    {
      kind: 'count',
      wholeTurns: false,
      least: () => 1,
      counted: (_, context) => {
        const all = wishes(context)
        return perSlot((duty) => all.filter((wish) => grants(duty, wish)).flatMap(windowsOf))
      }
    }
  ],
  check: (duties, context) =>
    wishes(context).flatMap((wish) => {
      const chances = context.slots.filter((slot) => grants({ ...slot, settled: false }, wish))
      const [first] = chances
      if (first === undefined || duties.some((duty) => duty.providerId === wish.providerId && grants(duty, wish))) return []
      const violation = breach(wishedDuty, [], { count: chances.length, day: first.day, post: first.postId }, wish.strength)
      return [{ ...violation, providerIds: [wish.providerId] }]
    })
}
