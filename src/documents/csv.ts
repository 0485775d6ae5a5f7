import { stringify } from 'csv-stringify/sync'
import { formatInstant } from '../domain/instant.ts'
import { documentNumber, type Publication } from '../domain/publication.ts'
import type { PaperOptions } from './paper.ts'
import { type SeatRow, seatRows } from './seats.ts'

/** The columns of the CSV, in order. Keys, not headings: programs read them, so they are never translated or renamed. */
export const CSV_COLUMNS = [
  'month',
  'version',
  'number',
  'day',
  'dayKind',
  'start',
  'end',
  'postCode',
  'postName',
  'mode',
  'seat',
  'providerCode',
  'providerName',
  'role',
  'phones',
  'agencyCodes',
  'agencyNames',
  'slotId'
] as const

type Record = Readonly<{ [K in (typeof CSV_COLUMNS)[number]]: string | number }>

const MANY = '; '

const recordOf = (publication: Publication, { slot, post, seat, person, phones, agencies }: SeatRow): Record => ({
  month: publication.month,
  version: publication.version,
  number: documentNumber(publication) ?? '',
  day: slot.day,
  dayKind: slot.dayKind,
  start: formatInstant(slot.start, publication.content.centre.zone),
  end: formatInstant(slot.end, publication.content.centre.zone),
  postCode: post.code,
  postName: post.name,
  mode: post.mode,
  seat,
  providerCode: person.code,
  providerName: person.fullName,
  role: person.role,
  phones: phones.map(({ national }) => national).join(MANY),
  agencyCodes: agencies.map(({ code }) => code).join(MANY),
  agencyNames: agencies.map(({ name }) => name).join(MANY),
  slotId: slot.id
})

/**
 * One row per seat (RFC 4180, CRLF), UTF-8 with a byte order mark so that Excel reads the Vietnamese. Numbers are in national form, and
 * a text that a spreadsheet would take for a formula gets an apostrophe in front.
 */
export function renderCsv(publication: Publication, options: Pick<PaperOptions, 'audience' | 'agencyId'>): Uint8Array {
  const records = seatRows(publication, options).map((row) => recordOf(publication, row))
  const text = stringify(records, { header: true, columns: [...CSV_COLUMNS], bom: true, record_delimiter: '\r\n', escape_formulas: true })
  return new TextEncoder().encode(text)
}
