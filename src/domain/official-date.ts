import { type Day, dayOfMonth, type Month, yearOf } from './day.ts'

const padded = (number: number): string => String(number).padStart(2, '0')
/** NĐ 30/2020 Annex I, II.4b: a zero before months 1 and 2 alone. */
const monthNumber = (month: number): string => (month <= 2 ? padded(month) : String(month))

/** `ngày 05 tháng 3 năm 2026`: a zero before days below 10 and before months 1 and 2 only (NĐ 30/2020 Annex I, II.4b). */
export const officialDay = (day: Day): string =>
  `ngày ${padded(dayOfMonth(day))} tháng ${monthNumber(Number(day.slice(5, 7)))} năm ${yearOf(day)}`

/** `tháng 12 năm 2026`, `tháng 01 năm 2027`. */
export const officialMonth = (month: Month): string => `tháng ${monthNumber(Number(month.slice(5)))} năm ${month.slice(0, 4)}`
