import type { AgencySector } from './agency.ts'
import { wordMonth } from './burden-wording.ts'
import type { Month } from './day.ts'
import type { Deadline, Reminder } from './deadline.ts'
import { bilingual, type Letter } from './letter.ts'
import type { SendingRule } from './settings.ts'
import { fill, type Language, type Text } from './wording.ts'

/** The kinds of agency as letters address them. */
export const SECTOR_WORDING: Readonly<Record<AgencySector, Text>> = {
  court: { vi: 'Tòa án nhân dân', en: 'the courts' },
  investigation: { vi: 'cơ quan điều tra', en: 'the investigation bodies' },
  custody: { vi: 'cơ sở giam giữ', en: 'the custody facilities' }
}

const DAYS_BEFORE: Text = {
  vi: 'Trước ngày trực đầu tiên ít nhất {days} ngày làm việc ({basis})',
  en: 'At least {days} working days before the first day of duty ({basis})'
}
const DAY_OF_MONTH: Text = {
  vi: 'Ngày {day} của tháng trước; trùng ngày nghỉ thì là ngày làm việc liền trước ({basis})',
  en: 'Day {day} of the month before; the last working day before it when that is a day off ({basis})'
}
const PROGRAMME: Text = { vi: 'Chương trình phối hợp số 5789/CTPH-BTP-BCA', en: 'coordination programme 5789/CTPH-BTP-BCA' }
const OWN_RULE: Text = { vi: 'quy định của Trung tâm', en: 'set by the centre' }

/** The rule and what it rests on, in words. */
export function wordRule(rule: SendingRule, sector: AgencySector, language: Language): string {
  if (rule.kind === 'day_of_previous_month') return fill(DAY_OF_MONTH, { day: rule.day, basis: OWN_RULE[language] }, language)
  const basis = sector === 'court' ? OWN_RULE : PROGRAMME
  return fill(DAYS_BEFORE, { days: String(rule.days).padStart(2, '0'), basis: basis[language] }, language)
}

/** A deadline that the centre is reminded of. */
export interface Reminded extends Deadline {
  readonly reminder: Reminder
}

const LINES: Readonly<Record<Reminder, Text>> = {
  soon: {
    vi: '- Lịch trực tháng {month} gửi {sector}: hạn cuối là ngày {lastDay}.',
    en: '- Roster {month} to {sector}: the last day is {lastDay}.'
  },
  due: {
    vi: '- Lịch trực tháng {month} gửi {sector}: hạn cuối là hôm nay, ngày {lastDay}.',
    en: '- Roster {month} to {sector}: the last day is today, {lastDay}.'
  },
  overdue: {
    vi: '- Lịch trực tháng {month} gửi {sector}: đã quá hạn ngày {lastDay} mà chưa được công bố.',
    en: '- Roster {month} to {sector}: not published, although the last day was {lastDay}.'
  }
}

const SUBJECT: Text = { vi: 'Nhắc hạn gửi lịch trực tháng {months}', en: 'Sending deadline of the duty roster {months}' }
const LETTER: Text = {
  vi: [
    'Kính gửi: {centre}',
    '',
    'Hệ thống lịch trực xin nhắc hạn gửi lịch trực trợ giúp pháp lý đến các cơ quan phối hợp:',
    '',
    '{lines}',
    '',
    'Đề nghị Trung tâm trình ký và công bố lịch trực đúng hạn. Việc gửi muộn được ghi nhận và lưu hồ sơ.'
  ].join('\n'),
  en: [
    'To: {centre}',
    '',
    'This is a reminder of when the duty roster is to be sent to the agencies that it serves:',
    '',
    '{lines}',
    '',
    'Please have it signed and published in time. A late sending is marked, and the mark stays on the record.'
  ].join('\n')
}

const monthsOf = (reminded: readonly Reminded[], language: Language): string =>
  [...new Set(reminded.map(({ month }): Month => month))].map((month) => wordMonth(month, language)).join(', ')

const lineOf = ({ month, sector, lastDay, reminder }: Reminded, language: Language): string =>
  fill(LINES[reminder], { month: wordMonth(month, language), sector: SECTOR_WORDING[sector][language], lastDay }, language)

/** The letter that reminds a centre of these deadlines: Vietnamese first, English below. */
export const wordReminder = (centre: string, reminded: readonly Reminded[]): Letter =>
  bilingual({ subject: SUBJECT, text: LETTER }, (language) => ({
    centre,
    months: monthsOf(reminded, language),
    lines: reminded.map((each) => lineOf(each, language)).join('\n')
  }))
