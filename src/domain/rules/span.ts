import { type Day, eachDay, holds, type Period } from '../day.ts'
import { compare } from '../ids.ts'
import { dayAt, type Instant, type Interval } from '../instant.ts'
import type { Duty } from '../roster.ts'
import type { Counted, RuleContext, RuleTerm } from './rule.ts'

/** Orders duties by start, then slot, seat and person: the same list whatever order they came in. */
export const byStart = (a: Duty, b: Duty): number =>
  compare(a.start, b.start) || compare(a.slotId, b.slotId) || compare(a.seat, b.seat) || compare(a.providerId, b.providerId)

/** The duties in the order of time; the given list stays as it is. */
export const inOrder = (duties: readonly Duty[]): Duty[] => duties.toSorted(byStart)

/** The duties of this roster alone, in the order of time. */
export const unsettled = (duties: readonly Duty[]): Duty[] => inOrder(duties.filter((duty) => !duty.settled))

/** Whether a breach by these duties is this roster's affair: somebody can still change one of them. */
export const concernsRoster = (duties: readonly Duty[]): boolean => duties.some((duty) => !duty.settled)

/** The duties of each person in the order of time, people in the order of their ids. */
export const byProvider = (duties: readonly Duty[]): Duty[][] =>
  [...Map.groupBy(inOrder(duties), (duty) => duty.providerId)].toSorted(([a], [b]) => compare(a, b)).map(([, own]) => own)

/** The duties after that place in the list that start before the instant; the list is in the order of time. */
export function nextBefore(duties: readonly Duty[], place: number, instant: number): Duty[] {
  const beyond = duties.findIndex((duty, at) => at > place && duty.start >= instant)
  return duties.slice(place + 1, beyond < 0 ? duties.length : beyond)
}

/** Whether two duties are one turn: slots of one post that go from hand to hand together (đơn vị giao ca). */
export const sameTurn = (a: Duty, b: Duty): boolean => a.postId === b.postId && a.unit === b.unit

/** Remembers the answer for each slot: who holds it makes no difference, and a plan asks for every candidate. */
export function perSlot(counted: (duty: Duty) => readonly Counted[]): (duty: Duty) => readonly Counted[] {
  const known = new Map<string, readonly Counted[]>()
  return (duty) => {
    const found = known.get(duty.slotId) ?? counted(duty)
    known.set(duty.slotId, found)
    return found
  }
}

const wallDays = new WeakMap<RuleContext, Map<Instant, Day>>()

/** The wall day at an instant, remembered while the context lives: a plan asks about the same few instants some hundred thousand times. */
function wallDay(at: Instant, context: RuleContext): Day {
  const known = wallDays.get(context) ?? new Map<Instant, Day>()
  const day = known.get(at) ?? dayAt(at, context.zone)
  wallDays.set(context, known.set(at, day))
  return day
}

/**
 * The wall days in which the interval has at least one minute, in order. The end is not part of it, so a duty that ends at 00:00
 * does not touch the day that begins then.
 */
export function daysTouched({ start, end }: Interval, context: RuleContext): Day[] {
  const first = wallDay(start, context)
  const last = wallDay((end - 1) as Instant, context)
  return first === last ? [first] : eachDay(first, last)
}

/** The first wall day touched that no period holds; undefined when together they cover the whole interval. */
export const firstUncovered = (interval: Interval, periods: readonly Period[], context: RuleContext): Day | undefined =>
  daysTouched(interval, context).find((day) => !periods.some((period) => holds(period, day)))

/** The first wall day touched that the period holds; undefined when it holds none. */
export const firstHeld = (interval: Interval, period: Period, context: RuleContext): Day | undefined =>
  daysTouched(interval, context).find((day) => holds(period, day))

/** The different days on which the duties start; several duties on one day count once. */
export const dutyDays = (duties: readonly Duty[]): number => new Set(duties.map((duty) => duty.day)).size

/** A week or month of one person with too many duty days. */
export interface Crowded<Spell> {
  readonly spell: Spell
  readonly duties: readonly Duty[]
  readonly count: number
}

/** How `crowded` enters the plan: the days of each spell, with whole turns allowed. A limit of 0 counts nothing. */
export const crowdedTerm = (spellOf: (duty: Duty, context: RuleContext) => string, limit: (context: RuleContext) => number): RuleTerm => ({
  kind: 'count',
  wholeTurns: true,
  most: limit,
  counted: (_, context) => (limit(context) === 0 ? () => [] : perSlot((duty) => [{ window: spellOf(duty, context), key: duty.day }]))
})

/**
 * Weeks or months in which one person has more duty days than the limit (0 = no limit), settled duties counted. A post whose turn
 * is by itself longer than the limit (one person keeps a 24/24 seat for a week) is the centre's own design: that turn is allowed
 * whole, but no other day beside it.
 */
export function crowded<Spell>(duties: readonly Duty[], spellOf: (duty: Duty) => Spell, limit: number): Crowded<Spell>[] {
  if (limit === 0) return []
  return byProvider(duties)
    .filter((own) => own.length > limit)
    .flatMap((own) => [...Map.groupBy(own, spellOf)])
    .filter(([, within]) => within.length > limit)
    .map(([spell, within]) => ({ spell, duties: within, count: dutyDays(within) }))
    .filter(({ duties: within, count }) => count > limit && count > longestTurn(within) && concernsRoster(within))
}

const longestTurn = (duties: readonly Duty[]): number =>
  Math.max(...[...Map.groupBy(duties, (duty) => `${duty.postId}/${duty.unit}`).values()].map(dutyDays))
