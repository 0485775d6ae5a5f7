import { attainable, nextAttainable } from './attainable.ts'
import type { Certificate, Term } from './certificate.ts'
import type { Model } from './model.ts'
import { row } from './rows.ts'
import { add, big, demand, demandClash, isIndex, lesser, type Sum, spend } from './verify-sum.ts'
import { addLeast, addMost, addSure } from './verify-windows.ts'

/** What checking a certificate found: whether every term is true and its claim follows, and the bound that does follow. */
export interface Verdict {
  readonly valid: boolean
  readonly bound: bigint
}

/**
 * Checks a certificate against the model alone, in whole numbers: no floating point, and nothing of how it came about. Each term adds
 * to the options what no lawful plan can make more than the truth; then every piece takes its cheapest option.
 */
export function verify(model: Model, certificate: Certificate): Verdict {
  try {
    const bound = lowerBound(model, certificate)
    return { valid: BigInt(certificate.bound) <= bound, bound }
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError) return { valid: false, bound: 0n }
    throw error
  }
}

/** The bound that the terms prove. Throws a RangeError that names the first thing which is not true. */
export function lowerBound(model: Model, claim: Omit<Certificate, 'bound'>): bigint {
  const { tier, coverage } = claim
  const unit = BigInt(claim.denominator)
  demand(unit > 0n && (unit & (unit - 1n)) === 0n, 'denominator')
  demand((coverage === null) === (tier === 'coverage'), 'coverage')
  const soft = (cost: number | undefined): bigint => (tier === 'total' ? big(cost) * unit : 0n)
  const held = Array.from(model.cost, soft)
  const empty = Array.from(model.importance, (each, t) => (tier === 'coverage' ? big(each) * unit : soft(model.emptyCost[t])))
  const rest = soft(Math.floor(model.constant.reduce((sum, each) => sum + each, 0)))
  const sum: Sum = { model, tier, coverage, unit, held, empty, rest, spent: new Map(), slopes: new Map() }
  if (tier === 'total') addSure(sum)
  for (const term of claim.terms) addTerm(sum, term)
  if (tier !== 'coverage') addSquares(sum)
  const total = empty.reduce((bound, _, t) => bound + cheapest(sum, t), sum.rest)
  const whole = total / unit + (total > 0n && total % unit !== 0n ? 1n : 0n)
  return nextAttainable(attainable(model, tier), whole)
}

/** The least that a piece can cost: in the hands of a candidate or, where the coverage leaves room for it, in nobody's. */
function cheapest({ model, held, empty, coverage }: Sum, t: number): bigint {
  const mayBeEmpty = coverage === null || (model.importance[t] ?? 0) <= coverage
  const options = [...held.slice(model.candidates.at[t], model.candidates.at[t + 1]), ...(mayBeEmpty ? [empty[t] ?? 0n] : [])]
  // no option at all: no plan leaves so little empty, and any bound is true of none
  return options.reduce(lesser, options[0] ?? 0n)
}

function addTerm(sum: Sum, term: Term): void {
  const times = BigInt(term.times)
  demand(times >= 0n || term.kind === 'fair', 'times')
  if (term.kind === 'one') addOne(sum, term, times)
  else if (term.kind === 'covered') addCovered(sum, times)
  else if (term.kind === 'most') addMost(sum, term, times)
  else if (term.kind === 'least') addLeast(sum, term, times)
  else if (term.kind === 'near') addNear(sum, term, times)
  else if (term.kind === 'beside') addBeside(sum, term, times)
  else addSlope(sum, term, times)
}

function addOne(sum: Sum, { cells }: Extract<Term, { kind: 'one' }>, times: bigint): void {
  const width = sum.model.people.length
  const split = cells.map((cell) => ({ cell, t: Math.floor(cell / width), p: cell % width }))
  split.forEach((a, i) => {
    const excludes = split.slice(i + 1).every((b) => {
      if (a.cell === b.cell) return false
      return a.t === b.t || (a.p === b.p && row(sum.model.clash, a.t).includes(b.t)) || row(sum.model.apart, a.cell).includes(b.cell)
    })
    demand(excludes, 'one')
    add(sum, a.t, a.p, times)
  })
  sum.rest -= times
}

