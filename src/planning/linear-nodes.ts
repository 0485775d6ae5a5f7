import type { Excludes } from './cliques.ts'
import { addColumn, addRow, type Draft, type Node } from './linear-draft.ts'
import type { Model } from './model.ts'
import { row } from './rows.ts'

/** A key that fewer pieces touch does not keep them apart: what counts it takes each piece for itself. */
const SHARED = 3

/** Keys that a piece touches in windows that count that person. */
const keysOf = ({ windows }: Model, p: number, t: number): number[] =>
  Array.from(row(windows.keys, t)).filter((key) => {
    const owner = windows.owner[windows.windowOf[key] ?? 0]
    return owner === -1 || owner === p
  })

/** Where the model's rules see no difference for that person. Pieces that clash come as `closed` twins, others as `open` ones. */
function signatures(
  draft: Draft,
  p: number,
  own: ReadonlySet<number>
): { readonly open: Map<number, string>; readonly closed: Map<number, string> } {
  const { model } = draft
  const open = new Map<number, string>()
  const closed = new Map<number, string>()
  const touched = new Map<number, number>()
  for (const t of own) for (const key of keysOf(model, p, t)) touched.set(key, (touched.get(key) ?? 0) + 1)
  for (const t of own) {
    const clash = Array.from(row(model.clash, t)).filter((other) => own.has(other))
    const keys = keysOf(model, p, t).filter((key) => (touched.get(key) ?? 0) >= SHARED)
    const rest = `${keys.join()}|${nearBy(model, t).join()}`
    open.set(t, `${clash.join()}|${rest}`)
    closed.set(t, `${[...clash, t].sort((a, b) => a - b).join()}|${rest}`)
  }
  return { open, closed }
}

/** Whether a window counts that person's pieces. */
export const concerns = ({ windows }: Model, w: number, p: number): boolean => windows.owner[w] === -1 || windows.owner[w] === p

const nearBy = (model: Model, t: number): string[] => {
  const from = model.near.at[t] ?? 0
  return Array.from(row(model.near, t), (other, i) => `${other}:${model.nearCost[from + i]}`).sort()
}

/** The nodes of one person, by their first piece. Together they are all pieces that the person may hold. */
export function nodesOf(draft: Draft, p: number): Node[] {
  const width = draft.model.people.length
  const own = new Set(draft.piecesOf[p] ?? [])
  const { open, closed } = signatures(draft, p, own)
  const apart = [...Map.groupBy(own, (t) => open.get(t) ?? '').values()].filter((pieces) => pieces.length > 1)
  const inApart = new Set(apart.flat())
  const rest = [...own].filter((t) => !inApart.has(t))
  const together = [...Map.groupBy(rest, (t) => closed.get(t) ?? '').values()]
  const cells = (pieces: readonly number[]): number[] => pieces.map((t) => t * width + p)
  return [
    ...apart.map((pieces) => ({ cells: cells(pieces), piece: pieces[0] ?? 0, column: addEither(draft, p, pieces) })),
    ...together.map((pieces) => ({ cells: cells(pieces), piece: pieces[0] ?? 0, column: -1 }))
  ].sort((a, b) => a.piece - b.piece)
}

/** A column that is at least each of the pieces' own; without bounds, so that their multipliers come to just what its uses come to. */
function addEither(draft: Draft, p: number, pieces: readonly number[]): number {
  const column = addColumn(draft, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0)
  for (const t of pieces) {
    const cell = t * draft.model.people.length + p
    addRow(
      draft,
      { kind: 'member', column, cell },
      [Number.NEGATIVE_INFINITY, 0],
      [
        [draft.holds(t, p), 1],
        [column, -1]
      ]
    )
  }
  return column
}

/** The columns whose sum says that the node is held, each with that factor. */
export function termsOfNode(draft: Draft, { cells, column }: Node, factor: number): (readonly [number, number])[] {
  if (column >= 0) return [[column, factor]]
  const width = draft.model.people.length
  return cells.map((cell) => [draft.holds(Math.floor(cell / width), cell % width), factor])
}

/** The pieces as nodes: whole ones where all of a node is there, else each piece for itself. */
export function nodesAmong(draft: Draft, nodes: readonly Node[], pieces: readonly number[], p: number): Node[] {
  const width = draft.model.people.length
  const left = new Set(pieces.map((t) => t * width + p))
  const whole = nodes.filter((node) => node.cells.every((cell) => left.has(cell)))
  for (const node of whole) for (const cell of node.cells) left.delete(cell)
  return [...whole, ...singles([...left], width)]
}

/** Whether at most one of two nodes of a person can be held. */
export const nodesExclude =
  (draft: Draft, nodes: readonly Node[]): Excludes =>
  (a, b) =>
    draft.clashes(nodes[a]?.piece ?? 0, nodes[b]?.piece ?? 0)

/** Every cell as a node of its own. */
export const singles = (cells: readonly number[], width: number): Node[] =>
  cells.map((cell) => ({ cells: [cell], piece: Math.floor(cell / width), column: -1 }))
