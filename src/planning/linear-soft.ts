import { addColumn, addRow, type Draft, type Node } from './linear-draft.ts'
import { addNear } from './linear-near.ts'
import { addLimits } from './linear-windows.ts'

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
