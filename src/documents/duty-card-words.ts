import { formatDay } from '../domain/day.ts'
import { dayAt, type Instant, timeAt, type Zone } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import { documentNumber, type PublicationHead } from '../domain/publication.ts'
import { NO_NUMBER, SEAT_WORDS } from './paper-words.ts'

const moment = (at: Instant, zone: Zone): string => `${timeAt(at, zone)} ngày ${formatDay(dayAt(at, zone))}`

const sourceOf = (publication: PublicationHead): string => {
  const number = documentNumber(publication)
  return number === null ? 'Trực thay khẩn cấp, chờ văn bản điều chỉnh.' : `Theo văn bản số ${number}.`
}

/** The sentences of an address-book card of somebody on duty. */
export const DUTY_CARD_WORDING = {
  duty: (seat: Seat, post: string, end: Instant, zone: Zone): string => `${SEAT_WORDS[seat]}: ${post}, đến ${moment(end, zone)}.`,
  source: sourceOf,
  noNumber: `${NO_NUMBER}.`,
  centre: 'Gọi khi không liên lạc được với người trực.',
  outside_hours: 'Ngoài giờ trực.',
  uncovered: 'Chưa có người trực.',
  opening: (at: Instant, zone: Zone): string => `Trực lại từ ${moment(at, zone)}.`,
  demo: 'Dữ liệu mẫu: người và số điện thoại không có thật.'
} as const
