import type { AgencySector } from '../domain/agency.ts'
import { officialDay, officialMonth } from '../domain/official-date.ts'
import { documentNumber, type PublishedDocument } from '../domain/publication.ts'
import type { Paragraph, Words } from './paper.ts'
import { hasSupport, type PaperSetting, sectorOf } from './paper-setting.ts'
import { GENERAL_REASON, officialMoment } from './paper-words.ts'

export const LAW = 'Căn cứ Luật Trợ giúp pháp lý ngày 20 tháng 6 năm 2017'
/** TTLT 10/2018, in full. */
export const JOINT_CIRCULAR =
  'Thông tư liên tịch số 10/2018/TTLT-BTP-BCA-BQP-BTC-TANDTC-VKSNDTC ngày 29 tháng 6 năm 2018 của Bộ trưởng Bộ Tư pháp, Bộ trưởng Bộ Công an, Bộ trưởng Bộ Quốc phòng, Bộ trưởng Bộ Tài chính, Chánh án Tòa án nhân dân tối cao, Viện trưởng Viện kiểm sát nhân dân tối cao quy định về phối hợp thực hiện trợ giúp pháp lý trong hoạt động tố tụng'
const COURTS =
  'Căn cứ Chương trình phối hợp số 1603/CTPH-BTP-TANDTC ngày 19 tháng 5 năm 2022 giữa Bộ Tư pháp và Tòa án nhân dân tối cao về người thực hiện trợ giúp pháp lý trực tại Tòa án nhân dân'
const INVESTIGATION =
  'Căn cứ Chương trình phối hợp số 5789/CTPH-BTP-BCA ngày 27 tháng 11 năm 2023 giữa Bộ Tư pháp và Bộ Công an về trực trợ giúp pháp lý trong điều tra hình sự'
/** The programme for each sector; 5789 covers custody too. */
const PROGRAMME: Readonly<Record<AgencySector, string>> = { court: COURTS, investigation: INVESTIGATION, custody: INVESTIGATION }

/** What the roster rests on; each line ends in `;`, the last in `.` (NĐ 30/2020 Annex I, II.6a). */
export function groundsOf(setting: PaperSetting): string[] {
  const sectors = new Set(setting.posts.map((post) => sectorOf(setting, post)))
  const programmes = (['court', 'investigation', 'custody'] as const)
    .filter((sector) => sectors.has(sector))
    .map((sector) => PROGRAMME[sector])
  const lines = [LAW, `Căn cứ ${JOINT_CIRCULAR}`, ...new Set(programmes)]
  return lines.map((line, at) => `${line}${at === lines.length - 1 ? '.' : ';'}`)
}

/** `Thông báo` or `Lịch trực`, as the centre titles it. */
export const nounOf = ({ form }: PublishedDocument): string => (form === 'notice' ? 'Thông báo' : 'Lịch trực')

export const titleOf = ({ form }: PublishedDocument): string => (form === 'notice' ? 'THÔNG BÁO' : 'LỊCH TRỰC')

/** What it is about, under the title. */
export function abstractOf({ document, content }: PaperSetting): string {
  const roster = `lịch trực trợ giúp pháp lý ${officialMonth(content.month)}`
  if (document.kind === 'replacement') return `Về việc thay thế ${roster}`
  if (document.kind === 'supplement') return `Về việc điều chỉnh, bổ sung ${roster}`
  return document.form === 'notice' ? `Về ${roster}` : `Trợ giúp pháp lý ${officialMonth(content.month)}`
}

/** `Thông báo số 05/TB-TGPL ngày 20 tháng 11 năm 2026`; null where nothing is amended. */
export function amendedName(document: PublishedDocument): string | null {
  const { amends } = document
  return amends && `${nounOf(document)} số ${documentNumber(amends)} ${officialDay(amends.issuedOn)}`
}

const plain = (text: string): Paragraph => [{ text }]

const supported = ({ times }: PaperSetting): boolean => [...times.values()].some(({ slots }) => hasSupport(slots))
const callee = (setting: PaperSetting): string => (supported(setting) ? 'người trực, người hỗ trợ trực' : 'người trực')

