import { documentNumber, type Publication } from '../domain/publication.ts'
import { foldText } from '../domain/text.ts'

/** Every representation of a publication. */
export const DOCUMENT_FORMATS = ['docx', 'pdf', 'xlsx', 'csv', 'ics', 'txt', 'html', 'json'] as const
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number]

/** How each is sent. What a browser shows well it shows, the rest is kept as a file. */
export const MEDIA: Readonly<Record<DocumentFormat, { readonly type: string; readonly disposition: 'inline' | 'attachment' }>> = {
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', disposition: 'attachment' },
  pdf: { type: 'application/pdf', disposition: 'inline' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', disposition: 'attachment' },
  csv: { type: 'text/csv; charset=utf-8; header=present', disposition: 'attachment' },
  ics: { type: 'text/calendar; charset=utf-8', disposition: 'attachment' },
  txt: { type: 'text/plain; charset=utf-8', disposition: 'inline' },
  html: { type: 'text/html; charset=utf-8', disposition: 'inline' },
  json: { type: 'application/json; charset=utf-8', disposition: 'inline' }
}

/** RFC 8187: what `encodeURIComponent` leaves and a header must not hold is encoded too. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)

/** `attachment; filename="lich-truc-lang-son-2026-12-05-tb-tgpl.pdf"; filename*=UTF-8''…`: for old programs in ASCII, for others in Vietnamese. */
export function dispositionOf(publication: Publication, format: DocumentFormat, of: string | undefined): string {
  const { centre, month } = publication.content
  const number = documentNumber(publication)?.replace('/', '-') ?? `v${publication.version}`
  const plain = ['lich-truc', centre.code, month, number, ...(of === undefined ? [] : [of])].join(' ')
  const [year, ofYear] = month.split('-')
  const full = [`Lịch trực tháng ${ofYear}-${year}`, number, ...(of === undefined ? [] : [of])].join(' - ')
  return namedFile(MEDIA[format].disposition, plain, full, format)
}

/** A file of that name: for old programs in ASCII, for others in Vietnamese. */
export function namedFile(disposition: 'inline' | 'attachment', plain: string, full: string, extension: string): string {
  const name = foldText(plain).replaceAll(' ', '-').slice(0, 100)
  const allowed = full.replace(/[\\/:*?"<>|]/g, '-')
  return `${disposition}; filename="${name}.${extension}"; filename*=UTF-8''${encoded(`${allowed}.${extension}`)}`
}
