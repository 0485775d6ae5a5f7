import fc from 'fast-check'
import type { Absence, Engagement, Pair } from '../../src/domain/absence.ts'
import { BURDEN_KINDS, type Burden, DEFAULT_WEIGHTS } from '../../src/domain/burden.ts'
import { addDays, type Day, eachDay } from '../../src/domain/day.ts'
import { compare, type ProviderId } from '../../src/domain/ids.ts'
import { HANDOVER_UNITS, METHODS, type Method, type Post } from '../../src/domain/post.ts'
import type { Preference } from '../../src/domain/preference.ts'
import type { Provider } from '../../src/domain/provider.ts'
import type { Duty, Slot } from '../../src/domain/roster.ts'
import { rules as allRules } from '../../src/domain/rules/all.ts'
import type { Rule } from '../../src/domain/rules/rule.ts'
import { absence, duty, engagement, lawyer, officer, pair, post, preference, seatPlan } from '../support/builders.ts'
import { HOURS, type MonthOf, pin, slotsOf } from './month.ts'

export const NAMES = ['an', 'binh', 'chi', 'dung', 'em']
const name = fc.constantFrom(...NAMES)
/** The first days of a month of working weeks, and of the days of Tết. */
const STARTS = ['2026-12-01', '2026-02-13'] as const
const offset = fc.integer({ min: 0, max: 8 })
const two = fc.tuple(offset, offset).map((days) => days.sort(compare) as [number, number])
/** Some of a list, oftener few than many. */
const few = <T>(one: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> => fc.array(one, { maxLength })

/** What a seat of that method names: somebody and a stand-in, an order, or nobody. */
function namesFor(method: Method, named: Parameters<typeof seatPlan>[0], order: readonly string[]): Parameters<typeof seatPlan>[0] {
  if (method === 'fixed') return named
  return method === 'cycle' ? { order } : {}
}

const anyPost = (id: string, methods: readonly Method[]): fc.Arbitrary<Post> =>
  fc
    .record({
      mode: fc.constantFrom('phone' as const, 'on_site' as const),
      handoverUnit: fc.constantFrom(...HANDOVER_UNITS),
      method: fc.constantFrom(...methods),
      providerId: name,
      standInId: fc.option(name),
      order: fc.shuffledSubarray(NAMES, { minLength: 1 }),
      importance: fc.integer({ min: 1, max: 9 }),
      support: fc.boolean(),
      skills: fc.subarray(['children']),
      excludedIds: fc.subarray(NAMES, { maxLength: 1 }),
      atLeastOne: fc.subarray([
        { kind: 'sex' as const, value: 'female' },
        { kind: 'skill' as const, value: 'children' }
      ]),
      burdenPercent: fc.constantFrom(100, 100, 50),
      distanceKm: fc.constantFrom(0, 30)
    })
    .map(({ mode, handoverUnit, support, skills, excludedIds, atLeastOne, burdenPercent, distanceKm, order, ...how }) => {
      const named = { providerId: how.providerId, standInId: how.standInId }
      const plan = { method: how.method, importance: how.importance, ...namesFor(how.method, named, order) }
      const seats = [seatPlan(plan), seatPlan({ seat: 'support', importance: 2 })].slice(0, support ? 2 : 1)
      const eligibility = { roles: [], branchIds: [], providerIds: [], excludedIds, skills }
      return post({ id, mode, handoverUnit, seats, eligibility, atLeastOne, burdenPercent, distanceKm, agencyIds: ['chung'] })
    })

type From<T> = (start: Day) => T
const on = (start: Day, days: number): Day => addDays(start, days)

const anyAbsence: fc.Arbitrary<From<Absence>> = fc.tuple(name, two).map(
  ([providerId, [one, other]]) =>
    (start) =>
      absence({ providerId, from: on(start, one), to: on(start, other) })
)

const anyEngagement: fc.Arbitrary<From<Engagement>> = fc.tuple(name, offset, fc.boolean()).map(
  ([providerId, day, reachable]) =>
    (start) =>
      engagement({ providerId, reachable, from: `${on(start, day)} 09:00`, to: '11:00' })
)

const anyPair: fc.Arbitrary<From<Pair>> = fc
  .tuple(fc.shuffledSubarray(NAMES, { minLength: 2, maxLength: 2 }), fc.constantFrom('apart' as const, 'together' as const), two)
  .map(([ids, kind, [one, other]]) => (start) => {
    const providerIds = ids as unknown as readonly [string, string]
    return pair({ id: `${ids.join('-')}-${kind}-${one}`, providerIds, kind, from: on(start, one), to: on(start, other) })
  })

const anyPreference: fc.Arbitrary<From<Preference>> = fc
  .tuple(name, fc.constantFrom('avoid' as const, 'wish' as const), fc.constantFrom(1, 2, 3), two, fc.subarray(['a', 'b', 'c']), fc.nat())
  .map(([providerId, kind, strength, [one, other], postIds, number]) => (start) => {
    const when = { from: on(start, one), to: on(start, other) }
    return preference({ id: `${providerId}-${number}`, providerId, kind, strength: strength as 1, postIds, ...when })
  })

/** A duty of a neighbouring month, of one of these posts or of another, up to three days before or after. */
const anySettled: fc.Arbitrary<(start: Day, days: number) => Duty> = fc
  .tuple(
    fc.constantFrom('an', 'an', 'binh', 'chi'),
    fc.constantFrom('a', 'b', 'khac'),
    fc.integer({ min: -3, max: 2 }),
    fc.boolean(),
    fc.boolean()
  )
  .map(([providerId, postId, at, night, support]) => (start, days) => {
    const day = at < 0 ? on(start, at) : on(start, days + at)
    const times = night ? { from: `${day} 19:30`, to: `${on(day, 1)} 07:30` } : { from: `${day} 07:30`, to: '17:00' }
    const seat = support ? ('support' as const) : ('primary' as const)
    return duty({ postId, providerId, seat, slotId: `${postId}-${providerId}-${day}-${night}-${seat}`, settled: true, unit: day, ...times })
  })

const burden: fc.Arbitrary<Burden> = fc
  .tuple(...BURDEN_KINDS.map(() => fc.integer({ min: -5, max: 5 })))
  .map((amounts) => Object.fromEntries(BURDEN_KINDS.map((kind, at) => [kind, (amounts[at] ?? 0) * 100])) as Burden)

const fairness = burden.map((amounts) => Object.fromEntries(BURDEN_KINDS.map((kind) => [kind, Math.abs(amounts[kind]) / 100])) as Burden)

/** Every rule at either level that it can have, with some weight. */
const anyRules: fc.Arbitrary<Rule[]> = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 12 })), { minLength: allRules.length, maxLength: allRules.length })
  .map((choices) =>
    allRules.map((rule, at): Rule => {
      const [turned, weight] = choices[at] ?? [false, rule.weight]
      const other = rule.level === 'hard' ? 'soft' : 'hard'
      return { ...rule, level: rule.eitherLevel && turned ? other : rule.level, weight }
    })
  )

