import fc from 'fast-check'
import t from 'tap'
import { DEFAULT_ZONE, dayAt, HOUR, type Instant, overlaps, timeAt } from '../../../src/domain/instant.ts'
import type { Duty } from '../../../src/domain/roster.ts'
import { rules } from '../../../src/domain/rules/all.ts'
import { checkRoster, reasonsAgainst, reasonsAgainstTurn } from '../../../src/domain/rules/check.ts'
import type { RuleContext, Violation } from '../../../src/domain/rules/rule.ts'
import { sameTurn } from '../../../src/domain/rules/span.ts'
import { wordViolation } from '../../../src/domain/rules/wording.ts'
import { LANGUAGES } from '../../../src/domain/wording.ts'
import { absence, context, dutiesFrom, duty, engagement, lawyer, pair, post, provider, slot, wall } from '../../support/builders.ts'

const first = wall('2026-11-27 00:00')
const everybody = { roles: [], branchIds: [], providerIds: [], excludedIds: [], skills: [] }

/** A world small enough that every rule is often broken. */
const crowdedWorld = (settings: Record<string, number>): RuleContext =>
  context({
    settings,
    providers: [
      provider({
        id: 'an',
        protections: [{ kind: 'nursing', from: '2026-12-01', to: '2026-12-02', consent: false }],
        bars: [{ kind: 'sanction', from: '2026-12-03', to: '2026-12-03', reference: null }]
      }),
      lawyer({ id: 'binh', contracts: [{ number: '1', from: '2026-01-01', to: '2026-12-02', extension: false }], phones: [] }),
      provider({ id: 'chi', joinedOn: '2026-11-30', ties: [{ agencyId: 'b', relation: 'chị' }] })
    ],
    posts: [
      post({ id: 'p', agencyIds: ['a', 'b'] }),
      post({ id: 'q', agencyIds: ['b'], eligibility: { ...everybody, excludedIds: ['chi'] } }),
      post({ id: 'r', agencyIds: ['c'] })
    ],
    absences: [absence({ from: '2026-12-01' }), absence({ providerId: 'binh', from: '2026-11-30' })],
    engagements: [engagement(), engagement({ providerId: 'binh', from: '2026-12-02 13:00', to: '16:00' })],
    pairs: [pair({ providerIds: ['chi', 'an'], from: '2026-12-01', to: '2026-12-02' })],
    slots: [slot({ id: 'nobody' })]
  })

const worlds = fc
  .record({
    'rest-between.hours': fc.constantFrom(0, 8, 12, 30, 72),
    'double-duty.phonePosts': fc.constantFrom(1, 2, 3),
    'most-per-week.days': fc.constantFrom(0, 1, 2, 6),
    'most-per-month.days': fc.constantFrom(0, 2, 4, 16)
  })
  .map(crowdedWorld)

const anySlot = fc.record({
  postId: fc.constantFrom('p', 'q', 'r'),
  mode: fc.constantFrom('phone', 'phone', 'on_site'),
  unit: fc.constantFrom('w1', 'w1', 'w2'),
  halfHours: fc.integer({ min: 0, max: 7 * 48 }),
  hours: fc.constantFrom(2, 4, 9.5, 12, 24, 48),
  settled: fc.constantFrom(false, false, true),
  people: fc.array(fc.constantFrom('an', 'binh', 'chi'), { minLength: 1, maxLength: 2 })
} as const)

/** Slots on a grid of half hours around the turn of the month, each with one or two people; some of them settled. */
const rosters = fc.array(anySlot, { minLength: 1, maxLength: 14 }).map((slots) =>
  slots.flatMap(({ halfHours, hours, people, ...rest }, at) => {
    const start = (first + halfHours * (HOUR / 2)) as Instant
    const from = `${dayAt(start, DEFAULT_ZONE)} ${timeAt(start, DEFAULT_ZONE)}`
    const end = (start + hours * HOUR) as Instant
    const seats = ['primary', 'support'] as const
    return people.map((providerId, n) => duty({ from, ...rest, start, end, providerId, slotId: `s${at}`, seat: seats[n] ?? 'primary' }))
  })
)

const asText = (violations: readonly Violation[]): string[] => violations.map((one) => JSON.stringify(one)).toSorted()

/** What a full check finds with the candidates and not without them, of what is hard and names one of their seats. */
function difference(candidates: readonly Duty[], others: readonly Duty[], world: RuleContext): string[] {
  const before = asText(checkRoster(rules, others, world))
  const after = checkRoster(rules, [...others, ...candidates], world)
  const named = after.filter(
    ({ level, seats }) =>
      level === 'hard' && seats.some((ref) => candidates.some((one) => one.slotId === ref.slotId && one.seat === ref.seat))
  )
  return asText(named).filter((one) => !before.includes(one))
}

