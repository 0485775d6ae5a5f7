import type { Burden, BurdenWeights } from '../domain/burden.ts'
import type { PostId, ProviderId, SlotId } from '../domain/ids.ts'
import type { CycleKind, Post, Seat } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import type { Duty, Exclusion, Slot } from '../domain/roster.ts'
import type { RotationState } from '../domain/rotation.ts'
import type { Rule, RuleContext } from '../domain/rules/rule.ts'

/** Names one seat of one post: the unit that has a method and, for `cycle`, a rotation of its own. */
export const seatKey = (postId: PostId, seat: Seat): string => `${postId}/${seat}`

/** Names one cycle of one seat: those of rest days and of Tết go round for themselves. */
export const cycleKey = (postId: PostId, seat: Seat, kind: CycleKind): string =>
  kind === 'order' ? seatKey(postId, seat) : `${seatKey(postId, seat)}/${kind}`

/** A centre's month to plan: plain values, already in a stable order (slots by start then post then id; providers and posts by id). */
export interface Problem {
  /** The slots of the month; a seat that is pinned, or filled and `keep`-ed by the caller, stays as it is. */
  readonly slots: readonly Slot[]
  readonly posts: readonly Post[]
  readonly providers: readonly Provider[]
  /** Duties of neighbouring months that rules must see (rest across the month's end). All `settled`. */
  readonly settled: readonly Duty[]
  /** What each person carries in: what they did beyond their due share so far (negative = they did less). Absent = nothing. */
  readonly carried: ReadonlyMap<ProviderId, Burden>
  /** What a duty weighs for the centre, and how dear unfairness of each kind is. */
  readonly weights: BurdenWeights
  /** State of every declared cycle at the month's start, by `cycleKey`; absent = fresh. */
  readonly rotations: ReadonlyMap<string, RotationState>
  /** The rules in force for the centre, in order, and what they look things up in. */
  readonly rules: readonly Rule[]
  readonly context: RuleContext
  /** Breaks ties among equals, so that nobody is always first; same seed, same plan. */
  readonly seed: number
}

/** What planning decided for one seat. */
export interface PlannedSeat {
  readonly slotId: SlotId
  readonly seat: Seat
  readonly providerId: ProviderId | null
  /** Nobody is wanted: the turn fell to a place of the cycle that nobody takes. */
  readonly vacant: boolean
  /** Why nobody could be put here, one line per candidate; empty on a filled seat and on a vacant one. */
  readonly reasons: readonly Exclusion[]
}

export interface Plan {
  /** One line per seat of the problem, in the problem's order of slots and the slot's order of seats. */
  readonly seats: readonly PlannedSeat[]
  /** State of every declared cycle after the month. */
  readonly rotations: ReadonlyMap<string, RotationState>
}

/** Anything that can plan a month. Same problem in, same plan out, on any machine. */
export type Planner = (problem: Problem) => Plan
