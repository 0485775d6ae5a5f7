import t from 'tap'
import { instance } from '../../scripts/bench/instance.ts'
import { openSearch, wander } from '../../src/planning/anneal.ts'
import { compile } from '../../src/planning/compile.ts'
import { construct } from '../../src/planning/construct.ts'
import type { Budget } from '../../src/planning/engine.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Holders, Model } from '../../src/planning/model.ts'
import { inStableOrder } from '../../src/planning/normal.ts'
import { runSearch, type Searched, type SearchLimits } from '../../src/planning/search.ts'
import { officer, post } from '../support/builders.ts'
import { engineHere } from '../support/engine.ts'
import { anyModel } from './any-model.ts'
import { december, type MonthOf, problem, slotsOf } from './month.ts'

const MONTH = compile(inStableOrder(instance({ size: 'S', regime: 'plain', seed: 1 })))
const limits = (some: Partial<SearchLimits> = {}): SearchLimits => ({
  seed: 1,
  iterations: 20_000,
  millis: null,
  elapsed: () => 0,
  stopped: () => false,
  ...some
})
const search = (some: Partial<SearchLimits> = {}, model: Model = MONTH): Searched => runSearch(model, limits(some))
/** Whether what a search says of its plan is so. */
const isTrue = (model: Model, { holders, coverage, total }: Searched): boolean => {
  const judged = evaluate(model, holders)
  return judged.broken === 0 && judged.coverage === coverage && judged.total === total
}
/** A clock that goes on by so many milliseconds each time that somebody looks. */
const ticking = (step: number): (() => number) => {
  let now = -step
  return () => {
    now += step
    return now
  }
}

t.test('the same seed and iterations give the same plan bit by bit, another seed another', async (t) => {
  const [one, again, other] = [search(), search(), search({ seed: 2 })]
  t.same(one.holders, again.holders)
  t.same([one.iterations, one.total, one.stopped], [20_000, again.total, 'iterations'])
  t.notSame(one.holders, other.holders)
  t.ok(isTrue(MONTH, one))
})

t.test('a search is better than the plan it begins with, and a longer one better still', async (t) => {
  const { sum } = construct(MONTH)
  const [short, long] = [search({ iterations: 2000 }), search({ iterations: 200_000 })]
  t.ok(short.total < sum.total && long.total < short.total, `${sum.total} ${short.total} ${long.total}`)
  t.same([sum.coverage, short.coverage, long.coverage], [0, 0, 0])
})

t.test('one iteration and none give a plan that breaks nothing', async (t) => {
  for (const iterations of [0, 1]) {
    const found = search({ iterations })
    t.ok(isTrue(MONTH, found) && found.coverage === 0)
    t.same([found.iterations, found.stopped], [iterations, 'iterations'])
  }
})

t.test('told to stop it ends with the best so far', async (t) => {
  let asked = 0
  const stopped = (): boolean => {
    asked += 1
    return asked > 20
  }
  const found = search({ iterations: 10_000_000, stopped })
  t.equal(found.stopped, 'cancelled')
  t.ok(found.iterations < 1_000_000 && isTrue(MONTH, found) && found.total < construct(MONTH).sum.total)
})

t.test('time ends it: after so many milliseconds, and at once when there are none', async (t) => {
  const found = search({ iterations: 1e12, millis: 1000, elapsed: ticking(10) })
  t.equal(found.stopped, 'time')
  t.ok(found.iterations > 0 && found.iterations < 2_000_000 && isTrue(MONTH, found))
  const none = search({ millis: 0 })
  t.same([none.stopped, none.iterations, isTrue(MONTH, none)], ['time', 0, true])
})

t.test('it cools as the clock goes, so that a timed search comes as far as a counted one', async (t) => {
  const looks = ticking(1)
  const timed = search({ iterations: 1e12, millis: 50, elapsed: looks })
  const counted = search({ iterations: timed.iterations })
  t.ok(timed.total < 1.5 * counted.total, `${timed.total} ${counted.total} ${timed.iterations}`)
})

