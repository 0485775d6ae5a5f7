import { firstDay } from '../../domain/day.ts'
import { dutiesOf } from '../../domain/roster.ts'
import { rules as allRules } from '../../domain/rules/all.ts'
import { checkRoster } from '../../domain/rules/check.ts'
import { contextOf, type RuleFacts } from '../../domain/rules/facts.ts'
import type { Violation } from '../../domain/rules/rule.ts'
import { rulesInForce } from '../../domain/rules/settings.ts'
import type { ProblemData } from '../problem-data.ts'

/** A roster to be judged. */
export type CheckTask = Pick<ProblemData, 'month' | 'facts' | 'slots' | 'settled'>

/** Every breach of the rules in force. */
export const violations = ({ month, facts, slots, settled }: CheckTask): Violation[] =>
  checkRoster(rulesInForce(allRules, facts.choices, firstDay(month)), [...settled, ...dutiesOf(slots)], contextOf(facts, slots))

/** The breaches that are there with these facts and were not, or not as often, with those before. */
export function newViolations({ before, ...now }: CheckTask & { readonly before: RuleFacts }): Violation[] {
  const counts = new Map<string, number>()
  for (const each of violations({ ...now, facts: before })) counts.set(JSON.stringify(each), (counts.get(JSON.stringify(each)) ?? 0) + 1)
  return violations(now).filter((each) => {
    const left = counts.get(JSON.stringify(each)) ?? 0
    counts.set(JSON.stringify(each), left - 1)
    return left <= 0
  })
}
