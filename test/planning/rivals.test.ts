import t from 'tap'
import { evaluate } from '../../src/planning/evaluate.ts'
import type { Model } from '../../src/planning/model.ts'
import { rivalsOf } from '../../src/planning/rivals.ts'
import { row } from '../../src/planning/rows.ts'
import { anyModel } from './any-model.ts'
import { lawfulPlans } from './brute.ts'

/** Whether some lawful plan fills all of these: every plan is looked at. */
const together = (model: Model, set: readonly number[]): boolean =>
  [...lawfulPlans(model)].some((holders) => set.every((at) => (holders[at] ?? -1) >= 0))

/** A plan of the best coverage, as brute force finds it. */
function fullest(model: Model): Int32Array {
  const plans = [...lawfulPlans(model)].map((holders) => ({ holders, coverage: evaluate(model, holders).coverage }))
  return plans.reduce((best, each) => (each.coverage < best.coverage ? each : best)).holders
}

const SEEDS = Array.from({ length: 150 }, (_, at) => at + 1)
const empty = SEEDS.flatMap((seed) => {
  const model = anyModel(seed)
  const holders = fullest(model)
  return [...holders].flatMap((p, piece) => (p < 0 ? [{ seed, model, holders, piece, set: rivalsOf(model, holders, piece) }] : []))
})

t.test('the duties named cannot all be filled, and without any one of them the others can: no plan says otherwise', async (t) => {
  for (const { seed, model, piece, set } of empty) {
    if (set === null) continue
    t.equal(set[0], piece, `${seed}`)
    t.notOk(together(model, set), `${seed}: ${set}`)
    for (const out of set.slice(1))
      t.ok(
        together(
          model,
          set.filter((each) => each !== out)
        ),
        `${seed}: ${set} without ${out}`
      )
  }
})

t.test('most empty duties have such a set, and one that nobody at all may take stands alone', async (t) => {
  const found = empty.filter(({ set }) => set !== null)
  t.ok(found.length * 10 >= empty.length * 6, `${found.length} of ${empty.length}`)
  for (const { model, piece, set } of empty) if (row(model.candidates, piece).length === 0) t.same(set, [piece])
})
