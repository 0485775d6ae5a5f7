import fc from 'fast-check'
import t from 'tap'
import type { Candidate } from '../../src/domain/explanation.ts'
import type { ProviderId } from '../../src/domain/ids.ts'
import type { Duty } from '../../src/domain/roster.ts'
import { checkRoster } from '../../src/domain/rules/check.ts'
import type { Violation } from '../../src/domain/rules/rule.ts'
import { candidatesFor } from '../../src/planning/candidates.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import { type Ground, openGround } from '../../src/planning/ground.ts'
import type { Problem } from '../../src/planning/problem.ts'
import { costOf } from '../../src/planning/setting.ts'
import { absence, engagement, officer, post, seatPlan } from '../support/builders.ts'
import { anyMonth } from './any-month.ts'
import { type GivenOut, givenOut } from './given-out.ts'
import { december, type MonthOf, pin, problem, slotsOf } from './month.ts'

const RUNS = { numRuns: 60, seed: 20261122 }

/** Every piece of the month with all who might have it. */
const everySeat = ({ prepared, ground }: GivenOut) =>
  prepared.model.pieces.flatMap((piece, at) => {
    const slot = ground.slots.get(piece.slots[0]?.id ?? '')
    return slot === undefined ? [] : [{ at, slot, seat: piece.seat, list: candidatesFor(ground, slot, piece.seat) }]
  })

/** The same roster with these people in these seats. */
function dutiesAfter(
  ground: Ground,
  puts: readonly { readonly slotId: string; readonly seat: string; readonly providerId: ProviderId | null }[]
): Duty[] {
  const touched = new Set(puts.map(({ slotId, seat }) => `${slotId}/${seat}`))
  const come = puts.flatMap(({ slotId, seat, providerId }) => {
    const { seats: _, id, ...slot } = ground.slots.get(slotId) as NonNullable<ReturnType<Ground['slots']['get']>>
    return providerId === null ? [] : [{ ...slot, slotId: id, seat, providerId, settled: false } as unknown as Duty]
  })
  return [...ground.duties.filter((each) => each.settled || !touched.has(`${each.slotId}/${each.seat}`)), ...come]
}

const hardAt = (from: Problem, duties: readonly Duty[], slotId: string, seat: string): Violation[] =>
  checkRoster(
    from.rules.filter((rule) => rule.level === 'hard' && rule.scope !== 'roster'),
    duties,
    from.context
  ).filter(({ seats }) => seats.some((ref) => ref.slotId === slotId && ref.seat === seat))

/** What the soft rules cost by a full check; what planning cannot change is left out. */
const softCost = (from: Problem, duties: readonly Duty[]): number =>
  from.rules
    .filter((rule) => rule.level === 'soft' && rule.terms.length > 0)
    .reduce((sum, rule) => sum + rule.check(duties, from.context).reduce((all, { degree }) => all + degree * costOf(rule), 0), 0)

const always = (title: string, holds: (made: GivenOut) => boolean, rules: 'own' | 'any' = 'any') =>
  t.test(title, async () => {
    fc.assert(
      fc.property(anyMonth({ methods: ['balanced'], rules }), (month) => holds(givenOut(month))),
      { ...RUNS, endOnFailure: true }
    )
  })

interface Judged {
  readonly stricter: boolean
  readonly equal: boolean
}

/** The change of a candidate against judging the whole month before and after; where a third duty excuses two others the model is stricter. */
function judge({ prepared, holders, ground }: GivenOut, put: { at: number; slotId: string; seat: string }, candidate: Candidate): Judged[] {
  const { providerId, change } = candidate
  if (change === null) return []
  const before = evaluate(prepared.model, holders)
  const after = evaluate(prepared.model, holders.with(put.at, prepared.model.people.indexOf(providerId)))
  const fairness = after.fairness - before.fairness
  const total = after.total - before.total
  const checked = softCost(ground.problem, dutiesAfter(ground, [{ ...put, providerId }])) - softCost(ground.problem, ground.duties)
  const stricter = after.broken > before.broken || total - fairness !== checked
  const tiers = after.coverage - before.coverage === change.coverage && fairness === sum(change.byKind)
  return [{ stricter, equal: tiers && (stricter || total === change.total) }]
}

