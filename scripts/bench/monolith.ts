import { linearOf } from '../../src/planning/linear.ts'
import type { Linear } from '../../src/planning/linear-draft.ts'
import type { Model } from '../../src/planning/model.ts'
import { COST_POINT } from '../../src/planning/setting.ts'

/** What an empty piece of importance 1 costs where one sum has to say everything: a thousand cost points. */
export const EMPTY = 1000 * COST_POINT

/** Coverage and costs as the one number by which all engines are compared; in ten-thousandths of a cost point. */
export const energy = ({ coverage, total }: { readonly coverage: number; readonly total: number }): number => coverage * EMPTY + total

/** The whole month as one program, as somebody with an exact solver and no time would write it. */
export function monolith(model: Model): Linear {
  const everything = model.importance.reduce((sum, each) => sum + each, 0)
  const program = linearOf(model, { objective: 'total', coverage: everything, integer: true })
  const cost = program.cost.slice()
  model.importance.forEach((importance, t) => {
    const column = model.candidates.items.length + t
    cost[column] = (cost[column] ?? 0) + importance * EMPTY
  })
  return { ...program, cost }
}

/** One line in the fixed columns of MPS: names at 5 and 15, the number at 25. */
const line = (kind: string, first: string, second = '', value: number | null = null): string =>
  ` ${kind.padEnd(3)}${first.padEnd(10)}${second.padEnd(10)}${value === null ? '' : shortest(value)}`.trimEnd()

/** Characters of a number's column. */
const WIDTH = 12

/** The number as exactly as its column has room for: all of it, else as many digits as fit. */
function shortest(value: number): string {
  let text = String(value)
  for (let digits = WIDTH; text.length > WIDTH; digits -= 1) text = String(Number(value.toPrecision(digits)))
  return text
}

/** The program in MPS of fixed columns, which every solver of the field reads; costs in the program's scale, its offset with them. */
export function mpsOf(program: Linear): string {
  const { cost, lower, upper, whole, rowLower, rowUpper, at, index, value, offset, scale } = program
  const rows = Array.from(rowLower, (_, i) => i)
  const typeOf = (i: number): string => (rowLower[i] === rowUpper[i] ? 'E' : Number.isFinite(rowUpper[i]) ? 'L' : 'G')
  const isRange = (i: number): boolean => typeOf(i) === 'L' && Number.isFinite(rowLower[i])
  const columns: string[][] = Array.from(cost, (each, c) => [line('', `x${c}`, 'COST', each / scale)])
  for (const i of rows) {
    for (let k = at[i] ?? 0; k < (at[i + 1] ?? 0); k += 1) columns[index[k] ?? 0]?.push(line('', `x${index[k]}`, `r${i}`, value[k] ?? 0))
  }
  const bounds = Array.from(cost, (_, c) => [
    Number.isFinite(lower[c]) ? line('LO', 'BND', `x${c}`, lower[c] ?? 0) : line('MI', 'BND', `x${c}`),
    ...(Number.isFinite(upper[c]) ? [line('UP', 'BND', `x${c}`, upper[c] ?? 0)] : [])
  ]).flat()
  return [
    'NAME          MONTH',
    'ROWS',
    line('N', 'COST'),
    ...rows.map((i) => line(typeOf(i), `r${i}`)),
    'COLUMNS',
    "    MARK0000  'MARKER'                 'INTORG'",
    ...columns.filter((_, c) => whole[c] === 1).flat(),
    "    MARK0001  'MARKER'                 'INTEND'",
    ...columns.filter((_, c) => whole[c] !== 1).flat(),
    'RHS',
    // of the objective the right-hand side is taken away
    line('', 'RHS', 'COST', -offset / scale),
    ...rows.map((i) => line('', 'RHS', `r${i}`, (typeOf(i) === 'G' ? rowLower[i] : rowUpper[i]) ?? 0)),
    'RANGES',
    ...rows.filter(isRange).map((i) => line('', 'RNG', `r${i}`, (rowUpper[i] ?? 0) - (rowLower[i] ?? 0))),
    'BOUNDS',
    ...bounds,
    'ENDATA',
    ''
  ].join('\n')
}
