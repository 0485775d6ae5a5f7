import { addColumn, addRow, type Draft, type Node } from './linear-draft.ts'
import { singles, termsOfNode } from './linear-nodes.ts'
import type { Model } from './model.ts'
import { row } from './rows.ts'

/** Costs of each piece's later neighbours, several rules' together. */
function laterCosts(model: Model, t: number): Map<number, number> {
  const from = model.near.at[t] ?? 0
  const costs = new Map<number, number>()
  row(model.near, t).forEach((other, i) => {
    if (other > t) costs.set(other, (costs.get(other) ?? 0) + (model.nearCost[from + i] ?? 0))
  })
  return costs
}

/** Couples of pieces that cost the person who holds both, by `a * pieces + b`, a < b; clashing ones are left out. */
function nearCosts({ model, clashes }: Draft): Map<number, number> {
  const size = model.pieces.length
  return new Map(
    Array.from({ length: size }, (_, t) => t).flatMap((t) =>
      [...laterCosts(model, t)]
        .filter(([other, cost]) => cost > 0 && !clashes(t, other))
        .map(([other, cost]) => [t * size + other, cost] as const)
    )
  )
}

interface Couple {
  readonly a: Node
  readonly b: Node
  readonly cost: number
}

/** One person's couples that no row charges for yet. */
interface Couples {
  readonly left: Map<number, Couple>
  readonly nodeAt: ReadonlyMap<number, Node>
  keyOf(a: Node, b: Node): number
}

function couplesOf(draft: Draft, costs: ReadonlyMap<number, number>, nodes: readonly Node[]): Couples {
  const size = draft.model.pieces.length
  const nodeAt = new Map(nodes.map((node) => [node.piece, node]))
  const left = [...costs].flatMap(([key, cost]): [number, Couple][] => {
    const [a, b] = [nodeAt.get(Math.floor(key / size)), nodeAt.get(key % size)]
    return a === undefined || b === undefined ? [] : [[key, { a, b, cost }]]
  })
  return { left: new Map(left), nodeAt, keyOf: (a, b) => Math.min(a.piece, b.piece) * size + Math.max(a.piece, b.piece) }
}

/** Adds to a clique what clashes with all of it and costs as much beside all of the others. */
function widen({ model, clashes }: Draft, { left, nodeAt, keyOf }: Couples, clique: Node[], others: readonly Node[], cost: number): void {
  for (const t of row(model.near, others[0]?.piece ?? 0)) {
    const node = nodeAt.get(t)
    if (node === undefined || !others.every((other) => left.get(keyOf(node, other))?.cost === cost)) continue
    if (clique.every((each) => each !== node && clashes(each.piece, t))) clique.push(node)
  }
}

/**
 * Couples of one cost as products of two cliques of nodes: one column and one row for all of them, and a tighter one. Of two pieces of
 * a node that are both held it charges one, so a program of whole pieces takes each piece for itself.
 */
export function addNear(draft: Draft, all: readonly (readonly Node[])[]): void {
  const costs = nearCosts(draft)
  const width = draft.model.people.length
  all.forEach((grouped, p) => {
    const cells = grouped.flatMap((node) => node.cells)
    const couples = couplesOf(draft, costs, draft.wholes > 0 ? singles(cells, width) : grouped)
    for (const couple of couples.left.values()) addProduct(draft, couples, p, couple)
  })
}

function addProduct(draft: Draft, couples: Couples, person: number, { a, b, cost }: Couple): void {
  const [first, second] = [[a], [b]]
  widen(draft, couples, second, first, cost)
  widen(draft, couples, first, second, cost)
  for (const one of first) for (const other of second) couples.left.delete(couples.keyOf(one, other))
  const both = addColumn(draft, 0, Number.POSITIVE_INFINITY, cost)
  const terms = [...first, ...second].flatMap((node) => termsOfNode(draft, node, -1))
  addRow(draft, { kind: 'near', cost, person, first, second }, [-1, Number.POSITIVE_INFINITY], [[both, 1], ...terms])
}
