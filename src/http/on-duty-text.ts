import { torn, unbroken, wrapText } from '../domain/text.ts'
import type { Language } from '../domain/wording.ts'
import type { OnDutyJson } from './on-duty-views.ts'
import type { Problem } from './problem.ts'

const WORDS = {
  vi: {
    primary: 'NGƯỜI TRỰC',
    support: 'HỖ TRỢ',
    centre: 'TRUNG TÂM',
    no_number: '(không có số: gọi Trung tâm)',
    hidden: '(số không công khai: gọi Trung tâm)',
    unverified: '! số chưa được xác minh',
    until: 'đến',
    after: 'rồi đến',
    nobody: 'KHÔNG CÓ AI ĐANG TRỰC',
    source: 'Theo',
    version: 'bản',
    provisional: 'Trực thay khẩn cấp, bản',
    none: 'Chưa có lịch trực được công bố',
    made: 'Lập lúc',
    stale: 'CŨ: MẤT KẾT NỐI, CÓ THỂ ĐÃ THAY ĐỔI',
    demo: 'DỮ LIỆU MẪU, SỐ KHÔNG CÓ THẬT',
    code: 'Mã lỗi:'
  },
  en: {
    primary: 'ON DUTY',
    support: 'SUPPORT',
    centre: 'CENTRE',
    no_number: '(no number: call the Centre)',
    hidden: '(number not public: call the Centre)',
    unverified: '! number never verified',
    until: 'until',
    after: 'then',
    nobody: 'NOBODY IS ON DUTY',
    source: 'By',
    version: 'version',
    provisional: 'Emergency cover, version',
    none: 'No roster published',
    made: 'Made',
    stale: 'STALE: OFFLINE, MAY HAVE CHANGED',
    demo: 'SAMPLE DATA, NUMBERS ARE NOT REAL',
    code: 'Code:'
  }
} as const satisfies Record<Language, Readonly<Record<string, string>>>
type Words = (typeof WORDS)[Language]

const INDENTED = { first: '  ', others: '  ' } as const

/** `07:30 05/12/2026` of `2026-12-05T07:30:00+07:00`: the wall is written in it. */
const moment = (instant: string): string =>
  unbroken(`${instant.slice(11, 16)} ${instant.slice(8, 10)}/${instant.slice(5, 7)}/${instant.slice(0, 4)}`)
/** The same without its year. */
const soon = (instant: string): string => unbroken(moment(instant).slice(0, -5))

const spoken = (numbers: OnDutyJson['fallback']['numbers']): string => numbers.map(({ national }) => unbroken(national)).join('; ')

type Standing = OnDutyJson['onDuty'][number]

function standingLines({ seat, provider, post, numbers, note, end, next }: Standing, many: boolean, words: Words): string[] {
  const follower = next === null ? '' : `, ${words.after} ${next.provider.fullName}`
  return [
    ...wrapText(`${words[seat]}: ${provider.fullName}`, { others: '  ' }),
    ...(many ? wrapText(`[${post.name}]`, INDENTED) : []),
    ...(numbers.length === 0 ? [] : wrapText(spoken(numbers), INDENTED)),
    ...(note === null ? [] : wrapText(words[note.code], INDENTED)),
    ...wrapText(`${words.until} ${soon(end)}${follower}`, INDENTED)
  ]
}

function sourceLines({ source }: OnDutyJson, words: Words): string[] {
  const { publication, version, generatedAt, stale } = source
  const document =
    publication === null ? `${words.provisional} ${version}` : `${words.source} ${publication}, ${unbroken(`${words.version} ${version}`)}`
  return [
    ...wrapText(version === null ? words.none : document),
    ...wrapText(`${words.made} ${moment(generatedAt)}`),
    ...(stale ? wrapText(words.stale) : [])
  ]
}

/** What is asked about: the agency or post, or the whole centre. */
const aboutOf = ({ agency, post, centre }: OnDutyJson): string => (agency ?? post ?? centre).name

/** An answer as lines. */
export function answerLines(answer: OnDutyJson, demo: boolean, language: Language): string[] {
  const words = WORDS[language]
  const { onDuty, reason, successor, wanted, fallback, post } = answer
  const many = onDuty.some((each) => each.post.code !== (post ?? onDuty[0]?.post)?.code)
  return [
    ...(demo ? wrapText(words.demo) : []),
    ...wrapText(aboutOf(answer)),
    moment(answer.at),
    ...(successor === null ? [] : wrapText(`! ${successor.detail}`)),
    ...(reason === null ? [] : [words.nobody, ...wrapText(reason.detail)]),
    ...(wanted === null ? [] : wrapText(`! ${wanted.detail}`)),
    ...onDuty.flatMap((each) => standingLines(each, many, words)),
    ...wrapText(`${words.centre}: ${spoken(fallback.numbers)}`, { others: '  ' }),
    ...sourceLines(answer, words)
  ]
}

/** A refusal as lines: what is wrong, where, and the code for whoever is asked for help. */
export function problemLines(
  { title, detail, code, errors }: Pick<Problem, 'title' | 'detail' | 'code' | 'errors'>,
  language: Language
): string[] {
  const faults = errors.flatMap((each) => wrapText(`${each.pointer}: ${each.detail}`, { others: '  ' }))
  return [...wrapText(title), ...(faults.length > 0 ? faults : wrapText(detail)), `${WORDS[language].code} ${code}`]
}

/** Signs that an old phone's alphabet lacks, in those that it has. */
const PLAIN: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '×': 'x'
}

/** The text in ASCII alone: letters without their diacritics, and `?` for what has no likeness there. */
export const toAscii = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\n\x20-\x7E]/gu, (sign) => PLAIN[sign] ?? '?')

/** Blocks of lines as one text, with an empty line between them. */
export function toText(blocks: readonly (readonly string[])[], ascii: boolean): string {
  const text = `${blocks.map((lines) => torn(lines).join('\n')).join('\n\n')}\n`.normalize('NFC')
  return ascii ? toAscii(text) : text
}
