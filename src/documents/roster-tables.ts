import type { Layout } from '../domain/post.ts'
import type { PublishedAgency, PublishedPost } from '../domain/publication.ts'
import { byLevel } from './agency-names.ts'
import { annexHead, sectorTitle } from './annex-head.ts'
import type { PaperCell, PaperColumn, PaperRow, PaperTable } from './paper.ts'
import { goOnOnePage } from './paper-fit.ts'
import { agenciesOf, hasSupport, type PaperSetting, sectorOf } from './paper-setting.ts'
import { shortDay, weekdayOfDay } from './paper-words.ts'
import { type PeopleColumns, PHONE, peopleCells, peopleColumns } from './people-columns.ts'
import { dutyWords, servedBy, servedList } from './post-words.ts'
import { commonHours, type PostTime, partOfDay, type Turn, turnsOf, whenOf } from './turns.ts'

/** More agencies of one post than that share one line. */
const MOST_LINES = 12
const ORDER: PaperColumn = { title: 'TT', kind: 'order' }
const TIME: PaperColumn = { title: 'Thời gian', kind: 'time' }
const order = (index: number): PaperCell => ({ text: String(index + 1) })
const capitalised = (text: string): string => text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1)

/** Posts that the same people staff at the same times, so that one table says it for all. */
interface Alike {
  readonly posts: readonly PublishedPost[]
  readonly time: PostTime
}

function alike({ times }: PaperSetting, posts: readonly PublishedPost[]): Alike[] {
  const said = ({ mode, id }: PublishedPost): string =>
    JSON.stringify([mode, times.get(id)?.slots.map(({ start, end, unit, seats }) => [start, end, unit, seats])])
  return [...Map.groupBy(posts, said).values()].flatMap((same) => {
    const time = same[0] && times.get(same[0].id)
    return time ? [{ posts: same, time }] : []
  })
}

const headingOf = (posts: readonly PublishedPost[]): string => posts.map(({ name }) => name).join('; ')

/** Layout A: a line per turn, with the agencies served. */
function periodsTable(setting: PaperSetting, { posts, time }: Alike): PaperTable {
  const people: PeopleColumns = { role: true, support: hasSupport(time.slots), numbers: 'all' }
  const served = servedBy(setting, posts)
  const turns = turnsOf(time, 'periods')
  const place = (index: number): PaperCell[] => (served.short ? [{ text: index === 0 ? served.list : 'như trên', quiet: index > 0 }] : [])
  return {
    heading: headingOf(posts),
    notes: notesOf(setting, posts),
    columns: [ORDER, TIME, ...peopleColumns(people), ...(served.short ? [{ title: served.title, kind: 'text' } as const] : [])],
    rows: turns.map((turn, index) => ({
      cells: [order(index), { text: whenAndHours(turn, time) }, ...peopleCells(setting, turn, people), ...place(index)]
    })),
    after: served.short ? [] : [`${served.title}: ${served.list}.`]
  }
}

const notesOf = (setting: PaperSetting, posts: readonly PublishedPost[]): string[] => {
  const words = [...new Set(posts.map((post) => dutyWords(setting, post)))]
  return [`Hình thức, thời gian: ${words.join('; ')}.`]
}

/** The hours stand in the line where they are not the same all month. */
const whenAndHours = (turn: Turn, time: PostTime): string =>
  commonHours(time) === null ? `${whenOf(turn, time)}\n${time.hours.get(turn.day) ?? ''}` : whenOf(turn, time)

/** Layout C: a line per day, both seats and the centre's number (three numbers, always: 5789/CTPH-BTP-BCA). */
function daysTable(setting: PaperSetting, { posts, time }: Alike, centre: string | undefined): PaperTable {
  const people: PeopleColumns = { role: false, support: hasSupport(time.slots), numbers: 'first' }
  const turns = turnsOf(time, 'days')
  const part = (turn: Turn): string | null => (commonHours(time) === null ? (time.hours.get(turn.day) ?? '') : partOfDay(turn, time))
  const parts = turns.some((turn) => part(turn) !== null)
  const served = servedBy(setting, posts)
  const where = `${served.title}: ${served.list}.`
  return {
    heading: headingOf(posts),
    notes: [...notesOf(setting, posts), ...(served.short ? [where] : [])],
    columns: [
      { title: 'Ngày', kind: 'time' },
      { title: 'Thứ', kind: 'time' },
      ...(parts ? [{ title: 'Giờ', kind: 'time' } as const] : []),
      ...peopleColumns(people),
      ...(centre === undefined ? [] : [{ title: `${PHONE} Trung tâm`, kind: 'phone' } as const])
    ],
    rows: turns.map((turn) => ({
      cells: [
        { text: shortDay(turn.day) },
        { text: weekdayOfDay(turn.day) },
        ...(parts ? [{ text: part(turn) ?? time.hours.get(turn.day) ?? '' }] : []),
        ...peopleCells(setting, turn, people),
        ...(centre === undefined ? [] : [{ text: centre }])
      ]
    })),
    after: served.short ? [] : [where]
  }
}

