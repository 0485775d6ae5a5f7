import type { Pair } from '../absence.ts'
import { holds } from '../day.ts'
import type { ProviderId } from '../ids.ts'
import { dutiesBeside, holders, once, sideBySide } from './beside.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule } from './rule.ts'

/** The pairs wanted together on the day of a place that name somebody. */
const wanted = once((at, context, id): readonly Pair[] =>
  context.pairs.filter((pair) => pair.kind === 'together' && holds(pair, at.day) && pair.providerIds.some((one) => one === id))
)

const lacks = (pair: Pair, other: ProviderId): boolean => !pair.providerIds.includes(other)

/** Two people who are wanted together do not share a slot with others instead; an empty seat beside them is no breach. */
export const togetherPair: Rule = {
  id: 'together-pair',
  level: 'soft',
  eitherLevel: false,
  weight: 4,
  scope: 'overlap',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: {},
  terms: [
    {
      kind: 'beside',
      where: 'slot',
      degree: (a, b, at, context) => {
        if (a === null || b === null) return 0
        const count = (one: ProviderId, other: ProviderId): number => wanted(at, context, one).filter((pair) => lacks(pair, other)).length
        return count(a, b) + count(b, a)
      }
    }
  ],
  check: (duties, context) =>
    sideBySide(duties).flatMap((beside) => {
      const [a, b] = holders(beside)
      if (a === null || b === null) return []
      const missed = [a, b].flatMap((one, at) => wanted(beside.at, context, one).filter((pair) => lacks(pair, at === 0 ? b : a)))
      return missed.map(({ providerIds }) => {
        const { day, postId } = beside.at
        const violation = breach(togetherPair, dutiesBeside(beside), { day, post: postId })
        return { ...violation, providerIds }
      })
    })
}
