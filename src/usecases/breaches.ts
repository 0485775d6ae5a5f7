import type { Override } from '../domain/approval.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import { rules } from '../domain/rules/all.ts'
import type { Violation } from '../domain/rules/rule.ts'
import { isOptional } from '../domain/rules/settings.ts'
import { cleanText } from '../domain/text.ts'

/** A rule that the approver lets be broken, as a request names it. */
export interface OverrideInput {
  readonly rule: string
  readonly reason: string
}

/** Reads overrides: rules that exist, each once, with a reason, and policy of the centre, not law (OVERRIDE_FORBIDDEN). */
export function readOverrides(inputs: readonly OverrideInput[]): Override[] {
  const errors = fieldErrors()
  const read = inputs.map(({ rule: id, reason }, index): Override => {
    const at = `/overrides/${index}`
    const rule = rules.find((each) => each.id === id)
    if (rule === undefined) errors.add(`${at}/rule`, 'BAD_REFERENCE', { noun: 'rule', ref: id })
    else if (!isOptional(rule)) errors.add(`${at}/rule`, 'OVERRIDE_FORBIDDEN', { rule: id })
    if (inputs.findIndex((each) => each.rule === id) < index) errors.add(`${at}/rule`, 'DUPLICATE_ITEM', { value: id })
    const said = cleanText(reason)
    if (said === '') errors.add(`${at}/reason`, 'MISSING_FIELD')
    return { ruleId: id, reason: said }
  })
  errors.throwIfAny()
  return read
}

/** Refuses breaches of hard rules that are not overridden; unfilled seats are named as such. */
export function refuseBreaches(violations: readonly Violation[], overrides: readonly Override[]): void {
  const hard = violations.filter(({ level, ruleId }) => level === 'hard' && !overrides.some((each) => each.ruleId === ruleId))
  const unfilled = hard.filter(({ ruleId }) => ruleId === 'coverage')
  if (hard.length > unfilled.length) throw new DutyError('RULE_VIOLATED', { count: hard.length })
  if (unfilled.length > 0) throw new DutyError('ROSTER_UNFILLED', { count: unfilled.length })
}
