import t from 'tap'
import { highsSolver } from '../../src/jobs/highs.ts'
import { attainable } from '../../src/planning/attainable.ts'
import { proveCoverage, proveTier } from '../../src/planning/coverage.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import { verify } from '../../src/planning/verify.ts'
import { anyModel } from './any-model.ts'
import { leastOf } from './brute.ts'

const solve = await highsSolver()
const SEEDS = Array.from({ length: 80 }, (_, i) => i + 1)
/** A value that no plan reaches, so that the proof has to go all the way. */
const HIGH = 1000

t.test('coverage is proved at what trying every plan finds, with a plan or a certificate to show for it', async (t) => {
  const ways = new Set<string>()
  for (const seed of SEEDS) {
    const model = anyModel(seed)
    const { coverage } = leastOf(model)
    const { bound, by, holders, certificate } = proveCoverage(model, solve, HIGH)
    ways.add(by)
    const shown = holders === null || (evaluate(model, holders).coverage === coverage && evaluate(model, holders).broken === 0)
    const proved = certificate === null || verify(model, certificate).valid
    if (bound !== coverage || !shown || !proved) t.fail(`${seed}: ${bound} by ${by}, not ${coverage}`)
  }
  t.same([...ways].sort(), ['certificate', 'solver', 'zero'])
})

t.test('a plan that is the best already is proved to be, and one that is a step worse is not', async (t) => {
  for (const seed of SEEDS) {
    const model = anyModel(seed)
    const { coverage } = leastOf(model)
    const step = Number(attainable(model, 'coverage').step)
    t.same(
      [0, step, 2 * step].map((more) => proveCoverage(model, solve, coverage + more).bound),
      [coverage, coverage, coverage],
      `${seed}`
    )
  }
})

t.test('a plan that leaves nothing empty needs no solver', async (t) => {
  const never = () => t.fail('asked') as never
  t.same(proveCoverage(anyModel(1), never, 0), { bound: 0, by: 'zero', certificate: null, holders: null })
})

t.test('a solver that breaks down proves nothing', async (t) => {
  const failing = () => ({ status: 'failed', objective: 0, bound: 0, columns: new Float64Array(), duals: new Float64Array() }) as const
  t.equal(proveCoverage(anyModel(1), failing, HIGH).by, 'none')
  t.equal(proveTier(anyModel(1), 'fairness', 0, failing).bound, -1)
})

t.test('later tiers are bounded at the coverage given', async (t) => {
  for (const seed of SEEDS.slice(0, 30)) {
    const model = anyModel(seed)
    const least = leastOf(model)
    for (const tier of ['fairness', 'total'] as const) {
      const { bound, certificate } = proveTier(model, tier, least.coverage, solve)
      if (bound > least[tier] || (certificate !== null && !verify(model, certificate).valid)) t.fail(`${seed} ${tier}`)
    }
  }
})
