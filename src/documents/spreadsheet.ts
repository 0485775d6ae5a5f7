import { DateTime } from 'luxon'
import writeExcelFile, { type Row } from 'write-excel-file/node'
import { BURDEN_KINDS, NO_BURDEN } from '../domain/burden.ts'
import { wordMonth } from '../domain/burden-wording.ts'
import { HOUR, type Instant, type Zone } from '../domain/instant.ts'
import { phonesFor } from '../domain/phone.ts'
import { documentNumber, type Publication, type PublishedPerson, type PublishedPost } from '../domain/publication.ts'
import { agencyNames } from './agency-names.ts'
import type { PaperOptions } from './paper.ts'
import { byGivenName, ROLE_WORDS, SEAT_WORDS, weekdayOfDay } from './paper-words.ts'
import { agenciesOf, postsOf, type SeatRow, seatRows } from './seats.ts'
import { date, dayDate, heading, line, number, stilled, text, title } from './sheet-cells.ts'
import { sheetNames } from './sheet-names.ts'
import { DAY_KIND_NAME, MODE_NAME, TABLE_WORDING } from './table-words.ts'

/** For whom a spreadsheet is made; what everybody bears is for the centre alone and never in the paper of one agency. */
export interface SpreadsheetOptions extends Pick<PaperOptions, 'audience' | 'agencyId'> {
  readonly burdens?: boolean | undefined
}

const DAY = 'dd/mm/yyyy'
const MOMENT = 'dd/mm/yyyy hh:mm'
const { columns: COLUMNS } = TABLE_WORDING

/** Dates of a sheet know no zone: what the wall reads, as if the wall stood in Greenwich. */
const wallDate = (at: Instant, zone: Zone): Date => DateTime.fromMillis(at, { zone }).setZone('utc', { keepLocalTime: true }).toJSDate()

const WIDTHS = [12, 10, 18, 18, 20, 17, 28, 14, 24, 30]

function seatCells({ slot, seat, person, phones }: SeatRow, zone: Zone): Row {
  return [
    date(dayDate(slot.day), DAY),
    text(weekdayOfDay(slot.day)),
    date(wallDate(slot.start, zone), MOMENT),
    date(wallDate(slot.end, zone), MOMENT),
    text(DAY_KIND_NAME[slot.dayKind]),
    text(SEAT_WORDS[seat]),
    text(person.fullName),
    text(person.code),
    text(ROLE_WORDS[person.role]),
    text(phones.map(({ national }) => national).join('\n'))
  ]
}

/** What is made a workbook of, and for whom. */
interface Making extends Pick<SpreadsheetOptions, 'audience'> {
  readonly publication: Publication
}

/** What stands above every table: the document's number and the centre's own numbers. */
function aboveTable({ publication, audience }: Making): Row[] {
  const { centre, document } = publication.content
  const numbers = phonesFor(centre.phones, audience).map(({ national }) => national)
  return [
    line(TABLE_WORDING.document(documentNumber(publication), document?.issuedOn)),
    line(TABLE_WORDING.centre(centre.name, numbers.join(', ')))
  ]
}

function postSheet(making: Making, post: PublishedPost, rows: readonly SeatRow[]) {
  const { content, month } = making.publication
  const { day, weekday, start, end, dayKind, seat, fullName, code, role, numbers } = COLUMNS
  const above = [
    title(TABLE_WORDING.title(wordMonth(month, 'vi'), post.name)),
    line(MODE_NAME[post.mode]),
    line(TABLE_WORDING.agencies(agencyNames(agenciesOf(content, post)).join('; '))),
    ...aboveTable(making)
  ]
  const head = [day, weekday, start, end, dayKind, seat, fullName, code, role, numbers].map(heading)
  const data = [...above, head, ...rows.map((row) => seatCells(row, content.centre.zone))]
  return { data, columns: WIDTHS.map((width) => ({ width })), stickyRowsCount: above.length + 1, orientation: 'landscape' as const }
}

/** What each person has in the rows: duties, hours, and what they weigh where that may be told. */
function summarySheet(making: Making, rows: readonly SeatRow[], burdens: boolean) {
  const { content, month } = making.publication
  const weights = new Map(content.burdens.map(({ providerId, burden }) => [providerId, burden]))
  const duties = Map.groupBy(rows, ({ person }) => person.id)
  const people = content.people.filter(({ id }) => duties.has(id)).sort(byGivenName)
  const { position, code, fullName, role, duties: count, hours } = COLUMNS
  const kinds = burdens ? BURDEN_KINDS : []
  const above = [title(TABLE_WORDING.summaryTitle(wordMonth(month, 'vi'))), ...aboveTable(making)]
  const head = [position, code, fullName, role, count, hours, ...kinds.map((kind) => COLUMNS[kind])].map(heading)
  const lines = people.map((person: PublishedPerson, at) => {
    const theirs = duties.get(person.id) ?? []
    const borne = weights.get(person.id) ?? NO_BURDEN
    return [
      number(at + 1),
      text(person.code),
      text(person.fullName),
      text(ROLE_WORDS[person.role]),
      number(theirs.length),
      number(theirs.reduce((sum, { slot }) => sum + slot.end - slot.start, 0) / HOUR, '0.##'),
      ...kinds.map((kind) => number(borne[kind] / 100, '0.##'))
    ]
  })
  const widths = [6, 14, 28, 24, 12, 14, ...kinds.map(() => 14)]
  return { data: [...above, head, ...lines], columns: widths.map((width) => ({ width })), stickyRowsCount: above.length + 1 }
}

/**
 * The month as a workbook (XLSX): who stands how much in the first sheet, then a sheet per post with a row per seat, with real dates on the
 * clock of the centre. The same publication gives the same bytes.
 */
export async function renderXlsx(publication: Publication, options: SpreadsheetOptions): Promise<Uint8Array> {
  const { audience, agencyId, burdens = false } = options
  const making = { publication, audience }
  const scope = { audience, ...(agencyId !== undefined && { agencyId }) }
  const rows = seatRows(publication, scope)
  const posts = postsOf(publication.content, { agencyId })
  const ofPost = Map.groupBy(rows, ({ post }) => post.id)
  const sheets = [
    summarySheet(making, rows, burdens && agencyId === undefined),
    ...posts.map((post) => postSheet(making, post, ofPost.get(post.id) ?? []))
  ]
  const names = sheetNames([TABLE_WORDING.summary, ...posts.map(({ name }) => name)])
  const named = sheets.map((sheet, at) => ({ ...sheet, sheet: names[at] ?? `${at}` }))
  return stilled(await writeExcelFile(named, { fontFamily: 'Times New Roman', fontSize: 12 }).toBuffer())
}
