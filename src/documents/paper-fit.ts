import { columnWidths, type Measure, measured, PADDING, styleOf } from './column-widths.ts'
import type { PaperFit, PaperTable } from './paper.ts'
import { linesOf } from './text-width.ts'

const MM = 72 / 25.4
/** A4 and its margins in points: top and bottom 20 mm, left 30 mm, right 15 mm (NĐ 30/2020 Annex I, I.3: 20-25, 30-35, 15-20). */
export const PAGE = {
  width: 210 * MM,
  height: 297 * MM,
  margin: { left: 30 * MM, top: 20 * MM, right: 15 * MM, bottom: 20 * MM }
} as const

export interface Box {
  readonly width: number
  readonly height: number
}
/** What is left of a page between its margins. */
export function boxOf(landscape: boolean): Box {
  const [width, height] = landscape ? [PAGE.height, PAGE.width] : [PAGE.width, PAGE.height]
  const { left, right, top, bottom } = PAGE.margin
  return { width: width - left - right, height: height - top - bottom }
}

/** Points of a table's letters: 13 where there is room, never below 10. */
const SIZES = [13, 12, 11, 10.5, 10] as const
/** What many pages are set in. */
const LONG_SIZE = 12
/** Line height of Times New Roman. */
const LEADING = 1.15
/** Points between two lines of a table. */
const BORDER = 0.6
/** What stands around tables, in points of height, on a page that is so wide between its margins. */
export type Room = (width: number) => number
/** Whether the page may be landscape, in order of preference. */
export type Turns = readonly [boolean, ...boolean[]]
const EITHER: Turns = [true, false]
/** Letters of what is said before and after a table. */
export const noteSize = (size: number): number => Math.min(13, size + 0.5)
/** How high a text stands in that width, in points. */
export const textHeight = (text: string, width: number, size: number, bold = false): number =>
  linesOf(text, width, size, bold) * size * LEADING

/** How high a table stands, in points, heading and notes included. */
export function tableHeight(table: PaperTable, widths: readonly number[], width: number, size: number): number {
  const inner = (at: number): number => (widths[at] ?? width) - 2 * PADDING.x
  const head = Math.max(0, ...table.columns.map(({ title }, at) => textHeight(title, inner(at), size, true)))
  const rows = table.rows.map((row) => {
    if ('band' in row) return textHeight(row.band, width, size, true)
    return Math.max(
      ...row.cells.map(({ text, quiet }, at) => {
        const column = table.columns[at]
        const style = column ? styleOf(column, size, quiet) : { size, bold: false }
        return textHeight(text, inner(at), style.size, style.bold)
      })
    )
  })
  const words = [...(table.heading === null ? [] : [table.heading]), ...table.notes, ...table.after]
  const around = words.reduce((sum, text) => sum + textHeight(text, width, noteSize(size)) + 3, 6)
  return around + [head, ...rows].reduce((sum, height) => sum + height + 2 * PADDING.y + BORDER, 0)
}

/**
 * The page and size at which the tables are best read: the largest letters with all on one page; else those with which the fewest tables
 * are continued on another page. Landscape first, portrait where that makes one page of a long list; or as `turns` says.
 */
export function fitTables(tables: readonly PaperTable[], room: Room, turns: Turns = EITHER): PaperFit {
  const measures = measuredAll(tables)
  const found = firstThat(measures, turns, (tried) => tried.sum <= left(tried, room)) ?? leastTorn(measures, turns, room)
  return { landscape: found.landscape, size: found.size, widths: found.widths }
}

/** What the room leaves of a page, a fiftieth aside: another program's lines may be a little higher. */
const left = ({ landscape }: Pick<PaperFit, 'landscape'>, room: Room): number => {
  const { width, height } = boxOf(landscape)
  return height * 0.98 - room(width)
}

/** A table with the widths of its columns at size 1. */
interface Measured {
  readonly table: PaperTable
  readonly columns: readonly Measure[]
}
const measuredAll = (tables: readonly PaperTable[]): Measured[] => tables.map((table) => ({ table, columns: measured(table) }))
/** The first page and size, in order of preference, that will do; undefined when none does. */
function firstThat(measures: readonly Measured[], turns: Turns, fits: (tried: Attempt) => boolean): Attempt | undefined {
  for (const size of SIZES) {
    for (const landscape of turns) {
      const tried = attempt(measures, landscape, size)
      if (fits(tried)) return tried
    }
  }
  return undefined
}

/** The first page and size that leave the fewest tables to be continued on another page. */
function leastTorn(measures: readonly Measured[], turns: Turns, room: Room): Attempt {
  const torn = (tried: Attempt): number =>
    tried.heights.filter((height, at) => height > (at === 0 ? left(tried, room) : wholeHeight(tried))).length
  let best = attempt(measures, turns[0], LONG_SIZE)
  firstThat(measures, turns, (tried) => {
    if (torn(tried) < torn(best)) best = tried
    return torn(best) === 0
  })
  return best
}

/** Up to what height a table is kept on a page: higher it could run over the end of it. */
const wholeHeight = ({ landscape }: Pick<PaperFit, 'landscape'>): number => boxOf(landscape).height * 0.95

/** Whether the tables go on one page in letters that can be read. */
export const goOnOnePage = (tables: readonly PaperTable[], room: Room): boolean =>
  firstThat(measuredAll(tables), EITHER, (tried) => tried.sum <= left(tried, room)) !== undefined

/** Whether a table is kept on one page: any but the first, which goes on where it begins, that a page has room for. */
export const keptWhole = (table: PaperTable, { landscape, size, widths }: PaperFit, at: number): boolean => {
  const { width } = boxOf(landscape)
  return at > 0 && tableHeight(table, widths[at] ?? [], width, size) <= wholeHeight({ landscape })
}

interface Attempt extends PaperFit {
  readonly sum: number
  readonly heights: readonly number[]
}

function attempt(measures: readonly Measured[], landscape: boolean, size: number): Attempt {
  const { width } = boxOf(landscape)
  const set = measures.map(({ table, columns }) => ({ table, ...columnWidths(columns, width, size) }))
  const heights = set.map(({ table, widths, squeezed }) => (squeezed ? Number.POSITIVE_INFINITY : tableHeight(table, widths, width, size)))
  return {
    ...{ landscape, size },
    widths: set.map(({ widths }) => widths),
    heights,
    sum: heights.reduce((sum, each) => sum + each, 0)
  }
}
