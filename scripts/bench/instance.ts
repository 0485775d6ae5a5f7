import type { Absence, Engagement, Pair } from '../../src/domain/absence.ts'
import { type Burden, DEFAULT_WEIGHTS, NO_BURDEN } from '../../src/domain/burden.ts'
import { buildCalendar } from '../../src/domain/calendar.ts'
import { addDays, type Day, daysOfMonth, firstDay, type Month } from '../../src/domain/day.ts'
import type { BranchId, PostId, ProviderId, SlotId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE, wallClock } from '../../src/domain/instant.ts'
import type { Pattern, Post } from '../../src/domain/post.ts'
import type { Provider } from '../../src/domain/provider.ts'
import type { Duty, Slot } from '../../src/domain/roster.ts'
import { rules } from '../../src/domain/rules/all.ts'
import type { Rule, RuleContext } from '../../src/domain/rules/rule.ts'
import { slotsOf } from '../../src/domain/slot.ts'
import { slotSeatKey } from '../../src/planning/board.ts'
import { compile } from '../../src/planning/compile.ts'
import { construct } from '../../src/planning/construct.ts'
import { inStableOrder } from '../../src/planning/normal.ts'
import type { Problem } from '../../src/planning/problem.ts'
import { type Random, randomFrom } from '../../src/planning/random.ts'

export const SIZES = { S: { people: 12, posts: 6 }, M: { people: 40, posts: 18 }, L: { people: 120, posts: 40 } } as const
export type Size = keyof typeof SIZES
export const REGIMES = ['plain', 'tight'] as const
export type Regime = (typeof REGIMES)[number]

/** A month that can be made again: size, regime and seed say everything. */
export interface InstanceName {
  readonly size: Size
  readonly regime: Regime
  readonly seed: number
}

export const nameOf = ({ size, regime, seed }: InstanceName): string => `${size}${regime === 'tight' ? 'T' : ''}${seed}`

const MONTH = '2026-12' as Month
const id = <T extends string>(kind: string, number: number): T => `${kind}-${String(number).padStart(3, '0')}` as T
const OFFICE: Pattern = { rrule: 'FREQ=DAILY', startsAt: '07:30', minutes: 570, dayKinds: ['working', 'make_up_day'] }
const BY_DAY: Pattern = { rrule: 'FREQ=DAILY', startsAt: '07:30', minutes: 720, dayKinds: null }
const BY_NIGHT: Pattern = { rrule: 'FREQ=DAILY', startsAt: '19:30', minutes: 720, dayKinds: null }
const ROUND: Pattern = { rrule: 'FREQ=DAILY', startsAt: '07:30', minutes: 1440, dayKinds: null }

/** Court posts by day, posts of investigation bodies by day and night, a few kept for a week: about three, two and one of six. */
function postsOf(random: Random, count: number, areas: number, tight: boolean): Post[] {
  return Array.from({ length: count }, (_, number): Post => {
    const kind = number % 6
    const court = kind < 3
    const weekly = kind === 5
    const skilled = !court && random.int(tight ? 2 : 6) === 0
    const support = kind === 1
    return {
      id: id<PostId>('post', number),
      centreId: 'centre' as Post['centreId'],
      code: id('post', number),
      version: 1,
      name: id('post', number),
      agencyIds: [],
      mode: kind === 0 ? 'on_site' : 'phone',
      patterns: court ? [OFFICE] : weekly ? [ROUND] : [BY_DAY, BY_NIGHT],
      handoverUnit: weekly ? 'week' : 'slot',
      handoverEvery: 1,
      straddles: false,
      burdenPercent: weekly ? 20 : 100,
      distanceKm: 0,
      atLeastOne: [],
      seats: (support ? (['primary', 'support'] as const) : (['primary'] as const)).map((seat) => ({
        seat,
        importance: seat === 'primary' ? 9 : 3,
        from: null,
        method: 'balanced',
        providerId: null,
        standInId: null,
        order: [],
        restDays: [],
        tet: [],
        owedAtMost: 1,
        follows: false
      })),
      eligibility: {
        roles: [],
        branchIds: court ? [id<BranchId>('area', number % areas)] : [],
        providerIds: [],
        excludedIds: [],
        skills: skilled ? ['children'] : []
      },
      validFrom: '2025-07-01' as Day,
      validTo: null
    } as unknown as Post
  })
}

