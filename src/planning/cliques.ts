import type { Model } from './model.ts'
import { row } from './rows.ts'

/** Whether two different things cannot both be. Symmetric. */
export type Excludes = (a: number, b: number) => boolean

/** Whether nobody may hold both pieces, answered from a table. */
export function clashTable(model: Model): Excludes {
  const size = model.pieces.length
  const table = new Uint8Array(size * size)
  for (let t = 0; t < size; t += 1) for (const other of row(model.clash, t)) table[t * size + other] = 1
  return (a, b) => table[a * size + b] === 1
}

/** Adds of the others, in their order, whatever excludes all that is in. Changes `clique`. */
export function grow(clique: number[], others: Iterable<number>, excludes: Excludes): number[] {
  for (const other of others) if (clique.every((each) => each !== other && excludes(each, other))) clique.push(other)
  return clique
}

/** What to cover: `of` lists whatever a member excludes and must share a clique with, `near` what a clique of it may grow by. */
export interface Edges {
  of(member: number): readonly number[]
  near(member: number): readonly number[]
}

/** Cliques that hold every edge: few, because each is grown as far as it goes, first by what comes later. */
export function coverEdges(members: readonly number[], edges: Edges, excludes: Excludes): number[][] {
  const covered = new Map(members.map((member) => [member, new Set<number>()]))
  const cliques: number[][] = []
  const cover = (clique: readonly number[]): void => {
    for (const a of clique) for (const b of clique) covered.get(a)?.add(b)
  }
  for (const member of members) {
    const near = edges.near(member)
    const inOrder = [...near.filter((each) => each > member), ...near.filter((each) => each < member)]
    for (const other of edges.of(member)) {
      if (other < member || covered.get(member)?.has(other) === true) continue
      const clique = grow([member, other], inOrder, excludes)
      cover(clique)
      cliques.push(clique.sort((a, b) => a - b))
    }
  }
  return cliques
}

/** Disjoint cliques that together are all the members. */
export function partition(members: readonly number[], excludes: Excludes): number[][] {
  const left = new Set(members)
  const cliques: number[][] = []
  for (const member of members) {
    if (!left.has(member)) continue
    const clique = grow([member], left, excludes)
    for (const each of clique) left.delete(each)
    cliques.push(clique)
  }
  return cliques
}

/** Whether the members exclude one another pairwise. */
export const isClique = (members: readonly number[], excludes: Excludes): boolean =>
  members.every((a, at) => members.slice(at + 1).every((b) => excludes(a, b)))
