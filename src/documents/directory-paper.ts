import { formatDay } from '../domain/day.ts'
import type { DirectoryDocument, DirectoryPerson } from '../domain/directory.ts'
import { wallClock } from '../domain/instant.ts'
import { officialDay } from '../domain/official-date.ts'
import { recipientLines } from './agency-names.ts'
import { DIRECTORY_WORDING, hasUnverified, languageNames, markedNumber, unitOf } from './directory-words.ts'
import type { Paper, PaperCell, PaperColumn, PaperLogo, PaperRow, PaperSignature, PaperTable, Paragraph, Words } from './paper.ts'
import { JOINT_CIRCULAR, LAW } from './paper-body.ts'
import { fitTables } from './paper-fit.ts'
import { placed } from './paper-of.ts'
import { capitals, DEMO, NO_NUMBER, ROLE_WORDS } from './paper-words.ts'

/** Points that the head of the paper, its grounds and its end take of a page. */
const AROUND = 430

const COLUMNS: readonly PaperColumn[] = [
  { title: DIRECTORY_WORDING.columns.position, kind: 'order' },
  { title: DIRECTORY_WORDING.columns.fullName, kind: 'name' },
  { title: DIRECTORY_WORDING.columns.role, kind: 'text' },
  { title: DIRECTORY_WORDING.columns.phones, kind: 'phone' },
  { title: DIRECTORY_WORDING.columns.unit, kind: 'text' },
  { title: DIRECTORY_WORDING.columns.languages, kind: 'text' }
]

const phonesCell = ({ phones }: DirectoryPerson): PaperCell =>
  phones.length === 0 ? { text: NO_NUMBER, quiet: true } : { text: phones.map(markedNumber).join('\n') }

const rowOf = (person: DirectoryPerson, at: number): PaperRow => ({
  cells: [
    { text: String(at + 1) },
    { text: person.fullName },
    { text: ROLE_WORDS[person.role] },
    phonesCell(person),
    { text: unitOf(person) },
    { text: languageNames(person) }
  ]
})

const tableOf = (directory: DirectoryDocument): PaperTable => ({
  heading: null,
  notes: [],
  columns: COLUMNS,
  rows: directory.people.map(rowOf),
  after: hasUnverified(directory) ? [DIRECTORY_WORDING.unverifiedNote] : []
})

const plain = (text: string): Paragraph => [{ text }]

function callCentre({ centre }: DirectoryDocument): Paragraph[] {
  const numbers = centre.phones.flatMap(({ national }, at): Words[] => [{ text: at === 0 ? '' : '; ' }, { text: national, strong: true }])
  return numbers.length === 0 ? [] : [[{ text: 'Khi không liên lạc được, gọi số điện thoại của Trung tâm: ' }, ...numbers, { text: '.' }]]
}

function opening({ centre, people }: DirectoryDocument): Paragraph[] {
  const list = 'danh sách, số điện thoại của trợ giúp viên pháp lý, luật sư ký hợp đồng với Trung tâm'
  const owed = `${centre.name} cung cấp cho các cơ quan tiến hành tố tụng, cơ sở giam giữ`
  return [plain(people.length === 0 ? `${owed} ${list}: hiện không có người nào.` : `${owed} ${list} như sau:`)]
}

/** Personal numbers are given for a purpose, and it is named (Luật 91/2025/QH15). */
function closing(directory: DirectoryDocument): Paragraph[] {
  const purpose = 'Số điện thoại cá nhân trong danh sách chỉ dùng để liên hệ thực hiện trợ giúp pháp lý.'
  return [
    ...callCentre(directory),
    ...(directory.audience === 'agency' ? [plain(purpose)] : []),
    plain('Danh sách này thay thế các danh sách đã cung cấp trước đó./.')
  ]
}

/** By hand where nobody is entered who may sign: the head of a centre is its director (NĐ 144/2017 Điều 3). */
const signatureOf = ({ signer }: DirectoryDocument): PaperSignature =>
  signer === null
    ? { authority: null, title: 'GIÁM ĐỐC', name: '' }
    : { authority: signer.authority && capitals(signer.authority), title: capitals(signer.title), name: signer.fullName }

function recipientsOf({ agencies, copyTo, archiveUnit }: DirectoryDocument): string[] {
  const lines = [...recipientLines(agencies), ...copyTo].map((line) => `- ${line.replace(/[;.\s]+$/, '')};`)
  return [...lines, `- Lưu: VT, ${archiveUnit}.`]
}

/**
 * The directory as an official paper (NĐ 30/2020/NĐ-CP Annex I). It bears no number of its own: it goes out with a letter that has one.
 * The same list on the same day gives the same paper.
 */
export function directoryPaper(directory: DirectoryDocument, logo: PaperLogo | null): Paper {
  const { centre, asOf, issuedOn } = directory
  const tables = directory.people.length === 0 ? [] : [tableOf(directory)]
  return {
    fileTitle: `Danh sách trợ giúp viên pháp lý, luật sư ký hợp đồng tính đến ngày ${formatDay(asOf)}`,
    parentBody: capitals(directory.parentBody),
    issuer: capitals(centre.name),
    number: '',
    placeAndDate: `${directory.place}, ${officialDay(issuedOn)}`,
    title: DIRECTORY_WORDING.title,
    abstract: `(Tính đến ${officialDay(asOf)})`,
    extract: null,
    grounds: [`${LAW};`, `Căn cứ điểm c khoản 2 Điều 3 ${JOINT_CIRCULAR}.`],
    opening: opening(directory),
    body: tables.length === 0 ? null : { tables, fit: fitTables(tables, () => AROUND, [false]) },
    closing: closing(directory),
    annexes: [],
    recipients: recipientsOf(directory),
    signature: signatureOf(directory),
    demo: centre.demo ? DEMO : null,
    issuedAt: wallClock(issuedOn, 0, centre.zone),
    logo: placed(logo)
  }
}
