import { contains, overlaps } from '../instant.ts'
import type { Duty } from '../roster.ts'
import { IN_FORCE } from './in-force.ts'
import { breach, type Rule, type RuleContext, type RuleTerm, type Violation } from './rule.ts'
import { byProvider, concernsRoster, nextBefore, perSlot } from './span.ts'

const clashTerm: RuleTerm = {
  kind: 'pair',
  reach: () => 0,
  degree: (a, b) => a.reduce((sum, one) => sum + b.filter((other) => overlaps(one, other) && collide(one, other)).length, 0)
}

/** Posts answered by phone at each instant at which some duty starts: between two such instants nothing grows. */
const crowdTerm: RuleTerm = {
  kind: 'count',
  wholeTurns: false,
  most: (context) => context.param(doubleDuty, 'phonePosts'),
  counted: (all) => {
    const starts = [...new Set(all.filter((duty) => duty.mode === 'phone').map((duty) => duty.start))].toSorted((a, b) => a - b)
    return perSlot((duty) =>
      duty.mode === 'phone' ? starts.filter((at) => contains(duty, at)).map((at) => ({ window: String(at), key: duty.postId })) : []
    )
  }
}

/**
 * Nobody is in two places: on-site duty excludes every other duty at the same time, and one slot never has one person in two seats
 * (5789 asks for two people to call). By phone one person may answer for several posts at once, up to the centre's limit: that is
 * how small centres work, so the number is policy.
 */
export const doubleDuty: Rule = {
  id: 'double-duty',
  level: 'hard',
  eitherLevel: false,
  weight: 10,
  scope: 'provider',
  basis: 'Luật TGPL 2017 Điều 25(2)c; Chương trình 5789/CTPH-BTP-BCA; số điểm trực qua điện thoại cùng lúc do Trung tâm quy định',
  ...IN_FORCE.policy,
  params: { phonePosts: { default: 3, min: 1, max: 50 } },
  terms: [clashTerm, crowdTerm],
  check: (duties, context) => byProvider(duties).flatMap((own) => [...clashes(own), ...crowds(own, context)])
}

/** Pairs of duties that one person cannot hold together. */
const clashes = (own: readonly Duty[]): Violation[] =>
  own.flatMap((a, at) =>
    nextBefore(own, at, a.end)
      .filter((b) => collide(a, b) && concernsRoster([a, b]))
      .map((b) => report([a, b], a.slotId === b.slotId ? 'same_slot' : 'on_site_clash', 1))
  )

const collide = (a: Duty, b: Duty): boolean => a.slotId === b.slotId || a.mode === 'on_site' || b.mode === 'on_site'

/** Largest sets of phone duties at one moment that are for more posts than the limit. */
function crowds(own: readonly Duty[], context: RuleContext): Violation[] {
  const limit = context.param(doubleDuty, 'phonePosts')
  const phones = own.filter((duty) => duty.mode === 'phone')
  // Whoever is first of a crowd sees the others begin: when nobody does, there is no crowd to look for.
  if (!phones.some((duty, at) => nextBefore(phones, at, duty.end).length >= limit)) return []
  return atOnce(phones)
    .filter((together) => postsOf(together).length > limit && concernsRoster(together))
    .map((together) => report(together, 'phone_posts', limit))
}

/** The sets of duties that run at one moment, without those that are part of the next set. Duties come in the order of time. */
function atOnce(duties: readonly Duty[]): Duty[][] {
  const starts = [...new Set(duties.map((duty) => duty.start))]
  const sets = starts.map((at) => duties.filter((duty) => duty.start <= at && at < duty.end))
  return sets.filter((set, at) => !set.every((duty) => sets[at + 1]?.includes(duty)))
}

const postsOf = (duties: readonly Duty[]): string[] => [...new Set(duties.map((duty) => duty.postId))]

function report(duties: readonly Duty[], reason: string, limit: number): Violation {
  const count = reason === 'phone_posts' ? postsOf(duties).length : duties.length
  const latest = duties.reduce((a, b) => (a.start < b.start ? b : a))
  return breach(doubleDuty, duties, { reason, count, limit, day: latest.day, posts: postsOf(duties).join(',') })
}
