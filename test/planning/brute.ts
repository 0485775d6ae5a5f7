import { evaluate } from '../../src/planning/evaluate.ts'
import type { Holders, Model } from '../../src/planning/model.ts'
import { row } from '../../src/planning/rows.ts'

/** Every plan of a tiny model that breaks no hard rule. */
export function* lawfulPlans(model: Model): Generator<Holders> {
  const options = model.pieces.map((_, t) => [-1, ...row(model.candidates, t)])
  const plans = options.reduce((product, each) => product * each.length, 1)
  for (let number = 0; number < plans; number += 1) {
    let rest = number
    const holders = Int32Array.from(options, (each) => {
      const chosen = each[rest % each.length] ?? -1
      rest = Math.floor(rest / each.length)
      return chosen
    })
    if (evaluate(model, holders).broken === 0) yield holders
  }
}

/** The least value of each tier: coverage, then both others over the plans of that coverage. */
export function leastOf(model: Model): { readonly coverage: number; readonly fairness: number; readonly total: number } {
  const values = [...lawfulPlans(model)].map((holders) => evaluate(model, holders))
  const coverage = Math.min(...values.map((each) => each.coverage))
  const best = values.filter((each) => each.coverage === coverage)
  return { coverage, fairness: Math.min(...best.map((each) => each.fairness)), total: Math.min(...best.map((each) => each.total)) }
}
