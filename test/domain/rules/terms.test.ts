import fc from 'fast-check'
import t from 'tap'
import { compare, type ProviderId } from '../../../src/domain/ids.ts'
import { DEFAULT_ZONE, dayAt, HOUR, type Instant, timeAt } from '../../../src/domain/instant.ts'
import type { Duty, Slot } from '../../../src/domain/roster.ts'
import { rules } from '../../../src/domain/rules/all.ts'
import type { Adjacent, Rule, RuleContext, RuleTerm } from '../../../src/domain/rules/rule.ts'
import {
  absence,
  context,
  duty,
  engagement,
  lawyer,
  officer,
  pair,
  post,
  preference,
  seatPlan,
  slotSeat,
  wall
} from '../../support/builders.ts'

/**
 * What a rule says in pieces must be what its check says of the whole. This reads the terms in the plainest way there is, without any
 * code of the planner, and compares on rosters in which nearly everything is wrong.
 */
interface Roster {
  readonly duties: readonly Duty[]
  readonly context: RuleContext
}

type Term<Kind extends RuleTerm['kind']> = Extract<RuleTerm, { kind: Kind }>

const own = (duties: readonly Duty[]): Duty[][] => [...Map.groupBy(duties, ({ providerId }) => providerId).values()]
const inTime = (duties: readonly Duty[]): Duty[] => duties.toSorted((a, b) => a.start - b.start || compare(a.slotId, b.slotId))
const settled = (duties: readonly Duty[]): boolean => duties.every((one) => one.settled)
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

/** A person's turns, seat by seat; the part of a turn that is settled is one for itself. */
const turns = (duties: readonly Duty[]): Duty[][] => [
  ...Map.groupBy(inTime(duties), ({ postId, unit, seat, settled: past }) => `${postId}/${unit}/${seat}/${past}`).values()
]

const couples = <T>(list: readonly T[]): [T, T][] => list.flatMap((one, at) => list.slice(at + 1).map((other): [T, T] => [one, other]))

function ofAlone(rule: Rule, { duties, context: world }: Roster): number {
  return sum(
    own(duties)
      .flatMap(turns)
      .flatMap((turn) => rule.check(turn, world).map(({ degree }) => degree))
  )
}

/** Hours between two turns; nothing when they touch or overlap. */
function apart(a: readonly Duty[], b: readonly Duty[]): number {
  const [endA, endB] = [a, b].map((turn) => Math.max(...turn.map(({ end }) => end))) as [number, number]
  const [startA, startB] = [a, b].map((turn) => Math.min(...turn.map(({ start }) => start))) as [number, number]
  return Math.max(0, startB - endA, startA - endB) / HOUR
}

function ofPair(term: Term<'pair'>, { duties, context: world }: Roster): number {
  const asked = own(duties)
    .flatMap((all) => couples(turns(all)))
    .filter(([a, b]) => !settled([...a, ...b]) && apart(a, b) <= term.reach(world))
  return sum(asked.map(([a, b]) => term.degree(a, b, world)))
}

/** Counts every key of every window of every person, whoever it belongs to. */
function ofCount(term: Term<'count'>, { duties, context: world }: Roster): number {
  const counted = term.counted([...duties, ...open(world)], world)
  const people = new Set([...duties.map((one) => one.providerId), ...world.preferences.map((one) => one.providerId)])
  const windows = [...duties, ...open(world)].flatMap((one) => counted(one).map((each) => ({ ...each, one })))
  const names = Map.groupBy(windows, ({ window }) => window)
  return sum([...names.values()].flatMap((all) => [...people].map((id) => over(term, all, id, world))))
}

interface Touch {
  readonly key: string
  readonly providerId?: ProviderId
  readonly one: Duty
}

function over(term: Term<'count'>, all: readonly Touch[], id: ProviderId, world: RuleContext): number {
  const mine = all.filter(({ providerId }) => providerId === undefined || providerId === id)
  if (mine.length === 0) return 0
  const held = mine.filter(({ one }) => one.providerId === id)
  const keys = (some: readonly Touch[]): number => new Set(some.map(({ key }) => key)).size
  const missing = Math.max(0, (term.least?.(world) ?? 0) - keys(held))
  if (settled(held.map(({ one }) => one))) return missing
  const inOneTurn = Math.max(...[...Map.groupBy(held, ({ one }) => `${one.postId}/${one.unit}`).values()].map(keys))
  const most = term.most?.(world) ?? Number.POSITIVE_INFINITY
  if (term.wholeTurns && keys(held) <= inOneTurn) return missing
  return missing + Math.max(0, keys(held) - most)
}

/** Every seat of the roster as a duty of nobody. */
const open = (world: RuleContext): Duty[] =>
  world.slots.flatMap((slot) =>
    slot.seats.map(({ seat }) => ({ ...slot, slotId: slot.id, seat, providerId: 'nobody' as ProviderId, settled: false }))
  )

interface Seated extends Pick<Duty, 'postId' | 'seat' | 'day' | 'unit' | 'start' | 'settled'> {
  readonly by: ProviderId | null
}

