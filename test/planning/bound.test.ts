import fc from 'fast-check'
import t from 'tap'
import { DEFAULT_WEIGHTS } from '../../src/domain/burden.ts'
import { highsSolver } from '../../src/jobs/highs.ts'
import { attainable, nextAttainable } from '../../src/planning/attainable.ts'
import { boundOf, certificateOf } from '../../src/planning/bound.ts'
import { compile } from '../../src/planning/compile.ts'
import { TIERS, type TierName } from '../../src/planning/engine.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import { linearOf } from '../../src/planning/linear.ts'
import type { Model } from '../../src/planning/model.ts'
import { randomFrom } from '../../src/planning/random.ts'
import { verify } from '../../src/planning/verify.ts'
import { absence, officer, post, seatPlan } from '../support/builders.ts'
import { anyModel } from './any-model.ts'
import { lawfulPlans, leastOf } from './brute.ts'
import { december, problem, slotsOf } from './month.ts'

const solve = await highsSolver()
const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1)

/** Two or three people and up to six seats at two posts, round the clock or in office hours, some with a support seat. */
function compiled(seed: number): Model {
  const random = randomFrom(seed)
  const providers = ['an', 'binh', 'chi'].slice(0, 2 + random.int(2)).map((id) => officer({ id, dutyShare: random.int(2) ? 50 : 100 }))
  const posts = ['a', 'b'].map((id) => {
    const seats = [seatPlan({ importance: 5 }), seatPlan({ seat: 'support', importance: 2 })].slice(0, 1 + random.int(2))
    return post({ id, mode: random.int(2) ? 'phone' : 'on_site', seats })
  })
  const slots = posts.flatMap((each) => slotsOf(each, december(1, 2 + random.int(2)), random.int(2) ? 'round' : 'office')).slice(0, 4)
  const absences = random.int(2) ? [absence({ providerId: 'an', from: `2026-12-0${1 + random.int(3)}` })] : []
  return compile({ ...problem({ providers, posts, slots, absences, seed }), weights: DEFAULT_WEIGHTS, carried: new Map() })
}

/** The bound of a tier, checked. */
function provedBound(model: Model, objective: TierName, coverage: number): number {
  const bounded = boundOf(model, { objective, coverage: objective === 'coverage' ? null : coverage }, solve)
  if (bounded === null || !verify(model, bounded.certificate).valid) throw new Error(`no bound on ${objective}`)
  return bounded.bound
}

t.test('on tiny months a bound is proved for each tier, is no higher than the best plan, and often is the best plan', async (t) => {
  let tight = 0
  for (const seed of SEEDS) {
    const model = compiled(seed)
    const least = leastOf(model)
    for (const objective of TIERS) {
      const bound = provedBound(model, objective, least.coverage)
      t.ok(bound <= least[objective], `${seed} ${objective}`)
      tight += bound === least[objective] ? 1 : 0
    }
  }
  t.ok(tight > SEEDS.length, `${tight} of ${3 * SEEDS.length}`)
})

t.test('no plan has a value between two that a tier can take', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (seed) => {
      const model = anyModel(seed, 2, 4)
      const plans = [...lawfulPlans(model)].map((holders) => evaluate(model, holders))
      return TIERS.every((tier) =>
        plans.every((each) => nextAttainable(attainable(model, tier), BigInt(each[tier])) === BigInt(each[tier]))
      )
    }),
    { numRuns: 60, seed: 20261203 }
  )
})

t.test('a bound between two values goes up to the next one', async (t) => {
  for (const [bound, next] of [
    [-9n, -7n],
    [-7n, -7n],
    [0n, 3n],
    [3n, 3n],
    [4n, 13n]
  ] as const) {
    t.equal(nextAttainable({ base: 3n, step: 10n }, bound), next)
  }
})

t.test('any multipliers at all make a true certificate, only a worse one', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer(), (seed, other) => {
      const model = anyModel(seed, 2, 4)
      const least = leastOf(model)
      const random = randomFrom(other)
      return TIERS.every((objective) => {
        const question = { objective, coverage: objective === 'coverage' ? null : least.coverage }
        const program = linearOf(model, { ...question, integer: false })
        const duals = Float64Array.from(program.names, () => (random.next() - 0.5) * 40_000)
        const certificate = certificateOf(model, question, program, duals)
        return verify(model, certificate).valid && Number(certificate.bound) <= least[objective]
      })
    }),
    { numRuns: 60, seed: 20261204 }
  )
})

t.test('the same question has the same certificate, text for text', async (t) => {
  const question = { objective: 'total', coverage: leastOf(anyModel(5)).coverage } as const
  t.same(boundOf(anyModel(5), question, solve)?.certificate, boundOf(anyModel(5), question, solve)?.certificate)
})

t.test('a solver that fails gives no bound; one that is told to stop gives what it proved so far', async (t) => {
  const failing = () => ({ status: 'failed', objective: 0, bound: 0, columns: new Float64Array(), duals: new Float64Array() }) as const
  t.equal(boundOf(anyModel(5), { objective: 'coverage', coverage: null }, failing), null)
  const stopped = boundOf(anyModel(5), { objective: 'coverage', coverage: null }, solve, { stop: () => true })
  t.ok(stopped === null || verify(anyModel(5), stopped.certificate).valid)
})
