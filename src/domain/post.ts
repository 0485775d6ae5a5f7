import type { DayKind } from './calendar.ts'
import type { Day } from './day.ts'
import type { AgencyId, BranchId, CentreId, PostId, ProviderId } from './ids.ts'
import type { ProviderRole } from './provider.ts'

export const DUTY_MODES = ['phone', 'on_site'] as const
/** Hình thức trực: qua điện thoại / tại chỗ. */
export type DutyMode = (typeof DUTY_MODES)[number]
export const SEATS = ['primary', 'support'] as const
/** Vị trí trực: người trực / người hỗ trợ trực. */
export type Seat = (typeof SEATS)[number]
export const HANDOVER_UNITS = ['slot', 'day', 'week', 'half_month', 'month'] as const
/** Đơn vị giao ca: how long one person keeps a seat. */
export type HandoverUnit = (typeof HANDOVER_UNITS)[number]
/**
 * How a post's table is laid out on paper. `periods`: a line per turn with the agencies served. `agencies`: a line per agency, one person
 * all month with a stand-in. `days`: a line per day with both seats and the centre's number. `areas`: blocks by branch and what it serves.
 */
export const LAYOUTS = ['periods', 'agencies', 'days', 'areas'] as const
export type Layout = (typeof LAYOUTS)[number]
export const METHODS = ['fixed', 'cycle', 'balanced'] as const
export type Method = (typeof METHODS)[number]

/** When a post is staffed. Slots are cut at wall-clock readings, so they meet without gap or overlap across clock changes. */
export interface Pattern {
  /** RFC 5545 recurrence of days, without DTSTART; anchored at the post's first day. `FREQ=DAILY`. */
  readonly rrule: string
  /** Wall-clock start, `HH:mm`. */
  readonly startsAt: string
  /** Wall-clock minutes, 1-44640; 1440 is a whole day. */
  readonly minutes: number
  /** Kinds of calendar day on which a slot starts; null = every day. */
  readonly dayKinds: readonly DayKind[] | null
}

/** Somebody of a place in a cycle, and the days on which they belong to it; null = no first or last day. */
export interface Member {
  readonly providerId: ProviderId
  readonly from: Day | null
  readonly to: Day | null
}

/** One place in a declared order: a person, a group of whom one serves, or (no members) a turn that nobody takes. */
export interface Place {
  /**
   * 1-100: the place takes so many turns where a place of 100 takes a hundred, evenly spread: 50 is every second round. A group is one
   * place, however many it has.
   */
  readonly weight: number
  readonly members: readonly Member[]
}

/** The declared orders of a cycle: for most turns, for turns of days off alone, and for turns with a day of Tết. */
export const CYCLES = ['order', 'restDays', 'tet'] as const
export type CycleKind = (typeof CYCLES)[number]
/** Most turns that a seat may owe one place. */
export const MOST_OWED = 12

/** How one seat of a post is filled from a day on. A turn that has begun goes on as it began. */
export interface SeatPlan {
  readonly seat: Seat
  /** The first day; null = since the post began. */
  readonly from: Day | null
  /** 1 (least) to 9; when not all seats can be filled the most important are. */
  readonly importance: number
  readonly method: Method
  /** `fixed`: who. */
  readonly providerId: ProviderId | null
  /** `fixed`: who stands in when that person cannot. */
  readonly standInId: ProviderId | null
  /** `cycle`: the declared order; never derived from names. */
  readonly order: readonly Place[]
  /** `cycle`: the order of turns of days off alone; empty = as any other turn. It goes round for itself. */
  readonly restDays: readonly Place[]
  /** `cycle`: the order of turns with a day of Tết; empty = as any other turn. It goes round for itself. */
  readonly tet: readonly Place[]
  /** `cycle`: turns that somebody who could not come is owed at most, 1-12. */
  readonly owedAtMost: number
  /** `cycle` of a support seat: who supports in a turn is primary in the next; the seat has no order of its own. */
  readonly follows: boolean
}

