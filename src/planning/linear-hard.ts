import { coverEdges, type Excludes } from './cliques.ts'
import { addRow, type Draft, type Node } from './linear-draft.ts'
import { nodesExclude, singles, termsOfNode } from './linear-nodes.ts'
import { addLimits } from './linear-windows.ts'
import type { Model } from './model.ts'
import { row } from './rows.ts'

/** What every plan keeps to: each piece with one person or nobody, what excludes one another, hard limits, and the coverage asked for. */
export function addHard(draft: Draft, nodes: readonly (readonly Node[])[], coverage: number | null): void {
  addPieces(draft)
  for (const own of nodes) addClashes(draft, own)
  addApart(draft)
  nodes.forEach((own, p) => {
    addLimits(draft, own, p, 'hard')
  })
  if (coverage !== null) addCoverage(draft, coverage)
}

function addPieces(draft: Draft): void {
  const { candidates, pieces } = draft.model
  pieces.forEach((_, t) => {
    const columns = Array.from(row(candidates, t), (p) => draft.holds(t, p))
    addRow(
      draft,
      { kind: 'piece', piece: t },
      [1, 1],
      [...columns, draft.empty(t)].map((column) => [column, 1])
    )
  })
}

/** What one person cannot hold together: as few rows as there are cliques of nodes to hold every clash, and one per clashing node alone. */
function addClashes(draft: Draft, nodes: readonly Node[]): void {
  const nodeAt = new Map(nodes.flatMap(({ cells }, i) => cells.map((cell) => [Math.floor(cell / draft.model.people.length), i] as const)))
  const clashing = nodes.map(({ piece }, i) => {
    const others = new Set(Array.from(row(draft.model.clash, piece)).flatMap((t) => nodeAt.get(t) ?? []))
    others.delete(i)
    return [...others].sort((a, b) => a - b)
  })
  const of = (i: number): readonly number[] => clashing[i] ?? []
  for (const clique of coverEdges([...nodes.keys()], { of, near: of }, nodesExclude(draft, nodes))) {
    addOne(
      draft,
      clique.flatMap((i) => nodes[i] ?? [])
    )
  }
  nodes.forEach((node, i) => {
    if (of(i).length === 0 && node.column < 0 && node.cells.length > 1) addOne(draft, [node])
  })
}

/** At most one of the nodes. */
function addOne(draft: Draft, nodes: readonly Node[]): void {
  addRow(
    draft,
    { kind: 'one', nodes },
    [Number.NEGATIVE_INFINITY, 1],
    nodes.flatMap((node) => termsOfNode(draft, node, 1))
  )
}

/** People kept apart, strengthened by other pieces of the same people that clash too. */
function addApart(draft: Draft): void {
  const { apart, people } = draft.model
  const width = people.length
  const partners = new Map<number, number[]>()
  for (let cell = 0; cell + 1 < apart.at.length; cell += 1) {
    const others = Array.from(row(apart, cell)).filter((other) => holdable(draft.model, other))
    if (others.length > 0 && holdable(draft.model, cell)) partners.set(cell, others)
  }
  const of = (cell: number): number[] => partners.get(cell) ?? []
  const near = (cell: number): number[] => {
    const clashing = Array.from(row(draft.model.clash, Math.floor(cell / width)), (t) => t * width + (cell % width))
    return [...of(cell), ...clashing.filter((other) => partners.has(other))]
  }
  for (const clique of coverEdges([...partners.keys()], { of, near }, cellsExclude(draft))) addOne(draft, singles(clique, width))
}

const holdable = ({ place }: Model, cell: number): boolean => (place[cell] ?? -1) >= 0

/** Whether two different cells cannot both be true. */
function cellsExclude({ model, clashes }: Draft): Excludes {
  const width = model.people.length
  const apart = new Map<number, Set<number>>()
  return (a, b) => {
    const [s, t] = [Math.floor(a / width), Math.floor(b / width)]
    if (a % width === b % width) return clashes(s, t)
    const known = apart.get(a) ?? new Set(row(model.apart, a))
    apart.set(a, known)
    return s === t || known.has(b)
  }
}

/** Nothing may be empty, or no more importance than asked. */
function addCoverage(draft: Draft, coverage: number): void {
  const { importance, pieces } = draft.model
  const weighty = pieces.map((_, t) => t).filter((t) => (importance[t] ?? 0) > 0)
  if (coverage > 0) {
    const terms = weighty.map((t) => [draft.empty(t), importance[t] ?? 0] as const)
    addRow(draft, { kind: 'covered' }, [Number.NEGATIVE_INFINITY, coverage], terms)
  }
  for (const t of weighty) if ((importance[t] ?? 0) > coverage) draft.upper[draft.empty(t)] = 0
}
