import { parentPort, workerData } from 'node:worker_threads'
import { highsSolver } from '../../src/jobs/highs.ts'
import type { Model } from '../../src/planning/model.ts'
import { holdersIn } from '../../src/planning/solver.ts'
import { monolith } from './monolith.ts'
import { plainAnnealing } from './plain-annealing.ts'

/** One rival engine in a thread of its own: says who holds what at the end of its time; null = it found nothing. */
const { engine, model, millis, seed } = workerData as { engine: 'highs' | 'annealing'; model: Model; millis: number; seed: number }
if (engine === 'annealing') parentPort?.postMessage(plainAnnealing(model, seed, millis).holders)
else {
  const solve = await highsSolver()
  const { columns } = solve(monolith(model), { method: 'whole', millis })
  parentPort?.postMessage(columns.length === 0 ? null : holdersIn(model, columns))
}
