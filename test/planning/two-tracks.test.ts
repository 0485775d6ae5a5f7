import t from 'tap'
import type { Budget } from '../../src/planning/engine.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import { verify } from '../../src/planning/verify.ts'
import { provingEngine } from '../support/engine.ts'
import { anyModel } from './any-model.ts'
import { leastOf } from './brute.ts'

const SEEDS = Array.from({ length: 40 }, (_, at) => at + 1)
const budget = (some: Partial<Budget> = {}): Budget => ({ seed: 1, iterations: 20_000, millis: null, gap: 0, prove: true, ...some })

t.test('what is called optimal is what trying every plan finds, and no bound is above it', async (t) => {
  let optimal = 0
  for (const seed of SEEDS) {
    const model = anyModel(seed)
    const least = leastOf(model)
    const { holders, tiers, stopped, certificates } = await provingEngine(model, budget())
    const { coverage, total, broken } = evaluate(model, holders)
    const sound = tiers.every(({ name, bound }) => bound <= least[name]) && certificates.every((each) => verify(model, each).valid)
    if (!sound || broken > 0) t.fail(`${seed}: ${JSON.stringify(tiers)}`)
    if (stopped !== 'optimal') continue
    optimal += 1
    if (coverage !== least.coverage || total !== least.total) t.fail(`${seed}: called optimal`)
  }
  t.ok(optimal >= 10, `${optimal} proved`)
})

t.test('counted in iterations, the same seed gives the same plan and the same proof', async (t) => {
  for (const seed of SEEDS.slice(0, 10)) {
    const model = anyModel(seed)
    t.same(await provingEngine(model, budget()), await provingEngine(model, budget()))
  }
})

t.test('progress is told in tiers, the last being those of the outcome', async (t) => {
  const said: unknown[] = []
  const { tiers } = await provingEngine(anyModel(3), budget(), { onProgress: (progress) => void said.push(progress.tiers) })
  t.ok(said.length > 1)
  t.same(said.at(-1), tiers)
})

t.test('a gap that is good enough ends the run; a stop leaves the best so far', async (t) => {
  const model = anyModel(5)
  t.match(await provingEngine(model, budget({ gap: Number.MAX_SAFE_INTEGER })), { stopped: /gap|optimal/ })
  const stop = new AbortController()
  const outcome = provingEngine(model, budget({ iterations: 1e9 }), { stop: stop.signal, onProgress: () => stop.abort() })
  t.match((await outcome).stopped, /cancelled|optimal/)
})

t.test('a clock ends the run too', async (t) => {
  const { stopped } = await provingEngine(anyModel(7), budget({ iterations: 1e12, millis: 50 }))
  t.match(stopped, /time|optimal/)
})
