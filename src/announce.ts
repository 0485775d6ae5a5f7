import type { Centre } from './domain/centre.ts'
import { addDays, addMonths, type Day, eachDay, formatDay, type Month, monthOf, weekdayOf, weekStart } from './domain/day.ts'
import { dayAt, type Instant, timeAt } from './domain/instant.ts'
import { phonesFor } from './domain/phone.ts'
import type { Seat } from './domain/post.ts'
import type { PublishedPost, PublishedSlot } from './domain/publication.ts'
import { cleanText } from './domain/text.ts'
import type { MonthIndex } from './lookup/month-index.ts'
import { COST_POINT } from './planning/setting.ts'
import type { Deps } from './usecases/deps.ts'
import { lookUpPosts, publishedMonth } from './usecases/look-up.ts'
import type { TierReport } from './usecases/plan-report.ts'
import { readPlanReport } from './usecases/read-plan-report.ts'
import type { SeedStep } from './usecases/seed-demo.ts'

const WEEKDAYS = ['T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'CN'] as const

const nationalOf = (phones: MonthIndex['centre']['phones']): string => phonesFor(phones, 'public')[0]?.national ?? ''

/** Rows as columns of equal width, the first row underlined. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd()
  const [head, ...body] = rows
  return [line(head ?? []), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}

/** Who holds that seat in the slots, each name once, in order of time (a day of two sessions may have two). */
function holders(month: MonthIndex, slots: readonly PublishedSlot[], seat: Seat): string {
  const ids = slots.flatMap((slot) => slot.seats.filter((each) => each.seat === seat).map((each) => each.providerId))
  return [...new Set(ids)].map((id) => month.people.get(id)?.fullName ?? '').join('; ')
}

/** A line of the week: a run of days on which a post is held by the same people. */
interface Line {
  readonly first: Day
  readonly last: Day
  readonly primary: string
  readonly support: string
}

/** The days of a post as lines: a day that is held like the one before joins its line. */
function linesOf(days: readonly { readonly day: Day; readonly month: MonthIndex }[], post: PublishedPost): Line[] {
  const lines: Line[] = []
  for (const { day, month } of days) {
    const slots = (month.slotsOf.get(post.id) ?? []).filter((slot) => slot.day === day)
    if (slots.length === 0) continue
    const [primary, support] = [holders(month, slots, 'primary'), holders(month, slots, 'support')]
    const before = lines.at(-1)
    const joins = before?.primary === primary && before.support === support
    if (before && joins) lines[lines.length - 1] = { ...before, last: day }
    else lines.push({ first: day, last: day, primary, support })
  }
  return lines
}

const dayName = (day: Day): string => `${WEEKDAYS[weekdayOf(day) - 1]} ${formatDay(day).slice(0, 5)}`
const daysOf = ({ first, last }: Line): string => (first === last ? dayName(first) : `${dayName(first)} – ${dayName(last)}`)

/** The week that holds the instant, post by post, as far as it is published. */
async function weekTable(deps: Deps, centre: Centre, at: Instant): Promise<string> {
  const monday = weekStart(dayAt(at, centre.zone), centre.firstWeekday)
  const days: { day: Day; month: MonthIndex }[] = []
  for (const day of eachDay(monday, addDays(monday, 6))) {
    const month = await publishedMonth(deps, centre, monthOf(day))
    if (month) days.push({ day, month })
  }
  const posts = new Map(days.flatMap(({ month }) => month.posts).map((post) => [post.id, post]))
  const rows = [...posts.values()].flatMap((post) =>
    linesOf(days, post).map((line, index) => [index === 0 ? post.name : '', daysOf(line), line.primary, line.support])
  )
  return table([['Điểm trực', 'Ngày', 'Người trực', 'Người hỗ trợ trực'], ...rows])
}

async function nowTable(deps: Deps, centre: Centre, at: Instant): Promise<string> {
  const answers = await lookUpPosts(deps, centre, at)
  const rows = answers.flatMap(({ post, answer }) =>
    answer.onDuty.map(({ seat, person }) => [
      post.name,
      seat === 'primary' ? 'người trực' : 'hỗ trợ',
      person.fullName,
      nationalOf(person.phones) || `${nationalOf(centre.phones)} (Trung tâm)`
    ])
  )
  return table([['Điểm trực', 'Vị trí', 'Họ và tên', 'Điện thoại'], ...rows])
}

/** Cost points of an amount in ten-thousandths, as Vietnamese readers write them. */
const points = (amount: number): string => (amount / COST_POINT).toFixed(1).replace('.', ',')

/** How good the plan of a month is: seats left empty, unfairness, and everything together, each beside what is proved to be the least. */
async function planLine(deps: Deps, centre: Centre, month: Month): Promise<string[]> {
  const report = await readPlanReport(deps, centre, month)
  if (report === undefined) return []
  const of = (name: string): TierReport | undefined => report.tiers.find((tier) => tier.name === name)
  const beside = (tier: TierReport | undefined): string => {
    if (tier === undefined || tier.bound === null) return 'chưa chứng minh'
    return tier.optimal ? `${points(tier.value)}, đã chứng minh tối ưu` : `${points(tier.value)}, tối ưu không dưới ${points(tier.bound)}`
  }
  const [coverage, fairness, total] = [of('coverage'), of('fairness'), of('total')]
  const empty = coverage?.optimal ? `${coverage.value === 0 ? 'kín mọi vị trí' : 'không thể kín hơn'} (đã chứng minh)` : 'chưa kín'
  return [
    `Lịch tháng ${month.slice(5)}/${month.slice(0, 4)}: ${empty}; điểm lệch công bằng ${beside(fairness)}; tổng điểm phạt ${beside(total)}`
  ]
}

/** What the start says of one centre: the roster of this week, and who is on duty now at what number that everybody may know. */
export async function announceCentre(deps: Deps, centre: Centre): Promise<string> {
  const now = deps.now()
  const current = monthOf(dayAt(now, centre.zone))
  const heading = `${cleanText(centre.name)}${centre.demo ? ' (dữ liệu minh họa)' : ''}`
  return [
    heading,
    '═'.repeat([...heading].length),
    'Lịch trực tuần này',
    await weekTable(deps, centre, now),
    '',
    `Đang trực lúc ${timeAt(now, centre.zone)} ngày ${formatDay(dayAt(now, centre.zone))}`,
    await nowTable(deps, centre, now),
    '',
    ...(await planLine(deps, centre, current)),
    ...(await planLine(deps, centre, addMonths(current, 1))),
    ''
  ].join('\n')
}

/** What a start says while it makes the demo. */
export const stepLine = ({ centre, month }: SeedStep): string =>
  month === undefined
    ? `Đang nhập dữ liệu minh họa: ${centre} … / entering the demo of this centre`
    : `Đang lập và công bố lịch tháng ${month.slice(5)}/${month.slice(0, 4)}: ${centre} … / planning and publishing its month`
