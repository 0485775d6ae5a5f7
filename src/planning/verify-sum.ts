import type { Certificate } from './certificate.ts'
import type { Model } from './model.ts'
import { row } from './rows.ts'

/** Costs over the denominator: of each candidate, of each piece left empty, of everything else; and what of each cost is used up. */
export interface Sum {
  readonly model: Model
  readonly tier: Certificate['tier']
  readonly coverage: number | null
  readonly unit: bigint
  readonly held: bigint[]
  readonly empty: bigint[]
  rest: bigint
  readonly spent: Map<string, bigint>
  readonly slopes: Map<string, bigint>
}

export const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b)

export const big = (number: number | undefined): bigint => BigInt(number ?? 0)

/** Refuses the certificate unless it holds. */
export function demand(holds: boolean, what: string): void {
  if (!holds) throw new RangeError(what)
}

/** Whether a number names something in the list. */
export const isIndex = (at: number, list: { readonly length: number }): boolean => Number.isInteger(at) && at >= 0 && at < list.length

/** Adds to what it costs that a person holds a piece. */
export function add({ model, held }: Sum, t: number, p: number, times: bigint): void {
  const place = isIndex(p, model.people) && isIndex(t, model.pieces) ? (model.place[t * model.people.length + p] ?? -1) : -1
  demand(place >= 0, 'candidate')
  const i = (model.candidates.at[t] ?? 0) + place
  held[i] = (held[i] ?? 0n) + times
}

/** Uses up part of a cost that is due; no cost is used more often than that. */
export function spend({ spent, unit }: Sum, name: string, times: bigint, cost: number): void {
  const used = (spent.get(name) ?? 0n) + times
  demand(used <= big(cost) * unit, name)
  spent.set(name, used)
}

/** Whether the pieces are such as one person can hold one of at most. */
export const demandClash = ({ model }: Sum, pieces: readonly number[]): void =>
  demand(
    pieces.every((a, i) => pieces.slice(i + 1).every((b) => row(model.clash, a).includes(b))),
    'clash'
  )
