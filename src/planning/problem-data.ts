import { firstDay, type Month } from '../domain/day.ts'
import { rules as allRules } from '../domain/rules/all.ts'
import { contextOf, type RuleFacts } from '../domain/rules/facts.ts'
import { rulesInForce } from '../domain/rules/settings.ts'
import { inStableOrder } from './normal.ts'
import type { Problem } from './problem.ts'

/** A problem as plain data, which can be sent to another thread and opened there. */
export interface ProblemData extends Pick<Problem, 'slots' | 'settled' | 'carried' | 'weights' | 'rotations' | 'seed'> {
  readonly month: Month
  readonly facts: RuleFacts
}

/** The problem that the data describe, its lists as they came. */
export const openProblem = ({ month, facts, ...rest }: ProblemData): Problem => ({
  ...rest,
  posts: facts.posts,
  providers: facts.providers,
  rules: rulesInForce(allRules, facts.choices, firstDay(month)),
  context: contextOf(facts, rest.slots)
})

/** The same with every list in its stable order: a roster as it stands, to be asked about. */
export const openStanding = (data: ProblemData): Problem => inStableOrder(openProblem(data))