function seated({ duties, context: world }: Roster): Seated[] {
  const free = open(world).map((one) => {
    const by = duties.find((each) => each.slotId === one.slotId && each.seat === one.seat)?.providerId ?? null
    return { ...one, by }
  })
  return [...free, ...duties.filter((one) => one.settled).map((one) => ({ ...one, by: one.providerId }))].toSorted(
    (a, b) => a.start - b.start
  )
}

function neighbours(where: Term<'beside'>['where'], roster: Roster): [Seated, Seated][] {
  const all = seated(roster)
  if (where === 'slot') return slotMates(roster)
  return all.flatMap((a) => {
    if (where === 'succession' && a.seat !== 'support') return []
    const seat = where === 'next' ? a.seat : 'primary'
    const b = all.find((one) => one.postId === a.postId && one.seat === seat && one.start > a.start)
    return b === undefined || (a.settled && b.settled) ? [] : [[a, b] as [Seated, Seated]]
  })
}

function slotMates({ duties, context: world }: Roster): [Seated, Seated][] {
  const holder = (slot: Slot, seat: string): ProviderId | null =>
    duties.find((one) => one.slotId === slot.id && one.seat === seat)?.providerId ?? null
  return world.slots.map((slot) => [
    { ...slot, seat: 'primary', settled: false, by: holder(slot, 'primary') },
    { ...slot, seat: 'support', settled: false, by: holder(slot, 'support') }
  ])
}

function ofBeside(term: Term<'beside'>, roster: Roster): number {
  return sum(
    neighbours(term.where, roster).map(([a, b]) => {
      const at: Adjacent = { postId: b.postId, seat: b.seat, day: b.day, unit: b.unit, dayBefore: a.day, unitBefore: a.unit }
      return term.degree(a.by, b.by, at, roster.context)
    })
  )
}

function ofApart(term: Term<'apart'>, { duties, context: world }: Roster): number {
  const named = term.people(world)
  return couples(duties).filter(
    ([a, b]) =>
      !settled([a, b]) &&
      named.some((two) => two.includes(a.providerId) && two.includes(b.providerId) && a.providerId !== b.providerId) &&
      term.together(a, b, world)
  ).length
}

function ofTerm(rule: Rule, term: RuleTerm, roster: Roster): number {
  switch (term.kind) {
    case 'alone':
      return ofAlone(rule, roster)
    case 'pair':
      return ofPair(term, roster)
    case 'count':
      return ofCount(term, roster)
    case 'beside':
      return ofBeside(term, roster)
    case 'apart':
      return ofApart(term, roster)
  }
}

const people = ['an', 'binh', 'chi', 'dung']
const first = wall('2027-01-30 00:00')
const night = { rrule: 'FREQ=DAILY', startsAt: '17:00', minutes: 840, dayKinds: null }

/** A world in which every rule has something to say. Tết is 2027-02-06. */
const world = (slots: readonly Slot[], settings: Record<string, number>): RuleContext =>
  context({
    settings,
    slots,
    providers: [
      officer({
        id: 'an',
        card: { number: '01', from: '2020-01-01', to: '2027-02-02' },
        protections: [{ kind: 'nursing', from: '2027-02-01', to: '2027-02-03', consent: false }],
        languages: ['vi', 'tyz']
      }),
      lawyer({ id: 'binh', contracts: [{ number: '1', from: '2026-01-01', to: '2027-02-04', extension: false }] }),
      lawyer({ id: 'chi', joinedOn: '2027-01-01', ties: [{ agencyId: 'p', relation: 'chị' }], contracts: [] }),
      officer({
        id: 'dung',
        role: 'collaborator',
        card: null,
        joinedOn: '2027-02-02',
        bars: [{ kind: 'sanction', from: '2027-02-01', to: null, reference: null }]
      })
    ],
    posts: [
      post({
        id: 'p',
        atLeastOne: [{ kind: 'language', value: 'tyz' }],
        eligibility: { roles: [], branchIds: [], providerIds: [], excludedIds: ['dung'], skills: [] }
      }),
      post({ id: 'q', agencyIds: ['p', 'q'], seats: [seatPlan(), seatPlan({ seat: 'support' })] }),
      post({ id: 'r', patterns: [night], mode: 'on_site' })
    ],
    absences: [absence({ providerId: 'binh', from: '2027-02-01', to: '2027-02-02' })],
    engagements: [
      engagement({ from: '2027-02-02 08:00', to: '10:00' }),
      engagement({ providerId: 'chi', from: '2027-02-03 08:00', to: '10:00' })
    ],
    pairs: [
      pair(),
      pair({ id: 'cap-2', kind: 'together', providerIds: ['an', 'chi'] }),
      pair({ id: 'cap-3', kind: 'together', providerIds: ['binh', 'dung'] })
    ],
    preferences: [
      preference({ id: 'a', weekdays: [2, 6], strength: 2, from: '2027-01-01' }),
      preference({ id: 'b', providerId: 'binh', kind: 'wish', strength: 3, from: '2027-02-01', to: '2027-02-04' }),
      preference({ id: 'c', providerId: 'chi', kind: 'wish', postIds: ['q' as never], weekdays: [1, 2], from: '2027-01-01' })
    ],
    tetLastYear: ['an', 'chi']
  })

