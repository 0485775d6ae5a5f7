import type { Rule, RuleContext } from './rule.ts'

/** What a centre has set of one rule; a parameter that is not here keeps the rule's default. */
export interface RuleChoice {
  readonly ruleId: string
  readonly enabled: boolean
  readonly params: Readonly<Record<string, number>>
}

/** The rules that are on for a centre, in their order. A hard rule that rests on law alone (no parameter) cannot be switched off. */
export const rulesInForce = (rules: readonly Rule[], choices: readonly RuleChoice[]): Rule[] =>
  rules.filter((rule) => choices.find((choice) => choice.ruleId === rule.id)?.enabled ?? true)

/** Whether a centre may switch the rule off: soft rules, and hard ones that are the centre's own limits. */
export const isOptional = (rule: Rule): boolean => rule.level === 'soft' || Object.keys(rule.params).length > 0

/** Looks parameters up in the centre's choices, then in the rule's defaults. */
export function paramLookup(choices: readonly RuleChoice[]): RuleContext['param'] {
  const chosen = new Map(choices.map((choice) => [choice.ruleId, choice.params]))
  return (rule, name) => chosen.get(rule.id)?.[name] ?? rule.params[name]?.default ?? 0
}
