import type { Absence, Engagement, Pair } from '../../src/domain/absence.ts'
import { DEFAULT_WEIGHTS } from '../../src/domain/burden.ts'
import { addDays, type Day, daysOfMonth, eachDay, type Month, weekdayOf, weekStart } from '../../src/domain/day.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import { type HandoverUnit, type Post, plansFor } from '../../src/domain/post.ts'
import type { Preference } from '../../src/domain/preference.ts'
import type { Provider } from '../../src/domain/provider.ts'
import type { Duty, Slot } from '../../src/domain/roster.ts'
import { rules as allRules } from '../../src/domain/rules/all.ts'
import { checkRoster } from '../../src/domain/rules/check.ts'
import type { Rule, RuleContext, Violation } from '../../src/domain/rules/rule.ts'
import type { Budget } from '../../src/planning/engine.ts'
import { planMonth } from '../../src/planning/plan.ts'
import type { Plan, Problem } from '../../src/planning/problem.ts'
import { context, slot, slotSeat } from '../support/builders.ts'
import { engineHere } from '../support/engine.ts'

/** What a month to plan is made of; whatever is left out is empty, the rules are all of ours. */
export interface MonthOf {
  readonly providers: readonly Provider[]
  readonly posts: readonly Post[]
  readonly slots: readonly Slot[]
  readonly settled?: readonly Duty[]
  readonly carried?: Problem['carried']
  readonly weights?: Problem['weights']
  readonly rotations?: Problem['rotations']
  readonly absences?: readonly Absence[]
  readonly engagements?: readonly Engagement[]
  readonly pairs?: readonly Pair[]
  readonly preferences?: readonly Preference[]
  /** Who stood duty at Tết last year. */
  readonly tetLastYear?: readonly string[]
  readonly firstWeekday?: number
  readonly settings?: Readonly<Record<string, number>>
  readonly rules?: readonly Rule[]
  readonly seed?: number
}

/** The builders' context with look-ups by id, as the service makes them: a large month asks a million times. */
function quickContext(month: MonthOf): RuleContext {
  const slow = context(month)
  const people = new Map(month.providers.map((each) => [each.id, each]))
  const posts = new Map(month.posts.map((each) => [each.id, each]))
  const away = Map.groupBy(month.absences ?? [], (each) => each.providerId)
  const busy = Map.groupBy(month.engagements ?? [], (each) => each.providerId)
  const wished = Map.groupBy(month.preferences ?? [], (each) => each.providerId)
  return {
    ...slow,
    provider: (id) => people.get(id) ?? slow.provider(id),
    post: (id) => posts.get(id) ?? slow.post(id),
    absencesOf: (id) => away.get(id) ?? [],
    engagementsOf: (id) => busy.get(id) ?? [],
    preferencesOf: (id) => wished.get(id) ?? [],
    preferences: month.preferences ?? []
  }
}

export const problem = (month: MonthOf): Problem => ({
  slots: month.slots,
  posts: month.posts,
  providers: month.providers,
  settled: month.settled ?? [],
  carried: month.carried ?? new Map(),
  weights: month.weights ?? DEFAULT_WEIGHTS,
  rotations: month.rotations ?? new Map(),
  rules: month.rules ?? allRules,
  context: quickContext(month),
  seed: month.seed ?? 1
})

/** A budget that is counted in iterations alone, so that the plan can be made again; the problem's own seed. */
export const budgetOf = ({ seed }: Pick<Problem, 'seed'>, iterations: number): Budget => ({
  seed,
  iterations,
  millis: null,
  gap: 0,
  prove: false
})

/** The plan that the engine of this thread makes of a month; enough iterations for a small one. */
export const planned = async (from: Problem, iterations = 20_000): Promise<Plan> =>
  (
    await planMonth(
      from,
      engineHere(() => 0),
      budgetOf(from, iterations)
    )
  ).plan

