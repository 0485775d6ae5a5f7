import type { AgencySector } from '../domain/agency.ts'
import { addDays, type Day, formatDay, weekdayOf } from '../domain/day.ts'
import { compare } from '../domain/ids.ts'
import { dayAt, type Instant, timeAt, type Zone } from '../domain/instant.ts'
import { officialDay } from '../domain/official-date.ts'
import type { Seat } from '../domain/post.ts'
import type { ProviderRole } from '../domain/provider.ts'

export const MOTTO = { country: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', words: 'Độc lập - Tự do - Hạnh phúc' } as const
export const DEMO = 'DỮ LIỆU MẪU - người và số điện thoại trong văn bản này không có thật, không có giá trị sử dụng.'
/** Why a paper amends what was sent, in words that are always the same: why it truly was may tell of somebody's health, and stays with the centre. */
export const GENERAL_REASON = 'Lý do: Thay đổi phân công người trực.'
export const NO_NUMBER = 'Gọi số của Trung tâm'

const WEEKDAYS = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'] as const
export const weekdayOfDay = (day: Day): string => WEEKDAYS[weekdayOf(day) - 1] ?? ''

export const ROLE_WORDS = {
  legal_aid_officer: 'Trợ giúp viên pháp lý',
  contract_lawyer: 'Luật sư',
  legal_adviser: 'Tư vấn viên pháp luật',
  collaborator: 'Cộng tác viên'
} as const satisfies Record<ProviderRole, string>

export const SEAT_WORDS = { primary: 'Người trực', support: 'Người hỗ trợ trực' } as const satisfies Record<Seat, string>

/** What agencies of a sector are called together. */
export const SECTOR_WORDS = {
  court: { served: 'Tòa án được trực', where: 'tại Tòa án nhân dân' },
  investigation: { served: 'Cơ quan được trực', where: 'trong điều tra hình sự' },
  custody: { served: 'Cơ sở được trực', where: 'tại cơ sở giam giữ' }
} as const satisfies Record<AgencySector, { readonly served: string; readonly where: string }>

/** `02 giờ 10 phút ngày 05 tháng 12 năm 2026`. */
export function officialMoment(at: Instant, zone: Zone): string {
  const [hour, minute] = timeAt(at, zone).split(':')
  return `${hour} giờ ${minute} phút ${officialDay(dayAt(at, zone))}`
}

/** `07h30`; midnight that ends a day is `24h00` of it. */
export const clock = (at: Instant, zone: Zone): string => timeAt(at, zone).replace(':', 'h')
/** The day and hour at which something ends: midnight belongs to the day before. */
export function endOf(end: Instant, zone: Zone): { readonly day: Day; readonly clock: string } {
  const midnight = timeAt(end, zone) === '00:00'
  return midnight ? { day: addDays(dayAt(end, zone), -1), clock: '24h00' } : { day: dayAt(end, zone), clock: clock(end, zone) }
}

/** `05/12`. */
export const shortDay = (day: Day): string => formatDay(day).slice(0, 5)

const collator = new Intl.Collator('vi', { numeric: true })

/** Vietnamese lists of people go by given name, the last word; then by the whole name, then by what is given besides. */
export function byGivenName<T extends { readonly fullName: string; readonly code: string }>(a: T, b: T): number {
  const given = ({ fullName }: T): string => fullName.slice(fullName.lastIndexOf(' ') + 1)
  return collator.compare(given(a), given(b)) || collator.compare(a.fullName, b.fullName) || compare(a.code, b.code)
}

export const byName = (a: string, b: string): number => collator.compare(a, b) || compare(a, b)

/** In capitals, as headers and titles stand. */
export const capitals = (text: string): string => text.normalize('NFC').toLocaleUpperCase('vi')

const ROMAN = [
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1]
] as const

/** `IV`: annexes are numbered in Roman numerals (NĐ 30/2020 Annex I, III.1a); for 1-89. */
export function roman(number: number): string {
  let [rest, text] = [number, '']
  for (const [sign, worth] of ROMAN) {
    text += sign.repeat(Math.floor(rest / worth))
    rest %= worth
  }
  return text
}
