import type { Centre } from '../domain/centre.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { rules } from '../domain/rules/all.ts'
import { RULE_LEVELS, type Rule, type RuleLevel, type RuleParam } from '../domain/rules/rule.ts'
import { isOnAtFirst, isOptional, levelOf } from '../domain/rules/settings.ts'
import { listRuleSettings, type RuleSetting, saveRuleSetting } from '../store/rule-settings.ts'
import { type Deps, transact } from './deps.ts'

/** A rule as it stands for a centre: level, weight and every parameter with their effective values. Version 0 = never set. */
export interface EffectiveRule {
  readonly rule: Rule
  readonly version: number
  readonly enabled: boolean
  readonly level: RuleLevel
  readonly weight: number
  readonly params: Readonly<Record<string, number>>
}

const effective = (rule: Rule, setting: RuleSetting | undefined): EffectiveRule => ({
  rule,
  version: setting?.version ?? 0,
  enabled: setting?.enabled ?? isOnAtFirst(rule),
  level: levelOf(rule, setting),
  weight: setting?.weight ?? rule.weight,
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

/** One rule as it stands for the centre; throws NOT_FOUND. */
export async function effectiveRule(deps: Deps, centre: Centre, id: string): Promise<EffectiveRule> {
  const found = (await effectiveRules(deps, centre)).find(({ rule }) => rule.id === id)
  if (found === undefined) throw new DutyError('NOT_FOUND', { noun: 'rule', ref: id })
  return found
}

/** What a centre wants of a rule. */
export interface RuleChange {
  readonly enabled?: boolean
  readonly level?: RuleLevel
  readonly weight?: number
  readonly params?: Readonly<Record<string, number>>
}

/** The rule's own parameter of that name: `constructor` is none. */
const paramOf = (rule: Rule, name: string): RuleParam | undefined => (Object.hasOwn(rule.params, name) ? rule.params[name] : undefined)

const MOST_WEIGHT = 100

/** Throws BAD_FIELD with every field of the change that the rule cannot have. */
export function checkChange(rule: Rule, change: RuleChange): void {
  const errors = fieldErrors()
  if (change.enabled === false && !isOptional(rule)) errors.add('/enabled', 'BAD_VALUE', { allowed: 'true' })
  const levels: readonly RuleLevel[] = rule.eitherLevel ? RULE_LEVELS : [rule.level]
  if (change.level !== undefined && !levels.includes(change.level)) errors.add('/level', 'BAD_VALUE', { allowed: levels.join(', ') })
  if (!within(change.weight ?? 0, 0, MOST_WEIGHT)) errors.add('/weight', 'BAD_VALUE', { allowed: `0-${MOST_WEIGHT}` })
  for (const [name, value] of Object.entries(change.params ?? {})) checkParam(rule, name, value, errors)
  errors.throwIfAny()
}

function checkParam(rule: Rule, name: string, value: number, errors: FieldErrors): void {
  const param = paramOf(rule, name)
  if (param === undefined) errors.add(`/params/${name}`, 'UNKNOWN_FIELD')
  else if (!within(value, param.min, param.max)) errors.add(`/params/${name}`, 'BAD_VALUE', { allowed: `${param.min}-${param.max}` })
}

const within = (value: number, min: number, max: number): boolean => min <= value && value <= max

/**
 * Sets a rule for the centre: its parameters, its weight, its level where the rule can have either, and whether an optional one is on.
 * Rules that are law alone stay on. Rosters are judged by it from then on, published ones never.
 */
export const setRule = (deps: Deps, centre: Centre, id: string, expected: number, change: RuleChange): Promise<EffectiveRule> =>
  transact(deps, async (deps) => {
    const current = await effectiveRule(deps, centre, id)
    if (current.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'rule', expected })
    checkChange(current.rule, change)
    const setting: RuleSetting = {
      ruleId: id,
      version: expected + 1,
      enabled: change.enabled ?? current.enabled,
      level: change.level ?? current.level,
      weight: change.weight ?? current.weight,
      params: { ...current.params, ...change.params }
    }
    await saveRuleSetting(deps.db, centre.id, setting, deps.now())
    return effective(current.rule, setting)
  })