const anySettings = fc.record({
  'most-per-week.days': fc.integer({ min: 0, max: 5 }),
  'most-per-month.days': fc.constantFrom(0, 4, 20),
  'rest-between.hours': fc.constantFrom(0, 12, 24, 36),
  'rest-after-night.hours': fc.constantFrom(0, 24, 48),
  'double-duty.phonePosts': fc.integer({ min: 1, max: 3 }),
  'travel-between.hours': fc.constantFrom(0, 1, 24),
  'most-days-running.days': fc.integer({ min: 0, max: 4 }),
  'most-nights.nights': fc.integer({ min: 0, max: 3 }),
  'most-weekends.weekends': fc.integer({ min: 0, max: 1 }),
  'most-holidays.days': fc.integer({ min: 0, max: 2 }),
  'night-spacing.days': fc.integer({ min: 0, max: 4 })
})

type Traits = readonly [isOfficer: boolean, skilled: boolean, tied: boolean, joinedOn: string]

function person([isOfficer, skilled, tied, joinedOn]: Traits, at: number): Provider {
  const bound = (number: number): boolean => tied && at === number
  const some = {
    id: NAMES[at] as string,
    skills: skilled ? ['children'] : [],
    sex: skilled ? ('female' as const) : ('male' as const),
    ties: bound(0) ? [{ agencyId: 'chung', relation: 'x' }] : [],
    dutyShare: at === 1 ? 50 : 100,
    joinedOn,
    protections: bound(2) ? [{ kind: 'nursing' as const, consent: false, from: '2026-01-01', to: null }] : []
  }
  return isOfficer ? officer(some) : lawyer(some)
}