t.test('a start is used, and never made worse', async (t) => {
  const good = search({ iterations: 200_000 })
  for (const iterations of [0, 1, 5000]) {
    const found = search({ iterations, start: good.holders })
    t.ok(found.total <= good.total && found.coverage === 0)
  }
  const nobody: Holders = MONTH.pieces.length === 0 ? new Int32Array() : new Int32Array(MONTH.pieces.length).fill(-1)
  t.equal(search({ iterations: 0, start: nobody }).coverage, 0)
  for (let seed = 1; seed <= 100; seed += 1) {
    const model = anyModel(seed, 4, 7)
    const start = search({ seed, iterations: 3000 }, model)
    const found = search({ seed: seed + 1, iterations: 10, start: start.holders }, model)
    t.ok(found.coverage < start.coverage || (found.coverage === start.coverage && found.total <= start.total), `${seed}`)
  }
})

t.test('it ends where nothing better can be', async (t) => {
  const { coverage, total } = search({ iterations: 50_000 })
  const found = search({ iterations: 5_000_000, target: () => ({ coverage, total }) })
  t.equal(found.stopped, 'optimal')
  t.ok(found.total <= total && found.iterations < 5_000_000)
})

t.test('each better plan is reported once, each better than the one before', async (t) => {
  const seen: number[] = []
  search({ iterations: 100_000, onBest: ({ total }) => seen.push(total) })
  t.ok(seen.length > 1)
  t.same(
    seen,
    [...new Set(seen)].sort((a, b) => b - a)
  )
})

const kv1 = post()
const empty: readonly (readonly [string, MonthOf])[] = [
  ['without people', { providers: [], posts: [kv1], slots: slotsOf(kv1, december(1, 5)) }],
  ['without posts', { providers: [officer()], posts: [], slots: [] }],
  ['without slots', { providers: [officer()], posts: [kv1], slots: [] }],
  [
    'with nothing open',
    { providers: [officer()], posts: [kv1], slots: slotsOf(kv1, december(1, 5)).map((slot) => ({ ...slot, seats: [] })) }
  ],
  ['in which nobody may do anything', { providers: [officer({ card: null })], posts: [kv1], slots: slotsOf(kv1, december(1, 5)) }]
]
for (const [title, month] of empty) {
  t.test(`a month ${title} is searched through too`, async (t) => {
    const model = compile(inStableOrder(problem(month)))
    const found = search({}, model)
    t.ok(isTrue(model, found) && found.holders.every((p) => p === -1))
  })
}

const BUDGET: Budget = { seed: 1, iterations: 30_000, millis: null, gap: 0, prove: false }

t.test('the engine of this thread tells each tier, what was zero proved and what is open not', async (t) => {
  const told: string[] = []
  const { tiers, holders, stopped } = await engineHere(() => 0)(MONTH, BUDGET, {
    onProgress: ({ phase, tiers: [, , total] }) => told.push(`${phase} ${total?.value}`)
  })
  const judged = evaluate(MONTH, holders)
  t.same(
    tiers.map(({ name, value, bound, by }) => [name, value, bound, by]),
    [
      ['coverage', 0, 0, 'zero'],
      ['fairness', judged.fairness, -1, 'none'],
      ['total', judged.total, -1, 'none']
    ]
  )
  t.same([stopped, told.at(-1)?.startsWith('search ')], ['iterations', true])
})

t.test('the engine of this thread hears a signal and keeps its time', async (t) => {
  const abort = new AbortController()
  abort.abort()
  const stopped = await engineHere(() => 0)(MONTH, BUDGET, { stop: abort.signal })
  const late = await engineHere(ticking(5))(MONTH, { ...BUDGET, iterations: 1e12, millis: 100 })
  t.same([stopped.stopped, stopped.iterations, late.stopped], ['cancelled', 0, 'time'])
})

t.test('as it cools it comes to rest near the best that it has seen', async (t) => {
  const search = openSearch(construct(MONTH), 1)
  wander(search, 200_000, 0, 1)
  t.ok(search.state.sum.total <= 1.05 * search.best.total, `${search.state.sum.total} ${search.best.total}`)
})
