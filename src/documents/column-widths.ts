import type { PaperCell, PaperColumn, PaperRow, PaperTable } from './paper.ts'
import { textWidth } from './text-width.ts'

/** Numbers are larger than the words beside them: somebody dials them off the wall. */
const phoneSize = (size: number): number => Math.min(14, Math.max(11.5, size + 1))
/** Points left and right, above and below the words of a cell. */
export const PADDING = { x: 4, y: 0.6 } as const
/** Widest that a column of dates grows before it breaks. */
const WIDEST_TIME = 118

interface Style {
  readonly size: number
  readonly bold: boolean
}
export const styleOf = ({ kind }: PaperColumn, size: number, quiet = false): Style =>
  kind === 'phone' && !quiet ? { size: phoneSize(size), bold: true } : { size: quiet ? Math.max(10, size - 1) : size, bold: false }

const inWords = (text: string): string[] => text.split(/[\n ]/)

/** Widths of a column at size 1: of its title's longest word, and of the longest word and line of what is said and of quiet words. */
export interface Measure {
  readonly column: PaperColumn
  readonly title: number
  readonly said: { readonly word: number; readonly line: number }
  readonly quiet: { readonly word: number; readonly line: number }
}

const cellsOf = (rows: readonly PaperRow[], at: number): PaperCell[] =>
  rows.flatMap((row) => ('cells' in row && row.cells[at] ? [row.cells[at]] : []))

/** The widths of a table's columns at size 1, from which those at any size follow. */
export function measured({ columns, rows }: PaperTable): Measure[] {
  return columns.map((column, at) => {
    const cells = cellsOf(rows, at)
    const of = (quiet: boolean): Measure['said'] => {
      const texts = [...new Set(cells.filter((cell) => (cell.quiet ?? false) === quiet).map(({ text }) => text))]
      const { bold } = styleOf(column, 1, quiet)
      const widest = (parts: readonly string[]): number => parts.reduce((most, part) => Math.max(most, textWidth(part, 1, bold)), 0)
      return { word: widest(texts.flatMap(inWords)), line: widest(texts.flatMap((text) => text.split('\n'))) }
    }
    return { column, title: Math.max(...inWords(column.title).map((word) => textWidth(word, 1, true))), said: of(false), quiet: of(true) }
  })
}

/** The narrowest and the best width of a column, padding included: numbers never break, dates hardly. */
function wishOf({ column, title, said, quiet }: Measure, size: number): { least: number; best: number } {
  const [large, small] = [styleOf(column, size).size, styleOf(column, size, true).size]
  const word = Math.max(title * size, said.word * large, quiet.word * small)
  const line = Math.max(title * size, said.line * large, quiet.line * small)
  const unbroken = column.kind === 'phone' ? said.line * large : column.kind === 'time' ? Math.min(line, WIDEST_TIME) : 0
  const extra = 2 * PADDING.x + 3
  return { least: Math.max(word, unbroken) + extra, best: Math.max(line, unbroken) + extra }
}

/**
 * Widths in points of the columns, together as wide as the page; room left over goes to words rather than to numbers. Squeezed: a word or
 * number is longer than its column.
 */
export function columnWidths(measures: readonly Measure[], width: number, size: number): { widths: number[]; squeezed: boolean } {
  const wishes = measures.map((measure) => ({ column: measure.column, ...wishOf(measure, size) }))
  const least = wishes.reduce((sum, wish) => sum + wish.least, 0)
  if (least > width) return { widths: wishes.map((wish) => (wish.least * width) / least), squeezed: true }
  return { widths: spread(grown(wishes, width), width), squeezed: false }
}

interface Wish {
  readonly column: PaperColumn
  readonly least: number
  readonly best: number
}

/** Rounds in which room is shared out; what a column does not need goes on to the others in the next. */
const ROUNDS = 4

/** Each column grows from its least towards its best width, those that lack more a little faster. */
function grown(wishes: readonly Wish[], width: number): (Wish & { readonly width: number })[] {
  let columns = wishes.map((wish) => ({ ...wish, width: wish.least }))
  for (let round = 0; round < ROUNDS; round++) {
    const left = width - columns.reduce((sum, each) => sum + each.width, 0)
    const wanted = columns.reduce((sum, each) => sum + Math.sqrt(each.best - each.width), 0)
    if (wanted === 0) break
    columns = columns.map((each) => ({
      ...each,
      width: Math.min(each.best, each.width + (left * Math.sqrt(each.best - each.width)) / wanted)
    }))
  }
  return columns
}

/** What is still left goes to the columns in proportion, the order column excepted. */
function spread(columns: readonly { readonly column: PaperColumn; readonly width: number }[], width: number): number[] {
  const used = columns.reduce((sum, each) => sum + each.width, 0)
  const growing = columns.reduce((sum, each) => sum + (each.column.kind === 'order' ? 0 : each.width), 0)
  const factor = growing === 0 ? 0 : (width - used) / growing
  return columns.map((each) => each.width + (each.column.kind === 'order' ? 0 : each.width * factor))
}
