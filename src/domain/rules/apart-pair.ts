import type { Pair } from '../absence.ts'
import type { Day } from '../day.ts'
import type { Instant, Interval } from '../instant.ts'
import { overlaps } from '../instant.ts'
import type { Duty } from '../roster.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule, type RuleContext, type Violation } from './rule.ts'
import { concernsRoster, firstHeld, inOrder } from './span.ts'

/**
 * People declared apart do not share a slot, nor serve the same agency at the same time, on any wall day on which the declaration
 * holds. Policy of the centre (two spouses, two people one of whom reviews the other's cases).
 */
export const apartPair: Rule = {
  id: 'apart-pair',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'overlap',
  basis: 'Quy định của Trung tâm',
  ...IN_FORCE.policy,
  params: {},
  terms: [
    {
      kind: 'apart',
      people: (context) => context.pairs.filter(isApart).map((pair) => pair.providerIds),
      together: (a, b, context) =>
        context.pairs.some((pair) => isApart(pair) && names(pair, a, b) && metOn(a, b, pair, context) !== undefined)
    }
  ],
  check: (duties, context) => context.pairs.filter(isApart).flatMap((pair) => meetings(inOrder(duties), pair, context))
}

function meetings(duties: readonly Duty[], pair: Pair, context: RuleContext): Violation[] {
  const [one, other] = pair.providerIds.map((id) => duties.filter((duty) => duty.providerId === id)) as [Duty[], Duty[]]
  return one.flatMap((a) =>
    other
      .filter((b) => concernsRoster([a, b]))
      .flatMap((b) => {
        const day = metOn(a, b, pair, context)
        return day === undefined ? [] : [breach(apartPair, inOrder([a, b]), { day, posts: `${a.postId},${b.postId}` })]
      })
  )
}

const isApart = (pair: Pair): boolean => pair.kind === 'apart'
const names = ({ providerIds: [one, other] }: Pair, a: Duty, b: Duty): boolean =>
  (one === a.providerId && other === b.providerId) || (one === b.providerId && other === a.providerId)

/** The first wall day of the declaration on which the two duties bring people together; undefined when they do not. */
const metOn = (a: Duty, b: Duty, pair: Pair, context: RuleContext): Day | undefined =>
  overlaps(a, b) && together(a, b, context) ? firstHeld(shared(a, b), pair, context) : undefined

/** The time in which both are on duty. */
const shared = (a: Interval, b: Interval): Interval => ({
  start: Math.max(a.start, b.start) as Instant,
  end: Math.min(a.end, b.end) as Instant
})

const together = (a: Duty, b: Duty, context: RuleContext): boolean => {
  if (a.slotId === b.slotId) return true
  const agencies = context.post(b.postId).agencyIds
  return context.post(a.postId).agencyIds.some((id) => agencies.includes(id))
}