const sum = (parts: readonly { readonly cost: number }[]): number => parts.reduce((all, { cost }) => all + cost, 0)

t.test('the change of each candidate is what judging the whole month before and after makes it', async (t) => {
  const counts = { compared: 0, stricter: 0 }
  fc.assert(
    fc.property(anyMonth({ methods: ['balanced'], rules: 'any' }), (month) => {
      const made = givenOut(month)
      const judged = everySeat(made).flatMap(({ at, slot, seat, list }) =>
        list.flatMap((each) => judge(made, { at, slotId: slot.id, seat }, each))
      )
      for (const { stricter } of judged) counts[stricter ? 'stricter' : 'compared'] += 1
      return judged.every(({ equal }) => equal)
    }),
    { ...RUNS, endOnFailure: true }
  )
  t.ok(counts.compared > 5 * counts.stricter, JSON.stringify(counts))
})

always('what a candidate costs in soft rules is what a full check before and after makes it', (made) => {
  const { ground } = made
  const before = softCost(ground.problem, ground.duties)
  return everySeat(made).every(({ slot, seat, list }) =>
    list.every(({ providerId, change, chain }) => {
      const puts = [{ slotId: slot.id, seat, providerId }]
      if (change !== null) return byRules(change) === softCost(ground.problem, dutiesAfter(ground, puts)) - before
      if (chain === null) return true
      const both = dutiesAfter(ground, [...puts, { ...chain.duty, providerId: chain.to }])
      return byRules(chain.change) === softCost(ground.problem, both) - before
    })
  )
})

const byRules = ({ byRule }: NonNullable<Candidate['change']>): number => sum(byRule)

always('whoever is free to take the seat breaks no hard rule there, and whoever is excluded breaks exactly those named', (made) => {
  const { ground } = made
  return everySeat(made).every(({ slot, seat, list }) =>
    list.every(({ providerId, reasons, change }) => {
      const found = hardAt(ground.problem, dutiesAfter(ground, [{ slotId: slot.id, seat, providerId }]), slot.id, seat)
      return (change === null) === found.length > 0 && same(found, reasons)
    })
  )
})

const same = (a: readonly Violation[], b: readonly Violation[]): boolean =>
  JSON.stringify(a.map((each) => JSON.stringify(each)).sort()) === JSON.stringify(b.map((each) => JSON.stringify(each)).sort())

always('a way round a duty breaks no hard rule at either seat, and only the excluded have one', (made) => {
  const { ground } = made
  return everySeat(made).every(({ slot, seat, list }) =>
    list.every(({ providerId, change, chain }) => {
      if (chain === null) return true
      const duties = dutiesAfter(ground, [
        { slotId: slot.id, seat, providerId },
        { ...chain.duty, providerId: chain.to }
      ])
      const broken = [
        ...hardAt(ground.problem, duties, slot.id, seat),
        ...hardAt(ground.problem, duties, chain.duty.slotId, chain.duty.seat)
      ]
      return change === null && broken.length === 0 && chain.from !== chain.to
    })
  )
})

always('everybody of the centre stands in the list once, ranked by the change they make', (made) =>
  everySeat(made).every(({ list }) => {
    const free = list.filter(({ change }) => change !== null)
    const inOrder = free.every(({ rank, change }, at) => {
      const before = free[at - 1]?.change
      return (
        rank === at + 1 &&
        (!before || !change || before.coverage < change.coverage || (before.coverage === change.coverage && before.total <= change.total))
      )
    })
    return inOrder && new Set(list.map(({ providerId }) => providerId)).size === made.prepared.model.people.length
  })
)

