import t from 'tap'
import { highsSolver } from '../../src/jobs/highs.ts'
import { type Cause, CORE_ITEMS, type Core, causeOf } from '../../src/planning/cause.ts'
import { proveCoverage, proveTier } from '../../src/planning/coverage.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Holders, Model } from '../../src/planning/model.ts'
import { verify } from '../../src/planning/verify.ts'
import { anyModel } from './any-model.ts'
import { lawfulPlans, leastOf } from './brute.ts'

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

t.test('a plan that is the best already is proved to be', async (t) => {
  for (const seed of SEEDS.slice(0, 40)) {
    const model = anyModel(seed)
    const { coverage } = leastOf(model)
    if (proveCoverage(model, solve, coverage).bound !== coverage) t.fail(`${seed}`)
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

/** Every empty piece of a best plan of many tiny models, with its cause. */
const CAUSES = SEEDS.flatMap((seed) => {
  const model = anyModel(seed)
  const { coverage } = leastOf(model)
  const holders = [...lawfulPlans(model)].find((plan) => evaluate(model, plan).coverage === coverage) ?? new Int32Array()
  return [...holders.keys()]
    .filter((piece) => holders[piece] === -1)
    .map((piece) => ({ seed, model, holders, piece, cause: causeOf(model, holders, piece, solve) }))
})

t.test('everybody has a bar to an empty piece that is really there, and nobody is free', async (t) => {
  for (const { seed, model, holders, piece, cause } of CAUSES) {
    const wrong = cause.people.filter(({ person, bar }) => bar.kind === 'free' || !stands(model, holders, piece, person, bar))
    t.same([cause.people.length, wrong], [model.people.length, []], `${seed}`)
  }
})

type Bar = Cause['people'][number]['bar']

/** Whether putting the person there breaks a rule, and one of the kind that the bar says. */
function stands(model: Model, holders: Holders, piece: number, person: number, bar: Bar): boolean {
  const tried = holders.with(piece, person)
  if (evaluate(model, tried).broken === 0) return false
  const emptied = bar.kind === 'holds' || bar.kind === 'apart' ? tried.with(bar.piece, -1) : tried
  return bar.kind === 'ineligible' || bar.kind === 'limit' || evaluate(model, emptied).broken < evaluate(model, tried).broken
}

/** Whether one person or nobody for each piece can be found by the core's own things alone, all its pieces held. */
function possible(model: Model, { pieces, clashes, limits }: Core): boolean {
  const width = model.people.length
  const { windows } = model
  const lists = pieces.map((t) => Array.from(model.candidates.items.subarray(model.candidates.at[t], model.candidates.at[t + 1])))
  const choices = lists.reduce<number[][]>((all, list) => all.flatMap((chosen) => list.map((p) => [...chosen, p])), [[]])
  return choices.some((chosen) => {
    const cells = chosen.map((p, i) => (pieces[i] ?? 0) * width + p)
    const clear = clashes.every((clash) => clash.filter((cell) => cells.includes(cell)).length <= 1)
    const within = limits.every(({ person, window }) => {
      const keysOf = (rows: typeof windows.keys, i: number) =>
        [...rows.items.subarray(rows.at[i], rows.at[i + 1])].filter((key) => windows.windowOf[key] === window)
      const before = keysOf(windows.before, person)
      const held = pieces.filter((_, i) => chosen[i] === person).flatMap((t) => keysOf(windows.keys, t))
      const all = new Set([...before, ...held])
      return all.size <= Math.max(before.length, windows.most[window] ?? 0)
    })
    return clear && within
  })
}

t.test('a core cannot hold together, and without any one of its things it can', async (t) => {
  const cores = CAUSES.flatMap(({ model, cause, seed }) => (cause.core === null ? [] : [{ model, seed, core: cause.core }]))
  t.ok(cores.length > 30, `${cores.length}`)
  for (const { model, seed, core } of cores) {
    t.notOk(possible(model, core), `${seed}`)
    const without = [
      ...core.pieces.slice(1).map((piece) => ({ ...core, pieces: core.pieces.filter((each) => each !== piece) })),
      ...core.clashes.map((clash) => ({ ...core, clashes: core.clashes.filter((each) => each !== clash) })),
      ...core.limits.map((limit) => ({ ...core, limits: core.limits.filter((each) => each !== limit) }))
    ]
    if (!without.every((less) => possible(model, less))) t.fail(`${seed}: ${JSON.stringify(core)}`)
  }
})

t.test('a core has few things, and the pieces that compete are told with the people for them', async (t) => {
  for (const { cause } of CAUSES) {
    const { core, rivals, piece } = cause
    if (core !== null) t.ok(core.pieces.length + core.clashes.length + core.limits.length <= CORE_ITEMS && core.pieces[0] === piece)
    t.equal(rivals.pieces[0], piece)
  }
})

t.test('the same cause each time', async (t) => {
  for (const { model, holders, piece, cause } of CAUSES.slice(0, 20)) t.same(causeOf(model, holders, piece, solve), cause)
})
