import type { CostChange, ExplainedMove } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Slot } from '../domain/roster.ts'
import { type AnchorWeights, anchored, bare } from './anchor.ts'
import { slotSeatKey } from './board.ts'
import { changeOf, type Put, reasonsOf } from './change.ts'
import type { Budget, Hooks, Optimise, Outcome, Tier } from './engine.ts'
import { evaluate } from './evaluate.ts'
import { type Ground, openGround, vacated } from './ground.ts'
import type { Holders, Model } from './model.ts'
import { peopleBySeat } from './outcome.ts'
import type { Problem } from './problem.ts'
import { type Frame, type Reopened, reopen } from './reopen.ts'
import { settle } from './settle.ts'
import { tiersOf } from './tiers.ts'
import { seatIn } from './turns.ts'

/** Anything that can do better than a search, or prove that nothing can: an exact solver. Null = it cannot say. */
export type Prove = (model: Model, holders: Holders) => Promise<{ readonly holders: Holders; readonly optimal: boolean } | null>

/** A roster changed as little as possible. */
export interface Replanned {
  /** The roster as it stood. */
  readonly before: Ground
  /** The roster as it would be. */
  readonly after: Ground
  readonly moves: readonly ExplainedMove[]
  /** What the moves do to the objective, the price of changing aside. */
  readonly change: CostChange
  /** Of the search: the objective with the price of changing. */
  readonly tiers: readonly Tier[]
  readonly iterations: number
  /** Whether it is proved that no other roster changes less, all weighed. */
  readonly proven: boolean
}

/** How a roster is to be changed. */
export interface ReplanRequest extends Frame {
  readonly weights: Omit<AnchorWeights, 'from'>
}

/** What works on it. */
export interface Means {
  readonly optimise: Optimise
  readonly budget: Budget
  readonly hooks?: Hooks
  readonly prove?: Prove
}

/**
 * Mends a roster (its seats filled as they stand) with as few changes as possible: first as many seats filled as can be, then what
 * changing costs and the plan's own objective together. Nothing before `from` changes. Same input and iterations, same answer.
 */
export async function replan(problem: Problem, request: ReplanRequest, means: Means): Promise<Replanned> {
  const first = reopen(problem, request, false)
  const found = await mend(first, problem, request, means)
  const empty = first.model.pieces.some((piece, t) => piece.slots.length > 1 && (found.holders[t] ?? -1) < 0)
  if (!empty) return told(first, found, problem)
  const second = reopen(problem, request, true)
  return told(second, await mend(second, problem, request, means), problem)
}

/** What an engine found, and whether it is proved the least. */
interface Mended extends Pick<Outcome, 'holders' | 'tiers' | 'iterations'> {
  readonly proven: boolean
}

async function mend(reopened: Reopened, named: Problem, request: ReplanRequest, means: Means): Promise<Mended> {
  const { model, holders, lost } = reopened
  const dear = anchored(model, { holders, lost, named }, { ...request.weights, from: request.from })
  const { tiers, iterations, holders: found } = await fullest(dear, holders, means)
  const better = await means.prove?.(dear, found)
  const proved = tiers.every(({ value, bound, by }) => by !== 'none' && value <= bound)
  return { holders: better?.holders ?? found, tiers, iterations, proven: better?.optimal ?? proved }
}

/**
 * Looks for the least change from where the roster stands. Dear changes can hold a search back from filling a seat: where one stays
 * empty, it begins once more from a roster that fills as many as can be, whatever that costs.
 */
export async function fullest(dear: Model, start: Holders, { optimise, budget, hooks }: Means): Promise<Outcome> {
  const first = settled(dear, await optimise(dear, budget, { ...hooks, start }))
  if (emptyIn(first) === 0 || first.stopped === 'cancelled') return first
  const full = settled(bare(dear), await optimise(bare(dear), { ...budget, prove: false }, { ...hooks, start }))
  if (emptyIn(full) >= emptyIn(first)) return first
  const second = settled(dear, await optimise(dear, budget, { ...hooks, start: full.holders }))
  return { ...second, iterations: first.iterations + full.iterations + second.iterations }
}

/** The outcome after a last look at what is empty; bounds stay as they were proved. */
function settled(model: Model, outcome: Outcome): Outcome {
  const holders = settle(model, outcome.holders)
  if (holders === outcome.holders) return outcome
  const values = new Map(tiersOf(evaluate(model, holders)).map((tier) => [tier.name, tier.value]))
  return { ...outcome, holders, tiers: outcome.tiers.map((tier) => ({ ...tier, value: values.get(tier.name) ?? tier.value })) }
}

const emptyIn = ({ tiers }: Outcome): number => tiers.find(({ name }) => name === 'coverage')?.value ?? 0

function told({ standing, open, model }: Reopened, { holders, tiers, iterations, proven }: Mended, problem: Problem): Replanned {
  const people = peopleBySeat(model, holders)
  const puts = standing.problem.slots.flatMap((slot) => putsOf(standing, slot, people))
  const slots = withPeople(standing.problem.slots, people)
  const after = openGround({ ...standing.problem, slots, context: { ...open.context, slots } })
  const moves = puts.map((put) => moveOf(standing, put))
  const order = new Map(problem.slots.map(({ id }, at) => [id, at]))
  moves.sort((a, b) => (order.get(a.slotId) ?? 0) - (order.get(b.slotId) ?? 0))
  return { before: standing, after, moves, change: changeOf(standing, puts), tiers, iterations, proven }
}

/** The seats of a slot that change hands. */
const putsOf = (standing: Ground, slot: Slot, people: ReadonlyMap<string, ProviderId | null>): Put[] =>
  slot.seats.flatMap(({ seat, providerId }) => {
    const key = slotSeatKey(slot.id, seat)
    const next = people.get(key) ?? null
    return people.has(key) && next !== providerId ? [{ slot: standing.slots.get(slot.id) ?? slot, seat, providerId: next }] : []
  })

const withPeople = (slots: readonly Slot[], people: ReadonlyMap<string, ProviderId | null>): Slot[] =>
  slots.map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) => {
      const next = people.get(slotSeatKey(slot.id, seat.seat))
      return next === undefined || next === seat.providerId
        ? seat
        : { ...seat, providerId: next, pinned: false, vacant: false, reasons: [] }
    })
  }))

function moveOf(standing: Ground, { slot, seat, providerId: to }: Put): ExplainedMove {
  const from = seatIn(slot, seat)?.providerId ?? null
  const moved = { slotId: slot.id, seat, from, to }
  if (from === null) return { ...moved, why: 'empty', reasons: [] }
  const reasons = reasonsOf(vacated(standing, { slotId: slot.id, seat }), [{ slot, seat, providerId: from }])
  return { ...moved, why: reasons.length > 0 ? 'lost' : 'room', reasons }
}
