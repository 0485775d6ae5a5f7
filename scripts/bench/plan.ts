import { parseArgs } from 'node:util'
import { openPool, type Pool } from '../../src/jobs/pool.ts'
import { construct } from '../../src/planning/construct.ts'
import type { Outcome } from '../../src/planning/engine.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Holders, Model } from '../../src/planning/model.ts'
import { prepare } from '../../src/planning/plan.ts'
import type { Problem } from '../../src/planning/problem.ts'
import { runSearch } from '../../src/planning/search.ts'
import { verify } from '../../src/planning/verify.ts'
import { type InstanceName, instance, nameOf, REGIMES, SIZES, type Size } from './instance.ts'
import { judge } from './judge.ts'
import { lookupRatio } from './lookup-beside-plan.ts'
import { EMPTY, energy } from './monolith.ts'
import { annealings, type Rival, rivals } from './rivals.ts'

const USAGE = 'npm run bench:plan [-- --sizes S,M,L --seeds n --seconds t]'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: 'S,M,L' },
    seeds: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '10' }
  }
})
const sizes = values.sizes.split(',').filter((size): size is Size => size in SIZES)
const [seeds, seconds] = [Number(values.seeds), Number(values.seconds)]
if (sizes.length === 0 || !(seeds >= 1) || !(seconds >= 1)) {
  process.stderr.write(`${USAGE}\n`)
  process.exit(1)
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const points = (value: number): string => (value / 10_000).toFixed(1)
const median = (numbers: readonly number[]): number | null =>
  numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? null
const rounded = (number: number | null): number | null => (number === null ? null : Number(number.toPrecision(3)))

/** How one month went. */
interface Line {
  readonly name: InstanceName
  readonly worse: boolean
  readonly coverageProven: boolean
  readonly fairnessProven: boolean
  /** Time of the best exact engine over the time in which ours was at least as good; null = it found nothing to compare with. */
  readonly speedup: number | null
  /** Part of what could be gained over the first construction at most. */
  readonly captured: number
}

/** The value of an engine's answer by the independent judge; infinite when there is none or a rule is broken. */
function judgedValue(problem: Problem, model: Model, holders: Holders | null): number {
  if (holders === null) return Number.POSITIVE_INFINITY
  const judged = judge(problem, model, holders)
  return judged.broken > 0 ? Number.POSITIVE_INFINITY : energy(judged)
}

/** Least seconds in which our search alone, one thread, is at least as good: it is given ever more time until it is. */
function secondsToReach(model: Model, value: number, most: number): number | null {
  for (let millis = 5; millis <= most * 1000; millis *= 2) {
    const begun = performance.now()
    const first = construct(model)
    if (energy(first.sum) <= value) return (performance.now() - begun) / 1000
    const { coverage, total } = runSearch(model, {
      seed: 1,
      iterations: 1e12,
      millis,
      elapsed: () => performance.now() - begun,
      stopped: () => false
    })
    if (energy({ coverage, total }) <= value) return (performance.now() - begun) / 1000
  }
  return null
}

/** Whether somebody finds a plan as fair as the proven bound when nothing else counts. */
function fairestReached(model: Model, outcome: Outcome, millis: number): boolean {
  const tier = outcome.tiers.find(({ name }) => name === 'fairness')
  if (tier === undefined || tier.bound < 0) return false
  if (tier.value <= tier.bound) return true
  const zero = (costs: Int32Array): Int32Array => new Int32Array(costs.length)
  const { windows, beside } = model
  const bare: Model = {
    ...model,
    cost: zero(model.cost),
    emptyCost: zero(model.emptyCost),
    nearCost: zero(model.nearCost),
    windows: { ...windows, cost: windows.cost.map((cost) => Math.min(0, cost)) },
    beside: { ...beside, cost: zero(beside.cost) }
  }
  const begun = performance.now()
  const target = { coverage: outcome.tiers[0]?.value ?? 0, total: tier.bound }
  const found = runSearch(bare, {
    seed: 1,
    iterations: 1e12,
    millis,
    elapsed: () => performance.now() - begun,
    stopped: () => false,
    start: outcome.holders,
    target: () => target
  })
  return evaluate(model, found.holders).fairness <= tier.bound
}

const ours = (pool: Pool, model: Model, limit: number): Promise<Outcome> =>
  pool.optimise(model, { seed: 1, iterations: 1e12, millis: limit * 1000, gap: 0, prove: true })

/** Stops the benchmark where a proof does not hold. */
function checkProofs(name: InstanceName, model: Model, { certificates }: Outcome): void {
  if (!certificates.every((certificate) => verify(model, certificate).valid))
    throw new Error(`${nameOf(name)}: a certificate does not hold`)
}

/** What a month came to, engine by engine, in ten-thousandths of a cost point. */
interface Values {
  readonly greedy: number
  readonly mine: number
  /** Least that any plan could come to. */
  readonly bound: number
  readonly plain: number
  readonly exact: readonly (readonly [string, number])[]
}

function report(name: InstanceName, model: Model, { tiers }: Outcome, values: Values, reached: number | null): void {
  const [coverage, fairness] = tiers
  const others = [...values.exact, ['annealing', values.plain] as const].map(([rival, value]) => `${rival} ${points(value)}`)
  say(
    `${nameOf(name).padEnd(4)} ${model.pieces.length} pieces: greedy ${points(values.greedy)}, ours ${points(values.mine)} ` +
      `(unfilled ${coverage?.value}, at least ${coverage?.bound}; unfairness ${points(fairness?.value ?? 0)} >= ` +
      `${points(fairness?.bound ?? 0)}; total >= ${points(values.bound)}); ${others.join(', ')}; ` +
      `reached the exact engines' best in ${reached?.toFixed(3) ?? '-'} s`
  )
}

async function measure(name: InstanceName, pool: Pool, rivalsHere: readonly Rival[]): Promise<Line> {
  const problem = instance(name)
  const { model } = prepare(problem)
  const value = (holders: Holders | null): number => judgedValue(problem, model, holders)
  const greedy = value(construct(model).holders)
  const outcome = await ours(pool, model, seconds)
  const mine = value(outcome.holders)
  const plain = Math.min(...(await Promise.all(annealings.map((rival) => rival.run(model, seconds * 1000)))).map(value))
  const exact = await Promise.all(rivalsHere.map(async (rival) => [rival.name, value(await rival.run(model, seconds * 1000))] as const))
  checkProofs(name, model, outcome)
  const [coverage, , total] = outcome.tiers
  const bound = (coverage?.bound ?? 0) * EMPTY + Math.max(0, total?.bound ?? 0)
  const bestExact = Math.min(...exact.map(([, reachedBy]) => reachedBy))
  const reached = Number.isFinite(bestExact) ? secondsToReach(model, bestExact, seconds) : null
  report(name, model, outcome, { greedy, mine, bound, plain, exact }, reached)
  return {
    name,
    worse: Math.min(bestExact, plain) < mine,
    coverageProven: coverage !== undefined && coverage.value <= coverage.bound,
    fairnessProven: fairestReached(model, outcome, seconds * 500),
    speedup: reached === null ? null : seconds / reached,
    captured: greedy === bound ? 1 : (greedy - mine) / (greedy - bound)
  }
}

/** Moves a second of one search in this thread, by the middle size. */
function movesPerSecond(): number {
  const { model } = prepare(instance({ size: 'M', regime: 'plain', seed: 1 }))
  const begun = performance.now()
  const { iterations } = runSearch(model, { seed: 1, iterations: 3_000_000, millis: null, elapsed: () => 0, stopped: () => false })
  return Math.round((iterations / (performance.now() - begun)) * 1000)
}

const { exact, missing } = rivals()
if (missing.length > 0) say(`not installed, so left out: ${missing.join(', ')}`)
const pool = openPool()
const lines: Line[] = []
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 200)
for (const size of sizes) {
  for (const regime of REGIMES) {
    for (let seed = 1; seed <= seeds; seed += 1) lines.push(await measure({ size, regime, seed }, pool, exact))
  }
}
clearInterval(watch)
const share = (holds: (line: Line) => boolean): number => Number((lines.filter(holds).length / lines.length).toFixed(3))
const bySize = (of: (line: Line) => number | null): Record<string, number | null> =>
  Object.fromEntries(
    sizes.map((size) => [size, rounded(median(lines.filter(({ name }) => name.size === size).flatMap((line) => of(line) ?? [])))])
  )
const moves = movesPerSecond()
const ratio = await lookupRatio(pool)
await pool.close()
say(
  JSON.stringify({
    instances: lines.length,
    worse_than_engine: lines.filter(({ worse }) => worse).length,
    coverage_proven: share(({ coverageProven }) => coverageProven),
    fairness_proven: share(({ fairnessProven }) => fairnessProven),
    speedup: bySize(({ speedup }) => speedup),
    captured: bySize(({ captured }) => captured),
    peak_mb: Math.round(peak / 2 ** 20),
    moves_per_s: moves,
    lookup_p99_ratio: rounded(ratio)
  })
)
