import type { Absence, Engagement, Pair } from '../absence.ts'
import type { Agency } from '../agency.ts'
import type { Day, Period } from '../day.ts'
import type { AgencyId, PostId, ProviderId, SlotId } from '../ids.ts'
import type { Zone } from '../instant.ts'
import type { Post, Seat } from '../post.ts'
import type { Preference } from '../preference.ts'
import type { Provider } from '../provider.ts'
import type { Duty, Slot } from '../roster.ts'

export const RULE_LEVELS = ['hard', 'soft'] as const
export type RuleLevel = (typeof RULE_LEVELS)[number]
/**
 * Which duties a rule compares. Adding one duty can only change what the rule says of: that duty (`duty`), all duties of that
 * person (`provider`), or the duties of everybody at the same time (`overlap`). A `roster` rule looks at the seats as a whole.
 */
export type RuleScope = 'duty' | 'provider' | 'overlap' | 'roster'

/** Everything a rule may ask about besides the duties themselves. Pure look-ups: no clock, no I/O. */
export interface RuleContext {
  readonly zone: Zone
  /** ISO weekday on which the centre's weeks begin. */
  readonly firstWeekday: number
  provider(id: ProviderId): Provider
  post(id: PostId): Post
  agency(id: AgencyId): Agency
  absencesOf(id: ProviderId): readonly Absence[]
  engagementsOf(id: ProviderId): readonly Engagement[]
  preferencesOf(id: ProviderId): readonly Preference[]
  /** Whether the person stood duty on a day of Tết in the year before the roster's. */
  tetDutyLastYear(id: ProviderId): boolean
  /** Everybody's preferences that concern the month. */
  readonly preferences: readonly Preference[]
  readonly pairs: readonly Pair[]
  /** All slots of the roster that is checked. */
  readonly slots: readonly Slot[]
  /** The effective value of a numeric parameter: the centre's setting, else the rule's default. */
  param(rule: Pick<Rule, 'id' | 'params'>, name: string): number
}

/** A seat of a slot. */
export interface SeatRef {
  readonly slotId: SlotId
  readonly seat: Seat
}

/** One breach of one rule. */
export interface Violation {
  readonly ruleId: string
  readonly level: RuleLevel
  /** The seats of this roster that take part; settled duties of other months are left out. */
  readonly seats: readonly SeatRef[]
  readonly providerIds: readonly ProviderId[]
  /** How many times over, 1 or more: a week with two days too many is 2. A soft breach costs the weight of its rule so many times. */
  readonly degree: number
  /** What the wording of the rule fills in: days, numbers, codes; never sentences. */
  readonly params: Readonly<Record<string, string | number>>
}

/** A numeric setting that a centre may change within bounds. */
export interface RuleParam {
  readonly default: number
  readonly min: number
  readonly max: number
}

/** A key under which a duty counts in a window: the different keys of one person within one window are what is limited. */
export interface Counted {
  readonly window: string
  readonly key: string
  /** The window is this person's alone (a wish of theirs); left out, everybody has one of that name. */
  readonly providerId?: ProviderId
}

/** Where two seats are beside one another: the seat and slot of the second, and day and turn of the first (of one slot: the same). */
export interface Adjacent extends Pick<Slot, 'postId' | 'day' | 'unit'> {
  readonly seat: Seat
  readonly dayBefore: Day
  readonly unitBefore: string
}

/**
 * How a rule enters the plan: the judgement of `check` cut into pieces that an optimiser adds and takes away. A test holds the two
 * equal on random rosters, so a rule cannot be planned by one reading and checked by another.
 * - `alone`: what `check` says of the duties of one turn and one person by themselves.
 * - `pair`: what is wrong with one person holding two turns; only turns less than `reach` hours apart are asked about.
 * - `count`: for each window, different keys of one person: hard or costly above `most`, costly below `least`. With `wholeTurns` a
 *   turn that is by itself over the limit is allowed, but no other key beside it.
 * - `beside`: what is wrong with two people next to one another: the two seats of one slot, or one seat in consecutive slots of a
 *   post (`next`), or who supports now and is primary in the next slot (`succession`). Null = nobody, or no such seat. The last
 *   slot of the month before is next to the first of this. Soft rules only; never a breach where both are nobody.
 * - `apart`: two named people who must not serve two turns together. Hard rules only.
 */
export type RuleTerm =
  | { readonly kind: 'alone' }
  | {
      readonly kind: 'pair'
      reach(context: RuleContext): number
      /**
       * Times over that the pair breaks the rule; 0 = not. Both lists are one person's, in the order of time, never empty; each is the
       * open part of one turn. Whose they are never matters.
       */
      degree(a: readonly Duty[], b: readonly Duty[], context: RuleContext): number
    }
  | {
      readonly kind: 'count'
      readonly wholeTurns: boolean
      most?(context: RuleContext): number
      least?(context: RuleContext): number
      /**
       * Prepares the question for all duties that may be counted, then answers it for one duty, whoever holds it: the answer never
       * looks at the duty's own provider (a wish is answered with its `providerId`, for anybody's duty that would grant it).
       */
      counted(all: readonly Duty[], context: RuleContext): (duty: Duty) => readonly Counted[]
    }
  | {
      readonly kind: 'beside'
      readonly where: 'slot' | 'next' | 'succession'
      /** Times over that it breaks the rule that `a` (primary, or earlier) and `b` (support, or later) are beside one another. */
      degree(a: ProviderId | null, b: ProviderId | null, at: Adjacent, context: RuleContext): number
    }
  | {
      readonly kind: 'apart'
      people(context: RuleContext): readonly (readonly [ProviderId, ProviderId])[]
      together(a: Duty, b: Duty, context: RuleContext): boolean
    }

/** The terms of a rule that looks at each duty by itself. */
export const ALONE: readonly RuleTerm[] = [{ kind: 'alone' }]

/** A line of policy (quy tắc xếp lịch). It is a value: planning, checking and explaining read the same list. */
export interface Rule extends Period {
  /** Kebab-case; also the name of its file, its test and its wording. Never reused. */
  readonly id: string
  readonly level: RuleLevel
  /** Whether a centre may give the rule the other level; only a rule whose terms can be both. */
  readonly eitherLevel: boolean
  /** What one breach of degree 1 costs when the rule is soft, 0-100; 0 = shown, but it moves nothing. A centre may set its own. */
  readonly weight: number
  /** Off until a centre switches it on. */
  readonly optIn?: true
  readonly scope: RuleScope
  /** The law or source it rests on, as cited to people (`Luật TGPL 2017 Điều 31(1)`); where there is none, that it is the centre's policy. */
  readonly basis: string
  readonly params: Readonly<Record<string, RuleParam>>
  /** How it enters the plan; empty for what planning cannot change (an unverified number). */
  readonly terms: readonly RuleTerm[]
  /** Every breach among the duties, in a stable order; changes nothing. A breach among settled duties alone is not reported. */
  check(duties: readonly Duty[], context: RuleContext): Violation[]
}

/** A violation of a rule by the duties that take part in it. */
export const breach = (
  rule: Pick<Rule, 'id' | 'level'>,
  duties: readonly Duty[],
  params: Violation['params'] = {},
  degree = 1
): Violation => ({
  ruleId: rule.id,
  level: rule.level,
  seats: duties.filter((duty) => !duty.settled).map(({ slotId, seat }) => ({ slotId, seat })),
  providerIds: [...new Set(duties.map((duty) => duty.providerId))],
  degree,
  params
})
