import type { Linear, RowName } from './linear-draft.ts'

/** Rows that a program begins with: everything that makes its objective, and nothing that only might bind. */
const FIRST: ReadonlySet<RowName['kind']> = new Set(['piece', 'share', 'covered'])
/** Rows that say what a column of help stands for; they come along with whatever uses it. */
const DEFINING: ReadonlySet<RowName['kind']> = new Set(['member', 'touch', 'grant'])
/** A row off by less is taken as kept. */
const TOLERANCE = 1e-4

/** Places of the rows to begin with. */
export const firstRows = ({ names }: Linear): Set<number> => new Set(names.flatMap(({ kind }, i) => (FIRST.has(kind) ? [i] : [])))

/** The program with these rows only, in their order. */
export function withRows(program: Linear, rows: readonly number[]): Linear {
  const lengths = rows.map((i) => (program.at[i + 1] ?? 0) - (program.at[i] ?? 0))
  const at = new Int32Array(rows.length + 1)
  lengths.forEach((length, i) => {
    at[i + 1] = (at[i] ?? 0) + length
  })
  const index = new Int32Array(at[rows.length] ?? 0)
  const value = new Float64Array(index.length)
  rows.forEach((row, i) => {
    index.set(program.index.subarray(program.at[row], program.at[row + 1]), at[i])
    value.set(program.value.subarray(program.at[row], program.at[row + 1]), at[i])
  })
  return {
    ...program,
    rowLower: Float64Array.from(rows, (i) => program.rowLower[i] ?? 0),
    rowUpper: Float64Array.from(rows, (i) => program.rowUpper[i] ?? 0),
    names: rows.flatMap((i) => program.names[i] ?? []),
    at,
    index,
    value
  }
}

/** By column of help, the rows that say what it stands for. */
export type Definitions = ReadonlyMap<number, readonly number[]>

export function definitionsOf(program: Linear): Definitions {
  const pairs = program.names.flatMap((name, i): [number, number][] => {
    if (!DEFINING.has(name.kind)) return []
    if (name.kind === 'member') return [[name.column, i]]
    const columns = program.index.subarray(program.at[i], program.at[i + 1])
    const values = program.value.subarray(program.at[i], program.at[i + 1])
    // the key's column is the one of its own sign
    return [[columns[values.findIndex((value) => value > 0)] ?? -1, i]]
  })
  return new Map([...Map.groupBy(pairs, ([column]) => column)].map(([column, rows]) => [column, rows.map(([, i]) => i)]))
}

/**
 * Rows not yet in use that the columns break, and whatever defines the columns in them. Columns of help that nothing defines yet take
 * their least value first.
 */
export function brokenRows(program: Linear, columns: Float64Array, active: ReadonlySet<number>, definitions: Definitions): number[] {
  const values = Float64Array.from(columns)
  settle(program, values, definitions)
  const broken = program.names.flatMap(({ kind }, i) => (!active.has(i) && !DEFINING.has(kind) && isBroken(program, values, i) ? [i] : []))
  return withDefinitions(program, broken, definitions).filter((i) => !active.has(i))
}

/** The rows and whatever defines the columns in them, ascending. */
export function withDefinitions(program: Linear, rows: readonly number[], definitions: Definitions): number[] {
  const all = new Set(rows)
  // rows that are added on the way are looked at in their turn
  for (const i of all) {
    const columns = program.index.subarray(program.at[i], program.at[i + 1])
    for (const defining of Array.from(columns).flatMap((column) => definitions.get(column) ?? [])) all.add(defining)
  }
  return [...all].sort((a, b) => a - b)
}

function isBroken(program: Linear, values: Float64Array, i: number): boolean {
  const sum = activity(program, values, i)
  return sum > (program.rowUpper[i] ?? 0) + TOLERANCE || sum < (program.rowLower[i] ?? 0) - TOLERANCE
}

function activity(program: Linear, values: Float64Array, i: number): number {
  let sum = 0
  for (let at = program.at[i] ?? 0; at < (program.at[i + 1] ?? 0); at += 1)
    sum += (program.value[at] ?? 0) * (values[program.index[at] ?? 0] ?? 0)
  return sum
}

/** Gives the columns of help what the rows that define them ask at least (members first, as keys rest on them), and granted ones at most. */
function settle(program: Linear, values: Float64Array, definitions: Definitions): void {
  for (const kind of ['member', 'touch', 'grant'] as const) {
    for (const [column, rows] of definitions) {
      if (program.names[rows[0] ?? 0]?.kind !== kind) continue
      values[column] = 0
      const asked = rows.map((i) => Math.abs(activity(program, values, i)))
      values[column] = kind === 'grant' ? Math.min(1, ...asked) : Math.max(0, ...asked)
    }
  }
}
