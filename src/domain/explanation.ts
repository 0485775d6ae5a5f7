import type { Burden, BurdenKind } from './burden.ts'
import type { Day } from './day.ts'
import type { ProviderId } from './ids.ts'
import type { Method } from './post.ts'
import type { Duty } from './roster.ts'
import type { SeatRef, Violation } from './rules/rule.ts'

/** What a change of seats does to the objective of the plan. Costs in ten-thousandths of a cost point; less is better. */
export interface CostChange {
  /** Importance of the seats left empty, more or less of it. */
  readonly coverage: number
  /** Fairness and soft rules together. */
  readonly total: number
  /** The soft rules that say something else afterwards, in the order of the rules. */
  readonly byRule: readonly { readonly ruleId: string; readonly cost: number }[]
  /** The kinds of burden that lie otherwise afterwards. */
  readonly byKind: readonly { readonly kind: BurdenKind; readonly cost: number }[]
}

export const NO_CHANGE: CostChange = { coverage: 0, total: 0, byRule: [], byKind: [] }

/** Which of two changes is better: fewer seats left empty, then the lower cost. */
export const byChange = (a: CostChange, b: CostChange): number => a.coverage - b.coverage || a.total - b.total

/** The way round the one duty that stands in somebody's way: another person takes it. */
export interface Chain {
  readonly duty: SeatRef
  readonly from: ProviderId
  readonly to: ProviderId
  /** Of both steps together. */
  readonly change: CostChange
}

/**
 * Somebody of the centre who might have a seat: excluded by hard rules (`reasons`, and perhaps a `chain` round them), or free to take
 * it, with what that changes.
 */
export interface Candidate {
  readonly providerId: ProviderId
  /** Whether the seat is theirs now. */
  readonly present: boolean
  readonly reasons: readonly Violation[]
  readonly change: CostChange | null
  /** 1 = best of those who are free to take it; null = excluded. */
  readonly rank: number | null
  readonly chain: Chain | null
}

/** How somebody's month stands, in hundredths. */
export interface PersonStanding {
  readonly borne: Burden
  readonly due: Burden
  /** Beyond what was due in earlier months. */
  readonly carried: Burden
}

/** What stands nearest to the choice of a seat's holder. */
export const WAYS = ['empty', 'vacant', 'pinned', 'fixed', 'stand_in', 'cycle', 'carried', 'balanced'] as const
/**
 * Why a seat is as it is: nobody could, nobody is wanted, set by hand, named by the post (or standing in), come up in the cycle, served
 * there before the month began, or weighed against everybody.
 */
export type Way = (typeof WAYS)[number]

/** Why a seat is as it is. */
export interface SeatExplanation {
  readonly place: SeatRef & Pick<Duty, 'postId' | 'day' | 'start' | 'end'>
  readonly providerId: ProviderId | null
  readonly method: Method | null
  readonly way: Way
  /** `cycle`: who was asked in this turn, in order. */
  readonly asked: readonly ProviderId[]
  readonly standing: PersonStanding | null
  /** Everybody; those free to take it first, in order of rank. */
  readonly candidates: readonly Candidate[]
  /** The hard rules that leave the choice, by how many people each excludes, most first. */
  readonly deciding: readonly { readonly ruleId: string; readonly people: number }[]
}

/** A duty that only few could have taken. */
export interface ForcedDuty extends SeatRef, Pick<Duty, 'postId' | 'day'> {
  /** People whom no rule that looks at the duty alone excludes; the person among them. */
  readonly eligible: number
}

/** Why somebody bears as much as they do. */
export interface PersonExplanation {
  readonly providerId: ProviderId
  readonly standing: PersonStanding
  readonly duties: readonly (Duty & { readonly burden: Burden })[]
  readonly forced: readonly ForcedDuty[]
}

/** One seat in other hands. */
export interface SeatMove extends SeatRef {
  readonly from: ProviderId | null
  readonly to: ProviderId | null
}

/** Why a seat changes hands: its holder may not keep it, nobody had it, or it makes room for another change. */
export const MOVE_REASONS = ['lost', 'empty', 'room'] as const

/** One changed seat of a new roster. */
export interface ExplainedMove extends SeatMove {
  readonly why: (typeof MOVE_REASONS)[number]
  /** `lost`: what forbids it to whoever had it. */
  readonly reasons: readonly Violation[]
}

/** What would have to give way so that somebody can have an empty seat. */
export type Relaxation =
  | { readonly kind: 'absence'; readonly providerId: ProviderId; readonly from: Day; readonly to: Day }
  | { readonly kind: 'eligibility'; readonly providerId: ProviderId }
  | { readonly kind: 'pair'; readonly providerId: ProviderId; readonly otherId: ProviderId }
  | {
      readonly kind: 'limit'
      readonly providerId: ProviderId
      readonly ruleId: string
      readonly param: string
      readonly now: number
      readonly needed: number
    }
  | { readonly kind: 'leave_empty' }

/** A relaxation with what it really comes to, found by solving again under it. */
export interface Verified {
  readonly relaxation: Relaxation
  /** What all the moves do to the roster as it stands. */
  readonly change: CostChange
  readonly moves: readonly ExplainedMove[]
}

/** Duties that cannot all have somebody, the empty one first: without any one of them the others can. */
export interface Rivalry {
  readonly duties: readonly (SeatRef & Pick<Duty, 'postId' | 'day'>)[]
  /** Whoever could take any of them. */
  readonly people: readonly ProviderId[]
}
