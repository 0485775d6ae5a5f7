import { type Definitions, definitionsOf, withRows } from './lazy.ts'
import { linearOf } from './linear.ts'
import type { Linear, RowName } from './linear-draft.ts'
import type { Holders, Model } from './model.ts'
import { row } from './rows.ts'
import type { SolveLinear } from './solver.ts'

/** Why somebody does not take a piece as the plan stands. */
export type Bar =
  /** May not hold it whatever the others do: the rules that look at the piece alone, or at what was filled before, say so. */
  | { readonly kind: 'ineligible' }
  /** Holds a piece that clashes with it. */
  | { readonly kind: 'holds'; readonly piece: number }
  /** Is at a hard limit (index of the window). */
  | { readonly kind: 'limit'; readonly window: number }
  /** Must not serve beside who holds that piece. */
  | { readonly kind: 'apart'; readonly piece: number; readonly person: number }
  /** Nothing: the seat is empty for another reason than this person. */
  | { readonly kind: 'free' }

/** What cannot hold together: these pieces all filled, and these limits kept. Leaving out any one of them, the rest can. */
export interface Core {
  /** The empty piece first. */
  readonly pieces: readonly number[]
  /** Cells (`piece * people + person`) of which at most one can be, as they clash or keep people apart. */
  readonly clashes: readonly (readonly number[])[]
  readonly limits: readonly { readonly person: number; readonly window: number }[]
}

/** Why a piece stays empty in a plan that covers as much as can be. */
export interface Cause {
  readonly piece: number
  /** One bar for each person. */
  readonly people: readonly { readonly person: number; readonly bar: Bar }[]
  /** Null when it has more than `CORE_ITEMS` things, or when only whole pieces, not shares of them, make it impossible. */
  readonly core: Core | null
  /** For a larger one: so many pieces, this one among them, compete for these people, who cannot take them all. */
  readonly rivals: { readonly pieces: readonly number[]; readonly people: readonly number[] }
}

/** More things than this nobody reads. */
export const CORE_ITEMS = 12

/** The cause of an empty piece; the holders must be a plan of best coverage. Deterministic. */
export function causeOf(model: Model, holders: Holders, piece: number, solve: SolveLinear): Cause {
  const people = model.people.map((_, person) => ({ person, bar: barOf(model, holders, piece, person) }))
  const found = row(model.candidates, piece).length === 0 ? null : conflict(model, holders, piece, solve)
  const pieces = found?.pieces ?? [piece]
  const rivals = {
    pieces,
    people: model.people.flatMap((_, p) => (pieces.some((t) => (model.place[t * model.people.length + p] ?? -1) >= 0) ? [p] : []))
  }
  const size = found === null ? 0 : found.pieces.length + found.clashes.length + found.limits.length
  return { piece, people, core: size > CORE_ITEMS ? null : found, rivals }
}

function barOf(model: Model, holders: Holders, piece: number, person: number): Bar {
  const width = model.people.length
  if ((model.place[piece * width + person] ?? -1) < 0) return { kind: 'ineligible' }
  const clash = row(model.clash, piece).find((t) => holders[t] === person)
  if (clash !== undefined) return { kind: 'holds', piece: clash }
  const beside = row(model.apart, piece * width + person).find((cell) => holders[Math.floor(cell / width)] === cell % width)
  if (beside !== undefined) return { kind: 'apart', piece: Math.floor(beside / width), person: beside % width }
  const window = limitReached(model, holders, piece, person)
  return window === undefined ? { kind: 'free' } : { kind: 'limit', window }
}

/** The first hard window that the piece would take the person over. */
function limitReached({ windows }: Model, holders: Holders, piece: number, person: number): number | undefined {
  const held = new Set(row(windows.before, person))
  holders.forEach((p, t) => {
    if (p === person) for (const key of row(windows.keys, t)) held.add(key)
  })
  const added = row(windows.keys, piece).filter((key) => !held.has(key))
  return Array.from(windows.cost.keys()).find((w) => {
    if ((windows.cost[w] ?? 0) >= 0 || (windows.owner[w] !== -1 && windows.owner[w] !== person)) return false
    const inWindow = (keys: Iterable<number>): number => [...keys].filter((key) => windows.windowOf[key] === w).length
    return inWindow(added) > 0 && inWindow(held) + inWindow(added) > (windows.most[w] ?? 0)
  })
}

