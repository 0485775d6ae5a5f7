import type { CallRule, ConflictContext, OtherCall } from './conflict-rule.ts'
import { judged, type Verdict } from './judged.ts'
import { byInterests, helpedIn, sidesOf } from './same-case.ts'

/**
 * Nobody helps two sides of one case: whoever has helped or is helping a victim does not take the call of somebody accused, nor the other
 * way round, whatever is said of their interests; other pairs go by their interests. Advice and help outside proceedings on both sides is
 * the law's exception, for which both must agree, so a person is asked.
 */
export const opposingInterests: CallRule = {
  id: 'opposing-interests',
  number: 'K10',
  basis: 'Luật TGPL 2017 Điều 25(2)a; Luật Luật sư Điều 9(1)a',
  level: 'block',
  check: (context) =>
    judged(opposingInterests, context, (candidate) => helpedIn(candidate, context).flatMap((other) => against(context.call, other)))
}

function against(call: ConflictContext['call'], other: OtherCall): Verdict[] {
  const sides = sidesOf(call.standing, other.standing)
  if (sides === 'alike') return []
  const level = sides === 'against' ? 'block' : byInterests(call, other)
  if (level === null) return []
  return [{ level: call.stage === 'none' && other.stage === 'none' ? 'confirm' : level }]
}
