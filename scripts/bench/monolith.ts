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

const number = (value: number): string => String(value)

/** The program in free MPS, which every solver of the field reads. */
export function mpsOf(program: Linear): string {
  const { cost, lower, upper, whole, rowLower, rowUpper, at, index, value, scale } = program
  const rows = rowLower.length
  const isRange = (i: number): boolean => Number.isFinite(rowLower[i]) && Number.isFinite(rowUpper[i]) && rowLower[i] !== rowUpper[i]
  const typeOf = (i: number): string => (rowLower[i] === rowUpper[i] ? 'E' : Number.isFinite(rowUpper[i]) ? 'L' : 'G')
  const entries: string[][] = Array.from(cost, (each, c) => (each === 0 ? [] : [` x${c} COST ${number(each / scale)}`]))
  for (let i = 0; i < rows; i += 1) {
    for (let k = at[i] ?? 0; k < (at[i + 1] ?? 0); k += 1) entries[index[k] ?? 0]?.push(` x${index[k]} r${i} ${number(value[k] ?? 0)}`)
  }
  const whole0 = entries.flatMap((lines, c) => (whole[c] === 1 ? (lines.length > 0 ? lines : [` x${c} COST 0`]) : []))
  const loose = entries.flatMap((lines, c) => (whole[c] === 1 ? [] : lines))
  const rhs = Array.from({ length: rows }, (_, i) => ` RHS r${i} ${number((typeOf(i) === 'G' ? rowLower[i] : rowUpper[i]) ?? 0)}`)
  const ranges = Array.from({ length: rows }, (_, i) => i).filter(isRange)
  const bounds = Array.from(cost, (_, c) => {
    const low = Number.isFinite(lower[c]) ? ` LO BND x${c} ${number(lower[c] ?? 0)}` : ` MI BND x${c}`
    return Number.isFinite(upper[c]) ? [low, ` UP BND x${c} ${number(upper[c] ?? 0)}`] : [low]
  }).flat()
  return [
    'NAME month',
    'ROWS',
    ' N COST',
    ...Array.from({ length: rows }, (_, i) => ` ${typeOf(i)} r${i}`),
    'COLUMNS',
    " M1 'MARKER' 'INTORG'",
    ...whole0,
    " M2 'MARKER' 'INTEND'",
    ...loose,
    'RHS',
    ...rhs,
    ...(ranges.length > 0 ? ['RANGES', ...ranges.map((i) => ` RNG r${i} ${number((rowUpper[i] ?? 0) - (rowLower[i] ?? 0))}`)] : []),
    'BOUNDS',
    ...bounds,
    'ENDATA',
    ''
  ].join('\n')
}
