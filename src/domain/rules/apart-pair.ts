import type { Pair } from '../absence.ts'
import type { Instant, Interval } from '../instant.ts'
import { overlaps } from '../instant.ts'
import type { Duty } from '../roster.ts'
import { breach, type Rule, type RuleContext, type Violation } from './rule.ts'
import { concernsRoster, firstHeld, inOrder } from './span.ts'

/**
 * People declared apart do not share a slot, nor serve the same agency at the same time, on any wall day on which the declaration
 * holds. Policy of the centre (two spouses, two people one of whom reviews the other's cases).
 */
export const apartPair: Rule = {
  id: 'apart-pair',
  level: 'hard',
  scope: 'overlap',
  basis: 'Quy định của Trung tâm',
  params: {},
  check: (duties, context) => context.pairs.flatMap((pair) => meetings(inOrder(duties), pair, context))
}

function meetings(duties: readonly Duty[], pair: Pair, context: RuleContext): Violation[] {
  const [one, other] = pair.providerIds.map((id) => duties.filter((duty) => duty.providerId === id)) as [Duty[], Duty[]]
  return one.flatMap((a) =>
    other
      .filter((b) => overlaps(a, b) && concernsRoster([a, b]) && together(a, b, context))
      .flatMap((b) => {
        const day = firstHeld(shared(a, b), pair, context)
        return day === undefined ? [] : [breach(apartPair, inOrder([a, b]), { day, posts: `${a.postId},${b.postId}` })]
      })
  )
}

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
