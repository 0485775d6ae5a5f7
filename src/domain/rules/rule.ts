import type { Absence, Engagement, Pair } from '../absence.ts'
import type { Agency } from '../agency.ts'
import type { AgencyId, PostId, ProviderId, SlotId } from '../ids.ts'
import type { Zone } from '../instant.ts'
import type { Post, Seat } from '../post.ts'
import type { Provider } from '../provider.ts'
import type { Duty, Slot } from '../roster.ts'

export type RuleLevel = 'hard' | 'soft'
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
  /** What the wording of the rule fills in: days, numbers, codes; never sentences. */
  readonly params: Readonly<Record<string, string | number>>
}

/** A numeric setting that a centre may change within bounds. */
export interface RuleParam {
  readonly default: number
  readonly min: number
  readonly max: number
}

/** A line of policy (quy tắc xếp lịch). It is a value: planning, checking and explaining read the same list. */
export interface Rule {
  /** Kebab-case; also the name of its file, its test and its wording. Never reused. */
  readonly id: string
  readonly level: RuleLevel
  readonly scope: RuleScope
  /** The law or source it rests on, as cited to people (`Luật TGPL 2017 Điều 31(1)`); where there is none, that it is the centre's policy. */
  readonly basis: string
  readonly params: Readonly<Record<string, RuleParam>>
  /** Every breach among the duties, in a stable order; changes nothing. A breach among settled duties alone is not reported. */
  check(duties: readonly Duty[], context: RuleContext): Violation[]
}

/** A violation of a rule by the duties that take part in it. */
export const breach = (rule: Pick<Rule, 'id' | 'level'>, duties: readonly Duty[], params: Violation['params'] = {}): Violation => ({
  ruleId: rule.id,
  level: rule.level,
  seats: duties.filter((duty) => !duty.settled).map(({ slotId, seat }) => ({ slotId, seat })),
  providerIds: [...new Set(duties.map((duty) => duty.providerId))],
  params
})