/** Who may be chosen for a post by `balanced`; empty lists do not restrict. */
export interface Eligibility {
  readonly roles: readonly ProviderRole[]
  readonly branchIds: readonly BranchId[]
  readonly providerIds: readonly ProviderId[]
  readonly excludedIds: readonly ProviderId[]
  readonly skills: readonly string[]
}

export const WANTED_KINDS = ['language', 'skill', 'sex'] as const
export type WantedKind = (typeof WANTED_KINDS)[number]

/** What at least one of those who serve a slot had better have: a language (`tyz`), a skill (`children`), a sex (`female`). */
export interface Wanted {
  readonly kind: WantedKind
  readonly value: string
}

/** A duty post (điểm trực): one line of the roster, serving one or more agencies. */
export interface Post {
  readonly id: PostId
  readonly centreId: CentreId
  readonly code: string
  readonly version: number
  readonly name: string
  readonly agencyIds: readonly AgencyId[]
  readonly mode: DutyMode
  readonly patterns: readonly Pattern[]
  readonly handoverUnit: HandoverUnit
  /** So many units are one turn, 1-31, counted from the post's first day (slots: from the first of each month). */
  readonly handoverEvery: number
  /** Whether a turn may run over the end of a roster's month; the same person then goes on in the next roster. */
  readonly straddles: boolean
  /** The plans of each seat, the primary's first, in order of their first days. */
  readonly seats: readonly SeatPlan[]
  readonly eligibility: Eligibility
  readonly atLeastOne: readonly Wanted[]
  /** Per cent of the usual points that a duty here counts, 0-500. */
  readonly burdenPercent: number
  /** Kilometres by road from the centre, 0-1000; counts for duty on site. */
  readonly distanceKm: number
  /** How its table is laid out on paper; null = as its turns suggest. */
  readonly layout: Layout | null
  readonly validFrom: Day
  readonly validTo: Day | null
}

/** What tells the turn of a slot. */
interface OfTurn {
  readonly unit: string
  readonly day: Day
}
type Staffed = Pick<Post, 'seats' | 'validFrom'>

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The first day of the turn of a slot, as far as its unit names one, and never before the post. */
export function turnDay({ validFrom }: Pick<Post, 'validFrom'>, { unit, day }: OfTurn): Day {
  const first = DAY.test(unit) ? (unit as Day) : day
  return first < validFrom ? validFrom : first
}

/** The plan by which a seat of that slot is filled: the one in force on the first day of its turn; undefined when there is none yet. */
export function planFor(post: Staffed, seat: Seat, slot: OfTurn): SeatPlan | undefined {
  const day = turnDay(post, slot)
  return post.seats.findLast((plan) => plan.seat === seat && (plan.from ?? post.validFrom) <= day)
}

/** The plans of all seats that the slot has, the primary's first. */
export const plansFor = (post: Staffed, slot: OfTurn): SeatPlan[] =>
  SEATS.map((seat) => planFor(post, seat, slot)).filter((plan) => plan !== undefined)

/** Whether somebody belongs to a place on that day. */
export const belongsOn = ({ from, to }: Pick<Member, 'from' | 'to'>, day: Day): boolean =>
  (from === null || from <= day) && (to === null || day <= to)

/**
 * Everybody whom the plan of that seat names for the slot, each once: the person and the stand-in, or the members of its cycle on the
 * first day of the turn; nobody for `balanced`.
 */
export function namedFor(post: Staffed, seat: Seat, slot: OfTurn): ProviderId[] {
  const plan = planFor(post, seat, slot)
  if (plan === undefined || plan.method === 'balanced') return []
  if (plan.follows && seat === 'support') return namedFor(post, 'primary', slot)
  const fixed = [plan.providerId, plan.standInId].filter((id) => id !== null)
  const members = CYCLES.flatMap((kind) => plan[kind]).flatMap((place) => place.members)
  const day = turnDay(post, slot)
  return [...new Set([...fixed, ...members.filter((member) => belongsOn(member, day)).map((member) => member.providerId)])]
}
