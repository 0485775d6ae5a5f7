import type { BurdenKind } from '../domain/burden.ts'
import { dutiesOf } from '../domain/roster.ts'
import { checkRoster } from '../domain/rules/check.ts'
import { unfairness } from './evaluate.ts'
import type { Holders } from './model.ts'
import { type Prepared, seated } from './plan.ts'
import { costOf } from './setting.ts'

/** What a plan costs, by what it costs for; in ten-thousandths of a cost point. */
export interface Objective {
  readonly fairness: readonly { readonly kind: BurdenKind; readonly cost: number }[]
  /** Soft rules that are broken, in the order of the rules, and how many times over. */
  readonly rules: readonly { readonly ruleId: string; readonly weight: number; readonly degree: number; readonly cost: number }[]
}

/** The objective of a plan, by the rules themselves: what `total` of its tiers adds up to, part by part. */
export function objectiveOf(prepared: Prepared, holders: Holders): Objective {
  const { rules, settled, context } = prepared.filled
  const duties = [...settled, ...dutiesOf(seated(prepared, holders).slots)]
  return {
    fairness: prepared.model.fairness.map((kind) => ({ kind: kind.kind, cost: unfairness(prepared.model, kind, holders) })),
    rules: rules.flatMap((rule) => {
      if (rule.level === 'hard' || rule.terms.length === 0) return []
      const degree = checkRoster([rule], duties, context).reduce((sum, each) => sum + each.degree, 0)
      return degree === 0 ? [] : [{ ruleId: rule.id, weight: rule.weight, degree, cost: degree * costOf(rule) }]
    })
  }
}
