import type { Part, Term } from './certificate.ts'
import type { Linear, Node, RowName } from './linear-draft.ts'
import type { Model } from './model.ts'
import { lesser } from './verify-sum.ts'

/** What turning multipliers into terms goes by. */
interface Source {
  readonly model: Model
  readonly unit: bigint
  readonly width: number
  /** By column of a node that stands for several cells: how much of each cell's share is not used yet. */
  readonly shares: ReadonlyMap<number, Share[]>
  readonly touches: ReadonlyMap<string, readonly Weighed<'touch'>[]>
  readonly grants: ReadonlyMap<string, readonly Weighed<'grant'>[]>
}

interface Share {
  readonly cell: number
  left: bigint
}

interface Weighed<Kind extends RowName['kind']> {
  readonly name: Extract<RowName, { kind: Kind }>
  readonly times: bigint
}

const positive = (number: bigint): bigint => (number > 0n ? number : 0n)
const ownerOf = ({ person, window }: { readonly person: number; readonly window: number }): string => `${person} ${window}`

/** The rows of one kind with their multipliers; those on a lower bound are positive in a program, those on an upper one negative. */
function weighed<Kind extends RowName['kind']>(
  names: readonly RowName[],
  times: readonly bigint[],
  kind: Kind,
  sign: bigint
): Weighed<Kind>[] {
  return names.flatMap((name, i): Weighed<Kind>[] =>
    name.kind === kind ? [{ name: name as Weighed<Kind>['name'], times: positive(sign * (times[i] ?? 0n)) }] : []
  )
}

/**
 * The multipliers of a program's rows as terms, rounded to whole parts of `1 / unit`. Columns of help do not appear in terms: what is
 * said of a node is said of its cells, each in its share. Whatever does not fit is left out, which only makes the bound lower.
 */
export function termsFrom(model: Model, { names }: Linear, duals: Float64Array, unit: bigint): Term[] {
  const times = Array.from(duals, (dual) => BigInt(Math.round(dual * Number(unit))))
  const members = Map.groupBy(weighed(names, times, 'member', -1n), ({ name }) => name.column)
  const source: Source = {
    model,
    unit,
    width: model.people.length,
    shares: new Map([...members].map(([column, rows]) => [column, rows.map(({ name, times }) => ({ cell: name.cell, left: times }))])),
    touches: Map.groupBy(weighed(names, times, 'touch', 1n), ({ name }) => ownerOf(name)),
    grants: Map.groupBy(weighed(names, times, 'grant', -1n), ({ name }) => ownerOf(name))
  }
  return names.flatMap((name, i) => termsOf(source, name, times[i] ?? 0n)).filter((term) => term.times !== '0')
}

function termsOf(source: Source, name: RowName, dual: bigint): Term[] {
  switch (name.kind) {
    case 'one':
      return drawn(source, name.nodes, positive(-dual)).map(({ cells, times }) => ({ kind: 'one', times: String(times), cells }))
    case 'covered':
      return [{ kind: 'covered', times: String(positive(-dual)) }]
    case 'most':
      return [mostOf(source, name, withinCost(source, name.window, positive(-dual)))]
    case 'least':
      return [leastOf(source, name, withinCost(source, name.window, positive(dual)))]
    case 'near':
      return nearOf(source, name, positive(dual))
    case 'beside': {
      const { kind, cost, entry, first, without } = name
      return [{ kind, times: String(lesser(positive(dual), BigInt(cost) * source.unit)), entry, first, without }]
    }
    case 'share':
      return [{ kind: 'fair', times: String(-dual), person: name.person, burden: source.model.fairness[name.fairness]?.kind ?? 'points' }]
    default:
      return []
  }
}

/** A soft window's multiplier is at most its cost. */
function withinCost({ model, unit }: Source, window: number, times: bigint): bigint {
  const cost = model.windows.cost[window] ?? 0
  return cost < 0 ? times : lesser(times, BigInt(cost) * unit)
}

/** A row about nodes as rows about cells: of each node that stands for several, the shares in their order. */
function drawn({ shares }: Source, nodes: readonly Node[], times: bigint): { readonly cells: number[]; readonly times: bigint }[] {
  const found: { cells: number[]; times: bigint }[] = []
  let left = times
  while (left > 0n) {
    const heads = nodes.map(({ column }) => (column < 0 ? null : shares.get(column)?.find((share) => share.left > 0n)))
    if (heads.includes(undefined)) break
    const each = heads.reduce((least, share) => (share ? lesser(least, share.left) : least), left)
    for (const share of heads) if (share) share.left -= each
    found.push({ cells: nodes.flatMap((node, i) => heads[i]?.cell ?? node.cells), times: each })
    left -= each
  }
  return found
}

type Name<Kind extends RowName['kind']> = Extract<RowName, { kind: Kind }>

function mostOf(source: Source, { person, window, direct }: Name<'most'>, times: bigint): Term {
  const piecesOf = (cells: readonly number[]): number[] => cells.map((cell) => Math.floor(cell / source.width))
  const left = new Map<number, bigint>()
  const wanted = [
    ...direct.map(({ key, nodes }) => ({ key, nodes, times })),
    ...(source.touches.get(ownerOf({ person, window })) ?? []).map(({ name, times }) => ({ key: name.key, nodes: name.nodes, times }))
  ]
  const parts = wanted.flatMap(({ key, nodes, times: each }): Part[] => {
    const free = left.get(key) ?? times
    const used = lesser(each, free)
    left.set(key, free - used)
    return drawn(source, nodes, used).map((part) => ({ key, pieces: piecesOf(part.cells), times: String(part.times) }))
  })
  return { kind: 'most', times: String(times), person, window, parts }
}

function leastOf({ grants }: Source, { person, window, direct }: Name<'least'>, times: bigint): Term {
  const granted = grants.get(ownerOf({ person, window })) ?? []
  const parts = [
    ...direct.map((key) => ({ key, pieces: [], times: String(times) })),
    ...granted.map(({ name, times: each }) => ({ key: name.key, pieces: [], times: String(lesser(each, times)) }))
  ]
  return { kind: 'least', times: String(times), person, window, parts }
}

function nearOf(source: Source, { person, first, second, cost }: Name<'near'>, times: bigint): Term[] {
  const piecesIn = (cells: readonly number[], nodes: readonly Node[]): number[] => {
    const own = new Set(nodes.flatMap((node) => node.cells))
    return cells.filter((cell) => own.has(cell)).map((cell) => Math.floor(cell / source.width))
  }
  return drawn(source, [...first, ...second], lesser(times, BigInt(cost) * source.unit)).map((each) => ({
    kind: 'near',
    times: String(each.times),
    person,
    first: piecesIn(each.cells, first),
    second: piecesIn(each.cells, second)
  }))
}
