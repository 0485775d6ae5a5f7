import { stringify } from 'csv-stringify/sync'
import writeExcelFile, { type Row } from 'write-excel-file/node'
import { formatDay } from '../domain/day.ts'
import type { DirectoryDocument, DirectoryPerson } from '../domain/directory.ts'
import { DIRECTORY_WORDING, languageNames, markedNumber, unitOf } from './directory-words.ts'
import { ROLE_WORDS } from './paper-words.ts'
import { date, dayDate, heading, line, number, stilled, text, title } from './sheet-cells.ts'

/** The columns of the CSV, in order. Keys, not headings: programs read them, so they are never translated or renamed. */
export const DIRECTORY_COLUMNS = [
  'asOf',
  'code',
  'fullName',
  'role',
  'branch',
  'phones',
  'verifiedOn',
  'languages',
  'skills',
  'cardNumber',
  'contractUntil'
] as const

type Record = Readonly<{ [K in (typeof DIRECTORY_COLUMNS)[number]]: string }>

const MANY = '; '

const recordOf = ({ asOf }: DirectoryDocument, person: DirectoryPerson): Record => ({
  asOf,
  code: person.code,
  fullName: person.fullName,
  role: person.role,
  branch: person.branch ?? '',
  phones: person.phones.map(({ national }) => national).join(MANY),
  verifiedOn: person.phones.map(({ verifiedOn }) => verifiedOn ?? '').join(MANY),
  languages: person.languages.join(MANY),
  skills: person.skills.join(MANY),
  cardNumber: person.cardNumber ?? '',
  contractUntil: person.contractUntil ?? ''
})

/**
 * One row per person (RFC 4180, CRLF), UTF-8 with a byte order mark so that Excel reads the Vietnamese. A text that a spreadsheet would
 * take for a formula gets an apostrophe in front.
 */
export function directoryCsv(directory: DirectoryDocument): string {
  const records = directory.people.map((person) => recordOf(directory, person))
  return stringify(records, { header: true, columns: [...DIRECTORY_COLUMNS], bom: true, record_delimiter: '\r\n', escape_formulas: true })
}

const WIDTHS = [6, 28, 24, 24, 16, 24, 18, 18, 14, 14]

function sheetRow(person: DirectoryPerson, at: number): Row {
  const { contractUntil } = person
  return [
    number(at + 1),
    text(person.fullName),
    text(ROLE_WORDS[person.role]),
    text(person.phones.map(markedNumber).join('\n')),
    text(person.phones.map(({ verifiedOn }) => (verifiedOn === null ? '-' : formatDay(verifiedOn))).join('\n')),
    text(unitOf(person)),
    text(languageNames(person)),
    text(person.cardNumber ?? ''),
    contractUntil === null ? text('') : date(dayDate(contractUntil), 'dd/mm/yyyy'),
    text(person.code)
  ]
}

/** The directory as a workbook (XLSX) of one sheet. The same list on the same day gives the same bytes. */
export async function directoryXlsx(directory: DirectoryDocument): Promise<Uint8Array> {
  const { centre, asOf, people } = directory
  const { position, fullName, role, phones, verifiedOn, unit, languages, cardNumber, contractUntil, code } = DIRECTORY_WORDING.columns
  const numbers = centre.phones.map(({ national }) => national).join(', ')
  const above = [
    title(DIRECTORY_WORDING.title),
    line(`${centre.name}${numbers === '' ? '' : `; điện thoại: ${numbers}`}`),
    line(`Tính đến ngày ${formatDay(asOf)}`)
  ]
  const head = [position, fullName, role, phones, verifiedOn, unit, languages, cardNumber, contractUntil, code].map(heading)
  const sheet = {
    sheet: DIRECTORY_WORDING.sheet,
    data: [...above, head, ...people.map(sheetRow)],
    columns: WIDTHS.map((width) => ({ width })),
    stickyRowsCount: above.length + 1,
    orientation: 'landscape' as const
  }
  return stilled(await writeExcelFile([sheet], { fontFamily: 'Times New Roman', fontSize: 12 }).toBuffer())
}
