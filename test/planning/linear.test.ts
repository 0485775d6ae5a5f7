import fc from 'fast-check'
import t from 'tap'
import { highsSolver } from '../../src/jobs/highs.ts'
import { boundOf } from '../../src/planning/bound.ts'
import { TIERS } from '../../src/planning/engine.ts'
import { evaluate } from '../../src/planning/evaluate.ts'
import { linearOf } from '../../src/planning/linear.ts'
import type { Linear } from '../../src/planning/linear-draft.ts'
import { holdersIn } from '../../src/planning/solver.ts'
import { anyModel } from './any-model.ts'
import { lawfulPlans, leastOf } from './brute.ts'

const solve = await highsSolver()
const RUNS = { numRuns: 60, seed: 20261201 }
const seed = fc.integer({ min: 1, max: 100_000 })

const activity = (program: Linear, columns: Float64Array, row: number): number =>
  Array.from(program.index.subarray(program.at[row], program.at[row + 1])).reduce(
    (sum, column, i) => sum + (program.value[(program.at[row] ?? 0) + i] ?? 0) * (columns[column] ?? 0),
    0
  )

t.test('the whole program has the optimum that trying every plan finds, in each tier, and its answer is such a plan', async () => {
  fc.assert(
    fc.property(seed, (number) => {
      const model = anyModel(number)
      const least = leastOf(model)
      return TIERS.every((objective) => {
        const coverage = objective === 'coverage' ? null : least.coverage
        const solved = solve(linearOf(model, { objective, coverage, integer: true }), { method: 'whole' })
        const judged = evaluate(model, holdersIn(model, solved.columns))
        return Math.abs(solved.objective - least[objective]) < 0.5 && judged.broken === 0 && judged[objective] === least[objective]
      })
    }),
    RUNS
  )
})

t.test('the relaxation never rises above the best plan', async () => {
  fc.assert(
    fc.property(seed, (number) => {
      const model = anyModel(number)
      const least = leastOf(model)
      return TIERS.every((objective) => {
        const coverage = objective === 'coverage' ? null : least.coverage
        const solved = solve(linearOf(model, { objective, coverage, integer: false }), { method: 'simplex' })
        return solved.status === 'optimal' && solved.objective <= least[objective] + 1
      })
    }),
    RUNS
  )
})

t.test('every lawful plan keeps every row about pieces alone', async (t) => {
  const model = anyModel(7)
  const program = linearOf(model, { objective: 'coverage', coverage: null, integer: true })
  const candidates = model.candidates.items.length
  for (const holders of lawfulPlans(model)) {
    const columns = new Float64Array(program.cost.length)
    holders.forEach((p, piece) => {
      const at = model.place[piece * model.people.length + p] ?? 0
      columns[p < 0 ? candidates + piece : (model.candidates.at[piece] ?? 0) + at] = 1
    })
    program.names.forEach(({ kind }, row) => {
      if (kind !== 'piece') return
      if (activity(program, columns, row) !== 1) t.fail(`row ${row}`)
    })
  }
  t.ok(program.names.some(({ kind }) => kind === 'one'))
})

t.test('a program is made the same each time, of whole numbers', async (t) => {
  const program = linearOf(anyModel(3), { objective: 'total', coverage: 3, integer: true })
  t.same(linearOf(anyModel(3), { objective: 'total', coverage: 3, integer: true }), program)
  t.ok([...program.value, ...program.rowUpper].every((each) => Number.isInteger(each) || !Number.isFinite(each)))
})

t.test('bounds with few rows at a time are those with all rows', async (t) => {
  for (let number = 1; number <= 40; number += 1) {
    const model = anyModel(number)
    const { coverage } = leastOf(model)
    const whole = solve(linearOf(model, { objective: 'total', coverage, integer: false }), { method: 'simplex' })
    const bounded = boundOf(model, { objective: 'total', coverage }, solve)
    t.ok((bounded?.bound ?? -1) >= Math.floor(whole.objective) - 10, `${number}: ${bounded?.bound} of ${whole.objective}`)
  }
})
