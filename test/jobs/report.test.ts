import t from 'tap'
import type { Budget, Outcome, Tier } from '../../src/planning/engine.ts'
import { plainJson } from '../../src/planning/plain-json.ts'
import { searchReport, tierReport } from '../../src/usecases/plan-report.ts'

const tier = (some: Partial<Tier> = {}): Tier => ({ name: 'total', value: 7, bound: 7, by: 'certificate', ...some })

const tiers = [
  ['a bound that is reached proves it optimal', {}, { bound: 7, gap: 0, optimal: true }],
  ['a bound below leaves a gap', { bound: 4 }, { bound: 4, gap: 3, optimal: false }],
  ['nothing is below zero', { value: 0, bound: 0, by: 'zero' }, { bound: 0, gap: 0, optimal: true }],
  ['no bound is null, not a number', { bound: -1, by: 'none' }, { bound: null, gap: null, optimal: false }]
] as const

for (const [title, some, expected] of tiers) {
  void t.test(title, async (t) => void t.match(tierReport(tier(some)), expected))
}

const budget: Budget = { seed: 3, iterations: 100, millis: null, gap: 0, prove: true }
const outcome: Outcome = { holders: Int32Array.of(), tiers: [tier()], iterations: 60, stopped: 'optimal', certificates: [] }

const runs = [
  ['a search that counted moves can be repeated', {}, {}, true],
  ['one with a clock cannot, even when the clock did not end it', { millis: 5000 }, {}, false],
  ['one that somebody stopped cannot', {}, { stopped: 'cancelled' }, false],
  ['one that reached its moves can', {}, { stopped: 'iterations' }, true]
] as const

for (const [title, given, ended, repeatable] of runs) {
  void t.test(title, async (t) => {
    t.equal(searchReport({ ...budget, ...given }, { ...outcome, ...ended }).repeatable, repeatable)
  })
}

void t.test('a plan is optimal when every tier is, and nothing that was not measured is', async (t) => {
  t.equal(searchReport(budget, outcome).optimal, true)
  t.equal(searchReport(budget, { ...outcome, tiers: [tier(), tier({ bound: 6 })] }).optimal, false)
  t.equal(searchReport(budget, { ...outcome, tiers: [] }).optimal, false)
  t.match(searchReport({ ...budget, millis: 1500 }, outcome), {
    seed: 3,
    iterations: 60,
    budget: { seconds: 1.5, iterations: 100, prove: true }
  })
})

void t.test('what JSON cannot hold becomes plain: large whole numbers text, typed arrays lists', async (t) => {
  t.strictSame(plainJson({ a: 2n ** 80n, b: Int32Array.of(1, 2), c: undefined, d: [1.5, 'x', null] }), {
    a: '1208925819614629174706176',
    b: [1, 2],
    d: [1.5, 'x', null]
  })
  t.equal(plainJson(undefined), null)
})
