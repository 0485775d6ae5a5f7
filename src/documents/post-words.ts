import type { DutyMode } from '../domain/post.ts'
import type { PublishedAgency, PublishedPost } from '../domain/publication.ts'
import { agencyNames } from './agency-names.ts'
import { agenciesOf, type PaperSetting, sectorOf } from './paper-setting.ts'
import { clock, SECTOR_WORDS } from './paper-words.ts'
import { aroundTheClock, commonHours, daysInWords, type PostTime } from './turns.ts'

/** A list of agencies longer than that, in characters, goes neither into a column nor above the table. */
const SHORT_LIST = 160
const MODES = { phone: 'trực qua điện thoại', on_site: 'trực tại trụ sở cơ quan' } as const satisfies Record<DutyMode, string>

/** How and when a post is staffed: `trực qua điện thoại, 07h30 - 17h00, các ngày làm việc trong tháng`. */
export function dutyWords(setting: PaperSetting, { id, mode }: PublishedPost): string {
  const time = setting.times.get(id)
  const parts = time === undefined ? [] : [hoursInWords(time), daysInWords(time, setting.content.month)]
  return [MODES[mode], ...parts].join(', ')
}

function hoursInWords(time: PostTime): string {
  if (!aroundTheClock(time)) return commonHours(time) ?? 'giờ ghi tại từng dòng'
  const start = [...time.first.values()][0]
  const at = start === undefined ? '00h00' : clock(start, time.zone)
  return at === '00h00' ? '24/24 giờ' : `24/24 giờ (giao ca lúc ${at})`
}

export const servedList = (agencies: readonly PublishedAgency[]): string => agencyNames(agencies).join('; ')

/** Where the list of agencies stands: in a column of the table, above it, or below where it is long. */
export interface Served {
  readonly title: string
  readonly list: string
  readonly short: boolean
}

export function servedBy(setting: PaperSetting, posts: readonly PublishedPost[]): Served {
  const [first] = posts
  const list = servedList(agenciesOf(setting, posts))
  const title = SECTOR_WORDS[first ? sectorOf(setting, first) : 'court'].served
  return { title, list, short: list.length <= SHORT_LIST }
}