/** Fails with the roster that shows it. */
function equal(found: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)]
  if (one !== other) throw new Error(`${one}\nis not\n${other}`)
}

t.test('reasons against a candidate are the difference of two full checks', async (t) => {
  const broken = new Set<string>()
  fc.assert(
    fc.property(rosters, worlds, (duties, world) => {
      for (const candidate of duties.filter((one) => !one.settled)) {
        const others = duties.filter((one) => one !== candidate)
        const found = reasonsAgainst(rules, candidate, others, world)
        equal(asText(found), difference([candidate], others, world))
        for (const { ruleId } of found) broken.add(ruleId)
      }
    }),
    { numRuns: 200 }
  )
  const expected = rules.filter(
    ({ level, scope, id }) => level === 'hard' && scope !== 'roster' && !['duty-role', 'card-valid'].includes(id)
  )
  t.same(
    expected.map(({ id }) => id).filter((id) => !broken.has(id)),
    [],
    'every rule was broken somewhere'
  )
})

t.test('the same for all duties of a turn at once', async () => {
  fc.assert(
    fc.property(rosters, worlds, (duties, world) => {
      for (const one of duties.filter(({ settled }) => !settled)) {
        const turn = duties.filter((other) => sameTurn(one, other) && other.providerId === one.providerId && !other.settled)
        const others = duties.filter((other) => !turn.includes(other))
        equal(asText(reasonsAgainstTurn(rules, turn, others, world)), difference(turn, others, world))
      }
    }),
    { numRuns: 100 }
  )
})

t.test('the person’s own duties and those of the same time are all that matters', async () => {
  fc.assert(
    fc.property(rosters, worlds, (duties, world) => {
      for (const candidate of duties.filter((one) => !one.settled)) {
        const others = duties.filter((one) => one !== candidate)
        const near = others.filter((one) => one.providerId === candidate.providerId || overlaps(one, candidate))
        equal(reasonsAgainst(rules, candidate, near, world), reasonsAgainst(rules, candidate, others, world))
      }
    }),
    { numRuns: 100 }
  )
})

t.test('a check does not depend on the order in which the duties come', async () => {
  fc.assert(
    fc.property(rosters, worlds, fc.infiniteStream(fc.integer()), (duties, world, numbers) => {
      const keys = new Map(duties.map((one) => [one, numbers.next().value ?? 0]))
      const shuffled = duties.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
      equal(checkRoster(rules, shuffled, world), checkRoster(rules, duties, world))
    }),
    { numRuns: 100 }
  )
})

t.test('every violation names a seat of this roster and can be said in both languages', async () => {
  const names = { provider: String, post: String, agency: String }
  fc.assert(
    fc.property(rosters, worlds, (duties, world) => {
      const own = new Set([...duties.filter((one) => !one.settled).map((one) => one.slotId), 'nobody'])
      for (const violation of checkRoster(rules, duties, world)) {
        equal(violation.seats.length > 0 && violation.seats.every((ref) => own.has(ref.slotId)), true)
        for (const language of LANGUAGES) equal(/[{}]|undefined/.test(wordViolation(violation, names, language).detail), false)
      }
    }),
    { numRuns: 100 }
  )
})

t.test('violations come in the order of the rules, and within a rule in the order of time', async (t) => {
  const world = context({
    absences: [absence({ from: '2026-12-01', to: '2026-12-03' })],
    slots: [slot({ id: 'b', from: '2026-12-01 07:30' }), slot({ id: 'a', from: '2026-12-02 07:30' })]
  })
  const duties = [...dutiesFrom('2026-12-02', 2), duty({ slotId: 'z' }), duty({ slotId: 'y', seat: 'support' })]
  t.same(
    checkRoster(rules, duties, world).map(({ ruleId, seats }) => `${ruleId} ${seats[0]?.slotId}`),
    [
      'absent-provider y',
      'absent-provider z',
      'absent-provider kv1@2026-12-02 07:30',
      'absent-provider kv1@2026-12-03 07:30',
      'coverage b',
      'coverage a'
    ]
  )
})

t.test('a day of a 24/24 week must be asked about with its turn', async (t) => {
  const week = ['2026-12-07', '2026-12-08', '2026-12-09'].map((day) =>
    duty({ postId: 'dieu-tra', unit: '2026-W50', from: `${day} 00:00`, to: '24:00' })
  )
  const court = dutiesFrom('2026-12-07', 3)
  t.same(reasonsAgainstTurn(rules, week, court, context()), [])
  t.match(reasonsAgainst(rules, week[0] as Duty, court, context()), [{ ruleId: 'rest-between' }])
})

t.test('a soft rule is no reason against anybody', async (t) => {
  const world = context({ providers: [provider({ phones: [] })] })
  t.same(reasonsAgainst(rules, duty(), [], world), [])
  t.match(checkRoster(rules, [duty()], world), [{ ruleId: 'number-unverified' }])
})
