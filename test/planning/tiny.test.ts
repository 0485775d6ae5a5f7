import t from 'tap'
import type { ProviderId } from '../../src/domain/ids.ts'
import { compile } from '../../src/planning/compile.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import { inStableOrder } from '../../src/planning/normal.ts'
import { planMonth } from '../../src/planning/plan.ts'
import type { Plan, PlannedSeat, Problem } from '../../src/planning/problem.ts'
import { randomFrom } from '../../src/planning/random.ts'
import { runSearch } from '../../src/planning/search.ts'
import { absence, officer, post, seatPlan } from '../support/builders.ts'
import { engineHere } from '../support/engine.ts'
import { anyModel } from './any-model.ts'
import { leastOf } from './brute.ts'
import { breachesAfter, budgetOf, december, filled, planned, problem, slotsOf } from './month.ts'

const NAMES = ['an', 'binh', 'chi']

/** Two or three people and at most five turns of one slot, on site and by phone, round the clock and in office hours. */
function tinyMonth(seed: number): Problem {
  const random = randomFrom(seed)
  const providers = NAMES.slice(0, 2 + random.int(2)).map((id) =>
    officer({ id, skills: random.int(2) ? ['children'] : [], dutyShare: random.int(4) ? 100 : 50 })
  )
  const posts = ['a', 'b'].map((id) => {
    const eligibility = { roles: [], branchIds: [], providerIds: [], excludedIds: [], skills: random.int(3) ? [] : ['children'] }
    return post({ id, mode: random.int(2) ? 'phone' : 'on_site', seats: [seatPlan({ importance: 5 })], eligibility })
  })
  const slots = posts.flatMap((each) => slotsOf(each, december(1, 2 + random.int(2)), random.int(2) ? 'round' : 'office')).slice(0, 5)
  const absences = random.int(2) ? [absence({ providerId: 'an', from: `2026-12-0${1 + random.int(3)}` })] : []
  return problem({ providers, posts, slots, absences, seed })
}

/** The most seats that any roster without a hard breach fills: every roster is looked at that fills more than `known`. */
function mostFilled(from: Problem, known: number): number {
  const choices: readonly (ProviderId | null)[] = [null, ...from.providers.map((each) => each.id)]
  const seats = from.slots.map((slot): PlannedSeat => ({ slotId: slot.id, seat: 'primary', providerId: null, vacant: false, reasons: [] }))
  const rosters = choices.length ** seats.length
  let best = known
  for (let number = 0; number < rosters; number += 1) {
    const plan: Plan = {
      seats: seats.map((seat, at) => ({
        ...seat,
        providerId: choices[Math.floor(number / choices.length ** at) % choices.length] ?? null
      })),
      rotations: new Map()
    }
    if (filled(plan) > best && breachesAfter(from, plan).length === 0) best = filled(plan)
  }
  return best
}

const SEEDS = Array.from({ length: 120 }, (_, at) => at + 1)
/** Few: a second of work for all of these months. */
const ITERATIONS = 20_000

t.test('on every tiny month the plan fills as many seats as any lawful roster can', async (t) => {
  for (const seed of SEEDS) {
    const from = tinyMonth(seed)
    const found = filled(await planned(from, ITERATIONS))
    t.equal(found, mostFilled(from, found), `${seed}`)
  }
})

t.test('and of those that do it costs the least: the same optimum as looking at every plan, in every tier', async (t) => {
  for (const seed of SEEDS) {
    const from = tinyMonth(seed)
    const { outcome, prepared } = await planMonth(
      from,
      engineHere(() => 0),
      budgetOf(from, ITERATIONS)
    )
    const { coverage, total } = leastOf(prepared.model)
    const found = evaluate(prepared.model, outcome.holders)
    t.same([found.broken, found.coverage, found.total], [0, coverage, total], `${seed}`)
  }
})

t.test(
  'so it does for tiny models of any shape, which no rule of ours would make: nearly always at once, and always by one of four seeds',
  async (t) => {
    let atOnce = 0
    for (const seed of SEEDS) {
      const model = anyModel(seed)
      const least = leastOf(model)
      const reached = [0, 1, 2, 3].map((more) => {
        const limits = { seed: seed + more, iterations: ITERATIONS, millis: null, elapsed: () => 0, stopped: () => false }
        const { coverage, total } = runSearch(model, limits)
        return coverage === least.coverage && total === least.total
      })
      t.ok(reached.includes(true), `${seed}`)
      if (reached[0]) atOnce += 1
    }
    t.ok(atOnce >= 0.98 * SEEDS.length, `${atOnce}`)
  }
)

t.test('the oracle is not empty: some of these months cannot be filled at all, and the first plan is often not the best', async (t) => {
  const short = SEEDS.filter((seed) => leastOf(compile(inStableOrder(tinyMonth(seed)))).coverage > 0)
  t.ok(short.length >= 25, `${short.length}`)
  const better = SEEDS.filter((seed) => {
    const model = anyModel(seed)
    const first = runSearch(model, { seed, iterations: 0, millis: null, elapsed: () => 0, stopped: () => false })
    const { coverage, total } = leastOf(model)
    return first.coverage > coverage || first.total > total
  })
  t.ok(better.length >= 25, `${better.length}`)
})