/** The unit of a slot on that day. */
const UNITS: Readonly<Record<HandoverUnit, (day: Day) => string>> = {
  slot: (day) => day,
  day: (day) => day,
  week: (day) => weekStart(day),
  half_month: (day) => (Number(day.slice(8)) <= 15 ? 'a' : 'b'),
  month: () => 'month'
}

const isWeekend = (day: Day): boolean => weekdayOf(day) > 5

/** The wall hours of each slot of a post, on every day or on working days only. */
export const HOURS = {
  office: { start: '07:30', end: '17:00', everyDay: false },
  daily: { start: '07:30', end: '17:00', everyDay: true },
  round: { start: '00:00', end: '24:00', everyDay: true },
  night: { start: '19:30', end: '07:30', everyDay: true }
} as const

/** The days off of Tết Bính Ngọ 2026. */
const TET = eachDay('2026-02-16' as Day, '2026-02-20' as Day)

function dayKindOf(day: Day): Slot['dayKind'] {
  if (TET.includes(day)) return 'holiday'
  return isWeekend(day) ? 'rest_day' : 'working'
}

/** Empty slots of a post, one a day, with the seats that the post has. */
export function slotsOf(post: Post, days: readonly Day[], hours: keyof typeof HOURS = 'office'): Slot[] {
  const { start, end, everyDay } = HOURS[hours]
  return days
    .filter((day) => everyDay || dayKindOf(day) === 'working')
    .map((day) =>
      slot({
        from: `${day} ${start}`,
        to: hours === 'night' ? `${addDays(day, 1)} ${end}` : end,
        id: `${post.id}@${day}`,
        postId: post.id,
        mode: post.mode,
        dayKind: dayKindOf(day),
        unit: UNITS[post.handoverUnit](day),
        seats: plansFor(post, { day, unit: UNITS[post.handoverUnit](day) }).map(({ seat, importance }) => slotSeat({ seat, importance }))
      })
    )
}

export const DECEMBER = daysOfMonth('2026-12' as Month)
/** Days of December 2026 that follow one another; the first is a Tuesday. */
export const december = (from: number, to: number): Day[] => {
  const first = addDays('2026-11-30' as Day, from)
  return eachDay(first, addDays(first, to - from))
}

/** The same slots with somebody put in a seat by hand. */
export const pin = (slots: readonly Slot[], slotId: string, providerId: string | null, seat = 'primary'): Slot[] =>
  slots.map((each) =>
    each.id === slotId
      ? {
          ...each,
          seats: each.seats.map((one) => (one.seat === seat ? { ...one, pinned: true, providerId: providerId as ProviderId } : one))
        }
      : each
  )

/** The duties that a plan makes of a problem, settled ones of neighbouring months included. */
export function dutiesAfter(from: Problem, plan: Plan): Duty[] {
  const slots = new Map(from.slots.map((each) => [each.id, each]))
  const made = plan.seats.flatMap(({ slotId, seat, providerId }) => {
    const found = slots.get(slotId)
    if (found === undefined || providerId === null) return []
    const { seats: _, id, ...rest } = found
    return [{ ...rest, slotId: id, seat, providerId, settled: false }]
  })
  return [...from.settled, ...made]
}

/** Hard breaches of the whole planned roster, empty seats aside: a full check, nothing of the planner's own. */
export const breachesAfter = (from: Problem, plan: Plan): Violation[] =>
  checkRoster(
    from.rules.filter((rule) => rule.level === 'hard' && rule.scope !== 'roster'),
    dutiesAfter(from, plan),
    from.context
  )

export const filled = (plan: Plan): number => plan.seats.filter((seat) => seat.providerId !== null).length
/** Who holds each seat of one post, in order of time; `-` where nobody does. */
export const holders = (plan: Plan, postId: string, seat = 'primary'): string[] =>
  plan.seats.filter((each) => each.slotId.startsWith(`${postId}@`) && each.seat === seat).map((each) => each.providerId ?? '-')