function peopleOf(random: Random, count: number, areas: number, tight: boolean): Provider[] {
  return Array.from({ length: count }, (_, number): Provider => {
    const lawyer = number % 2 === 1
    // in the tight regime half of all people live in the first area
    const area = tight && random.int(2) === 0 ? 0 : number % areas
    const ends = lawyer && random.int(tight ? 8 : 20) === 0
    return {
      id: id<ProviderId>('person', number),
      centreId: 'centre' as Provider['centreId'],
      code: id('person', number),
      version: 1,
      fullName: id('person', number),
      role: lawyer ? 'contract_lawyer' : 'legal_aid_officer',
      sex: number % 3 === 0 ? 'male' : 'female',
      branchId: id<BranchId>('area', area),
      card: lawyer ? null : { number: id('card', number), from: '2020-01-01' as Day, to: null },
      contracts: lawyer ? [{ number: id('contract', number), from: '2025-01-01' as Day, to: (ends ? '2026-12-15' : '2027-12-31') as Day, extension: false }] : [],
      bars: [],
      phones: [],
      ties: [],
      languages: ['vi'],
      skills: random.int(tight ? 4 : 2) === 0 ? ['children'] : [],
      dutyShare: random.int(5) === 0 ? 50 : 100,
      joinedOn: (number % 9 === 8 ? '2026-06-01' : '2019-01-01') as Day,
      endedOn: null,
      publicConsentOn: null,
      protections: []
    } as unknown as Provider
  })
}

/** Leave of a few days for some, in the tight regime for more. */
function absencesOf(random: Random, people: readonly Provider[], tight: boolean): Absence[] {
  return people.flatMap((person, number): Absence[] => {
    if (random.int(10) >= (tight ? 5 : 3)) return []
    const from = addDays(firstDay(MONTH), random.int(25))
    const to = addDays(from, random.int(tight ? 10 : 5))
    return [{ id: id('absence', number), centreId: person.centreId, version: 1, providerId: person.id, kind: 'annual_leave', from, to, note: null }]
  })
}

function hearingsOf(random: Random, people: readonly Provider[], tight: boolean): Engagement[] {
  return people.flatMap((person, number) =>
    Array.from({ length: random.int(tight ? 4 : 3) }, (_, i): Engagement => {
      const day = addDays(firstDay(MONTH), random.int(31))
      const start = wallClock(day, 8 * 60, DEFAULT_ZONE)
      const end = wallClock(day, 11 * 60, DEFAULT_ZONE)
      return { id: id('hearing', number * 10 + i), centreId: person.centreId, version: 1, providerId: person.id, kind: 'hearing', start, end, agencyId: null, reachable: false, note: null }
    })
  )
}

function pairsOf(random: Random, people: readonly Provider[]): Pair[] {
  return Array.from({ length: Math.floor(people.length / 10) }, (_, number): Pair => {
    const a = random.int(people.length - 1)
    const [one, other] = [people[a], people[a + 1]]
    const ids = [one?.id, other?.id] as [ProviderId, ProviderId]
    return { id: id('pair', number), centreId: 'centre' as Pair['centreId'], version: 1, providerIds: ids, kind: 'apart', reason: null, from: '2026-01-01' as Day, to: null }
  })
}

/** Two in a hundred seats are set by hand, as a quick plan would fill them: pins that no hard rule forbids. */
function pinned(random: Random, problem: Problem): Problem {
  const model = compile(inStableOrder(problem))
  const { holders } = construct(model)
  const pins = new Map<string, ProviderId>()
  holders.forEach((p, t) => {
    const [piece, person] = [model.pieces[t], model.people[p]]
    if (piece?.slots.length !== 1 || person === undefined || random.int(50) !== 0) return
    pins.set(slotSeatKey((piece.slots[0] as Slot).id, piece.seat), person)
  })
  const set = (slot: Slot): Slot => ({
    ...slot,
    seats: slot.seats.map((seat) => {
      const providerId = pins.get(slotSeatKey(slot.id, seat.seat)) ?? null
      return { ...seat, providerId, pinned: providerId !== null }
    })
  })
  return { ...problem, slots: problem.slots.map(set) }
}

