import type { Centre } from './domain/centre.ts'
import { addDays, type Day, formatDay, monthOf, weekdayOf, weekStart } from './domain/day.ts'
import { dayAt, type Instant, timeAt } from './domain/instant.ts'
import { phonesFor } from './domain/phone.ts'
import type { PublishedPost, PublishedSlot } from './domain/publication.ts'
import { cleanText } from './domain/text.ts'
import type { MonthIndex } from './lookup/month-index.ts'
import type { Deps } from './usecases/deps.ts'
import { lookUpPosts, publishedMonth } from './usecases/look-up.ts'

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

const nameIn = (month: MonthIndex, slot: PublishedSlot): string =>
  slot.seats.map(({ providerId }) => month.people.get(providerId)?.fullName ?? '').join(' / ')

/** Whoever starts a duty at the post on that day, morning and afternoon of one person said once. */
const cell = (month: MonthIndex, post: PublishedPost, day: Day): string => {
  const slots = (month.slotsOf.get(post.id) ?? []).filter((slot) => slot.day === day)
  return [...new Set(slots.map((slot) => nameIn(month, slot)))].join('; ')
}

/** The week that holds the instant, day by day, as far as it is published. */
async function weekTable(deps: Deps, centre: Centre, at: Instant): Promise<string> {
  const monday = weekStart(dayAt(at, centre.zone), centre.firstWeekday)
  const rows: string[][] = [['Ngày', 'Điểm trực', 'Người trực / người hỗ trợ trực']]
  for (const day of Array.from({ length: 7 }, (_, ahead) => addDays(monday, ahead))) {
    const month = await publishedMonth(deps, centre, monthOf(day))
    for (const post of month?.posts ?? []) {
      const who = month ? cell(month, post, day) : ''
      if (who !== '') rows.push([`${WEEKDAYS[weekdayOf(day) - 1]} ${formatDay(day)}`, post.name, who])
    }
  }
  return table(rows)
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

/** What the start says of one centre: the roster of this week, and who is on duty now at what number that everybody may know. */
export async function announceCentre(deps: Deps, centre: Centre): Promise<string> {
  const now = deps.now()
  const heading = `${cleanText(centre.name)}${centre.demo ? ' (dữ liệu minh họa)' : ''}`
  return [
    heading,
    '═'.repeat([...heading].length),
    'Lịch trực tuần này',
    await weekTable(deps, centre, now),
    '',
    `Đang trực lúc ${timeAt(now, centre.zone)} ngày ${formatDay(dayAt(now, centre.zone))}`,
    await nowTable(deps, centre, now),
    ''
  ].join('\n')
}
