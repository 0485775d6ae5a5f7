import type { Day, Month } from '../domain/day.ts'
import type { Instant, Zone } from '../domain/instant.ts'
import { dayAt, timeAt } from '../domain/instant.ts'
import type { ProviderRole, Sex } from '../domain/provider.ts'
import { fill, type Language, type Text } from '../domain/wording.ts'
import type { UncoveredReason } from '../lookup/on-duty.ts'
import type { Wish } from '../lookup/wanted.ts'

/** Why nobody is on duty. */
export const REASON_CODES = ['outside_hours', 'abolished', 'not_published', 'not_served', 'gap', 'unfilled'] as const satisfies readonly (
  | UncoveredReason
  | 'outside_hours'
  | 'abolished'
)[]
export type ReasonCode = (typeof REASON_CODES)[number]

/** What is wrong with the numbers of somebody on duty. */
export const NOTE_CODES = ['no_number', 'unverified', 'hidden'] as const
export type NoteCode = (typeof NOTE_CODES)[number]

const REASONS = {
  outside_hours: { vi: 'Ngoài giờ trực.', en: 'Outside duty hours.' },
  abolished: {
    vi: 'Cơ quan này không còn hoạt động sau ngày {day} và chưa khai báo cơ quan nào tiếp nhận công việc; hãy gọi Trung tâm.',
    en: 'This agency ended on {day} and no successor of it is known; call the Centre.'
  },
  not_published: {
    vi: 'Chưa có lịch trực được công bố cho thời điểm này (tháng {month}); hãy gọi Trung tâm.',
    en: 'No roster is published for that time ({month}); call the Centre.'
  },
  not_served: {
    vi: 'Không có điểm trực nào phục vụ cơ quan này; hãy gọi Trung tâm.',
    en: 'No duty post serves this agency; call the Centre.'
  },
  gap: {
    vi: 'Lịch trực 24/24 không có ca nào vào thời điểm này; hãy gọi Trung tâm.',
    en: 'The 24/24 roster has a gap at that time; call the Centre.'
  },
  unfilled: { vi: 'Ca trực này chưa có người; hãy gọi Trung tâm.', en: 'Nobody is assigned to this slot; call the Centre.' }
} as const satisfies Record<ReasonCode, Text>

const NO_SUCH_POST: Text = {
  vi: 'Lịch trực đã công bố không có điểm trực này; hãy gọi Trung tâm.',
  en: 'The published roster does not have this post; call the Centre.'
}

const OPENS: Text = { vi: 'Có người trực lại từ {time} ngày {day}.', en: 'Somebody is on duty again from {time} on {day}.' }
const OPENS_NEVER: Text = {
  vi: 'Lịch trực đã công bố không còn ca nào sau đó; hãy gọi Trung tâm.',
  en: 'What is published has no later duty; call the Centre.'
}

const NOTES = {
  no_number: { vi: 'Không có số điện thoại của người này; hãy gọi Trung tâm.', en: 'There is no number of this person; call the Centre.' },
  unverified: {
    vi: 'Số này chưa được xác minh; nếu không liên lạc được, hãy gọi Trung tâm.',
    en: 'This number was never verified; if nobody answers, call the Centre.'
  },
  hidden: {
    vi: 'Số của người này chỉ dành cho cơ quan được trực; hãy gọi Trung tâm.',
    en: 'Numbers of this person are for the agencies served; call the Centre.'
  }
} as const satisfies Record<NoteCode, Text>

const SUCCESSOR: Text = { vi: '{heir} tiếp nhận công việc của {agency}.', en: '{heir} took over from {agency}.' }
const SUCCESSOR_SINCE: Text = {
  vi: '{agency} không còn hoạt động sau ngày {day}; {heir} tiếp nhận công việc.',
  en: '{agency} ended on {day}; {heir} took over.'
}

