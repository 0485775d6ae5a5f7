import type { DirectoryDocument, DirectoryPerson } from '../domain/directory.ts'
import type { Phone } from '../domain/phone.ts'

export const DIRECTORY_WORDING = {
  title: 'DANH SÁCH TRỢ GIÚP VIÊN PHÁP LÝ, LUẬT SƯ KÝ HỢP ĐỒNG VỚI TRUNG TÂM',
  sheet: 'Danh sách',
  ownUnit: 'Trung tâm',
  unverified: '(*)',
  unverifiedNote: '(*) Số điện thoại chưa được xác minh.',
  columns: {
    position: 'TT',
    fullName: 'Họ và tên',
    role: 'Chức danh',
    phones: 'Số điện thoại',
    unit: 'Đơn vị/Chi nhánh',
    languages: 'Ngôn ngữ',
    verifiedOn: 'Ngày xác minh',
    cardNumber: 'Số thẻ',
    contractUntil: 'Hợp đồng đến',
    code: 'Mã'
  }
} as const

/** Languages of this country as its people call them; those that are not here are called as the Unicode CLDR does. */
const LANGUAGES: Readonly<Record<string, string>> = {
  vi: 'Việt',
  tyz: 'Tày',
  nut: 'Nùng',
  hmn: 'Mông',
  mww: 'Mông Trắng',
  hnj: 'Mông Xanh',
  ium: 'Dao',
  mtq: 'Mường',
  blt: 'Thái Đen',
  twh: 'Thái Trắng',
  rad: 'Ê Đê',
  jra: 'Gia Rai',
  bdq: 'Ba Na',
  sed: 'Xơ Đăng',
  hre: 'Hrê',
  kpm: 'Cơ Ho',
  cma: 'Mạ',
  cmo: 'Mnông',
  mng: 'Mnông',
  cjm: 'Chăm',
  cja: 'Chăm',
  km: 'Khmer',
  zh: 'Hoa'
}

const known = new Intl.DisplayNames(['vi'], { type: 'language', fallback: 'none' })

/** `Tày` for `tyz`; the code itself for what nobody has a name for. */
function languageName(code: string): string {
  const own = LANGUAGES[code]
  if (own !== undefined) return own
  try {
    return (
      known
        .of(code)
        ?.normalize('NFC')
        .replace(/^Tiếng /, '') ?? code
    )
  } catch {
    return code
  }
}

export const languageNames = ({ languages }: DirectoryPerson): string => [...new Set(languages.map(languageName))].join(', ')

/** The branch, or the centre itself. */
export const unitOf = ({ branch }: DirectoryPerson): string => branch ?? DIRECTORY_WORDING.ownUnit

/** The number as a list shows it: one that nobody has answered is marked. */
export const markedNumber = ({ national, verifiedOn }: Phone): string =>
  verifiedOn === null ? `${national} ${DIRECTORY_WORDING.unverified}` : national

/** Whether the list bears a mark to explain. */
export const hasUnverified = ({ people }: Pick<DirectoryDocument, 'people'>): boolean =>
  people.some(({ phones }) => phones.some(({ verifiedOn }) => verifiedOn === null))
