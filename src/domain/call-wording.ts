import type { Clock } from './call-clock.ts'
import { CLOCK_TITLES, wordInstant } from './call-clock-wording.ts'
import type { Instant, Zone } from './instant.ts'
import { bilingual, type Letter } from './letter.ts'
import { fill, type Language, type Text } from './wording.ts'

/** What letters to the centre say of a call: its number, its post and when, and nothing of the person (Luật TGPL 2017 Điều 6(1)c). */
export interface NamedCall {
  readonly id: string
  readonly post: string
  readonly reportedAt: Instant
}

const CALL: Text = {
  vi: 'cuộc gọi {id} đến {post}, tiếp nhận lúc {at}',
  en: 'call {id} to {post}, reported at {at}'
}

const UNANSWERED = {
  subject: { vi: 'Cuộc gọi trực chưa có người nhận', en: 'A duty call that nobody took' },
  text: {
    vi: 'Kính gửi: {centre}\n\nĐã gọi hết những người có thể gọi mà chưa ai nhận {call}.\nĐề nghị Trung tâm cử ngay người thực hiện trợ giúp pháp lý.',
    en: 'To: {centre}\n\nEverybody who could be called was called, and nobody took {call}.\nPlease appoint somebody at once.'
  }
} as const

const WRONG_NUMBER = {
  subject: { vi: 'Số điện thoại trực bị báo sai: {person}', en: 'A duty number is reported wrong: {person}' },
  text: {
    vi: 'Kính gửi: {centre}\n\nKhi gọi theo {call}, số {number} của {person} bị báo là sai số. Số này không còn được coi là đã xác minh.\nĐề nghị Trung tâm kiểm tra và cập nhật số mới.',
    en: 'To: {centre}\n\nIn {call}, the number {number} of {person} was reported wrong. It no longer counts as verified.\nPlease check it and enter the number that holds.'
  }
} as const

const OVERDUE = {
  subject: { vi: 'Quá thời hạn theo luật: {count} thời hạn của cuộc gọi trực', en: 'Overdue by law: {count} time limit(s) of duty calls' },
  text: {
    vi: 'Kính gửi: {centre}\n\nNhững thời hạn sau đã quá mà chưa thực hiện:\n\n{lines}',
    en: 'To: {centre}\n\nThese time limits have passed and nothing was done:\n\n{lines}'
  },
  line: {
    vi: '- {title}: hạn {due} ({basis}); {call}.',
    en: '- {title}: due {due} ({basis}); {call}.'
  }
} as const

const wordCall = ({ id, post, reportedAt }: NamedCall, zone: Zone, language: Language): string =>
  fill(CALL, { id, post, at: wordInstant(reportedAt, zone, language) }, language)

/** Tells the centre of a call at the end of its chain. */
export const unansweredLetter = (centre: string, call: NamedCall, zone: Zone): Letter =>
  bilingual(UNANSWERED, (language) => ({ centre, call: wordCall(call, zone, language) }))

/** Tells the centre that a number of one of its people is said to be wrong. */
export const wrongNumberLetter = (
  centre: string,
  call: NamedCall,
  { person, number }: { person: string; number: string },
  zone: Zone
): Letter => bilingual(WRONG_NUMBER, (language) => ({ centre, person, number, call: wordCall(call, zone, language) }))

/** Tells the centre of time limits that have passed. */
export function overdueLetter(
  centre: string,
  overdue: readonly { readonly call: NamedCall; readonly clock: Pick<Clock, 'rule' | 'basis' | 'dueAt'> }[],
  zone: Zone
): Letter {
  const line = ({ call, clock }: (typeof overdue)[number], language: Language): string => {
    const [title, due] = [CLOCK_TITLES[clock.rule][language], wordInstant(clock.dueAt, zone, language)]
    return fill(OVERDUE.line, { title, due, basis: clock.basis, call: wordCall(call, zone, language) }, language)
  }
  return bilingual(OVERDUE, (language) => ({
    centre,
    count: overdue.length,
    lines: overdue.map((each) => line(each, language)).join('\n')
  }))
}
