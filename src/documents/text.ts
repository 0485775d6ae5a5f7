import { formatDay } from '../domain/day.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import { SEATS, type Seat } from '../domain/post.ts'
import { documentNumber, type Publication, type PublishedPost, type PublishedSlot } from '../domain/publication.ts'
import type { PaperOptions } from './paper.ts'
import { nounOf } from './paper-body.ts'
import { type PaperSetting, settingOf } from './paper-setting.ts'
import { capitals, clock, DEMO, endOf, NO_NUMBER, officialMonth, weekdayOfDay } from './paper-words.ts'
import { dutyWords } from './post-words.ts'
import { commonHours, holderOf, type PostTime, turnsOf, whenOf } from './turns.ts'

/** Columns of an old phone's screen; no line is wider but for a single word that is. */
const COLUMNS = 40
const SEAT: Readonly<Record<Seat, string>> = { primary: 'Trực', support: 'Hỗ trợ' }

/** The text in lines of at most 40 columns, broken between words; lines after the first begin with the indent. */
export function wrap(text: string, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.normalize('NFC').split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if ([...joined].length <= COLUMNS || line.trim() === '') line = joined
    else {
      lines.push(line)
      line = indent + word
    }
  }
  return [...lines, line]
}

/** A number is one word, so that it is never torn apart. */
export const unbroken = (text: string): string => text.replaceAll(' ', '\u00A0')
export const torn = (lines: readonly string[]): string[] => lines.map((line) => line.replaceAll('\u00A0', ' '))

function seatLines({ people, phonesOf }: PaperSetting, slot: PublishedSlot): string[] {
  return SEATS.flatMap((seat) => {
    const id = holderOf(slot, seat)
    const person = id === null ? undefined : people.get(id)
    if (person === undefined) return []
    const numbers = phonesOf(person.id).map(({ national }) => unbroken(national))
    return torn(wrap(`${SEAT[seat]}: ${person.fullName} ${numbers.length === 0 ? `(${NO_NUMBER})` : numbers.join('; ')}`, '  '))
  })
}

const centreLines = ({ centreNumbers }: PaperSetting): string[] =>
  centreNumbers.length === 0 ? [] : torn(wrap(`TRUNG TÂM: ${centreNumbers.map(unbroken).join('; ')}`, '  '))

const demoLines = ({ content }: PaperSetting): string[] => (content.centre.demo ? [...wrap(DEMO), ''] : [])

const text = (blocks: readonly (readonly string[])[]): string =>
  `${blocks
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .trim()}\n`.normalize('NFC')

function nowAt(setting: PaperSetting, post: PublishedPost, at: Instant): string[] {
  const time = setting.times.get(post.id)
  const slot = time?.slots.find(({ start, end }) => start <= at && at < end)
  const { zone } = setting.content.centre
  if (slot === undefined) {
    const next = time?.slots.find(({ start }) => start > at)
    const words =
      next === undefined ? 'Không có người trực.' : `Ngoài giờ. Trực lại ${clock(next.start, zone)} ${formatDay(dayAt(next.start, zone))}`
    return [...wrap(capitals(post.name)), ...wrap(words)]
  }
  const until = endOf(handedOver(time?.slots ?? [], slot), zone)
  return [...wrap(capitals(post.name)), ...seatLines(setting, slot), ...wrap(`Đến ${until.clock} ${formatDay(until.day)}`)]
}

const held = ({ seats }: PublishedSlot): string => JSON.stringify(SEATS.map((seat) => holderOf({ seats }, seat)))

/** Until when the same people go on without a break. */
function handedOver(slots: readonly PublishedSlot[], slot: PublishedSlot): Instant {
  let { end } = slot
  for (const next of slots) if (next.start === end && held(next) === held(slot)) end = next.end
  return end
}

/** Who is on duty at that instant at each post, their numbers and until when: one screen of an old phone or of a hotline. */
export function renderNow(publication: Publication, options: PaperOptions, at: Instant): string {
  const setting = settingOf(publication, options)
  const { name, zone } = setting.content.centre
  const day = dayAt(at, zone)
  const head = [...wrap('TRỰC TRỢ GIÚP PHÁP LÝ'), ...wrap(name), ...wrap(`${weekdayOfDay(day)} ${formatDay(day)}, lúc ${clock(at, zone)}`)]
  return text([[...demoLines(setting), ...head], ...setting.posts.map((post) => nowAt(setting, post, at)), centreLines(setting)])
}

function monthOfPost(setting: PaperSetting, post: PublishedPost, time: PostTime): string[] {
  const hours = (day: Parameters<typeof formatDay>[0]): string => (commonHours(time) === null ? `, ${time.hours.get(day) ?? ''}` : '')
  const lines = turnsOf(time, post.layout).flatMap((turn) => {
    const [slot] = turn.slots
    const weekday = turn.day === turn.lastDay ? ` (${weekdayOfDay(turn.day)})` : ''
    return slot
      ? [...wrap(`* ${whenOf(turn, time)}${weekday}${hours(turn.day)}`, '  '), ...seatLines(setting, slot).map((line) => line)]
      : []
  })
  return [...wrap(capitals(post.name)), ...wrap(`(${dutyWords(setting, post)})`), ...lines]
}

/** The whole month as plain text that any screen shows, post by post. The same publication gives the same text. */
export function renderText(publication: Publication, options: PaperOptions): string {
  const setting = settingOf(publication, options)
  const { document, content } = setting
  const number = documentNumber(document)
  const issued =
    number === null
      ? 'Bản trực thay khẩn cấp, chờ văn bản điều chỉnh'
      : `${nounOf(document)} số ${number} ngày ${formatDay(document.issuedOn)}`
  const head = [
    ...wrap(`LỊCH TRỰC TRỢ GIÚP PHÁP LÝ ${capitals(officialMonth(content.month))}`),
    ...wrap(content.centre.name),
    ...wrap(issued)
  ]
  const posts = setting.posts.map((post) => {
    const time = setting.times.get(post.id)
    return time ? monthOfPost(setting, post, time) : []
  })
  return text([[...demoLines(setting), ...head, ...centreLines(setting)], ...posts])
}
