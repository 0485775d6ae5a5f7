import { addDays, type Day } from '../domain/day.ts'
import { compare, type ProviderId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import { adjacent } from '../domain/rules/beside.ts'
import type { Adjacent } from '../domain/rules/rule.ts'
import { slotSeatKey } from './board.ts'
import type { Beside, Rows } from './model.ts'
import { seatKey } from './problem.ts'
import { emptyLists, row, rowsOf } from './rows.ts'
import { costOf, type Ruled, type Setting, termsOf } from './setting.ts'
import type { Steps } from './steps.ts'

/** Who holds a seat: a piece (by index) will decide, or somebody or nobody for good. */
type Holder = { readonly piece: number } | { readonly by: ProviderId | null; readonly settled: boolean }

/** Two seats beside one another. */
interface Neighbours {
  readonly a: Holder
  readonly b: Holder
  readonly at: Adjacent
}

/** What compiling makes of the `beside` terms; the costs of pieces beside standing seats go to `cost` and `emptyCost`. */
export interface BesideCosts {
  readonly beside: Beside
  /** To add to the cost of each candidate, parallel to the candidates. */
  readonly cost: Int32Array
  readonly emptyCost: Int32Array
  /** What nobody can change, by rule. */
  readonly constant: Float64Array
}

const NOBODY: Holder = { by: null, settled: false }

function holders(setting: Setting): (slot: Slot, seat: Seat) => Holder {
  const pieceAt = new Map(setting.pieces.flatMap((piece, t) => piece.slots.map((slot) => [slotSeatKey(slot.id, piece.seat), t] as const)))
  return (slot, seat) => {
    const piece = pieceAt.get(slotSeatKey(slot.id, seat))
    if (piece !== undefined) return { piece }
    return { by: slot.seats.find((each) => each.seat === seat)?.providerId ?? null, settled: false }
  }
}

/** A seat of a post in the order of time, the neighbouring months' included. */
interface Moment {
  readonly start: number
  readonly day: Day
  readonly postId: Slot['postId']
  readonly unit: string
  readonly seat: Seat
  readonly holder: Holder
}

/** Every seat of every post in the order of time, by `seatKey`. */
function timelines(setting: Setting): Map<string, Moment[]> {
  const holderOf = holders(setting)
  const own = setting.problem.slots.flatMap((slot) =>
    slot.seats.map(({ seat }) => ({ key: seatKey(slot.postId, seat), moment: { ...slot, seat, holder: holderOf(slot, seat) } }))
  )
  const settled = setting.problem.settled.map((duty) => ({
    key: seatKey(duty.postId, duty.seat),
    moment: { ...duty, holder: { by: duty.providerId, settled: true } }
  }))
  const lines = Map.groupBy([...own, ...settled], ({ key }) => key)
  return new Map([...lines].map(([key, line]) => [key, line.map(({ moment }) => moment).sort((a, b) => a.start - b.start)]))
}

function neighboursIn(setting: Setting, where: Ruled<'beside'>['term']['where']): Neighbours[] {
  if (where === 'slot') {
    const holderOf = holders(setting)
    return setting.problem.slots.map((slot) => ({
      a: holderOf(slot, 'primary'),
      b: holderOf(slot, 'support'),
      at: adjacent(slot, { ...slot, seat: 'support' })
    }))
  }
  const lines = timelines(setting)
  if (where === 'next') return [...lines.values()].flatMap((line) => line.slice(1).map((b, i) => pairUp(line[i], b)))
  return setting.problem.posts.flatMap(({ id }) => {
    const support = lines.get(seatKey(id, 'support')) ?? []
    const primary = lines.get(seatKey(id, 'primary')) ?? []
    return support.flatMap((a) => {
      const b = primary.find(({ start }) => start > a.start)
      return b === undefined ? [] : [pairUp(a, b)]
    })
  })
}

/** Whether this roster has a part in it: what others have done alone is not its breach. */
const isOurs = (holder: Holder): boolean => 'by' in holder && holder.by !== null && !holder.settled

const pairUp = (a: Moment | undefined, b: Moment): Neighbours => ({
  a: a?.holder ?? NOBODY,
  b: b.holder,
  at: adjacent(a ?? { day: addDays(b.day, -1), unit: '' }, b)
})

interface Entry {
  readonly rule: number
  readonly a: number
  readonly b: number
  readonly costs: readonly number[]
}

/** What a rule says of one person in the first seat and another in the second, as a cost. */
type Price = (one: ProviderId | null, other: ProviderId | null) => number

/** The costs while they are gathered. Mutable. */
interface Gathering {
  readonly setting: Setting
  readonly candidates: Rows
  readonly entries: Entry[]
  readonly cost: Int32Array
  readonly emptyCost: Int32Array
  readonly constant: Float64Array
}

/** Costs of people beside one another, in steps. */
export function* besideSteps(setting: Setting, candidates: Rows): Steps<BesideCosts> {
  const out: Gathering = {
    setting,
    candidates,
    entries: [],
    cost: new Int32Array(candidates.items.length),
    emptyCost: new Int32Array(setting.pieces.length),
    constant: new Float64Array(setting.problem.rules.length)
  }
  for (const { rule, index, term } of termsOf(setting.problem.rules, 'beside')) {
    for (const neighbours of neighboursIn(setting, term.where)) {
      gather(out, index, neighbours, (one, other) => term.degree(one, other, neighbours.at, setting.context) * costOf(rule))
    }
    yield
  }
  return { beside: packed(out.entries, setting.pieces.length), cost: out.cost, emptyCost: out.emptyCost, constant: out.constant }
}

/** Who may come to hold a seat, nobody first where that is open. */
const possible = ({ setting, candidates }: Gathering, holder: Holder): (ProviderId | null)[] =>
  'by' in holder ? [holder.by] : [null, ...Array.from(row(candidates, holder.piece), (p) => setting.people[p] ?? null)]

function gather(out: Gathering, rule: number, { a, b }: Neighbours, price: Price): void {
  const [ones, others] = [possible(out, a), possible(out, b)]
  if ('piece' in a && 'piece' in b) gatherTwo(out, rule, a.piece, b.piece, price)
  else if ('piece' in a)
    charge(
      out,
      a.piece,
      ones.map((one) => price(one, others[0] ?? null))
    )
  else if ('piece' in b)
    charge(
      out,
      b.piece,
      others.map((other) => price(ones[0] ?? null, other))
    )
  else if (isOurs(a) || isOurs(b)) out.constant[rule] = (out.constant[rule] ?? 0) + price(ones[0] ?? null, others[0] ?? null)
}

function gatherTwo(out: Gathering, rule: number, a: number, b: number, price: Price): void {
  const [ones, others] = [possible(out, { piece: a }), possible(out, { piece: b })]
  if (a === b)
    charge(
      out,
      a,
      ones.map((one) => price(one, one))
    )
  else out.entries.push({ rule, a, b, costs: ones.flatMap((one) => others.map((other) => price(one, other))) })
}

/** Adds what a piece costs in each of its possible hands, nobody's first. */
function charge({ candidates, cost, emptyCost }: Gathering, piece: number, [empty = 0, ...costs]: readonly number[]): void {
  emptyCost[piece] = (emptyCost[piece] ?? 0) + empty
  const from = candidates.at[piece] ?? 0
  costs.forEach((each, i) => {
    cost[from + i] = (cost[from + i] ?? 0) + each
  })
}

/** The entries as typed arrays; those of one couple of pieces and one rule are added together, those that never cost are left out. */
function packed(entries: readonly Entry[], pieces: number): Beside {
  const couples = Map.groupBy(entries, ({ rule, a, b }) => `${rule}/${a}/${b}`)
  const merged = [...couples.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const costs = first.costs.map((_, i) => group.reduce((sum, each) => sum + (each.costs[i] ?? 0), 0))
    return costs.some((cost) => cost !== 0) ? [{ ...first, costs }] : []
  })
  merged.sort((x, y) => compare(x.a, y.a) || compare(x.b, y.b) || compare(x.rule, y.rule))
  const of = emptyLists(pieces)
  const at = new Int32Array(merged.length)
  let next = 0
  merged.forEach((entry, i) => {
    of[entry.a]?.push(i)
    of[entry.b]?.push(i)
    at[i] = next
    next += entry.costs.length
  })
  return {
    rule: Int32Array.from(merged, ({ rule }) => rule),
    first: Int32Array.from(merged, ({ a }) => a),
    second: Int32Array.from(merged, ({ b }) => b),
    at,
    cost: Int32Array.from(merged.flatMap(({ costs }) => costs)),
    of: rowsOf(of)
  }
}