t.test('the property is not empty: chains are found, and people excluded by others’ duties', async (t) => {
  const found = fc
    .sample(anyMonth({ methods: ['balanced'], rules: 'any' }), RUNS)
    .flatMap((month) => everySeat(givenOut(month)).flatMap(({ list }) => list))
  t.ok(found.filter(({ chain }) => chain !== null).length > 10)
  t.ok(found.filter(({ change }) => change !== null && change.byRule.length > 0).length > 60)
})

const people = ['an', 'binh', 'chi'].map((id) => officer({ id }))
const office = post({ id: 'toa', mode: 'on_site' })
const month = (some: Partial<MonthOf> = {}): MonthOf => ({
  providers: people,
  posts: [office],
  slots: slotsOf(office, december(1, 2)),
  ...some
})
const list = (of: MonthOf, at = 0, seat: 'primary' | 'support' = 'primary'): Candidate[] => {
  const from = problem(of)
  const slot = from.slots[at]
  return slot === undefined ? [] : candidatesFor(openGround(from, [{ slotId: slot.id, seat }]), slot, seat)
}

t.test('whoever is away is excluded with the absence that does it', async (t) => {
  const made = list(month({ absences: [absence({ providerId: 'an', from: '2026-12-01', to: '2026-12-03' })] }))
  const { reasons = [], change } = made.find(({ providerId }) => providerId === 'an') ?? {}
  t.equal(change, null)
  t.match(reasons, [{ ruleId: 'absent-provider', params: { from: '2026-12-01', to: '2026-12-03' } }])
})

t.test('a duty in the way that another could take is shown with who takes it', async (t) => {
  const jail = post({ id: 'trai', mode: 'on_site' })
  const slots = pin(slotsOf(office, december(1, 1)), 'toa@2026-12-01', null)
  const other = slotsOf(jail, december(1, 1)).map((each) => ({
    ...each,
    seats: each.seats.map((one) => ({ ...one, providerId: 'an' as ProviderId }))
  }))
  const made = list(
    month({
      posts: [office, jail],
      slots: [...slots, ...other],
      engagements: [engagement({ providerId: 'chi', from: '2026-12-01 09:00' })]
    })
  )
  const an = made.find(({ providerId }) => providerId === 'an')
  t.match(an, { change: null, chain: { from: 'an', to: 'binh', duty: { slotId: 'trai@2026-12-01', seat: 'primary' } } })
  t.equal(an?.chain?.change.coverage, -9)
})

t.test('a duty set by hand is nobody’s to give away', async (t) => {
  const jail = post({ id: 'trai', mode: 'on_site' })
  const other = pin(slotsOf(jail, december(1, 1)), 'trai@2026-12-01', 'an')
  const made = list(month({ posts: [office, jail], slots: [...slotsOf(office, december(1, 1)), ...other] }))
  t.match(
    made.find(({ providerId }) => providerId === 'an'),
    { change: null, chain: null }
  )
})

t.test('whoever has the seat is in the list without any change, or with what is against it', async (t) => {
  const slots = pin(slotsOf(office, december(1, 2)), 'toa@2026-12-01', 'binh')
  t.match(
    list(month({ slots })).find(({ present }) => present),
    { providerId: 'binh', change: { coverage: 0, total: 0, byRule: [], byKind: [] } }
  )
  const away = month({ slots, absences: [absence({ providerId: 'binh', from: '2026-12-01' })] })
  t.match(
    list(away).find(({ present }) => present),
    { providerId: 'binh', change: null, reasons: [{ ruleId: 'absent-provider' }] }
  )
})

t.test('one day of a week’s turn is asked about by itself', async (t) => {
  const weekly = post({ id: 'tuan', handoverUnit: 'week', seats: [seatPlan()] })
  const slots = slotsOf(weekly, december(1, 4)).reduce((sofar, { id }) => pin(sofar, id, 'an'), slotsOf(weekly, december(1, 4)))
  const made = list(month({ posts: [weekly], slots }), 1)
  t.same(made.filter(({ change }) => change !== null).length, 3)
})
