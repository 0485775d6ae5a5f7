import highsPackage, { type Highs, type HighsCallbackMap, type Model, type ModelData } from 'highs'
import type { Linear } from '../planning/linear-draft.ts'
import type { Solved, SolveLinear, SolveOptions } from '../planning/solver.ts'

/** The solver's own text may be its whole minified source: so much of it is enough to find the fault. */
const MESSAGE_LENGTH = 300

const FAILED: Solved = {
  status: 'failed',
  objective: Number.NaN,
  bound: Number.NEGATIVE_INFINITY,
  columns: new Float64Array(),
  duals: new Float64Array()
}

/** The package's types describe its CommonJS form, where the loader is one level down; what is imported is the loader itself. */
const loadHighs = highsPackage as unknown as typeof highsPackage.default

let loaded: Promise<Highs> | undefined

/**
 * HiGHS, loaded once per thread. It works synchronously: call it in a worker. A breakdown inside the solver is a `failed` answer, told
 * to `onFailure` in a few words.
 */
export async function highsSolver(onFailure: (message: string) => void = () => {}): Promise<SolveLinear> {
  loaded ??= loadHighs()
  const highs = await loaded
  return (program, options) => {
    try {
      const model = highs.createModel(dataOf(program, options.method === 'whole'))
      try {
        return solve(highs, model, program, options)
      } finally {
        model.dispose()
      }
    } catch (error) {
      onFailure(String(error instanceof Error ? error.message : error).slice(0, MESSAGE_LENGTH))
      return FAILED
    }
  }
}

const dataOf = (program: Linear, whole: boolean): ModelData => ({
  numCols: program.cost.length,
  numRows: program.names.length,
  offset: program.offset / program.scale,
  colCost: program.cost.map((cost) => cost / program.scale),
  colLower: program.lower,
  colUpper: program.upper,
  rowLower: program.rowLower,
  rowUpper: program.rowUpper,
  matrix: {
    format: 'csr',
    numRows: program.names.length,
    numCols: program.cost.length,
    starts: program.at,
    indices: program.index,
    values: program.value
  },
  ...(whole && { integrality: Int32Array.from(program.whole) })
})

/** Without crossover, multipliers of what presolve takes away are often wrong: the interior point method does without it. */
function settings(program: Linear, { method, gap = 0, nodes, millis }: SolveOptions): Record<string, string | number | boolean> {
  return {
    output_flag: false,
    random_seed: 0,
    ...(method === 'interior' && { solver: 'ipm', run_crossover: 'off', presolve: 'off' }),
    ...(method === 'simplex' && { solver: 'simplex' }),
    ...(method === 'whole' && { mip_rel_gap: 0, mip_abs_gap: gap / program.scale }),
    ...(nodes !== undefined && { mip_max_nodes: nodes }),
    ...(millis !== undefined && { time_limit: millis / 1000 })
  }
}

function solve(highs: Highs, model: Model, program: Linear, options: SolveOptions): Solved {
  model.options.set(settings(program, options))
  if (options.start !== undefined) model.setSolution({ colValue: options.start })
  model.run(callbacksOf(highs, options))
  const { modelStatus, solutionStatus } = highs.constants
  const status = model.getModelStatus()
  if (status === modelStatus.infeasible) return { ...FAILED, status: 'infeasible' }
  const found = model.info.get('primal_solution_status') !== solutionStatus.none
  const scale = program.scale
  const { colValue, rowDual } = model.getSolution()
  const objective = model.getObjectiveValue() * scale
  return {
    status: status === modelStatus.optimal ? 'optimal' : found ? 'limit' : 'failed',
    objective,
    bound: options.method === 'whole' ? Number(model.info.get('mip_dual_bound')) * scale : objective,
    columns: found ? colValue : new Float64Array(),
    duals: options.method === 'whole' ? new Float64Array() : rowDual.map((dual) => dual * scale)
  }
}

function callbacksOf({ constants }: Highs, { stop }: SolveOptions): HighsCallbackMap {
  if (stop === undefined) return {}
  const ask = (event: { interrupt(): void }): undefined => {
    if (stop()) event.interrupt()
  }
  const { simplexInterrupt, ipmInterrupt, mipInterrupt } = constants.callbackType
  return { [simplexInterrupt]: ask, [ipmInterrupt]: ask, [mipInterrupt]: ask }
}
