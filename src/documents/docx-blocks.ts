import {
  AlignmentType,
  BorderStyle,
  type IParagraphOptions,
  type ITableCellOptions,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType
} from 'docx'
import { unbroken } from '../domain/text.ts'
import { PADDING, styleOf } from './column-widths.ts'
import type { PaperColumn, PaperRow, PaperTable, PaperTables, Paragraph as Words } from './paper.ts'
import { keptWhole, noteSize } from './paper-fit.ts'

/** Twentieths of a point, Word's unit of length; letters are counted in half points. */
export const twips = (points: number): number => Math.round(points * 20)
export const halfPoints = (points: number): number => Math.round(points * 2)

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const
export const NO_BORDERS = { top: NONE, bottom: NONE, left: NONE, right: NONE, insideHorizontal: NONE, insideVertical: NONE } as const
const LINE = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const
const LINES = { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE } as const

export interface Letters {
  readonly size: number
  readonly bold?: boolean
  readonly italics?: boolean
}

/** Runs of a text, a line each where it has several. */
export const runsOf = (text: string, { size, bold = false, italics = false }: Letters): TextRun[] =>
  text.split('\n').map((line, at) => new TextRun({ text: line, bold, italics, size: halfPoints(size), ...(at > 0 ? { break: 1 } : {}) }))

export const centred = (text: string, letters: Letters, more: IParagraphOptions = {}): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, ...more, children: runsOf(text, letters) })

/** A rule of that length in the middle of a column of that width: the border of an empty line. */
export const rule = (length: number, width: number, below: number): Paragraph =>
  new Paragraph({
    indent: { left: twips((width - length) / 2), right: twips((width - length) / 2) },
    spacing: { line: 40, lineRule: 'exact', after: twips(below) },
    border: { top: { ...LINE, size: 6, space: 1 } }
  })

/** Body text (NĐ 30/2020 Annex I, II.6e): 13 points, justified, first line 1.27 cm in, 6 points between paragraphs. */
export const body = (words: Words, italics = false): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: twips(36) },
    spacing: { after: twips(6) },
    children: words.flatMap(({ text, strong = false }) =>
      strong ? runsOf(unbroken(text), { size: 14, bold: true }) : runsOf(text, { size: 13, italics })
    )
  })

const ALIGN = {
  order: AlignmentType.CENTER,
  time: AlignmentType.CENTER,
  phone: AlignmentType.CENTER,
  text: AlignmentType.LEFT,
  name: AlignmentType.LEFT
} as const

/** A cell of a table; `keepNext` binds its line to the one below, so that the table stays on one page. */
const cell = (
  children: TextRun[],
  alignment: (typeof AlignmentType)[keyof typeof AlignmentType],
  keepNext: boolean,
  more: Partial<ITableCellOptions>
): TableCell =>
  new TableCell({
    verticalAlign: VerticalAlignTable.CENTER,
    margins: {
      marginUnitType: WidthType.DXA,
      left: twips(PADDING.x),
      right: twips(PADDING.x),
      top: twips(PADDING.y),
      bottom: twips(PADDING.y)
    },
    ...more,
    children: [new Paragraph({ alignment, keepNext, children })]
  })

const headRow = (columns: readonly PaperColumn[], size: number): TableRow =>
  new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ title }) => cell(runsOf(title, { size, bold: true }), AlignmentType.CENTER, true, {}))
  })

function bodyRow(row: PaperRow, columns: readonly PaperColumn[], size: number, keepNext: boolean): TableRow {
  if ('band' in row) {
    const band = cell(runsOf(row.band, { size, bold: true }), AlignmentType.LEFT, true, { columnSpan: columns.length })
    return new TableRow({ cantSplit: true, children: [band] })
  }
  const children = columns.map((column, at) => {
    const { text = '', quiet = false } = row.cells[at] ?? {}
    const style = styleOf(column, size, quiet)
    const shown = column.kind === 'phone' && !quiet ? unbroken(text) : text
    return cell(runsOf(shown, { ...style, italics: quiet }), ALIGN[column.kind], keepNext, {})
  })
  return new TableRow({ cantSplit: true, children })
}

const note = (text: string, size: number, keepNext: boolean): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    keepNext,
    spacing: { before: twips(2), after: twips(3) },
    children: runsOf(text, { size })
  })

function table(
  { heading, notes, columns, rows, after }: PaperTable,
  widths: readonly number[],
  size: number,
  whole: boolean
): (Paragraph | Table)[] {
  const title =
    heading === null
      ? []
      : [
          new Paragraph({
            keepNext: true,
            spacing: { before: twips(4), after: twips(3) },
            children: runsOf(heading, { size: noteSize(size), bold: true })
          })
        ]
  return [
    ...title,
    ...notes.map((text) => note(text, noteSize(size), true)),
    new Table({
      layout: TableLayoutType.FIXED,
      columnWidths: widths.map(twips),
      width: { size: twips(widths.reduce((sum, each) => sum + each, 0)), type: WidthType.DXA },
      borders: LINES,
      rows: [headRow(columns, size), ...rows.map((row, at) => bodyRow(row, columns, size, whole && at < rows.length - 1))]
    }),
    ...(after.length === 0 ? [note('', 2, false)] : after.map((text) => note(text, noteSize(size), false)))
  ]
}

/** The tables of a page, each kept whole where it fits on one. */
export const tables = ({ tables: all, fit }: PaperTables): (Paragraph | Table)[] =>
  all.flatMap((each, at) => table(each, fit.widths[at] ?? [], fit.size, keptWhole(each, fit, at)))

/** Columns side by side without lines, as the head and the foot of a paper stand. */
export const sideBySide = (columns: readonly (readonly Paragraph[])[], widths: readonly number[]): Table =>
  new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: widths.map(twips),
    width: { size: twips(widths.reduce((sum, each) => sum + each, 0)), type: WidthType.DXA },
    borders: NO_BORDERS,
    margins: { marginUnitType: WidthType.DXA, left: 0, right: 0, top: 0, bottom: 0 },
    rows: [
      new TableRow({
        cantSplit: true,
        children: columns.map((children) => new TableCell({ borders: NO_BORDERS, children: [...children] }))
      })
    ]
  })
