import type { Burden } from '../domain/burden.ts'
import type { SeatMove } from '../domain/explanation.ts'
import type { PostId, ProviderId } from '../domain/ids.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import { checkRoster } from '../domain/rules/check.ts'
import type { Rule, Violation } from '../domain/rules/rule.ts'
import { slotSeatKey } from './board.ts'
import type { Budget, Optimise, Tier } from './engine.ts'
import { openGround } from './ground.ts'
import { plannedSlots } from './outcome.ts'
import { planMonth } from './plan.ts'
import type { Problem } from './problem.ts'

/** A seat of a post that every slot of it has beside its own (with that importance), or (null) has no more. */
export interface SeatChange {
  readonly postId: PostId
  readonly seat: Seat
  readonly importance: number | null
}

/** Somebody who may stand duty at a post whatever its eligibility lists say. */
export interface Admission {
  readonly postId: PostId
  readonly providerId: ProviderId
}

/** The problem without some posts and with other seats. */
export function withSeats(problem: Problem, leftOut: ReadonlySet<PostId>, changes: readonly SeatChange[]): Problem {
  const slots = problem.slots
    .filter(({ postId }) => !leftOut.has(postId))
    .map((slot) => changes.filter(({ postId }) => postId === slot.postId).reduce(seatChanged, slot))
    .filter(({ seats }) => seats.length > 0)
  const posts = problem.posts.map((post) => {
    const more = changes.filter(
      ({ postId, seat, importance }) => postId === post.id && importance !== null && !post.seats.some((plan) => plan.seat === seat)
    )
    const [like] = post.seats
    if (like === undefined || more.length === 0) return post
    const plans = more.map(({ seat, importance }) => ({
      ...like,
      seat,
      from: null,
      importance: importance ?? like.importance,
      method: 'balanced' as const,
      follows: false
    }))
    return { ...post, seats: [...post.seats, ...plans] }
  })
  const byId = new Map(posts.map((post) => [post.id, post]))
  const context = { ...problem.context, slots, post: (id: PostId) => byId.get(id) ?? problem.context.post(id) }
  return { ...problem, slots, posts, context }
}

function seatChanged(slot: Slot, { seat, importance }: SeatChange): Slot {
  if (importance === null) return { ...slot, seats: slot.seats.filter((each) => each.seat !== seat) }
  if (slot.seats.some((each) => each.seat === seat)) return slot
  return { ...slot, seats: [...slot.seats, { seat, importance, providerId: null, pinned: false, vacant: false, reasons: [] }] }
}

/** The rules, but that those people are eligible for those posts; somebody whom a post excludes by name stays excluded. */
export const admitting = (rules: readonly Rule[], admissions: readonly Admission[]): Rule[] =>
  without(
    rules,
    'post-eligibility',
    ({ params, providerIds }) =>
      params.reason !== 'excluded' &&
      admissions.some(({ postId, providerId }) => params.post === postId && providerIds.includes(providerId))
  )

/** The rules, one of which overlooks some breaches. Only for a rule that looks at each duty by itself. */
export const without = (rules: readonly Rule[], ruleId: string, overlooked: (violation: Violation) => boolean): Rule[] =>
  rules.map((rule) =>
    rule.id === ruleId
      ? { ...rule, check: (duties, context) => rule.check(duties, context).filter((violation) => !overlooked(violation)) }
      : rule
  )

/** A month planned under some assumptions, or as it stands: what can be laid side by side. */
export interface Outlook {
  readonly tiers: readonly Tier[]
  readonly unfilled: number
  /** Breaches by rule, empty seats aside: how many, and how many times over. */
  readonly violations: readonly {
    readonly ruleId: string
    readonly level: Rule['level']
    readonly count: number
    readonly degree: number
  }[]
  readonly people: readonly { readonly providerId: ProviderId; readonly borne: Burden; readonly due: Burden; readonly duties: number }[]
  /** Against the roster as it stands; seats that only one of the two has are left out. */
  readonly moves: readonly SeatMove[]
}

/** Plans the month under an assumption and looks at what comes of it. Same problem, seed and iterations, same outlook. */
export async function outlookOf(problem: Problem, standing: readonly Slot[], optimise: Optimise, budget: Budget): Promise<Outlook> {
  const { plan, outcome } = await planMonth(problem, optimise, budget)
  const slots = plannedSlots(problem.slots, plan)
  return { ...sight({ ...problem, slots, context: { ...problem.context, slots } }, standing), tiers: outcome.tiers }
}

/** A roster with its seats filled, laid beside the one that stands. */
export function sight(problem: Problem, standing: readonly Slot[]): Omit<Outlook, 'tiers'> {
  const ground = openGround(problem)
  const found = checkRoster(problem.rules, ground.duties, problem.context)
  const counts = Map.groupBy(
    ground.duties.filter(({ settled }) => !settled),
    ({ providerId }) => providerId
  )
  return {
    unfilled: found.filter(({ ruleId }) => ruleId === 'coverage').length,
    violations: [
      ...Map.groupBy(
        found.filter(({ ruleId }) => ruleId !== 'coverage'),
        ({ ruleId }) => ruleId
      )
    ].map(([ruleId, all]) => ({
      ruleId,
      level: all[0]?.level ?? 'soft',
      count: all.length,
      degree: all.reduce((sum, { degree }) => sum + degree, 0)
    })),
    people: [...ground.standings].map(([providerId, { borne, due }]) => ({
      providerId,
      borne,
      due,
      duties: counts.get(providerId)?.length ?? 0
    })),
    moves: movesBetween(standing, problem.slots)
  }
}

function movesBetween(before: readonly Slot[], after: readonly Slot[]): SeatMove[] {
  const now = new Map(after.flatMap(({ id, seats }) => seats.map(({ seat, providerId }) => [slotSeatKey(id, seat), providerId] as const)))
  return before.flatMap(({ id: slotId, seats }) =>
    seats.flatMap(({ seat, providerId: from }) => {
      const to = now.get(slotSeatKey(slotId, seat))
      return to === undefined || to === from ? [] : [{ slotId, seat, from, to }]
    })
  )
}
