import type { Content, TableCell } from 'pdfmake'
import { unbroken } from '../domain/text.ts'
import { PADDING, styleOf } from './column-widths.ts'
import type { PaperColumn, PaperRow, PaperTable, PaperTables, Paragraph } from './paper.ts'
import { keptWhole, noteSize } from './paper-fit.ts'
import { textWidth } from './text-width.ts'

/** Points: body text, first line 1.27 cm in, 6 between paragraphs (NĐ 30/2020 Annex I, II.6e). */
export const BODY = { size: 13, indent: 36, gap: 6 } as const

/** Numbers of documents are set as one word: broken at each hyphen they would be pulled apart where lines are justified. */
const SYMBOL = /(\S*[/-]\S*\s*)/
/** Points that a line keeps free for letters that are a little wider than measured. */
const SLACK = 14

/** Where a line of that width has come to when the next word begins. */
const after = (used: number, word: string, width: number): number => {
  const wide = textWidth(word, BODY.size)
  return used + wide > width ? wide : used + wide
}

/** The symbol, cut at its last hyphen that the rest of the line has room for when it has none for the whole. */
function cut(symbol: string, room: number): string[] {
  const pieces = symbol.split(/(?<=-)/)
  if (textWidth(symbol.trimEnd(), BODY.size) <= room) return [symbol]
  const fitting = pieces.findLastIndex((_, at) => textWidth(pieces.slice(0, at + 1).join(''), BODY.size) <= room - SLACK) + 1
  return fitting === 0 ? [symbol] : [pieces.slice(0, fitting).join(''), pieces.slice(fitting).join('')]
}

/** Words as runs that break between words only. */
function runs(text: string, width: number): { text: string; noWrap?: boolean }[] {
  let used: number = BODY.indent
  return text
    .split(SYMBOL)
    .filter((part) => part !== '')
    .flatMap((part) => {
      const symbol = SYMBOL.test(part) && part.trim().length > 1
      const found = symbol ? cut(part, width - used).map((piece) => ({ text: piece, noWrap: true })) : [{ text: part }]
      for (const { text: piece } of found) for (const word of piece.split(/(?<= )/)) used = after(used, word, width)
      return found
    })
}

/** A paragraph of the body, as wide as the page lets it be. */
export const paragraph = (words: Paragraph, width: number): Content => ({
  text: words.flatMap(({ text, strong = false }) => (strong ? [{ text: unbroken(text), bold: true, fontSize: 14 }] : runs(text, width))),
  alignment: 'justify',
  leadingIndent: BODY.indent,
  margin: [0, 0, 0, BODY.gap]
})

/** A horizontal rule in the middle of the column. */
export const rule = (length: number, below = 0): Content => ({
  canvas: [{ type: 'line', x1: 0, y1: 3, x2: length, y2: 3, lineWidth: 0.8 }],
  alignment: 'center',
  margin: [0, 0, 0, below]
})

const ALIGN = { order: 'center', time: 'center', phone: 'center', text: 'left', name: 'left' } as const

const headCell = ({ title }: PaperColumn): TableCell => ({ text: title, bold: true, alignment: 'center' })

function bodyRow(row: PaperRow, columns: readonly PaperColumn[], size: number): TableCell[] {
  if ('band' in row) return [{ text: row.band, bold: true, colSpan: columns.length }, ...columns.slice(1).map(() => '')]
  return columns.map((column, at): TableCell => {
    const cell = row.cells[at]
    const style = styleOf(column, size, cell?.quiet)
    const text = cell?.text ?? ''
    return {
      text: column.kind === 'phone' && !cell?.quiet ? unbroken(text) : text,
      fontSize: style.size,
      bold: style.bold,
      italics: cell?.quiet ?? false,
      alignment: ALIGN[column.kind]
    }
  })
}

const LAYOUT = {
  hLineWidth: () => 0.6,
  vLineWidth: () => 0.6,
  paddingLeft: () => PADDING.x,
  paddingRight: () => PADDING.x,
  paddingTop: () => PADDING.y,
  paddingBottom: () => PADDING.y
}

const note = (text: string, size: number): Content => ({ text, fontSize: noteSize(size), alignment: 'justify', margin: [0, 0, 0, 3] })

function table({ heading, notes, columns, rows, after }: PaperTable, widths: readonly number[], size: number): Content[] {
  // pdfmake takes widths without the padding and the lines of the cells
  const inner = widths.map((width) => width - 2 * PADDING.x - 0.6)
  const body: TableCell[][] = [columns.map(headCell), ...rows.map((row) => bodyRow(row, columns, size))]
  return [
    ...(heading === null ? [] : [{ text: heading, bold: true, fontSize: noteSize(size), margin: [0, 4, 0, 3] } satisfies Content]),
    ...notes.map((text) => note(text, size)),
    { table: { headerRows: 1, dontBreakRows: true, keepWithHeaderRows: 1, widths: inner, body }, layout: LAYOUT, fontSize: size },
    ...after.map((text): Content => ({ ...(note(text, size) as object), margin: [0, 3, 0, 3] }) as Content)
  ]
}

/** The tables of a page, each kept whole where it fits on one. */
export function tables({ tables: all, fit }: PaperTables): Content[] {
  return all.map((each, at): Content => {
    const stack = table(each, fit.widths[at] ?? [], fit.size)
    const whole = keptWhole(each, fit, at)
    return { stack, unbreakable: whole, margin: [0, 0, 0, 6], ...(whole || at === 0 ? {} : { pageBreak: 'before' as const }) }
  })
}
