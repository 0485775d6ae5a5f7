import { BURDEN_KINDS, type Burden, burdenOf, NO_BURDEN, plus } from '../../src/domain/burden.ts'
import { apportion } from '../../src/domain/due-share.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import type { Duty } from '../../src/domain/roster.ts'
import type { Rule, Violation } from '../../src/domain/rules/rule.ts'
import type { Holders, Model } from '../../src/planning/model.ts'
import type { Problem } from '../../src/planning/problem.ts'
import { dueShares } from '../../src/planning/share.ts'

/**
 * A second reading of what a model says: by the rules' own check of the duties that the holders make, and burdens added up anew. It
 * takes from the model nothing but how the seats are cut into pieces.
 */
export interface Reading {
  readonly problem: Problem
  /** Duties of neighbouring months and of seats that are filled already. */
  readonly standing: readonly Duty[]
  /** What each piece is in the hands that hold it. */
  readonly held: readonly (readonly Duty[])[]
  /** `slot/seat` of every piece. */
  readonly open: ReadonlySet<string>
  /** Slots that no piece is about, or that nobody is to fill. */
  readonly burdenOfPieces: Burden
  readonly emptyImportance: number
}

const dutyAt = ({ seats: _, id, ...slot }: Problem['slots'][number], seat: Duty['seat'], providerId: ProviderId): Duty => ({
  ...slot,
  slotId: id,
  seat,
  providerId,
  settled: false
})

const keyOf = ({ slotId, seat }: Pick<Duty, 'slotId' | 'seat'>): string => `${slotId}/${seat}`

function burden(problem: Problem, duties: readonly Duty[]): Burden {
  const { zone, post } = problem.context
  return duties.reduce((sum, duty) => plus(sum, burdenOf(duty, zone, problem.weights, post(duty.postId))), NO_BURDEN)
}

export function readingOf(problem: Problem, model: Model, holders: Holders): Reading {
  const filled = problem.slots.flatMap((slot) =>
    slot.seats.flatMap(({ seat, providerId }) => (providerId === null ? [] : [dutyAt(slot, seat, providerId)]))
  )
  const pieces = model.pieces.map((piece, t) =>
    piece.slots.map((slot) => dutyAt(slot, piece.seat, model.people[holders[t] ?? -1] ?? ('' as ProviderId)))
  )
  const seats = new Map<string, number>(
    problem.slots.flatMap((slot) => slot.seats.map((seat) => [`${slot.id}/${seat.seat}`, seat.importance] as const))
  )
  const empty = pieces.flatMap((duties, t) => ((holders[t] ?? -1) < 0 ? duties : []))
  return {
    problem,
    standing: [...problem.settled, ...filled],
    held: pieces.filter((_, t) => (holders[t] ?? -1) >= 0),
    open: new Set(pieces.flat().map(keyOf)),
    burdenOfPieces: burden(problem, pieces.flat()),
    emptyImportance: empty.reduce((sum, duty) => sum + (seats.get(keyOf(duty)) ?? 0), 0)
  }
}

export const duties = ({ standing, held }: Reading): Duty[] => [...standing, ...held.flat()]

/** Breaches in which a seat of a piece takes part. */
export const ofPieces = ({ open }: Reading, found: readonly Violation[]): Violation[] =>
  found.filter(({ seats }) => seats.some((seat) => open.has(keyOf(seat))))

/** What stands of each person, cut as the model cuts it: what goes from hand to hand together. */
const standingHoldings = (reading: Reading): Duty[][] => [
  ...Map.groupBy(
    reading.standing,
    ({ providerId, postId, seat, unit, settled }) => `${providerId}/${postId}/${seat}/${unit}/${settled}`
  ).values()
]

const degrees = (found: readonly Violation[]): number => found.reduce((sum, { degree }) => sum + degree, 0)