/** What people did in the night and the week before. */
function historyOf(random: Random, people: readonly Provider[]): Duty[] {
  return people.flatMap((person, number): Duty[] => {
    if (random.int(6) !== 0) return []
    const day = addDays(firstDay(MONTH), -1 - random.int(3))
    return [
      {
        slotId: id<SlotId>('before', number),
        seat: 'primary',
        providerId: person.id,
        postId: id<PostId>('post', 3),
        mode: 'phone',
        day,
        dayKind: 'working',
        unit: id('before', number),
        settled: true,
        start: wallClock(day, 19 * 60 + 30, DEFAULT_ZONE),
        end: wallClock(addDays(day, 1), 7 * 60 + 30, DEFAULT_ZONE)
      }
    ]
  })
}

/** Points and nights brought in from earlier months, up to about two duties either way. */
const carriedOf = (random: Random, people: readonly Provider[]): Map<ProviderId, Burden> =>
  new Map(people.map((person) => [person.id, { ...NO_BURDEN, points: (random.int(9) - 4) * 400, nights: (random.int(3) - 1) * 100 }]))

const grouped = <T extends { readonly providerId: ProviderId }>(list: readonly T[]): ((id: ProviderId) => readonly T[]) => {
  const groups = Map.groupBy(list, (each) => each.providerId)
  return (id) => groups.get(id) ?? []
}

/** The month of that name: the same on any machine. */
export function instance({ size, regime, seed }: InstanceName): Problem {
  const random = randomFrom(seed * 1000 + size.charCodeAt(0) + (regime === 'tight' ? 7 : 0))
  const tight = regime === 'tight'
  const areas = { S: 2, M: 4, L: 8 }[size]
  const posts = postsOf(random, SIZES[size].posts, areas, tight)
  const providers = peopleOf(random, SIZES[size].people, areas, tight)
  const calendar = buildCalendar([])
  const slots = posts.flatMap((post) =>
    slotsOf(post, MONTH, calendar, DEFAULT_ZONE, { firstWeekday: 1, carriedUntil: wallClock(firstDay(MONTH), 0, DEFAULT_ZONE) }).map(
      (slot, number): Slot => ({
        ...slot,
        id: `${post.id}-${String(number).padStart(3, '0')}` as SlotId,
        seats: post.seats.map(({ seat, importance }) => ({ seat, importance, providerId: null, pinned: false, vacant: false, reasons: [] }))
      })
    )
  )
  const people = new Map(providers.map((each) => [each.id, each]))
  const byPost = new Map(posts.map((each) => [each.id, each]))
  const must = <T>(found: T | undefined): T => {
    if (found === undefined) throw new Error('not of this month')
    return found
  }
  const settings: Readonly<Record<string, number>> = { 'most-per-week.days': tight ? 5 : 6 }
  const context = {
    zone: DEFAULT_ZONE,
    firstWeekday: 1,
    provider: (id: ProviderId) => must(people.get(id)),
    post: (id: PostId) => must(byPost.get(id)),
    agency: () => must(undefined),
    absencesOf: grouped(absencesOf(random, providers, tight)),
    engagementsOf: grouped(hearingsOf(random, providers, tight)),
    pairs: pairsOf(random, providers),
    preferencesOf: () => [],
    preferences: [],
    tetDutyLastYear: () => false,
    slots,
    param: (rule: { id: string; params: Rule['params'] }, name: string) => settings[`${rule.id}.${name}`] ?? rule.params[name]?.default ?? 0
  } as unknown as RuleContext
  const problem: Problem = {
    slots,
    posts,
    providers,
    settled: historyOf(random, providers),
    carried: carriedOf(random, providers),
    weights: DEFAULT_WEIGHTS,
    rotations: new Map(),
    rules,
    context,
    seed
  }
  return pinned(random, problem)
}
