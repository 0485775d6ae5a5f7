import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Holders, Model } from '../../src/planning/model.ts'
import { holdersIn } from '../../src/planning/solver.ts'
import { monolith, mpsOf } from './monolith.ts'

/** An engine to compare with: the holders it has after its time; null = none. */
export interface Rival {
  readonly name: string
  /** Exact engines are the measure of speed. */
  readonly exact: boolean
  run(model: Model, millis: number): Promise<Holders | null>
}

/** Time beyond its limit after which an engine that does not come back is ended. */
const GRACE = 20_000

function inThread(engine: 'highs' | 'annealing', model: Model, millis: number, seed = 1): Promise<Holders | null> {
  const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { workerData: { engine, model, millis, seed } })
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => resolve(null), millis + GRACE)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => resolve(null))
    late.unref()
  }).finally(() => worker.terminate()) as Promise<Holders | null>
}

const highs: Rival = { name: 'highs', exact: true, run: (model, millis) => inThread('highs', model, millis) }

/** Two coolings from different seeds, one a core; the caller takes the better. */
export const annealings: readonly Rival[] = [1, 2].map((seed) => ({
  name: `annealing-${seed}`,
  exact: false,
  run: (model, millis) => inThread('annealing', model, millis, seed)
}))

/** CBC, where Debian's coinor-cbc is installed. */
function findCbc(): Rival | null {
  try {
    execFileSync('cbc', ['-quit'], { stdio: 'ignore' })
  } catch {
    return null
  }
  return { name: 'cbc', exact: true, run: runCbc }
}

/** How a solution of whole numbers begins; what else CBC writes down breaks a row or is not whole. */
const SOLVED = /^(?:Optimal|Stopped)(?!.*no integer solution).* objective value/

async function runCbc(model: Model, millis: number): Promise<Holders | null> {
  const folder = await mkdtemp(join(tmpdir(), 'cbc-'))
  try {
    const [problem, solution] = [join(folder, 'month.mps'), join(folder, 'month.sol')]
    const program = monolith(model)
    await writeFile(problem, mpsOf(program))
    const args = [problem, '-timeMode', 'elapsed', '-seconds', String(Math.round(millis / 1000)), '-solve', '-solution', solution]
    await new Promise<void>((resolve) => execFile('cbc', args, { timeout: millis + GRACE, maxBuffer: 64 * 1024 * 1024 }, () => resolve()))
    const text = await readFile(solution, 'utf8').catch(() => '')
    return SOLVED.test(text) ? holdersIn(model, columnsOf(text, program.cost.length)) : null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Values of the columns that a solution names; those it leaves out are zero. */
function columnsOf(text: string, count: number): Float64Array {
  const columns = new Float64Array(count)
  for (const [, column, value] of text.matchAll(/^\s*(?:\*\*)?\s*\d+\s+x(\d+)\s+(\S+)/gm)) columns[Number(column)] = Number(value)
  return columns
}

/** The rivals of this machine, and what is missing by name. */
export function rivals(): { readonly exact: readonly Rival[]; readonly missing: readonly string[] } {
  const cbc = findCbc()
  return { exact: cbc === null ? [highs] : [highs, cbc], missing: cbc === null ? ['cbc'] : [] }
}