const anyPeople = fc
  .array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.constantFrom('2019-01-01', '2019-01-01', '2026-01-20')), {
    minLength: 2,
    maxLength: NAMES.length
  })
  .map((people) => people.map(person))

const hoursOf = fc.array(fc.constantFrom(...(Object.keys(HOURS) as (keyof typeof HOURS)[])), { minLength: 3, maxLength: 3 })

/** What is drawn of a month beside the seats' methods. */
export interface Draw {
  /** Methods that seats may have. */
  readonly methods: readonly Method[]
  /** The rules as they stand, or at any level and weight. */
  readonly rules: 'own' | 'any'
}

/**
 * Two to five people, one to three posts of any kind, up to nine days in December or over Tết; absences, hearings, pairs, wishes,
 * duties of both neighbouring months, seats set by hand, balances carried in, any weights.
 */
export const anyMonth = ({ methods, rules }: Draw = { methods: METHODS, rules: 'own' }): fc.Arbitrary<MonthOf> =>
  fc
    .record({
      start: fc.constantFrom(...STARTS).map((day) => day as Day),
      providers: anyPeople,
      posts: fc
        .tuple(anyPost('a', methods), anyPost('b', methods), anyPost('c', methods))
        .chain((all) => fc.subarray(all, { minLength: 1 })),
      hours: hoursOf,
      days: fc.integer({ min: 1, max: 9 }),
      absences: few(anyAbsence, 3),
      engagements: few(anyEngagement, 3),
      pairs: few(anyPair, 2),
      preferences: few(anyPreference, 3),
      settled: few(anySettled, 6),
      tetLastYear: fc.subarray(NAMES, { maxLength: 2 }),
      pins: few(fc.tuple(fc.nat(), fc.option(name)), 4),
      settings: anySettings,
      firstWeekday: fc.constantFrom(1, 7),
      carried: fc.dictionary(name, burden, { maxKeys: 2 }),
      weights: fairness.map((each) => ({ ...DEFAULT_WEIGHTS, fairness: each })),
      rules: rules === 'own' ? fc.constant(allRules) : anyRules,
      seed: fc.integer()
    })
    .map(({ start, hours, days, pins, absences, engagements, pairs, preferences, settled, carried, ...month }): MonthOf => {
      const span = eachDay(start, on(start, days - 1))
      const empty = month.posts.flatMap((each, at) => slotsOf(each, span, hours[at]))
      const from = <T>(made: readonly From<T>[]): T[] => made.map((each) => each(start))
      return {
        ...month,
        slots: pins.reduce((sofar: readonly Slot[], [at, who]) => pin(sofar, sofar[at % Math.max(1, sofar.length)]?.id ?? '', who), empty),
        absences: from(absences),
        engagements: from(engagements),
        pairs: from(pairs),
        preferences: from(preferences),
        settled: unlike(settled.map((each) => each(start, days))),
        carried: new Map(Object.entries(carried).map(([id, each]) => [id as ProviderId, each]))
      }
    })

/** Duties without two for the same seat of a post at one time. */
const unlike = (duties: readonly Duty[]): Duty[] => [
  ...new Map(duties.map((each) => [`${each.postId}/${each.seat}/${each.start}`, each])).values()
]
