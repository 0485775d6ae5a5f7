import { clashTable, type Excludes } from './cliques.ts'
import type { TierName } from './engine.ts'
import type { Model } from './model.ts'
import { COST_POINT } from './setting.ts'

/**
 * Pieces of one person that the rules hardly tell apart: the same clashes, near costs, and keys that many share. Either they clash with one another,
 * so that at most one is held, or they do not, and a column stands for "at least one of them is held".
 */
export interface Node {
  readonly cells: readonly number[]
  /** The first of the pieces. */
  readonly piece: number
  /** Column that is at least each of the cells; -1 = the cells exclude one another and count themselves. */
  readonly column: number
}

/**
 * What a row of a program says. Options are numbered as in `Term`; each name but `piece`, `member`, `touch` and `grant` has its term in
 * a certificate, and those are parts of others.
 */
export type RowName =
  | { readonly kind: 'piece'; readonly piece: number }
  | { readonly kind: 'member'; readonly column: number; readonly cell: number }
  | { readonly kind: 'one'; readonly nodes: readonly Node[] }
  | { readonly kind: 'covered' }
  | { readonly kind: 'most'; readonly person: number; readonly window: number; readonly direct: readonly KeyNodes[] }
  | { readonly kind: 'touch'; readonly person: number; readonly window: number; readonly key: number; readonly nodes: readonly Node[] }
  | { readonly kind: 'least'; readonly person: number; readonly window: number; readonly direct: readonly number[] }
  | { readonly kind: 'grant'; readonly person: number; readonly window: number; readonly key: number }
  | {
      readonly kind: 'near'
      readonly cost: number
      readonly person: number
      readonly first: readonly Node[]
      readonly second: readonly Node[]
    }
  | {
      readonly kind: 'beside'
      readonly cost: number
      readonly entry: number
      readonly first: readonly number[]
      readonly without: readonly number[]
    }
  | { readonly kind: 'share'; readonly person: number; readonly fairness: number }

/** Nodes that exclude one another and count one key of a window. */
export interface KeyNodes {
  readonly key: number
  readonly nodes: readonly Node[]
}

/**
 * A program: least `offset + cost · x` with `lower <= x <= upper` and `rowLower <= A x <= rowUpper`, A by rows. Column i < number of
 * candidates is "candidate i holds their piece", the next one per piece is "nobody holds it", the rest are of help. Whole numbers all.
 */
export interface Linear {
  readonly objective: TierName
  readonly cost: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** 1 = the column must be whole. */
  readonly whole: Uint8Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  readonly at: Int32Array
  readonly index: Int32Array
  readonly value: Float64Array
  readonly offset: number
  /** What costs are divided by for a solver, that they be of the order of one. */
  readonly scale: number
  readonly names: readonly RowName[]
}

interface DraftRow {
  readonly name: RowName
  readonly lower: number
  readonly upper: number
  readonly columns: readonly number[]
  readonly values: readonly number[]
}

/** A program under construction. */
export interface Draft {
  readonly model: Model
  readonly cost: number[]
  readonly lower: number[]
  readonly upper: number[]
  readonly wholes: number
  readonly rows: DraftRow[]
  offset: number
  readonly clashes: Excludes
  /** Pieces that each person may hold, ascending. */
  readonly piecesOf: readonly (readonly number[])[]
  /** Column of "p holds t"; p must be a candidate. */
  holds(t: number, p: number): number
  /** Column of "nobody holds t". */
  empty(t: number): number
}

/** Opens a program that has the columns of all candidates and of all empty pieces, at no cost yet. */
export function openDraft(model: Model, integer: boolean): Draft {
  const candidates = model.candidates.items.length
  const columns = candidates + model.pieces.length
  const width = model.people.length
  const piecesOf: number[][] = model.people.map(() => [])
  model.pieces.forEach((_, t) => {
    for (let i = model.candidates.at[t] ?? 0; i < (model.candidates.at[t + 1] ?? 0); i += 1)
      piecesOf[model.candidates.items[i] ?? 0]?.push(t)
  })
  return {
    model,
    cost: new Array<number>(columns).fill(0),
    lower: new Array<number>(columns).fill(0),
    upper: new Array<number>(columns).fill(1),
    wholes: integer ? columns : 0,
    rows: [],
    offset: 0,
    clashes: clashTable(model),
    piecesOf,
    holds: (t, p) => (model.candidates.at[t] ?? 0) + (model.place[t * width + p] ?? 0),
    empty: (t) => candidates + t
  }
}

/** Adds a column; its number. */
export function addColumn(draft: Draft, lower: number, upper: number, cost: number): number {
  draft.lower.push(lower)
  draft.upper.push(upper)
  return draft.cost.push(cost) - 1
}

/** Adds a row of terms [column, factor]; a column may come twice. */
export function addRow(
  draft: Draft,
  name: RowName,
  bounds: readonly [number, number],
  terms: readonly (readonly [number, number])[]
): void {
  const sum = new Map<number, number>()
  for (const [column, factor] of terms) sum.set(column, (sum.get(column) ?? 0) + factor)
  const kept = [...sum].filter(([, factor]) => factor !== 0).sort(([a], [b]) => a - b)
  draft.rows.push({
    name,
    lower: bounds[0],
    upper: bounds[1],
    columns: kept.map(([column]) => column),
    values: kept.map(([, value]) => value)
  })
}

/** The program as typed arrays. */
export function finish(draft: Draft, objective: TierName): Linear {
  const at = new Int32Array(draft.rows.length + 1)
  draft.rows.forEach(({ columns }, i) => {
    at[i + 1] = (at[i] ?? 0) + columns.length
  })
  return {
    objective,
    cost: Float64Array.from(draft.cost),
    lower: Float64Array.from(draft.lower),
    upper: Float64Array.from(draft.upper),
    whole: new Uint8Array(draft.cost.length).fill(1, 0, draft.wholes),
    rowLower: Float64Array.from(draft.rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(draft.rows, ({ upper }) => upper),
    at,
    index: Int32Array.from(draft.rows.flatMap(({ columns }) => columns)),
    value: Float64Array.from(draft.rows.flatMap(({ values }) => values)),
    offset: draft.offset,
    scale: objective === 'coverage' ? 1 : COST_POINT,
    names: draft.rows.map(({ name }) => name)
  }
}
