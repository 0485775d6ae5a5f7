import type { Candidate, ForcedDuty, PersonExplanation, SeatExplanation, Way } from '../domain/explanation.ts'
import { compare, type ProviderId } from '../domain/ids.ts'
import { type Method, planFor, type Seat, type SeatPlan, turnDay } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import { cycleKindOf, cycleOn, stateOf, turnOrder } from '../domain/rotation.ts'
import type { SeatRef } from '../domain/rules/rule.ts'
import { candidatesFor } from './candidates.ts'
import { reasonsOf } from './change.ts'
import { rotationsAfter } from './cycle.ts'
import { deserted, type Ground, standingIn, weightOf } from './ground.ts'
import { cycleKey, type Problem } from './problem.ts'
import { carriedBy, seatIn, type Turn, turnsOf } from './turns.ts'

/** Why one seat of the roster is as it is: what put the person there, what everybody else would change, who may not and by what rule. */
export function explainSeat(ground: Ground, slot: Slot, seat: Seat): SeatExplanation {
  const { context } = ground.problem
  const providerId = standingIn(ground, slot, seat)?.providerId ?? null
  const plan = planFor(context.post(slot.postId), seat, slot)
  const candidates = candidatesFor(ground, slot, seat)
  const turn = turnOf(ground, slot, seat, plan?.method)
  return {
    place: { slotId: slot.id, seat, postId: slot.postId, day: slot.day, start: slot.start, end: slot.end },
    providerId,
    method: plan?.method ?? null,
    way: wayOf(ground, slot, seat, turn),
    asked: turn?.plan.method === 'cycle' ? askedIn(ground.problem, turn) : [],
    standing: providerId === null ? null : (ground.standings.get(providerId) ?? null),
    candidates,
    deciding: decidingIn(candidates)
  }
}

function turnOf({ problem }: Ground, slot: Slot, seat: Seat, method: Method | undefined): Turn | undefined {
  const post = problem.context.post(slot.postId)
  const ofPost = problem.slots.filter(({ postId }) => postId === slot.postId)
  return method && turnsOf(ofPost, [post], method).find((turn) => turn.seat === seat && turn.slots.some(({ id }) => id === slot.id))
}

function wayOf(ground: Ground, slot: Slot, seat: Seat, turn: Turn | undefined): Way {
  const standing = seatIn(slot, seat)
  const { providerId = null } = standing ?? {}
  if (providerId === null) return standing?.vacant ? 'vacant' : 'empty'
  if (standing?.pinned) return 'pinned'
  if (turn === undefined) return 'balanced'
  if (turn.plan.method !== 'balanced') return namedWay(turn.plan, providerId)
  return carriedBy(ground.problem.settled, turn) === providerId ? 'carried' : 'balanced'
}

function namedWay(plan: SeatPlan, providerId: ProviderId): Way {
  if (plan.method === 'cycle') return 'cycle'
  return plan.providerId === providerId ? 'fixed' : 'stand_in'
}

/** Who was asked in a turn of a cycle, in order, after the turns before it as they stand. */
function askedIn(problem: Problem, turn: Turn): ProviderId[] {
  const post = problem.context.post(turn.postId)
  const lead = turn.plan.follows ? (planFor(post, 'primary', turn.slots[0] as Slot) ?? turn.plan) : turn.plan
  const kind = cycleKindOf(lead, turn.slots)
  const before = problem.slots.filter(({ postId, start, unit }) => postId === post.id && unit !== turn.unit && start < turn.start)
  const rotations = rotationsAfter({ ...problem, posts: [post], slots: before })
  const state = stateOf(rotations, cycleKey(post.id, lead.seat, kind))
  return turnOrder(cycleOn(lead, kind, turnDay(post, turn.slots[0] as Slot)), state).flatMap(({ providerId }) => providerId ?? [])
}

/** The hard rules that exclude somebody, by how many people, each person counted once for each. */
function decidingIn(candidates: readonly Candidate[]): SeatExplanation['deciding'] {
  const pairs = candidates.flatMap(({ reasons }) => [...new Set(reasons.map(({ ruleId }) => ruleId))])
  const counts = [...Map.groupBy(pairs, (ruleId) => ruleId)].map(([ruleId, all]) => ({ ruleId, people: all.length }))
  return counts.toSorted((a, b) => b.people - a.people || compare(a.ruleId, b.ruleId))
}

/** A duty counts as forced when no more than so many people could have taken it. */
export const FEW = 2

/** Why one person bears what they bear: their duties with what each weighs, and those that hardly anybody else could have taken. */
export function explainPerson(ground: Ground, providerId: ProviderId): PersonExplanation | null {
  const standing = ground.standings.get(providerId)
  if (standing === undefined) return null
  const own = ground.duties.filter((duty) => !duty.settled && duty.providerId === providerId)
  return {
    providerId,
    standing,
    duties: own.map((duty) => ({ ...duty, burden: weightOf(ground, duty) })),
    forced: own.flatMap((duty) => forcedAt(ground, duty))
  }
}

function forcedAt(ground: Ground, ref: SeatRef): ForcedDuty[] {
  const slot = ground.slots.get(ref.slotId)
  if (slot === undefined) return []
  const alone = ground.hard.filter(({ scope }) => scope === 'duty')
  const may = ground.problem.providers.filter(({ id }) => {
    return reasonsOf(deserted(ground), [{ slot, seat: ref.seat, providerId: id }], alone).length === 0
  })
  return may.length > FEW ? [] : [{ slotId: slot.id, seat: ref.seat, postId: slot.postId, day: slot.day, eligible: may.length }]
}