/** The centre's numbers, the end of every chain of calls. */
export function callCentre(setting: PaperSetting): Paragraph {
  const numbers = setting.centreNumbers.flatMap((text, at): Words[] => [{ text: at === 0 ? '' : '; ' }, { text, strong: true }])
  if (numbers.length === 0) return []
  return [{ text: `Khi không liên lạc được với ${callee(setting)}, gọi số điện thoại của Trung tâm: ` }, ...numbers, { text: '.' }]
}

/** Where a paper's tables stand, if it has any. */
export interface Whereabouts {
  readonly tables: number
  readonly annexes: number
}

const whereOf = ({ annexes }: Whereabouts): string =>
  annexes === 0 ? 'như sau:' : annexes === 1 ? 'tại Phụ lục kèm theo.' : 'tại các Phụ lục kèm theo.'

/** What is amended, and why in words that are always the same. */
function amendingOf({ document, content }: PaperSetting): Paragraph {
  const amended = amendedName(document)
  if (document.kind === 'replacement') return plain(`${nounOf(document)} này thay thế ${amended ?? 'lịch trực đã gửi'}. ${GENERAL_REASON}`)
  const what = amended === null ? `lịch trực trợ giúp pháp lý ${officialMonth(content.month)}` : rosterOf(document, amended)
  return plain(`${content.centre.name} điều chỉnh, bổ sung ${what}. ${GENERAL_REASON}`)
}

const rosterOf = ({ form }: PublishedDocument, amended: string): string =>
  form === 'notice' ? `lịch trực ban hành kèm theo ${amended}` : amended

/** What the paper says first, up to its tables. */
export function openingOf(setting: PaperSetting, where: Whereabouts): Paragraph[] {
  const { document, content } = setting
  const roster = `${content.centre.name} thông báo lịch trực của người thực hiện trợ giúp pháp lý ${officialMonth(content.month)}`
  const from = `áp dụng từ ${officialMoment(document.changesFrom, content.centre.zone)}`
  if (document.kind === 'original') return [plain(where.tables === 0 ? `${roster}: không bố trí trực.` : `${roster} ${whereOf(where)}`)]
  if (document.kind === 'replacement') return [amendingOf(setting), plain(`${roster}, ${from}, ${whereOf(where)}`)]
  const changed = where.tables === 0 ? 'Lịch trực tại đây không thay đổi.' : `Nội dung điều chỉnh, bổ sung ${from}, ${whereOf(where)}`
  return [amendingOf(setting), plain(changed)]
}

/** What an investigator is asked to do (5789/CTPH-BTP-BCA), or a court. */
function requestOf(setting: PaperSetting): Paragraph {
  if (setting.document.kind === 'supplement') {
    return plain(`Đề nghị các cơ quan, đơn vị niêm yết ${nounOf(setting.document)} này cùng với lịch trực đã gửi.`)
  }
  const custody = setting.posts.some((post) => sectorOf(setting, post) !== 'court')
  const call = custody
    ? `khi phát hiện người thuộc diện được trợ giúp pháp lý hoặc có người tự nhận thuộc diện được trợ giúp pháp lý thì gọi ngay cho ${supported(setting) ? 'người trực hoặc người hỗ trợ trực' : 'người trực'}`
    : 'giải thích quyền được trợ giúp pháp lý và kết nối người thuộc diện được trợ giúp pháp lý với người trực'
  return plain(`Đề nghị các cơ quan, đơn vị niêm yết lịch trực tại trụ sở, nơi dễ thấy; ${call}.`)
}

/** What the paper says last, ending in `./.` as official papers do. */
export function closingOf(setting: PaperSetting): Paragraph[] {
  const { document } = setting
  const amended = amendedName(document)
  const rest =
    document.kind === 'supplement' && amended !== null
      ? [plain(`Các nội dung khác của ${rosterOf(document, amended)} không thay đổi.`)]
      : []
  const call = callCentre(setting)
  return [
    ...rest,
    ...(call.length === 0 ? [] : [call]),
    requestOf(setting),
    plain(`${setting.content.centre.name} thông báo để các cơ quan, đơn vị biết và phối hợp thực hiện./.`)
  ]
}
