import { officialDay, officialMonth } from '../domain/official-date.ts'
import { documentNumber, type Publication } from '../domain/publication.ts'
import { agencyNames, recipientLines } from './agency-names.ts'
import type { Paper, PaperLogo, PaperOptions, PaperSignature, PaperTables, PlacedLogo } from './paper.ts'
import { annexesOf, numbered, type Part, partsOf } from './paper-annexes.ts'
import { abstractOf, callCentre, closingOf, groundsOf, nounOf, openingOf, titleOf } from './paper-body.ts'
import { fitTables } from './paper-fit.ts'
import { type PaperSetting, settingOf } from './paper-setting.ts'
import { capitals, DEMO, GENERAL_REASON, officialMoment } from './paper-words.ts'
import { readPicture } from './picture.ts'

/** Points that the head of a paper with tables in its body takes, and its end. */
const AROUND = 430
/** The same of emergency information, which is neither addressed nor signed. */
const AROUND_PLAIN = 200

const signatureOf = ({ signer }: PaperSetting['document']): PaperSignature | null =>
  signer && { authority: signer.authority && capitals(signer.authority), title: capitals(signer.title), name: signer.fullName }

function recipientsOf({ agencies, document }: PaperSetting): string[] {
  const lines = [...recipientLines(agencies), ...document.copyTo].map((line) => `- ${line.replace(/[;.\s]+$/, '')};`)
  return [...lines, `- Lưu: VT, ${document.archiveUnit}.`]
}

function extractOf({ content, options }: PaperSetting): string | null {
  if (options.agencyId === undefined) return null
  const agency = content.agencies.filter(({ id }) => id === options.agencyId)
  return agency.length === 0 ? null : `(Trích phần lịch trực của ${agencyNames(agency).join('; ')})`
}

const bodyOf = (parts: readonly Part[], around: number): PaperTables => {
  const tables = numbered(parts)
  return { tables, fit: fitTables(tables, () => around) }
}

/** Points that a logo may take. */
const LOGO = { width: 48, height: 42 } as const

/** What is no picture after all stands nowhere: a paper must come out. */
export function placed(logo: PaperLogo | null): PlacedLogo | null {
  const picture = logo && readPicture(Buffer.from(logo.data))
  if (!logo || !picture) return null
  const scale = Math.min(LOGO.width / picture.width, LOGO.height / picture.height)
  const type = picture.type === 'png' ? 'png' : 'jpeg'
  return { data: logo.data, type, width: picture.width * scale, height: picture.height * scale }
}

/** The head that all papers of the centre have. */
function headOf(setting: PaperSetting) {
  const { document, content, publication, options } = setting
  return {
    parentBody: capitals(document.parentBody),
    issuer: capitals(content.centre.name),
    placeAndDate: `${document.place}, ${officialDay(document.issuedOn)}`,
    extract: extractOf(setting),
    demo: content.centre.demo ? DEMO : null,
    issuedAt: publication.publishedAt,
    logo: placed(options.logo ?? null)
  }
}

/** Information about an emergency cover, until the numbered paper follows: no number, nobody signs (NĐ 30/2020 Điều 18(3)). */
function emergencyPaper(setting: PaperSetting): Paper {
  const { content, publication } = setting
  const at = officialMoment(publication.publishedAt, content.centre.zone)
  const call = callCentre(setting)
  return {
    ...headOf(setting),
    fileTitle: `Thông tin trực thay khẩn cấp ${officialMonth(content.month)}`,
    number: null,
    title: 'THÔNG TIN TRỰC THAY KHẨN CẤP',
    abstract: 'Chờ văn bản điều chỉnh',
    grounds: [],
    opening: [
      [{ text: `Từ ${officialMoment(setting.document.changesFrom, content.centre.zone)}, lịch trực trợ giúp pháp lý thay đổi như sau:` }],
      [{ text: GENERAL_REASON }]
    ],
    body: bodyOf(partsOf(setting), AROUND_PLAIN),
    closing: [
      ...(call.length === 0 ? [] : [call]),
      [{ text: `Thông tin lập lúc ${at}. Văn bản điều chỉnh có số, chữ ký và đóng dấu được gửi sau.` }]
    ],
    annexes: [],
    recipients: [],
    signature: null
  }
}

/** The paper that a publication is, for its reader; the same input gives the same paper. Throws DOCUMENT_MISSING. */
export function paperOf(publication: Publication, options: PaperOptions): Paper {
  const setting = settingOf(publication, options)
  const { document } = setting
  if (document.kind === 'provisional' || document.number === null) return emergencyPaper(setting)
  const notice = document.form === 'notice'
  const parts = partsOf(setting)
  const annexes = notice ? annexesOf(setting, parts) : []
  return {
    ...headOf(setting),
    fileTitle: `${nounOf(document)} số ${documentNumber(document)} - ${abstractOf(setting)}`,
    number: `Số: ${documentNumber(document)}`,
    title: titleOf(document),
    abstract: abstractOf(setting),
    grounds: groundsOf(setting),
    opening: openingOf(setting, { tables: parts.length, annexes: annexes.length }),
    body: notice ? null : bodyOf(parts, AROUND),
    closing: closingOf(setting),
    annexes,
    recipients: recipientsOf(setting),
    signature: signatureOf(document)
  }
}
