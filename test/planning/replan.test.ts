import fc from 'fast-check'
import t from 'tap'
import type { Instant } from '../../src/domain/instant.ts'
import { checkRoster } from '../../src/domain/rules/check.ts'
import type { Violation } from '../../src/domain/rules/rule.ts'
import { anchored, DEFAULT_ANCHOR } from '../../src/planning/anchor.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Ground } from '../../src/planning/ground.ts'
import type { Problem } from '../../src/planning/problem.ts'
import { reopen } from '../../src/planning/reopen.ts'
import { fullest, type Replanned, replan } from '../../src/planning/replan.ts'
import { row } from '../../src/planning/rows.ts'
import { absence, officer, post, wall } from '../support/builders.ts'
import { engineHere } from '../support/engine.ts'
import { anyMonth } from './any-month.ts'
import { leastOf } from './brute.ts'
import { givenOut } from './given-out.ts'
import { budgetOf, december, type MonthOf, planned, problem, slotsOf } from './month.ts'

const RUNS = { numRuns: 60, seed: 20261123, endOnFailure: true }
const ALWAYS = 0 as Instant
const optimise = engineHere(() => 0)

/** The roster with people assumed away on some days. */
const without = (from: Problem, ids: readonly string[], days: readonly [string, string]): Problem => {
  const more = ids.map((providerId) => absence({ providerId, from: days[0], to: days[1] }))
  const absencesOf: Problem['context']['absencesOf'] = (id) => [
    ...from.context.absencesOf(id),
    ...more.filter((each) => each.providerId === id)
  ]
  return { ...from, context: { ...from.context, absencesOf } }
}

const mend = (from: Problem, at: Instant = ALWAYS, iterations = 20_000): Promise<Replanned> =>
  replan(from, { from: at, weights: DEFAULT_ANCHOR }, { optimise, budget: budgetOf(from, iterations) })

const hardIn = ({ problem: { rules, context }, duties }: Ground): Violation[] =>
  checkRoster(
    rules.filter((rule) => rule.level === 'hard' && rule.scope !== 'roster'),
    duties,
    context
  )

const anyRoster = anyMonth({ methods: ['fixed', 'cycle', 'balanced'], rules: 'own' }).map((month) => {
  const { problem: standing } = givenOut(month).ground
  const first = standing.slots[0]?.day ?? '2026-12-01'
  return without(standing, ['an'], [first, standing.slots[Math.floor(standing.slots.length / 2)]?.day ?? first])
})

t.test(
  'what is past stays, what is set by hand stays unless its holder may not have it, and nobody is put where a rule forbids it',
  async () => {
    await fc.assert(
      fc.asyncProperty(anyRoster, fc.nat(), async (from, at) => {
        const start = from.slots[at % Math.max(1, from.slots.length)]?.start ?? ALWAYS
        const { moves, after, before } = await mend(from, start)
        const moved = new Set(moves.map(({ slotId, seat }) => `${slotId}/${seat}`))
        const lawful = hardIn(after).every(({ seats }) => seats.every((ref) => !moved.has(`${ref.slotId}/${ref.seat}`)))
        return (
          lawful &&
          moves.every(({ slotId, seat, why }) => {
            const slot = before.slots.get(slotId)
            const pinned = slot?.seats.find((each) => each.seat === seat)?.pinned
            return slot !== undefined && slot.start >= start && (!pinned || why === 'lost')
          })
        )
      }),
      RUNS
    )
  }
)

/** What an illness on the first day of a month is mended to, against every way of giving the month out; null = too many to look at. */
async function againstBrute(month: MonthOf): Promise<'least' | 'emptier' | 'dearer' | 'impossible' | null> {
  const { problem: standing } = givenOut(month).ground
  const day = standing.slots[0]?.day ?? '2026-12-01'
  const from = without(standing, ['an'], [day, day])
  const { model, holders, lost } = reopen(from, { from: ALWAYS }, true)
  if (model.pieces.length > 6) return null
  const dear = anchored(model, { holders, lost, named: from }, { ...DEFAULT_ANCHOR, from: ALWAYS })
  const least = leastOf(dear)
  const found = await fullest(dear, holders, { optimise, budget: budgetOf(from, 20_000) })
  const made = evaluate(dear, found.holders)
  if (made.coverage !== least.coverage) return made.coverage > least.coverage ? 'emptier' : 'impossible'
  if (made.total !== least.total) return made.total > least.total ? 'dearer' : 'impossible'
  return 'least'
}

t.test('of tiny months 29 in 30 are mended with the least change there is: as every way of giving them out shows', async (t) => {
  const tiny = anyMonth({ methods: ['balanced'], rules: 'own' }).filter(
    ({ slots, providers }) => slots.length <= 5 && providers.length <= 3
  )
  const counts = { least: 0, emptier: 0, dearer: 0, impossible: 0 }
  await fc.assert(
    fc.asyncProperty(tiny, async (month) => {
      const verdict = await againstBrute(month)
      if (verdict !== null) counts[verdict] += 1
      return verdict !== 'impossible'
    }),
    { ...RUNS, numRuns: 150 }
  )
  // a search without an exact solver beside it is no proof
  t.ok((counts.emptier + counts.dearer) * 30 <= counts.least, JSON.stringify(counts))
})

