import { BURDEN_KINDS, type Burden, burdenOf, NO_BURDEN, plus } from '../domain/burden.ts'
import { apportion } from '../domain/due-share.ts'
import type { PersonStanding } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import { planFor, type Seat } from '../domain/post.ts'
import { type Duty, dutiesOf, dutyOf, type Slot, type SlotSeat } from '../domain/roster.ts'
import type { Rule, SeatRef, Violation } from '../domain/rules/rule.ts'
import { byStart } from '../domain/rules/span.ts'
import { slotSeatKey } from './board.ts'
import type { Problem } from './problem.ts'
import { dueShares } from './share.ts'
import { isOpen } from './turns.ts'

/** A roster as it stands, kept so that what a few seats in other hands would change is told without judging the whole month again. */
export interface Ground {
  readonly problem: Problem
  /** Everything that stands, in order of time; duties of neighbouring months too. */
  readonly duties: readonly Duty[]
  readonly bySeat: ReadonlyMap<string, Duty>
  readonly slots: ReadonlyMap<string, Slot>
  /** Hard rules that can exclude a person from a seat. */
  readonly hard: readonly Rule[]
  /** Soft rules that cost something, as far as planning can change what they say. */
  readonly soft: readonly Rule[]
  readonly standings: ReadonlyMap<ProviderId, PersonStanding>
  readonly byPerson: ReadonlyMap<ProviderId, readonly Duty[]>
  readonly byPost: ReadonlyMap<string, readonly Duty[]>
  /** What was asked before of the ground as it stands. Mutable, and of no consequence. */
  readonly memo: Memo
}

/** Answers that do not change while the ground stands. */
export interface Memo {
  /** Times over that a rule is broken, by rule and what it was asked about. */
  readonly degrees: Map<string, number>
  /** What rules that look at one duty alone have against it, by duty. */
  readonly alone: Map<string, readonly Violation[]>
  /** Duties that overlap a slot, by slot. */
  readonly alongside: Map<string, readonly Duty[]>
  readonly weights: Map<string, Burden>
}

const freshMemo = (): Memo => ({ degrees: new Map(), alone: new Map(), alongside: new Map(), weights: new Map() })

/** The same roster judged by another context: for asking what one limit would let in. */
export const under = (ground: Ground, context: Problem['context']): Ground => ({
  ...ground,
  problem: { ...ground.problem, context },
  memo: freshMemo()
})

/** The key of a seat in `Ground.bySeat`. */
export const keyOf = ({ slotId, seat }: SeatRef): string => slotSeatKey(slotId, seat)

/** Opens the ground of a problem whose seats are filled as they stand. The seats named count as wanted even where nobody planned them. */
export function openGround(problem: Problem, asked: readonly SeatRef[] = []): Ground {
  const own = dutiesOf(problem.slots)
  const memo = freshMemo()
  const duties = [...problem.settled, ...own].sort(byStart)
  return {
    problem,
    duties,
    bySeat: new Map(own.map((duty) => [keyOf(duty), duty])),
    slots: new Map(problem.slots.map((slot) => [slot.id, slot])),
    hard: problem.rules.filter((rule) => rule.level === 'hard' && rule.scope !== 'roster'),
    soft: problem.rules.filter((rule) => rule.level === 'soft' && rule.weight > 0 && rule.terms.length > 0),
    standings: standingsOf(problem, own, new Set(asked.map(keyOf)), memo),
    byPerson: Map.groupBy(duties, ({ providerId }) => providerId),
    byPost: Map.groupBy(duties, ({ postId }) => postId),
    memo
  }
}

/** What one duty weighs in the problem, in hundredths. */
export function weightOf({ problem: { context, weights }, memo }: Pick<Ground, 'problem' | 'memo'>, duty: Duty): Burden {
  const known = memo.weights.get(keyOf(duty))
  if (known !== undefined) return known
  const burden = burdenOf(duty, context.zone, weights, context.post(duty.postId))
  memo.weights.set(keyOf(duty), burden)
  return burden
}

/** Whether an empty seat is part of what the month comes to: a plan would weigh who is to have it. */
function isWanted({ context }: Problem, slot: Slot, seat: SlotSeat): boolean {
  return isOpen(seat) && planFor(context.post(slot.postId), seat.seat, slot)?.method === 'balanced'
}

/** What everybody bears and owes: all wanted seats of the month, filled or not, are owed by due share. */
function standingsOf(problem: Problem, own: readonly Duty[], asked: ReadonlySet<string>, memo: Memo): Map<ProviderId, PersonStanding> {
  const nobody = '' as ProviderId
  const open = problem.slots.flatMap((slot) =>
    slot.seats
      .filter((seat) => seat.providerId === null && (isWanted(problem, slot, seat) || asked.has(slotSeatKey(slot.id, seat.seat))))
      .map(({ seat }) => dutyOf(slot, seat, nobody))
  )
  const borne = new Map<ProviderId, Burden>()
  let total = NO_BURDEN
  const ids = problem.providers.map(({ id }) => id)
  const known = new Set([nobody, ...ids])
  for (const duty of [...own, ...open].filter(({ providerId }) => known.has(providerId))) {
    const burden = weightOf({ problem, memo }, duty)
    total = plus(total, burden)
    borne.set(duty.providerId, plus(borne.get(duty.providerId) ?? NO_BURDEN, burden))
  }
  const shares = dueShares(problem)
  const dues = new Map(
    BURDEN_KINDS.map((kind) => [
      kind,
      apportion(
        total[kind],
        ids.map((id) => shares.get(id) ?? 0)
      )
    ])
  )
  const dueOf = (at: number): Burden =>
    Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, dues.get(kind)?.[at] ?? 0])) as unknown as Burden
  return new Map(
    ids.map((id, at) => [id, { borne: borne.get(id) ?? NO_BURDEN, due: dueOf(at), carried: problem.carried.get(id) ?? NO_BURDEN }])
  )
}

/** The duty that stands in a seat; undefined when nobody holds it. */
export const standingIn = (ground: Ground, slot: Slot, seat: Seat): Duty | undefined => ground.bySeat.get(slotSeatKey(slot.id, seat))

/** The ground with nobody in that seat: for asking what rules have against whoever holds it. */
export function vacated(ground: Ground, ref: SeatRef): Ground {
  const standing = ground.bySeat.get(keyOf(ref))
  if (standing === undefined) return ground
  const stays = (duty: Duty): boolean => duty !== standing
  const { memo } = ground
  return {
    ...ground,
    duties: ground.duties.filter(stays),
    bySeat: new Map([...ground.bySeat].filter(([, duty]) => stays(duty))),
    byPerson: new Map(ground.byPerson).set(standing.providerId, (ground.byPerson.get(standing.providerId) ?? []).filter(stays)),
    byPost: new Map(ground.byPost).set(standing.postId, (ground.byPost.get(standing.postId) ?? []).filter(stays)),
    memo: { ...memo, degrees: new Map(), alongside: new Map() }
  }
}

/** The ground with nobody anywhere: for what can be said of a duty alone. */
export const deserted = (ground: Ground): Ground => ({
  ...ground,
  duties: [],
  bySeat: new Map(),
  byPerson: new Map(),
  byPost: new Map(),
  memo: { ...ground.memo, degrees: new Map(), alongside: new Map() }
})