/** The least importance of a share that must stay empty for a set of rows to be impossible; a solver's floating point is far below. */
const SHORT = 1e-6

/** Whether a row takes part in a conflict as a thing of its own. */
const isThing = ({ kind }: RowName): boolean => kind === 'piece' || kind === 'one' || kind === 'most'

/**
 * An irreducible conflict: the piece and whatever is covered are demanded whole. The multipliers of the program that leaves as little of
 * the piece empty as can be name rows that suffice; then each is left out in turn, and stays out where the rest still conflicts.
 */
function conflict(model: Model, holders: Holders, piece: number, solve: SolveLinear): Core | null {
  const demanded = new Set([piece, ...[...holders.keys()].filter((t) => (holders[t] ?? -1) >= 0)])
  const program = demanding(linearOf(model, { objective: 'coverage', coverage: null, integer: false }), model, demanded, piece)
  const definitions = definitionsOf(program)
  const kept = program.names.flatMap((name, i) => (name.kind !== 'piece' || demanded.has(name.piece) ? [i] : []))
  const { objective, duals } = solve(withRows(program, kept), { method: 'simplex' })
  if (!(objective > SHORT)) return null
  const isOwn = (i: number): boolean => {
    const name = program.names[i]
    return name?.kind === 'piece' && name.piece === piece
  }
  let things = kept.filter((i, at) => Math.abs(duals[at] ?? 0) > SHORT && isThing(program.names[i] ?? { kind: 'covered' }))
  const holds = (rows: readonly number[]): boolean => shortOf(program, definitions, rows, solve) > SHORT
  if (!holds(things)) return null
  for (const thing of [...things].reverse()) {
    const rest = things.filter((each) => each !== thing)
    if (!isOwn(thing) && holds(rest)) things = rest
  }
  return coreOf(program, things, piece)
}

/** The program in which the pieces demanded may not be empty, but for the one whose empty share is to be least. */
function demanding(program: Linear, model: Model, demanded: ReadonlySet<number>, piece: number): Linear {
  const candidates = model.candidates.items.length
  const upper = program.upper.map((each, column) => (demanded.has(column - candidates) && column - candidates !== piece ? 0 : each))
  return { ...program, upper, cost: program.cost.map((_, column) => (column - candidates === piece ? 1 : 0)) }
}

/** How much of the piece stays empty when just these rows hold. */
function shortOf(program: Linear, definitions: Definitions, rows: readonly number[], solve: SolveLinear): number {
  const all = new Set(rows)
  for (const i of all) {
    for (const column of program.index.subarray(program.at[i], program.at[i + 1]))
      for (const defining of definitions.get(column) ?? []) all.add(defining)
  }
  return solve(
    compact(
      withRows(
        program,
        [...all].sort((a, b) => a - b)
      )
    ),
    { method: 'simplex' }
  ).objective
}

/** The program without columns that no row looks at. */
function compact(program: Linear): Linear {
  const used = [...new Set(program.index)].sort((a, b) => a - b)
  const place = new Map(used.map((column, at) => [column, at]))
  const pick = (values: Float64Array): Float64Array => Float64Array.from(used, (column) => values[column] ?? 0)
  return {
    ...program,
    cost: pick(program.cost),
    lower: pick(program.lower),
    upper: pick(program.upper),
    whole: new Uint8Array(used.length),
    index: program.index.map((column) => place.get(column) ?? 0)
  }
}

function coreOf({ names }: Linear, things: readonly number[], piece: number): Core {
  const rows = things.flatMap((i) => names[i] ?? [])
  return {
    pieces: [piece, ...rows.flatMap((name) => (name.kind === 'piece' && name.piece !== piece ? [name.piece] : []))],
    clashes: rows.flatMap((name) => (name.kind === 'one' ? [name.nodes.flatMap((node) => node.cells)] : [])),
    limits: rows.flatMap((name) => (name.kind === 'most' ? [{ person: name.person, window: name.window }] : []))
  }
}
