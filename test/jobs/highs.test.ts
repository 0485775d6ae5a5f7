import { Worker } from 'node:worker_threads'
import t from 'tap'
import { highsSolver } from '../../src/jobs/highs.ts'
import { linearOf } from '../../src/planning/linear.ts'
import type { Linear } from '../../src/planning/linear-draft.ts'
import { anyModel } from '../planning/any-model.ts'

/** Least 2x + 3y where x + y >= 4.5 and both are at most 4, times ten. */
const program: Linear = {
  objective: 'coverage',
  cost: Float64Array.of(20, 30),
  lower: Float64Array.of(0, 0),
  upper: Float64Array.of(4, 4),
  whole: Uint8Array.of(1, 1),
  rowLower: Float64Array.of(4.5),
  rowUpper: Float64Array.of(Number.POSITIVE_INFINITY),
  at: Int32Array.of(0, 2),
  index: Int32Array.of(0, 1),
  value: Float64Array.of(1, 1),
  offset: 5,
  scale: 10,
  names: [{ kind: 'covered' }]
}
const solve = await highsSolver()

t.test('a program is solved in its own unit: value, columns, multipliers', async (t) => {
  for (const method of ['interior', 'simplex'] as const) {
    const { status, objective, columns, duals } = solve(program, { method })
    t.equal(status, 'optimal')
    t.same(
      [objective, ...columns, ...duals].map((each) => Math.round(each * 1000) / 1000),
      [100, 4, 0.5, 30],
      method
    )
  }
})

t.test('with whole columns the answer is whole, from a given start too', async (t) => {
  const { status, objective, bound, columns } = solve(program, { method: 'whole', start: Float64Array.of(2, 3) })
  t.same([status, Math.round(objective), Math.round(bound), ...columns], ['optimal', 115, 115, 4, 1])
})

t.test('what cannot be is told, and so is a solver that breaks down, in a few words', async (t) => {
  t.equal(solve({ ...program, rowLower: Float64Array.of(9) }, { method: 'simplex' }).status, 'infeasible')
  const heard: string[] = []
  const loud = await highsSolver((message) => heard.push(message))
  t.equal(loud({ ...program, index: Int32Array.of(0, 7) }, { method: 'simplex' }).status, 'failed')
  t.ok(heard.length === 1 && (heard[0]?.length ?? 0) <= 300, heard.join())
  t.equal(loud(program, { method: 'simplex' }).status, 'optimal')
})

t.test('a solver that is told to stop does', async (t) => {
  const long = linearOf(anyModel(1, 12, 40), { objective: 'total', coverage: 40, integer: true })
  let asked = 0
  const { status } = solve(long, {
    method: 'whole',
    stop: () => {
      asked += 1
      return true
    }
  })
  t.ok(asked > 0 && status !== 'optimal', `${status} after ${asked}`)
})

t.test('fifty programs leave no more memory behind than one', async (t) => {
  const middling = linearOf(anyModel(2, 10, 60), { objective: 'fairness', coverage: 60, integer: false })
  const run = (times: number): number => {
    for (let i = 0; i < times; i += 1) solve(middling, { method: 'interior' })
    return process.memoryUsage().rss
  }
  const before = run(10)
  const after = run(50)
  t.ok(after - before < 60e6, `${Math.round((after - before) / 1e6)} MB`)
})

t.test('it works in a worker thread', async (t) => {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads')
    import(workerData.url).then(async ({ highsSolver }) => parentPort.postMessage((await highsSolver())(workerData.program, { method: 'simplex' }).objective))`
  const worker = new Worker(code, { eval: true, workerData: { program, url: new URL('../../src/jobs/highs.ts', import.meta.url).href } })
  const objective = await new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  t.equal(Math.round(Number(objective)), 100)
  await worker.terminate()
})
