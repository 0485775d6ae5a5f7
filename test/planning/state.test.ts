import t from 'tap'
import { instance, REGIMES } from '../../scripts/bench/instance.ts'
import { openSearch, type Search, wander } from '../../src/planning/anneal.ts'
import { compile } from '../../src/planning/compile.ts'
import { construct, stateOf } from '../../src/planning/construct.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Model } from '../../src/planning/model.ts'
import { inStableOrder } from '../../src/planning/normal.ts'
import { type Random, randomFrom } from '../../src/planning/random.ts'
import { row } from '../../src/planning/rows.ts'
import { FORBIDDEN, lift, liftCost, move, moveCost, openState, place, placeCost, type State } from '../../src/planning/state.ts'
import { anyModel } from './any-model.ts'

const SEEDS = Array.from({ length: 150 }, (_, at) => at + 1)

/** What a state has added up but would not if it started from nothing; null = they agree. */
function difference({ model, holders, sum }: State): string | null {
  const { coverage, total, broken } = evaluate(model, holders)
  const agree = broken === 0 && coverage === sum.coverage && total === sum.total
  return agree ? null : `broken ${broken}, coverage ${sum.coverage} for ${coverage}, total ${sum.total} for ${total}`
}

/** Whether a piece in somebody's hands breaks a rule, by full evaluation; also what it makes of the total. */
function judged({ model, holders }: State, piece: number, p: number): number {
  const changed = holders.slice()
  changed[piece] = p
  const { broken, total } = evaluate(model, changed)
  return broken > 0 ? FORBIDDEN : total
}

type Judgement = readonly [told: number, true: number]

/** Takes one random step of placing, moving or lifting; returns what the state said of it and what a full evaluation says. */
function stepAnywhere(state: State, random: Random): Judgement {
  const { model, holders, sum } = state
  const piece = random.int(model.pieces.length)
  const p = holders[piece] as number
  const others = Array.from({ length: model.people.length }, (_, q) => q).filter((q) => q !== p)
  const q = others[random.int(others.length)] ?? -1
  if (p >= 0 && (q < 0 || random.int(3) === 0)) {
    const [cost, after] = [liftCost(state, piece, p), judged(state, piece, -1)]
    const told = sum.total + cost
    lift(state, piece, p, cost)
    return [told, after]
  }
  const cost = p < 0 ? placeCost(state, piece, q) : moveCost(state, piece, p, q)
  const judgement: Judgement = [sum.total + cost, judged(state, piece, q)]
  if (cost === FORBIDDEN) return judgement
  if (p < 0) place(state, piece, q, cost)
  else move(state, piece, p, q, cost)
  return judgement
}

t.test('the empty state costs what an evaluation of nobody anywhere says', async (t) => {
  for (const seed of SEEDS) t.equal(difference(openState(anyModel(seed))), null, `${seed}`)
})

t.test('what placing, moving and lifting would cost or break is what a full evaluation says, whatever was done before', async (t) => {
  for (const seed of SEEDS) {
    const random = randomFrom(seed)
    const state = openState(anyModel(seed, 4, 7))
    for (let step = 0; step < 60; step += 1) {
      const [told, after] = stepAnywhere(state, random)
      if (told !== after) t.fail(`seed ${seed} step ${step}: ${told} for ${after}`)
    }
    t.equal(difference(state), null, `${seed}`)
  }
})

/** Wanders move by move; fails with the first difference. */
function watch(search: Search, moves: number): string | null {
  for (let done = 0; done < moves; done += 1) {
    wander(search, 1, done / moves, done / moves)
    const found = difference(search.state)
    if (found !== null) return `move ${done}: ${found}`
  }
  return null
}

const bestIsSo = ({ state: { model }, best }: Search): boolean => {
  const { coverage, total, broken } = evaluate(model, best.holders)
  return broken === 0 && coverage === best.coverage && total === best.total
}

t.test(
  'after every move of a search (exchanges and ejections too) the sums are those of a full evaluation, and the best is what it was',
  async (t) => {
    for (const seed of SEEDS) {
      const search = openSearch(construct(anyModel(seed, 4, 8)), seed)
      t.equal(watch(search, 250), null, `${seed}`)
      t.ok(bestIsSo(search), `${seed}`)
    }
  }
)

const month = (size: 'S' | 'M', regime: (typeof REGIMES)[number], seed = 1): Model =>
  compile(inStableOrder(instance({ size, regime, seed })))

/** Wanders a long way and looks now and then: whatever went wrong on the way stays wrong. */
function longWay(model: Model, looks: number, between: number): string | null {
  const search = openSearch(construct(model), 1)
  for (let look = 0; look < looks; look += 1) {
    wander(search, between, look / looks, (look + 1) / looks)
    const found = difference(search.state)
    if (found !== null || !bestIsSo(search)) return `look ${look}: ${found}`
  }
  return null
}

for (const regime of REGIMES) {
  t.test(`so they are on a long way through a month of twelve people, ${regime}`, async (t) => {
    const model = month('S', regime)
    t.equal(longWay(model, 40, 2000), null)
    t.equal(watch(openSearch(construct(model), 2), 150), null)
  })
}

t.test('holders are taken over as they are, and a piece that its holder may not have stays empty', async (t) => {
  for (const seed of SEEDS) {
    const made = construct(anyModel(seed, 4, 7))
    t.same(stateOf(made.model, made.holders).holders, made.holders, `${seed}`)
    const wild = Int32Array.from(made.holders, (_, at) => (seed + at) % 4)
    const state = stateOf(made.model, wild)
    t.equal(difference(state), null)
    t.ok(state.holders.every((p, at) => p < 0 || p === wild[at]))
  }
})

t.test('a first plan leaves no piece empty that a candidate could still take', async (t) => {
  for (const seed of SEEDS) {
    const state = construct(anyModel(seed, 4, 7))
    const missed = [...state.holders.entries()].filter(
      ([piece, p]) => p < 0 && [...row(state.model.candidates, piece)].some((q) => placeCost(state, piece, q) !== FORBIDDEN)
    )
    t.same(missed, [], `${seed}`)
  }
})
