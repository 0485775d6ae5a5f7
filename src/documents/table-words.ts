import type { DayKind } from '../domain/calendar.ts'
import { type Day, formatDay } from '../domain/day.ts'
import type { DutyMode, Seat } from '../domain/post.ts'
import type { ProviderRole } from '../domain/provider.ts'
import { ROLE_WORDS, SEAT_WORDS } from './paper-words.ts'

export const MODE_NAME: Readonly<Record<DutyMode, string>> = { phone: 'Trực qua điện thoại', on_site: 'Trực tại chỗ' }

export const DAY_KIND_NAME: Readonly<Record<DayKind, string>> = {
  working: 'Ngày làm việc',
  make_up_day: 'Ngày làm bù',
  rest_day: 'Ngày nghỉ hằng tuần',
  holiday: 'Ngày lễ, Tết',
  compensatory_off: 'Ngày nghỉ bù',
  swapped_off: 'Ngày nghỉ hoán đổi'
}

/** The sentences of a spreadsheet of duties. */
export const TABLE_WORDING = {
  title: (month: string, post: string): string => `Lịch trực tháng ${month} - ${post}`,
  agencies: (names: string): string => `Cơ quan được phục vụ: ${names}`,
  document: (number: string | null, issuedOn: Day | undefined): string =>
    number === null
      ? 'Bản điều chỉnh tạm thời, chờ văn bản'
      : `Số: ${number}${issuedOn === undefined ? '' : `, ngày ${formatDay(issuedOn)}`}`,
  centre: (name: string, numbers: string): string => (numbers === '' ? name : `${name}; điện thoại: ${numbers}`),
  summary: 'Tổng hợp',
  summaryTitle: (month: string): string => `Tổng hợp trực tháng ${month}`,
  columns: {
    day: 'Ngày',
    weekday: 'Thứ',
    start: 'Từ',
    end: 'Đến',
    dayKind: 'Loại ngày',
    seat: 'Vị trí',
    fullName: 'Họ và tên',
    code: 'Mã',
    role: 'Chức danh',
    numbers: 'Số điện thoại',
    position: 'STT',
    duties: 'Số ca trực',
    hours: 'Số giờ trực',
    points: 'Điểm trực',
    nights: 'Đêm trực',
    restDays: 'Ngày nghỉ hằng tuần',
    holidays: 'Ngày lễ',
    tet: 'Ngày Tết'
  }
} as const

/** The sentences of a calendar of duties. */
export const CALENDAR_WORDING = {
  /** `Lịch trực trợ giúp pháp lý - Hoàng Thị An`. */
  name: (whose: string): string => `Lịch trực trợ giúp pháp lý - ${whose}`,
  own: (seat: Seat, post: string): string => `Trực TGPL (${SEAT_WORDS[seat].toLowerCase()}): ${post}`,
  other: (seat: Seat, post: string, name: string): string => `${SEAT_WORDS[seat]}: ${name} - ${post}`,
  cancelled: (summary: string): string => `Đã hủy: ${summary}`,
  post: (name: string, mode: DutyMode): string => `Điểm trực: ${name} (${MODE_NAME[mode].toLowerCase()})`,
  person: (seat: Seat, name: string, role: ProviderRole, numbers: string): string =>
    `${SEAT_WORDS[seat]}: ${name}, ${ROLE_WORDS[role].toLowerCase()}${numbers === '' ? '' : `, điện thoại ${numbers}`}`,
  agencies: (names: readonly string[]): string => `Cơ quan được phục vụ: ${names.join('; ')}`,
  countOfAgencies: (count: number): string => `Cơ quan được phục vụ: ${count} cơ quan`,
  centre: (name: string, numbers: string): string => (numbers === '' ? name : `${name}, điện thoại ${numbers}`),
  document: (number: string): string => `Theo văn bản số ${number}`,
  provisional: 'Trực thay theo điều chỉnh khẩn cấp, chờ văn bản',
  recalled: 'Lịch trực đã được thu hồi'
} as const
