import type { Holders, Model } from './model.ts'
import { row } from './rows.ts'

/** What holders come to, worked out from nothing: the law that every engine's answer is judged by. */
export interface Evaluation {
  /** Importance × slots of the pieces that nobody holds. */
  readonly coverage: number
  /** Unfairness of all kinds together; costs are in the model's unit. */
  readonly fairness: number
  /** Cost of each soft rule, by its index. */
  readonly byRule: Float64Array
  /** Fairness and soft rules together: what is least in the third tier. */
  readonly total: number
  /** Breaches of hard rules; a plan has none. */
  readonly broken: number
}

/** Judges who holds what. */
export function evaluate(model: Model, holders: Holders): Evaluation {
  const byRule = Float64Array.from(model.constant)
  const charge = (rule: number, cost: number): void => {
    byRule[rule] = (byRule[rule] ?? 0) + cost
  }
  // what a piece costs by itself is several rules' together: it stands under the place after the last rule
  let alone = 0
  let coverage = 0
  holders.forEach((p, t) => {
    if (p < 0) coverage += model.importance[t] ?? 0
    alone += p < 0 ? (model.emptyCost[t] ?? 0) : (model.cost[(model.candidates.at[t] ?? 0) + placeOf(model, t, p)] ?? 0)
  })
  nearCosts(model, holders, charge)
  besideCosts(model, holders, charge)
  const over = windowCosts(model, holders, charge)
  const fairness = unfairnessOf(model, holders)
  const soft = byRule.reduce((sum, cost) => sum + cost, 0) + alone
  return { coverage, fairness, byRule, total: fairness + soft, broken: over + clashes(model, holders) }
}

const placeOf = (model: Model, t: number, p: number): number => model.place[t * model.people.length + p] ?? -1

type Charge = (rule: number, cost: number) => void

/** Couples of pieces that one person holds and must not, or that two hold who are kept apart; and holders who are no candidates. */
function clashes(model: Model, holders: Holders): number {
  return holders.reduce((found, p, t) => found + (p < 0 ? 0 : clashesOf(model, holders, t, p)), 0)
}

/** Those of one piece with later ones. */
function clashesOf(model: Model, holders: Holders, t: number, p: number): number {
  const width = model.people.length
  const own = row(model.clash, t).filter((other) => other > t && holders[other] === p)
  const apart = row(model.apart, t * width + p).filter((closed) => {
    const other = Math.floor(closed / width)
    return other > t && holders[other] === closed % width
  })
  return own.length + apart.length + (placeOf(model, t, p) < 0 ? 1 : 0)
}

function nearCosts(model: Model, holders: Holders, charge: Charge): void {
  holders.forEach((p, t) => {
    if (p < 0) return
    const from = model.near.at[t] ?? 0
    row(model.near, t).forEach((other, i) => {
      if (other > t && holders[other] === p) charge(model.nearRule[from + i] ?? 0, model.nearCost[from + i] ?? 0)
    })
  })
}

function besideCosts(model: Model, holders: Holders, charge: Charge): void {
  const { rule, first, second, at, cost } = model.beside
  const seatAt = (t: number): number => (t >= 0 && (holders[t] ?? -1) >= 0 ? 1 + placeOf(model, t, holders[t] ?? -1) : 0)
  rule.forEach((index, i) => {
    const [a, b] = [first[i] ?? -1, second[i] ?? -1]
    const columns = 1 + (model.candidates.at[b + 1] ?? 0) - (model.candidates.at[b] ?? 0)
    charge(index, cost[(at[i] ?? 0) + seatAt(a) * columns + seatAt(b)] ?? 0)
  })
}

/** Charges what is over or under soft limits; returns how many keys are over hard ones because of the pieces. */
function windowCosts(model: Model, holders: Holders, charge: Charge): number {
  const { windows } = model
  let broken = 0
  model.people.forEach((_, p) => {
    const before = new Set(row(windows.before, p))
    const own = model.pieces.flatMap((_, t) => (holders[t] === p ? [...row(windows.keys, t)] : []))
    const counts = countsOf(model, new Set([...before, ...own]))
    const countsBefore = countsOf(model, before)
    windows.rule.forEach((rule, w) => {
      const [cost, count] = [windows.cost[w] ?? 0, counts[w] ?? 0]
      const off = offLimits(model, w, p, count)
      if (cost >= 0) charge(rule, cost * off)
      else if (count > (countsBefore[w] ?? 0)) broken += off
    })
  })
  return broken
}

/** By how many keys a person is over or under the limits of a window; a hard one has no least. */
function offLimits({ windows }: Model, w: number, p: number, count: number): number {
  const owner = windows.owner[w] ?? -1
  if (owner !== -1 && owner !== p) return 0
  const under = (windows.cost[w] ?? 0) < 0 ? 0 : Math.max(0, (windows.least[w] ?? 0) - count)
  return Math.max(0, count - (windows.most[w] ?? 0)) + under
}

function countsOf({ windows }: Model, keys: ReadonlySet<number>): Int32Array {
  const counts = new Int32Array(windows.rule.length)
  for (const key of keys) {
    const w = windows.windowOf[key] ?? 0
    counts[w] = (counts[w] ?? 0) + 1
  }
  return counts
}

/** Unfairness of all kinds together. */
export const unfairnessOf = (model: Model, holders: Holders): number =>
  model.fairness.reduce((sum, kind) => sum + unfairness(model, kind, holders), 0)

/** Unfairness of one kind: weight times the square of what each person bears over their due share. */
export function unfairness(model: Model, { weight, unit, units, start }: Model['fairness'][number], holders: Holders): number {
  const over = Float64Array.from(start)
  holders.forEach((p, t) => {
    if (p >= 0) over[p] = (over[p] ?? 0) + unit * (units[t] ?? 0)
  })
  return model.people.reduce((sum, _, p) => sum + weight * (over[p] ?? 0) ** 2, 0)
}