/** Two turns by themselves: what the rule says of every two holdings of one person of which one is a piece, nobody else's duties known. */
export function byTwos(reading: Reading, rule: Rule): Violation[] {
  const pieces = reading.held.map((list) => ({ list, piece: true }))
  const all = [...pieces, ...standingHoldings(reading).map((list) => ({ list, piece: false }))]
  return all.flatMap((a, at) =>
    all.slice(at + 1).flatMap((b) => {
      const alike = a.list[0]?.providerId === b.list[0]?.providerId
      return alike && (a.piece || b.piece) ? rule.check([...a.list, ...b.list], reading.problem.context) : []
    })
  )
}

/**
 * Each holding as a turn of its own, and a turn that is by itself over the limit beside the others: how a plan counts days, where a
 * check lets a longer turn excuse what lies within it.
 */
export function bySelves(reading: Reading, rule: Rule): Violation[] {
  const { context } = reading.problem
  const own = (list: readonly Duty[], at: number): Duty[] => list.map((duty) => ({ ...duty, unit: `${duty.unit}#${at}` }))
  const standing = standingHoldings(reading).map((list, at) => own(list, -1 - at))
  const held = reading.held.map(own)
  const limit = context.param(rule, 'days')
  const alone = (list: readonly Duty[]): boolean =>
    rule.check(
      list.map((duty, at) => ({ ...duty, unit: `${at}` })),
      context
    ).length === 0
  const short = limit === 0 ? held : held.filter(alone)
  return [held, short].flatMap((lists) => rule.check([...standing, ...lists].flat(), context))
}

/** How the plan reads a rule: at most stricter than its check, where a third duty or a longer turn excuses something. */
export function readRule(reading: Reading, rule: Rule): Violation[] {
  const [pair, whole] = [
    rule.terms.some((term) => term.kind === 'pair') && !rule.terms.some((term) => term.kind === 'count'),
    rule.terms.some((term) => term.kind === 'count' && term.wholeTurns)
  ]
  if (pair) return byTwos(reading, rule)
  return whole ? bySelves(reading, rule) : rule.check(duties(reading), reading.problem.context)
}

const steers = ({ level, weight, terms }: Rule): boolean => level === 'soft' && weight > 0 && terms.length > 0

/** What the soft rules cost by that reading, in ten-thousandths of a cost point. */
export function softCost(reading: Reading, rule: Rule): number {
  if (!steers(rule)) return 0
  const { context } = reading.problem
  const pair = rule.terms.some((term) => term.kind === 'pair')
  const among = pair ? degrees(rule.check(reading.standing, context)) : 0
  return (among + degrees(readRule(reading, rule))) * rule.weight * 10_000
}

/** What the soft rules cost by a full check, in ten-thousandths of a cost point. */
export const checkedCost = (reading: Reading, rule: Rule): number =>
  steers(rule) ? degrees(rule.check(duties(reading), reading.problem.context)) * rule.weight * 10_000 : 0

/** Weight times the square of what each person bears over their due share, of every kind that is still to be given. */
export function unfairness(reading: Reading): number {
  const { problem, burdenOfPieces } = reading
  const borne = new Map(
    problem.providers.map(({ id }) => [
      id,
      burden(
        problem,
        duties(reading).filter((duty) => !duty.settled && duty.providerId === id)
      )
    ])
  )
  const standing = burden(
    problem,
    reading.standing.filter((duty) => !duty.settled && borne.has(duty.providerId))
  )
  const shares = dueShares(problem)
  return BURDEN_KINDS.filter((kind) => burdenOfPieces[kind] > 0).reduce((sum, kind) => {
    const due = apportion(
      burdenOfPieces[kind] + standing[kind],
      problem.providers.map(({ id }) => shares.get(id) ?? 0)
    )
    const squares = problem.providers.map(({ id }, p) => {
      const over = (problem.carried.get(id)?.[kind] ?? 0) + (borne.get(id)?.[kind] ?? 0) - (due[p] ?? 0)
      return over * over
    })
    return sum + problem.weights.fairness[kind] * squares.reduce((a, b) => a + b, 0)
  }, 0)
}