/** The column of the centre's number, which the line above the table says too, gives way where a month then goes on one page. */
function daily(setting: PaperSetting, group: Alike): PaperTable {
  const [whole, narrow] = [daysTable(setting, group, setting.centreNumbers[0]), daysTable(setting, group, undefined)]
  const sector = group.posts[0] ? sectorOf(setting, group.posts[0]) : 'court'
  const { room } = annexHead(setting, sectorTitle(setting, sector))
  return !goOnOnePage([whole], room) && goOnOnePage([narrow], room) ? narrow : whole
}

/** One line of layouts B and D: agencies, and one turn of their post. */
interface PlaceLine {
  readonly post: PublishedPost
  readonly agencies: readonly PublishedAgency[]
  readonly turn: Turn
  readonly time: PostTime
}

function linesOfPost(setting: PaperSetting, post: PublishedPost, layout: Layout): PlaceLine[] {
  const time = setting.times.get(post.id)
  if (time === undefined) return []
  const agencies = agenciesOf(setting, [post]).sort(byLevel)
  const together = layout === 'areas' || agencies.length > MOST_LINES || agencies.length === 0
  const groups = together ? [agencies] : agencies.map((agency) => [agency])
  return groups.flatMap((group) => turnsOf(time, layout).map((turn) => ({ post, agencies: group, turn, time })))
}

/** Layouts B and D: a line per agency, or per post below the name of the branch that staffs it. */
function placesTable(setting: PaperSetting, posts: readonly PublishedPost[], layout: 'agencies' | 'areas'): PaperTable {
  const slots = posts.flatMap(({ id }) => setting.times.get(id)?.slots ?? [])
  const people: PeopleColumns = { role: layout === 'areas', support: hasSupport(slots), numbers: 'all' }
  const lines = posts.flatMap((post) => linesOfPost(setting, post, layout))
  const timed = lines.some(({ turn, time }) => turn.slots.length < time.slots.length)
  const duties = new Set(posts.map((post) => dutyWords(setting, post)))
  const cells = ({ post, agencies, turn, time }: PlaceLine, index: number): PaperCell[] => [
    order(index),
    { text: agencies.length === 0 ? post.name : servedList(agencies) },
    ...(duties.size > 1 ? [{ text: capitalised(dutyWords(setting, post)) }] : []),
    ...(timed ? [{ text: whenAndHours(turn, time) }] : []),
    ...peopleCells(setting, turn, people)
  ]
  return {
    heading: layout === 'areas' ? 'Phân công trực theo địa bàn' : 'Phân công trực theo cơ quan',
    notes: duties.size > 1 ? [] : notesOf(setting, posts),
    columns: [
      ORDER,
      { title: servedBy(setting, posts).title, kind: 'text' },
      ...(duties.size > 1 ? [{ title: 'Hình thức, thời gian trực', kind: 'text' } as const] : []),
      ...(timed ? [TIME] : []),
      ...peopleColumns(people)
    ],
    rows: layout === 'areas' ? inAreas(setting, lines, cells) : lines.map((line, index) => ({ cells: cells(line, index) })),
    after: []
  }
}

/** Blocks of the centre and its branches, in order of their first post. */
function inAreas(
  { content }: PaperSetting,
  lines: readonly PlaceLine[],
  cells: (line: PlaceLine, index: number) => PaperCell[]
): PaperRow[] {
  const areas = Map.groupBy(lines, ({ post }) => post.branch)
  let index = 0
  return [...areas].flatMap(([branch, those]): PaperRow[] => [
    { band: branch ?? content.centre.name },
    ...those.map((line): PaperRow => ({ cells: cells(line, index++) }))
  ])
}

/** The tables of posts of one layout, in order of their codes. */
export function rosterTables(setting: PaperSetting, posts: readonly PublishedPost[], layout: Layout): PaperTable[] {
  if (posts.length === 0) return []
  if (layout === 'periods') return alike(setting, posts).map((group) => periodsTable(setting, group))
  if (layout === 'days') return alike(setting, posts).map((group) => daily(setting, group))
  return [placesTable(setting, posts, layout)]
}
