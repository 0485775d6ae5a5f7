import type { Rows } from './model.ts'

/** The lists as compressed rows, in their order. */
export function rowsOf(lists: readonly (readonly number[])[]): Rows {
  const at = new Int32Array(lists.length + 1)
  lists.forEach((list, row) => {
    at[row + 1] = (at[row] ?? 0) + list.length
  })
  return { at, items: Int32Array.from(lists.flat()) }
}

/** Row i, without a copy. */
export const row = ({ at, items }: Rows, i: number): Int32Array => items.subarray(at[i] ?? 0, at[i + 1] ?? 0)

/** Lists that are empty until something is added: one per row. */
export const emptyLists = (rows: number): number[][] => Array.from({ length: rows }, () => [])