const people = ['an', 'binh', 'chi', 'dung'].map((id) => officer({ id }))
const court = post({ id: 'toa', mode: 'on_site' })
const month: MonthOf = { providers: people, posts: [court], slots: slotsOf(court, december(1, 18)) }

/** The month as a plan left it. */
async function standing(of: MonthOf = month): Promise<Problem> {
  const from = problem(of)
  const plan = await planned(from)
  const slots = from.slots.map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) => ({
      ...seat,
      providerId: plan.seats.find((each) => each.slotId === slot.id && each.seat === seat.seat)?.providerId ?? null
    }))
  }))
  return { ...from, slots, context: { ...from.context, slots } }
}

t.test('a roster that needs no mending stays as it is', async (t) => {
  const { moves, change } = await mend(await standing())
  t.same(moves, [])
  t.equal(change.total, 0)
})

t.test('somebody ill for some days loses just those days, and each move says why', async (t) => {
  const from = await standing()
  const who = from.slots.find(({ day }) => day === '2026-12-09')?.seats[0]?.providerId ?? ''
  const ill = without(from, [who], ['2026-12-07', '2026-12-11'])
  const lost = from.slots.filter(({ day, seats }) => day >= '2026-12-07' && day <= '2026-12-11' && seats[0]?.providerId === who)
  const { moves, after } = await mend(ill, wall('2026-12-05 00:00'))
  t.same(
    moves.map(({ slotId, from }) => [slotId, from]),
    lost.map(({ id }) => [id, who])
  )
  t.ok(moves.length > 0)
  for (const { why, reasons } of moves) t.match({ why, reasons }, { why: 'lost', reasons: [{ ruleId: 'absent-provider' }] })
  t.same(hardIn(after), [])
})

t.test('the same question has the same answer', async (t) => {
  const ill = without(await standing(), ['an', 'binh'], ['2026-12-07', '2026-12-11'])
  const [one, other] = [await mend(ill), await mend(ill)]
  t.same(one.moves, other.moves)
})

t.test('a change costs more the nearer it is', async (t) => {
  const from = await standing()
  const { model, holders, lost } = reopen(from, { from: ALWAYS }, false)
  const price = (at: string, t: number): number => {
    const dear = anchored(model, { holders, lost, named: from }, { ...DEFAULT_ANCHOR, from: wall(at) })
    return (dear.emptyCost[t] ?? 0) - (model.emptyCost[t] ?? 0)
  }
  const first = model.pieces.findIndex(({ slots }) => slots[0]?.day === '2026-12-01')
  t.same(
    [price('2026-12-01 07:30', first), price('2026-11-24 07:30', first), price('2026-11-01 07:30', first)],
    [16_000_000, 10_000_000, 4_000_000]
  )
})

t.test('a duty costs nothing more in the hands that have it, and twice the price in others: one loses it, one gets it', async (t) => {
  const from = await standing()
  const { model, holders, lost } = reopen(from, { from: ALWAYS }, false)
  const dear = anchored(model, { holders, lost, named: from }, { ...DEFAULT_ANCHOR, noticeDays: 0, from: ALWAYS })
  const first = model.candidates.at[0] ?? 0
  const added = [...row(model.candidates, 0)].map((p, i) => [p === holders[0], (dear.cost[first + i] ?? 0) - (model.cost[first + i] ?? 0)])
  t.same(
    added.toSorted(([a], [b]) => Number(b) - Number(a)),
    [[true, 0], ...Array.from({ length: 3 }, () => [false, 8_000_000])]
  )
})

t.test('a duty that is past is nobody’s to give away, whoever was away', async (t) => {
  const from = await standing()
  const ids = from.providers.map(({ id }) => id).slice(0, 3)
  const { moves } = await mend(without(from, ids, ['2026-12-01', '2026-12-18']), wall('2026-12-10 00:00'))
  t.ok(moves.length > 0)
  t.same(
    moves.filter(({ slotId }) => slotId < 'toa@2026-12-10'),
    []
  )
})

t.test('who holds a week’s turn keeps what they can of it, in one hand', async (t) => {
  const weekly = post({ id: 'tuan', handoverUnit: 'week', mode: 'on_site' })
  const slots = slotsOf(weekly, december(7, 11)).map((slot) => ({
    ...slot,
    seats: slot.seats.map((seat) => ({ ...seat, providerId: 'an' as never }))
  }))
  const from = problem({ providers: people, posts: [weekly], slots })
  const { moves } = await mend(without(from, ['an'], ['2026-12-08', '2026-12-09']))
  t.same(
    moves.map(({ slotId }) => slotId),
    ['tuan@2026-12-08', 'tuan@2026-12-09']
  )
  t.equal(new Set(moves.map(({ to }) => to)).size, 1)
})
