import { changeLine } from './change-wording.ts'
import { formatDay, type Month } from './day.ts'
import type { DeliveryEvent } from './delivery.ts'
import { dayAt } from './instant.ts'
import { phonesFor } from './phone.ts'
import { type Difference, documentNumber, type Publication, type PublishedMonth } from './publication.ts'

/** What a letter about a publication is written from. */
export interface LetterInput {
  readonly event: DeliveryEvent
  readonly publication: Publication
  /** Names of people and posts that only earlier versions know. */
  readonly earlier: readonly PublishedMonth[]
  readonly changes: readonly Difference[]
  readonly agencyName: string
  /** Where receipt is acknowledged. */
  readonly link: string
}

export interface Letter {
  readonly subject: string
  readonly text: string
}

const monthInWords = (month: Month): string => `tháng ${month.slice(5)} năm ${month.slice(0, 4)}`

/** `Thông báo số 05/TB-TGPL`; of a plain title `Lịch trực số …`; without number nothing. */
function numberedAs(publication: Publication): string | null {
  const number = documentNumber(publication)
  return number === null ? null : `${publication.content.document?.form === 'roster' ? 'Lịch trực' : 'Thông báo'} số ${number}`
}

function subjectOf({ event, publication }: LetterInput): string {
  const roster = `Lịch trực trợ giúp pháp lý ${monthInWords(publication.month)}`
  const numbered = numberedAs(publication)
  if (event === 'provisional') return `KHẨN: Thay người trực, ${roster}`
  if (event === 'recalled') return `Thu hồi ${numbered ?? 'bản công bố'}: ${roster}`
  return `${numbered ?? 'Bản công bố'}: ${event === 'amended' ? 'Điều chỉnh ' : ''}${roster}`
}

function openingOf({ event, publication }: LetterInput): string {
  const { content, month, publishedAt } = publication
  const roster = `Lịch trực trợ giúp pháp lý ${monthInWords(month)}`
  const day = `ngày ${formatDay(content.document?.issuedOn ?? dayAt(publishedAt, content.centre.zone))}`
  const numbered = `${numberedAs(publication) ?? 'bản công bố'} ${day}`
  if (event === 'issued') return `${content.centre.name} trân trọng gửi Quý cơ quan ${roster} theo ${numbered}.`
  if (event === 'amended') return `${content.centre.name} trân trọng gửi Quý cơ quan nội dung điều chỉnh ${roster} theo ${numbered}.`
  if (event === 'recalled') return `${content.centre.name} thu hồi ${numbered} về ${roster}. Đề nghị Quý cơ quan không sử dụng văn bản này.`
  return `${content.centre.name} thông báo thay người trực khẩn trong ${roster}, có hiệu lực ngay. Văn bản điều chỉnh có số, ký hiệu sẽ được gửi sau.`
}

function changesOf({ changes, publication, earlier }: LetterInput): string[] {
  if (changes.length === 0) return []
  const lines = changes.map((change) => `- ${changeLine(change, [publication.content, ...earlier])}`)
  return ['', 'Nội dung thay đổi liên quan đến Quý cơ quan:', ...lines]
}

const ENGLISH: Readonly<Record<DeliveryEvent, string>> = {
  issued: 'The legal aid duty roster for {month} is attached.',
  amended: 'The legal aid duty roster for {month} has been amended; what concerns you is listed above.',
  provisional: 'Urgent: somebody else is on duty now (legal aid duty roster for {month}); what concerns you is listed above.',
  recalled: 'The legal aid duty roster for {month} that was sent to you has been recalled; please do not use it.'
}

/** The letter to one agency, in Vietnamese with a short English part; subject and text are NFC, the text ends in a line feed. */
export function letterOf(input: LetterInput): Letter {
  const { event, publication, agencyName, link } = input
  const { centre } = publication.content
  const numbers = phonesFor(centre.phones, 'agency').map(({ national }) => national)
  const lines = [
    `Kính gửi: ${agencyName}`,
    '',
    openingOf(input),
    ...changesOf(input),
    '',
    'Đề nghị Quý cơ quan xác nhận đã nhận được tại địa chỉ:',
    link,
    '',
    `Khi cần trao đổi, xin gọi ${centre.name}${numbers.length > 0 ? `: ${numbers.join(', ')}` : ''}.`,
    'Trân trọng./.',
    '',
    '--',
    `${ENGLISH[event].replace('{month}', `${publication.month.slice(5)}/${publication.month.slice(0, 4)}`)} Please acknowledge receipt: ${link}`,
    ''
  ]
  return { subject: subjectOf(input).normalize('NFC'), text: lines.join('\n').normalize('NFC') }
}

/** The reminder to an agency that has not acknowledged a publication. */
export function acknowledgementReminder(publication: Publication, agencyName: string, link: string): Letter {
  const named = numberedAs(publication) ?? 'nội dung thay người trực khẩn'
  const roster = `Lịch trực trợ giúp pháp lý ${monthInWords(publication.month)}`
  const lines = [
    `Kính gửi: ${agencyName}`,
    '',
    `${publication.content.centre.name} đã gửi Quý cơ quan ${named}, ${roster}, nhưng chưa nhận được xác nhận.`,
    'Đề nghị Quý cơ quan xác nhận đã nhận được tại địa chỉ:',
    link,
    '',
    'Trân trọng./.',
    '',
    '--',
    `Please acknowledge receipt of the legal aid duty roster: ${link}`,
    ''
  ]
  return { subject: `Đề nghị xác nhận đã nhận: ${named}, ${roster}`.normalize('NFC'), text: lines.join('\n').normalize('NFC') }
}

/** What the centre itself is told of agencies that have not acknowledged a publication in time. */
export function unacknowledgedNotice(publication: Publication, agencyNames: readonly string[]): Letter {
  const named = numberedAs(publication) ?? 'bản thay người trực khẩn'
  const lines = [
    `Các cơ quan sau chưa xác nhận đã nhận ${named}, Lịch trực ${monthInWords(publication.month)}:`,
    '',
    ...agencyNames.map((name) => `- ${name}`),
    '',
    '--',
    'These agencies have not acknowledged receipt in time.',
    ''
  ]
  return {
    subject: `Chưa xác nhận đã nhận ${named}: ${agencyNames.length} cơ quan`.normalize('NFC'),
    text: lines.join('\n').normalize('NFC')
  }
}