const anySlot = fc.record({
  postId: fc.constantFrom('p', 'p', 'q', 'r'),
  mode: fc.constantFrom('phone', 'on_site'),
  dayKind: fc.constantFrom('working', 'rest_day', 'holiday'),
  unit: fc.constantFrom('', '', 'w1', 'w2'),
  startsAt: fc.constantFrom(0, 7.5, 13.5, 17),
  day: fc.integer({ min: 0, max: 15 }),
  hours: fc.constantFrom(4, 9.5, 14, 24, 48),
  settled: fc.constantFrom(false, false, false, true),
  seats: fc.array(fc.constantFrom(...people, null), { minLength: 1, maxLength: 2 })
} as const)

const settings = fc.record({
  'rest-between.hours': fc.constantFrom(0, 12, 30),
  'double-duty.phonePosts': fc.constantFrom(1, 2),
  'most-per-week.days': fc.constantFrom(0, 1, 2, 6),
  'most-per-month.days': fc.constantFrom(0, 2, 4),
  'most-nights.nights': fc.constantFrom(0, 1, 2),
  'most-weekends.weekends': fc.constantFrom(0, 1),
  'most-holidays.days': fc.constantFrom(0, 1),
  'most-days-running.days': fc.constantFrom(0, 1, 2, 3),
  'rest-after-night.hours': fc.constantFrom(0, 12, 30),
  'night-spacing.days': fc.constantFrom(0, 1, 2, 3, 5),
  'travel-between.hours': fc.constantFrom(0, 12, 24),
  'new-with-experienced.months': fc.constantFrom(0, 3)
})

type AnySlot = typeof anySlot extends fc.Arbitrary<infer T> ? T : never
const SEATED = ['primary', 'support'] as const

/** Slots of one post never start together: as in a real roster, one is next to the other. */
function rosterOf(some: readonly AnySlot[], set: Record<string, number>): Roster {
  const placed = some.map(({ day, startsAt, hours, seats, ...rest }, at) => {
    const start = (first + (day * 24 + startsAt) * HOUR + at) as Instant
    const from = `${dayAt(start, DEFAULT_ZONE)} ${timeAt(start, DEFAULT_ZONE)}`
    const end = (start + hours * HOUR) as Instant
    return { ...rest, from, start, end, seats, slotId: `s${at}`, unit: rest.unit === '' ? String(start) : rest.unit }
  })
  const duties = placed.flatMap(({ seats, ...rest }) =>
    seats.flatMap((providerId, n) => (providerId === null ? [] : [duty({ ...rest, providerId, seat: SEATED[n] ?? 'primary' })]))
  )
  const slots = placed
    .filter((one) => !one.settled)
    .map(({ seats, slotId, ...rest }) => {
      const { providerId: _, seat: __, slotId: id, settled: ___, ...slot } = duty({ ...rest, slotId })
      return { ...slot, id, seats: seats.map((_person, n) => slotSeat({ seat: SEATED[n] ?? 'primary' })) } as Slot
    })
  return { duties, context: world(slots, set) }
}

const rosters = fc
  .tuple(fc.array(anySlot, { minLength: 1, maxLength: 26, size: 'max' }), settings)
  .map(([some, set]) => rosterOf(some, set))

/** Rules that planning cannot change, or that it counts as coverage. */
const WITHOUT_TERMS = ['coverage', 'number-unverified']
/** Where a duty of a third turn between two excuses them: the two by themselves are judged more strictly, but only when soft. */
const STRICTER_BY_TERMS = ['rest-between']

t.test('every rule enters the plan, but those that no plan can change', async (t) => {
  t.same(
    rules.filter(({ terms }) => terms.length === 0).map(({ id }) => id),
    WITHOUT_TERMS
  )
})

for (const rule of rules.filter(({ terms }) => terms.length > 0)) {
  t.test(`${rule.id}: its terms say what its check says`, async (t) => {
    let broken = 0
    fc.assert(
      fc.property(rosters, (roster) => {
        const whole = sum(rule.check(roster.duties, roster.context).map(({ degree }) => degree))
        const pieces = sum(rule.terms.map((term) => ofTerm(rule, term, roster)))
        if (whole > 0) broken += 1
        const agree = rule.level === 'hard' ? whole > 0 === pieces > 0 : whole === pieces
        if (!agree) throw new Error(`${whole} by check, ${pieces} by terms`)
        if (rule.eitherLevel && rule.level === 'hard' && !STRICTER_BY_TERMS.includes(rule.id) && whole !== pieces) {
          throw new Error(`as a soft rule ${whole} by check, ${pieces} by terms`)
        }
        return pieces >= whole || rule.level === 'hard'
      }),
      { numRuns: 100, seed: 1 }
    )
    t.ok(broken > 5, `broken in ${broken} of the rosters`)
  })
}
