import type { BurdenKind, DayPart } from './burden.ts'
import type { Month } from './day.ts'
import type { Language, Text } from './wording.ts'

/** What each kind of burden is called. */
export const KIND_WORDING: Readonly<Record<BurdenKind, Text>> = {
  points: { vi: 'điểm trực', en: 'points' },
  nights: { vi: 'đêm trực', en: 'nights' },
  restDays: { vi: 'ngày nghỉ hằng tuần', en: 'rest days' },
  holidays: { vi: 'ngày lễ', en: 'holidays' },
  tet: { vi: 'ngày Tết', en: 'days of Tết' }
}

/** What each part of somebody's points is called. */
export const PART_WORDING: Readonly<Record<DayPart, Text>> = {
  workingDays: { vi: 'Ngày làm việc', en: 'Working days' },
  restDays: { vi: 'Ngày nghỉ hằng tuần', en: 'Rest days' },
  holidays: { vi: 'Ngày lễ', en: 'Holidays' },
  tet: { vi: 'Tết Nguyên đán', en: 'Tết' }
}

/** The sentences of the picture of a month's burden. */
export const CHART_WORDING = {
  title: { vi: 'Điểm trực và mức phải trực tháng {month}', en: 'Duty points and due share, {month}' },
  desc: {
    vi: 'Biểu đồ thanh ngang, mỗi người một thanh, xếp theo tên: độ dài là điểm trực trong tháng, chia theo loại ngày; vạch đứng là mức phải trực theo phần việc và số ngày có mặt.',
    en: 'Horizontal bar chart, one bar a person, by given name: the length is the month’s duty points, split by kind of day; the upright mark is what was due by share of duty and days present.'
  },
  due: { vi: 'Mức phải trực', en: 'Due' },
  row: {
    vi: '{name}: {points} điểm, mức phải trực {due}, chênh lệch {deviation}',
    en: '{name}: {points} points, due {due}, difference {deviation}'
  },
  figures: { vi: '{points} / {due} ({deviation})', en: '{points} / {due} ({deviation})' },
  columns: { vi: 'điểm / phải trực (chênh lệch)', en: 'points / due (difference)' },
  nobody: { vi: 'Trong tháng này chưa có ai phải trực.', en: 'Nobody owes any duty this month.' }
} as const satisfies Record<string, Text>

/** `12/2026`, as Vietnamese documents write months; `2026-12` in English. */
export const wordMonth = (month: Month, language: Language): string =>
  language === 'vi' ? `${month.slice(5)}/${month.slice(0, 4)}` : month

/** Hundredths as a decimal number with at most two places, in the writing of the language: `12,5`, `-0.25`. */
export function wordHundredths(amount: number, language: Language): string {
  const whole = Math.floor(Math.abs(amount) / 100)
  const rest = String(Math.abs(amount) % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  const mark = language === 'vi' ? ',' : '.'
  return `${amount < 0 ? '−' : ''}${whole}${rest === '' ? '' : mark + rest}`
}