const MET: Text = {
  vi: 'Chỉ nêu những người đang trực đáp ứng yêu cầu: {wish}.',
  en: 'Only those on duty who are what is asked for: {wish}.'
}
const UNMET: Text = {
  vi: 'Không có ai đang trực đáp ứng yêu cầu: {wish}. Sau đây là tất cả những người đang trực.',
  en: 'Nobody on duty is what is asked for: {wish}. Here is everybody who is on duty.'
}
const NOBODY: Text = {
  vi: 'Không có ai đang trực để đáp ứng yêu cầu: {wish}.',
  en: 'Nobody is on duty who could be what is asked for: {wish}.'
}

const ROLES = {
  legal_aid_officer: { vi: 'trợ giúp viên pháp lý', en: 'legal aid officer' },
  contract_lawyer: { vi: 'luật sư ký hợp đồng', en: 'contract lawyer' },
  legal_adviser: { vi: 'tư vấn viên pháp luật', en: 'legal adviser' },
  collaborator: { vi: 'cộng tác viên', en: 'collaborator' }
} as const satisfies Record<ProviderRole, Text>
const SEXES = { female: { vi: 'nữ', en: 'a woman' }, male: { vi: 'nam', en: 'a man' } } as const satisfies Record<Sex, Text>

/** Languages of Viet Nam whose names ICU does not know, by ISO 639-3 code. */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  tyz: 'Tày',
  nut: 'Nùng',
  rad: 'Ê Đê',
  jra: 'Gia Rai',
  cjm: 'Chăm',
  mtq: 'Mường',
  blt: 'Thái Đen',
  sed: 'Xơ Đăng',
  bdq: 'Ba Na',
  ium: 'Dao'
}
const icu = {
  vi: new Intl.DisplayNames(['vi'], { type: 'language', fallback: 'none' }),
  en: new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
} as const

const SPEAKS: Text = { vi: 'nói {name}', en: 'speaks {name}' }

function languageName(code: string, language: Language): string {
  const own = LANGUAGE_NAMES[code]
  const name = own === undefined ? icu[language].of(code) : language === 'vi' ? `tiếng ${own}` : own
  return name === undefined ? `"${code}"` : name.replace(/^Tiếng/, 'tiếng')
}

function wishWords({ language: spoken, role, sex }: Wish, language: Language): string {
  const parts = [
    spoken && fill(SPEAKS, { name: languageName(spoken.toLowerCase(), language) }, language),
    role && ROLES[role][language],
    sex && SEXES[sex][language]
  ]
  return parts.filter((part) => part !== null).join(', ')
}

/** Whether a wish is met, in words. */
export const wishDetail = (wish: Wish, met: boolean, anybody: boolean, language: Language): string =>
  fill(met ? MET : anybody ? UNMET : NOBODY, { wish: wishWords(wish, language) }, language)

/** What is wrong with somebody's numbers, in words. */
export const noteDetail = (code: NoteCode, language: Language): string => NOTES[code][language]

/** What the words of a reason need. */
export interface ReasonScene {
  readonly zone: Zone
  readonly month: Month
  readonly ofPost: boolean
  /** The last day of an abolished agency. */
  readonly ended: Day | null
  readonly opensAt: Instant | null
}

/** Why nobody is on duty, and when somebody is again as far as that is published. */
export function reasonDetail(code: ReasonCode, { zone, month, ofPost, ended, opensAt }: ReasonScene, language: Language): string {
  const text = code === 'not_served' && ofPost ? NO_SUCH_POST : REASONS[code]
  const why = fill(text, { day: ended ?? '', month: language === 'vi' ? `${month.slice(5)}/${month.slice(0, 4)}` : month }, language)
  if (opensAt !== null) return `${why} ${fill(OPENS, { time: timeAt(opensAt, zone), day: dayAt(opensAt, zone) }, language)}`
  return code === 'outside_hours' ? `${why} ${OPENS_NEVER[language]}` : why
}

/** Who took over from an abolished agency, in words. */
export const successorDetail = (agency: string, ended: Day | null, heir: string, language: Language): string =>
  fill(ended === null ? SUCCESSOR : SUCCESSOR_SINCE, { agency, heir, day: ended ?? '' }, language)