function addCovered(sum: Sum, times: bigint): void {
  demand(sum.coverage !== null, 'covered')
  sum.model.importance.forEach((each, t) => {
    sum.empty[t] = (sum.empty[t] ?? 0n) + times * big(each)
  })
  sum.rest -= times * big(sum.coverage ?? 0)
}

/** Cost of a couple, several rules' together. */
function nearCost({ near, nearCost: costs }: Model, a: number, b: number): number {
  const from = near.at[a] ?? 0
  return row(near, a).reduce((all, other, i) => all + (other === b ? (costs[from + i] ?? 0) : 0), 0)
}

function addNear(sum: Sum, { person, first, second }: Extract<Term, { kind: 'near' }>, times: bigint): void {
  demand(sum.tier === 'total', 'near')
  demandClash(sum, first)
  demandClash(sum, second)
  for (const a of first) {
    for (const b of second) spend(sum, `near ${person} ${Math.min(a, b)} ${Math.max(a, b)}`, times, nearCost(sum.model, a, b))
  }
  for (const t of [...first, ...second]) add(sum, t, person, times)
  sum.rest -= times
}

function addBeside(sum: Sum, { entry, first, without }: Extract<Term, { kind: 'beside' }>, times: bigint): void {
  const distinct = (list: readonly number[]): boolean => new Set(list).size === list.length
  demand(sum.tier === 'total' && isIndex(entry, sum.model.beside.rule), 'beside')
  demand(distinct(first) && distinct(without), 'beside')
  const { candidates, beside } = sum.model
  const [a, b] = [beside.first[entry] ?? -1, beside.second[entry] ?? -1]
  const width = 1 + row(candidates, b).length
  const within = Array.from({ length: width }, (_, j) => j).filter((j) => !without.includes(j))
  const from = beside.at[entry] ?? 0
  for (const i of first) {
    for (const j of within) spend(sum, `beside ${entry} ${i} ${j}`, times, beside.cost[from + i * width + j] ?? 0)
    addOption(sum, a, i, times)
  }
  for (const j of without) addOption(sum, b, j, -times)
}

function addOption(sum: Sum, t: number, option: number, times: bigint): void {
  const { candidates, people } = sum.model
  demand(option >= 0 && option <= (candidates.at[t + 1] ?? 0) - (candidates.at[t] ?? 0), 'option')
  if (option === 0) sum.empty[t] = (sum.empty[t] ?? 0n) + times
  else add(sum, t, candidates.items[(candidates.at[t] ?? 0) + option - 1] ?? people.length, times)
}

function addSlope({ tier, model, slopes }: Sum, { person, burden }: Extract<Term, { kind: 'fair' }>, times: bigint): void {
  const name = `${burden} ${person}`
  demand(
    tier !== 'coverage' && !slopes.has(name) && model.fairness.some(({ kind }) => kind === burden) && isIndex(person, model.people),
    'fair'
  )
  slopes.set(name, times)
}

/** Each person's square is at least its tangent of the slope given (0 where none is): n units cost no less than slope times n and a rest. */
function addSquares(sum: Sum): void {
  const { model, unit, slopes } = sum
  for (const { kind, weight, unit: size, units, start } of model.fairness) {
    model.people.forEach((_, p) => {
      const slope = slopes.get(`${kind} ${p}`) ?? 0n
      const pieces = [...units.keys()].filter((t) => (model.place[t * model.people.length + p] ?? -1) >= 0)
      const top = pieces.reduce((all, t) => all + big(units[t]), 0n)
      for (const t of pieces) add(sum, t, p, slope * big(units[t]))
      const over = (n: bigint): bigint => big(weight) * (big(start[p]) + big(size) * n) ** 2n * unit - slope * n
      const [w, u, s] = [big(weight), big(size), big(start[p])]
      const lowest = (slope - 2n * w * u * s * unit) / (2n * w * u * u * unit)
      const near = [lowest - 1n, lowest, lowest + 1n].map((n) => lesser(n < 0n ? 0n : n, top))
      sum.rest += near.map(over).reduce(lesser)
    })
  }
}
