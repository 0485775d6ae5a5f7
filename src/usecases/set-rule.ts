import type { Centre } from '../domain/centre.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import { rules } from '../domain/rules/all.ts'
import type { Rule, RuleParam } from '../domain/rules/rule.ts'
import { isOptional } from '../domain/rules/settings.ts'
import { listRuleSettings, type RuleSetting, saveRuleSetting } from '../store/rule-settings.ts'
import { type Deps, transact } from './deps.ts'

/** A rule as it stands for a centre: every parameter with its effective value. Version 0 = never set. */
export interface EffectiveRule {
  readonly rule: Rule
  readonly version: number
  readonly enabled: boolean
  readonly params: Readonly<Record<string, number>>
}

const effective = (rule: Rule, setting: RuleSetting | undefined): EffectiveRule => ({
  rule,
  version: setting?.version ?? 0,
  enabled: setting?.enabled ?? true,
  params: Object.fromEntries(Object.entries(rule.params).map(([name, param]) => [name, setting?.params[name] ?? param.default]))
})

/** Every rule, in the order of the list, as it stands for the centre. */
export async function effectiveRules(deps: Deps, centre: Centre): Promise<EffectiveRule[]> {
  const settings = await listRuleSettings(deps.db, centre.id)
  return rules.map((rule) =>
    effective(
      rule,
      settings.find((setting) => setting.ruleId === rule.id)
    )
  )
}

/** What a centre wants of a rule. */
export interface RuleChange {
  readonly enabled?: boolean
  readonly params?: Readonly<Record<string, number>>
}

/** The rule's own parameter of that name: `constructor` is none. */
const paramOf = (rule: Rule, name: string): RuleParam | undefined => (Object.hasOwn(rule.params, name) ? rule.params[name] : undefined)

function checkChange(rule: Rule, change: RuleChange): void {
  const errors = fieldErrors()
  if (change.enabled === false && !isOptional(rule)) errors.add('/enabled', 'BAD_VALUE', { allowed: 'true' })
  for (const [name, value] of Object.entries(change.params ?? {})) {
    const param = paramOf(rule, name)
    if (param === undefined) errors.add(`/params/${name}`, 'UNKNOWN_FIELD')
    else if (value < param.min || value > param.max) errors.add(`/params/${name}`, 'BAD_VALUE', { allowed: `${param.min}-${param.max}` })
  }
  errors.throwIfAny()
}

/** Sets parameters of a rule for the centre, or switches an optional one off or on; rules that are law alone stay on. */
export const setRule = (deps: Deps, centre: Centre, id: string, expected: number, change: RuleChange): Promise<EffectiveRule> =>
  transact(deps, async (deps) => {
    const current = (await effectiveRules(deps, centre)).find(({ rule }) => rule.id === id)
    if (current === undefined) throw new DutyError('NOT_FOUND', { noun: 'rule', ref: id })
    if (current.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'rule', expected })
    checkChange(current.rule, change)
    const setting: RuleSetting = {
      ruleId: id,
      version: expected + 1,
      enabled: change.enabled ?? current.enabled,
      params: { ...current.params, ...change.params }
    }
    await saveRuleSetting(deps.db, centre.id, setting, deps.now())
    return effective(current.rule, setting)
  })
