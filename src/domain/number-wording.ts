import { wordMonth } from './burden-wording.ts'
import type { Day, Month } from './day.ts'
import { bilingual, type Letter } from './letter.ts'
import type { NumberState } from './number-state.ts'
import { fill, type Language, type Text } from './wording.ts'

/** What a replacement leaves to be desired, by how the person can be reached after it. */
export const REPLACEMENT_WARNINGS: Readonly<Record<Exclude<NumberState, 'verified'>, Text>> = {
  missing: {
    vi: 'Người này không còn số điện thoại nào mà cơ quan tiến hành tố tụng được biết; cơ quan sẽ gọi số của Trung tâm.',
    en: 'Agencies can read no number of this person any more; they will call the centre.'
  },
  unverified: {
    vi: 'Số điện thoại này chưa được xác minh; hãy gọi thử và ghi ngày xác minh.',
    en: 'Nobody has verified this number yet; call it and record the day.'
  },
  due: {
    vi: 'Số điện thoại này đã quá hạn xác nhận hằng tháng.',
    en: 'This number was last verified too long ago.'
  }
}

/** A number of somebody as the letter names it; without one, that agencies can read none. */
export interface NamedNumber {
  readonly phone: { readonly national: string; readonly verifiedOn: Day | null } | null
  readonly state: NumberState
}

/** Somebody whose numbers are to be confirmed. */
export interface NamedPerson {
  readonly fullName: string
  readonly code: string
  readonly lines: readonly NamedNumber[]
}

const NUMBER: Readonly<Record<'missing' | 'unverified' | 'due', Text>> = {
  missing: { vi: 'chưa có số điện thoại cung cấp cho cơ quan tiến hành tố tụng', en: 'no number that agencies may read' },
  unverified: { vi: '{number}: chưa được xác minh', en: '{number}: never verified' },
  due: { vi: '{number}: xác minh lần cuối ngày {on}', en: '{number}: last verified on {on}' }
}
const PERSON: Text = { vi: '- {name} ({code}): {numbers}.', en: '- {name} ({code}): {numbers}.' }
const SUBJECT: Text = { vi: 'Xác nhận số điện thoại của người trực tháng {month}', en: 'Numbers of people on duty to confirm in {month}' }
const LETTER: Text = {
  vi: [
    'Kính gửi: {centre}',
    '',
    'Số điện thoại của người trực cung cấp cho các cơ quan phải là số mới nhất (TTLT 10/2018 Điều 3(2)c). Trong tháng {month}, đề nghị xác nhận số điện thoại của những người sau:',
    '',
    '{lines}',
    '',
    'Sau khi gọi hoặc được người trực xác nhận, đề nghị ghi ngày xác minh; số đã thay đổi thì thay số mới.'
  ].join('\n'),
  en: [
    'To: {centre}',
    '',
    'The numbers given to agencies must be the latest ones (TTLT 10/2018 Art. 3(2)c). Please confirm those of these people in {month}:',
    '',
    '{lines}',
    '',
    'Once a number was answered or confirmed by the person, please record the day; replace one that has changed.'
  ].join('\n')
}

const wordNumber = ({ phone, state }: NamedNumber, language: Language): string =>
  state === 'verified' ? '' : fill(NUMBER[state], { number: phone?.national ?? '', on: phone?.verifiedOn ?? '' }, language)

const wordPerson = ({ fullName, code, lines }: NamedPerson, language: Language): string => {
  const numbers = lines.map((line) => wordNumber(line, language)).filter((words) => words !== '')
  return fill(PERSON, { name: fullName, code, numbers: numbers.join('; ') }, language)
}

/** The letter that tells a centre whose numbers to confirm in a month: Vietnamese first, English below. */
export const wordUpkeepLetter = (centre: string, month: Month, people: readonly NamedPerson[]): Letter =>
  bilingual({ subject: SUBJECT, text: LETTER }, (language) => ({
    centre,
    month: wordMonth(month, language),
    lines: people.map((person) => wordPerson(person, language)).join('\n')
  }))
