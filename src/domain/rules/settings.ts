import { type Day, holds } from '../day.ts'
import type { Rule, RuleContext, RuleLevel } from './rule.ts'

/** What a centre has set of one rule; what is null, or a parameter that is not here, keeps the rule's default. */
export interface RuleChoice {
  readonly ruleId: string
  readonly enabled: boolean
  readonly level: RuleLevel | null
  readonly weight: number | null
  readonly params: Readonly<Record<string, number>>
}

/**
 * The rules that hold for a centre on that day (the first of a month), in their order, each with the centre's level and weight: what
 * `check` reports bears that level too.
 */
export const rulesInForce = (rules: readonly Rule[], choices: readonly RuleChoice[], day: Day): Rule[] =>
  rules.flatMap((rule) => {
    const choice = choices.find(({ ruleId }) => ruleId === rule.id)
    return holds(rule, day) && (choice?.enabled ?? isOnAtFirst(rule)) ? [asChosen(rule, choice)] : []
  })

/** The rule at the centre's level and weight; a level that the rule cannot have is ignored. */
function asChosen(rule: Rule, choice: RuleChoice | undefined): Rule {
  const level = levelOf(rule, choice)
  const weight = choice?.weight ?? rule.weight
  if (level === rule.level && weight === rule.weight) return rule
  return { ...rule, level, weight, check: (duties, context) => rule.check(duties, context).map((violation) => ({ ...violation, level })) }
}

/** The level at which a rule stands for a centre. */
export const levelOf = (rule: Rule, choice: Pick<RuleChoice, 'level'> | undefined): RuleLevel =>
  rule.eitherLevel ? (choice?.level ?? rule.level) : rule.level

/** Whether a rule is on for a centre that has set nothing. */
export const isOnAtFirst = (rule: Rule): boolean => rule.optIn !== true

/** Whether a centre may switch the rule off: soft rules, and hard ones that are the centre's own limits. Law alone stays on. */
export const isOptional = (rule: Rule): boolean => rule.level === 'soft' || Object.keys(rule.params).length > 0

/** Looks parameters up in the centre's choices, then in the rule's defaults. */
export function paramLookup(choices: readonly Pick<RuleChoice, 'ruleId' | 'params'>[]): RuleContext['param'] {
  const chosen = new Map(choices.map((choice) => [choice.ruleId, choice.params]))
  return (rule, name) => chosen.get(rule.id)?.[name] ?? rule.params[name]?.default ?? 0
}
