import { isClique, partition } from './cliques.ts'
import { addColumn, addRow, type Draft, type Node } from './linear-draft.ts'
import { concerns, nodesAmong, nodesExclude, termsOfNode } from './linear-nodes.ts'
import { row } from './rows.ts'

/** What a person's pieces can add to a window. */
interface Counted {
  readonly p: number
  readonly w: number
  readonly nodes: readonly Node[]
  /** Keys not yet touched, with the pieces that touch them. */
  readonly keys: readonly (readonly [number, readonly number[]])[]
  /** Keys touched already. */
  readonly before: number
}

/** Adds one person's limits of one level, as far as the pieces make a difference; what soft ones cost in any case goes to the offset. */
export function addLimits(draft: Draft, nodes: readonly Node[], p: number, level: 'hard' | 'soft'): void {
  const { windows } = draft.model
  const touching = newKeys(draft, p)
  windows.cost.forEach((cost, w) => {
    if (!concerns(draft.model, w, p) || (level === 'hard' ? cost >= 0 : cost <= 0)) return
    const before = row(windows.before, p).filter((key) => windows.windowOf[key] === w).length
    const counted = { p, w, nodes, keys: touching.get(w) ?? [], before }
    addMost(draft, counted, cost)
    if (level === 'soft') addLeast(draft, counted, cost)
  })
}

/** By window, the keys that the person's pieces can add, ascending, each with those pieces. */
function newKeys({ model, piecesOf }: Draft, p: number): Map<number, [number, number[]][]> {
  const { windows } = model
  const before = new Set(row(windows.before, p))
  const keys = new Map<number, number[]>()
  for (const t of piecesOf[p] ?? []) {
    for (const key of row(windows.keys, t)) {
      const pieces = keys.get(key) ?? []
      pieces.push(t)
      if (!before.has(key)) keys.set(key, pieces)
    }
  }
  return Map.groupBy(
    [...keys].sort(([a], [b]) => a - b),
    ([key]) => windows.windowOf[key] ?? 0
  )
}

/** No more new keys than the limit leaves; over a soft one, each costs. */
function addMost(draft: Draft, counted: Counted, cost: number): void {
  const { p, w, keys, before } = counted
  const most = draft.model.windows.most[w] ?? 0
  const left = Math.max(0, most - before)
  if (cost > 0) draft.offset += cost * Math.max(0, before - most)
  if (keys.length <= left) return
  const { terms, direct } = countingTerms(draft, counted)
  const over: [number, number][] = cost > 0 ? [[addColumn(draft, 0, Number.POSITIVE_INFINITY, cost), -1]] : []
  addRow(draft, { kind: 'most', person: p, window: w, direct }, [Number.NEGATIVE_INFINITY, left], [...terms, ...over])
}

/**
 * What counts the new keys from below: the nodes themselves where they exclude one another, else a column that is at least what any
 * clique of the nodes comes to.
 */
function countingTerms(draft: Draft, { p, w, nodes, keys }: Counted) {
  const direct: { key: number; nodes: Node[] }[] = []
  const terms: (readonly [number, number])[] = []
  for (const [key, pieces] of keys) {
    const touching = nodesAmong(draft, nodes, pieces, p)
    const cliques = partition([...touching.keys()], nodesExclude(draft, touching)).map((clique) => clique.flatMap((i) => touching[i] ?? []))
    const [only] = cliques
    if (cliques.length === 1 && only !== undefined) {
      direct.push({ key, nodes: only })
      terms.push(...only.flatMap((node) => termsOfNode(draft, node, 1)))
      continue
    }
    const column = addColumn(draft, 0, Number.POSITIVE_INFINITY, 0)
    terms.push([column, 1])
    for (const clique of cliques) {
      const touched = clique.flatMap((node) => termsOfNode(draft, node, -1))
      addRow(draft, { kind: 'touch', person: p, window: w, key, nodes: clique }, [0, Number.POSITIVE_INFINITY], [[column, 1], ...touched])
    }
  }
  return { terms, direct }
}

/** Each new key short of the least costs. A key counts once, and only if something that touches it is held. */
function addLeast(draft: Draft, { p, w, keys, before }: Counted, cost: number): void {
  const missing = Math.max(0, (draft.model.windows.least[w] ?? 0) - before)
  const wanted = Math.min(missing, keys.length)
  draft.offset += cost * (missing - wanted)
  if (wanted === 0) return
  const direct: number[] = []
  const terms = keys.flatMap(([key, pieces]): (readonly [number, number])[] => {
    const held = (factor: number) => pieces.map((t) => [draft.holds(t, p), factor] as const)
    if (isClique(pieces, draft.clashes)) {
      direct.push(key)
      return held(1)
    }
    const column = addColumn(draft, 0, 1, 0)
    addRow(draft, { kind: 'grant', person: p, window: w, key }, [Number.NEGATIVE_INFINITY, 0], [[column, 1], ...held(-1)])
    return [[column, 1]]
  })
  const under = addColumn(draft, 0, Number.POSITIVE_INFINITY, cost)
  addRow(draft, { kind: 'least', person: p, window: w, direct }, [wanted, Number.POSITIVE_INFINITY], [...terms, [under, 1]])
}
