import { addColumn, addRow, type Draft } from './linear-draft.ts'
import { type Node, singles, termsOfNode } from './linear-nodes.ts'
import { addLimits } from './linear-windows.ts'
import { row } from './rows.ts'

/** Whatever the soft rules cost: single pieces, windows, couples of one person, people beside one another. */
export function addSoft(draft: Draft, nodes: readonly (readonly Node[])[]): void {
  const { model } = draft
  model.cost.forEach((cost, i) => {
    draft.cost[i] = cost
  })
  model.emptyCost.forEach((cost, t) => {
    draft.cost[draft.empty(t)] = cost
  })
  draft.offset += model.constant.reduce((sum, each) => sum + each, 0)
  nodes.forEach((own, p) => {
    addLimits(draft, own, p, 'soft')
  })
  addNear(draft, nodes)
  addBeside(draft)
}

/** Couples of pieces that cost the person who holds both: each once, by its key, clashing ones left out. */
function nearCosts({ model, clashes }: Draft): Map<number, number> {
  const size = model.pieces.length
  const costs = new Map<number, number>()
  for (let t = 0; t < size; t += 1) {
    const from = model.near.at[t] ?? 0
    row(model.near, t).forEach((other, i) => {
      const cost = model.nearCost[from + i] ?? 0
      if (other > t && cost > 0 && !clashes(t, other)) costs.set(t * size + other, (costs.get(t * size + other) ?? 0) + cost)
    })
  }
  return costs
}

/**
 * Couples of one cost as products of two cliques of nodes: one column and one row for all of them, and a tighter one. Of two pieces of
 * a node that are both held it charges one, so a program of whole pieces takes each piece for itself.
 */
function addNear(draft: Draft, all: readonly (readonly Node[])[]): void {
  const { model } = draft
  const size = model.pieces.length
  const costs = nearCosts(draft)
  const keyOf = (a: Node, b: Node): number => (a.piece < b.piece ? a.piece * size + b.piece : b.piece * size + a.piece)
  all.forEach((grouped, p) => {
    const nodes =
      draft.wholes > 0
        ? singles(
            grouped.flatMap(({ cells }) => cells),
            model.people.length
          )
        : grouped
    const nodeAt = new Map(nodes.map((node) => [node.piece, node]))
    const left = new Map(
      [...costs].flatMap(([key, cost]) => {
        const [a, b] = [nodeAt.get(Math.floor(key / size)), nodeAt.get(key % size)]
        return a === undefined || b === undefined ? [] : [[key, { a, b, cost }] as const]
      })
    )
    for (const { a, b, cost } of left.values()) {
      const widen = (clique: Node[], others: readonly Node[]): void => {
        for (const t of row(model.near, others[0]?.piece ?? 0)) {
          const node = nodeAt.get(t)
          if (node === undefined || !others.every((other) => left.get(keyOf(node, other))?.cost === cost)) continue
          if (clique.every((each) => each !== node && draft.clashes(each.piece, t))) clique.push(node)
        }
      }
      const [first, second] = [[a], [b]]
      widen(second, first)
      widen(first, second)
      for (const one of first) for (const other of second) left.delete(keyOf(one, other))
      const both = addColumn(draft, 0, Number.POSITIVE_INFINITY, cost)
      const terms = [...first, ...second].flatMap((node) => termsOfNode(draft, node, -1))
      addRow(draft, { kind: 'near', cost, person: p, first, second }, [-1, Number.POSITIVE_INFINITY], [[both, 1], ...terms])
    }
  })
}

/** One table of two neighbours: how many options each has, and its costs by rows. */
interface Table {
  readonly entry: number
  readonly rows: readonly (readonly number[])[]
}

function tableOf({ model }: Draft, entry: number): Table {
  const optionsOf = (t: number): number => 1 + (model.candidates.at[t + 1] ?? 0) - (model.candidates.at[t] ?? 0)
  const [height, width] = [optionsOf(model.beside.first[entry] ?? 0), optionsOf(model.beside.second[entry] ?? 0)]
  const from = model.beside.at[entry] ?? 0
  return {
    entry,
    rows: Array.from({ length: height }, (_, i) => Array.from(model.beside.cost.subarray(from + i * width, from + (i + 1) * width)))
  }
}

/** Tables cut into rectangles of one cost each: options of the first that cost alike, and the options of the second that cost so much. */
function addBeside(draft: Draft): void {
  const { first, second } = draft.model.beside
  first.forEach((a, entry) => {
    const { rows } = tableOf(draft, entry)
    const alike = Map.groupBy(rows.keys(), (i) => rows[i]?.join() ?? '')
    const b = second[entry] ?? 0
    for (const options of alike.values()) {
      const costs = rows[options[0] ?? 0] ?? []
      const levels = [...new Set(costs)].filter((cost) => cost > 0).sort((x, y) => x - y)
      levels.forEach((level, i) => {
        const cost = level - (levels[i - 1] ?? 0)
        const without = costs.flatMap((each, j) => (each < level ? [j] : []))
        const both = addColumn(draft, 0, Number.POSITIVE_INFINITY, cost)
        const terms = [
          ...options.map((i) => [columnOf(draft, a, i), -1] as const),
          ...without.map((j) => [columnOf(draft, b, j), 1] as const)
        ]
        addRow(draft, { kind: 'beside', cost, entry, first: options, without }, [0, Number.POSITIVE_INFINITY], [[both, 1], ...terms])
      })
    }
  })
}

const columnOf = (draft: Draft, t: number, option: number): number =>
  option === 0 ? draft.empty(t) : (draft.model.candidates.at[t] ?? 0) + option - 1
