import { addColumn, addRow, type Draft } from './linear-draft.ts'
import type { Fairness } from './model.ts'

/** Units on either side of the middle that the square is cut into one by one; beyond, each cut is longer than the last. */
const FINE = 12
const GROWTH = 1.5

/** What n units cost one person: exact, as the numbers of a month stay far below 2^53. */
export const unfairnessOf = ({ weight, unit, start }: Fairness, p: number, n: number): number => weight * ((start[p] ?? 0) + unit * n) ** 2

/**
 * The square of what each person bears as convex pieces: `units of the pieces - up + down = middle`, where each of the columns up and
 * down costs what its units add. `around` gives the middle by kind and person; else it is the due share.
 */
export function addFairness(draft: Draft, around?: readonly Float64Array[]): void {
  draft.model.fairness.forEach((fairness, f) => {
    draft.model.people.forEach((_, p) => {
      const pieces = (draft.piecesOf[p] ?? []).filter((t) => (fairness.units[t] ?? 0) > 0)
      const top = pieces.reduce((sum, t) => sum + (fairness.units[t] ?? 0), 0)
      const wanted = around?.[f]?.[p] ?? -(fairness.start[p] ?? 0) / fairness.unit
      const middle = Math.min(top, Math.max(0, Math.round(wanted)))
      draft.offset += unfairnessOf(fairness, p, middle)
      if (top === 0) return
      const terms = pieces.map((t) => [draft.holds(t, p), fairness.units[t] ?? 0] as const)
      const cuts = [...sideOf(draft, fairness, p, [middle, top]), ...sideOf(draft, fairness, p, [middle, 0])]
      addRow(draft, { kind: 'share', person: p, fairness: f }, [middle, middle], [...terms, ...cuts])
    })
  })
}

/** Columns from the middle to one end; a step costs the mean of what its units add. */
function sideOf(draft: Draft, fairness: Fairness, p: number, [middle, end]: readonly [number, number]): [number, number][] {
  const sign = Math.sign(end - middle)
  const cuts: [number, number][] = []
  let [from, step] = [middle, 1]
  while (from !== end) {
    if (Math.abs(from - middle) >= FINE) step = Math.ceil(step * GROWTH)
    const length = Math.min(step, Math.abs(end - from))
    const to = from + sign * length
    const rise = (unfairnessOf(fairness, p, to) - unfairnessOf(fairness, p, from)) / length
    cuts.push([addColumn(draft, 0, length, rise), -sign])
    from = to
  }
  return cuts
}
