import { formatDay } from '../domain/day.ts'
import { dayAt, type Instant } from '../domain/instant.ts'
import { officialMonth } from '../domain/official-date.ts'
import { SEATS, type Seat } from '../domain/post.ts'
import { documentNumber, type Publication, type PublishedPost, type PublishedSlot } from '../domain/publication.ts'
import { torn, unbroken, wrapText } from '../domain/text.ts'
import type { PaperOptions } from './paper.ts'
import { nounOf } from './paper-body.ts'
import { type PaperSetting, settingOf } from './paper-setting.ts'
import { capitals, clock, DEMO, endOf, NO_NUMBER, weekdayOfDay } from './paper-words.ts'
import { dutyWords } from './post-words.ts'
import { commonHours, holderOf, type PostTime, turnsOf, whenOf } from './turns.ts'

const SEAT: Readonly<Record<Seat, string>> = { primary: 'Trực', support: 'Hỗ trợ' }

function seatLines({ people, phonesOf }: PaperSetting, slot: PublishedSlot): string[] {
  return SEATS.flatMap((seat) => {
    const id = holderOf(slot, seat)
    const person = id === null ? undefined : people.get(id)
    if (person === undefined) return []
    const numbers = phonesOf(person.id).map(({ national }) => unbroken(national))
    return torn(
      wrapText(`${SEAT[seat]}: ${person.fullName} ${numbers.length === 0 ? `(${NO_NUMBER})` : numbers.join('; ')}`, { others: '  ' })
    )
  })
}

const centreLines = ({ centreNumbers }: PaperSetting): string[] =>
  centreNumbers.length === 0 ? [] : torn(wrapText(`TRUNG TÂM: ${centreNumbers.map(unbroken).join('; ')}`, { others: '  ' }))

const demoLines = ({ content }: PaperSetting): string[] => (content.centre.demo ? [...wrapText(DEMO), ''] : [])

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
    return [...wrapText(capitals(post.name)), ...wrapText(words)]
  }
  const until = endOf(handedOver(time?.slots ?? [], slot), zone)
  return [...wrapText(capitals(post.name)), ...seatLines(setting, slot), ...wrapText(`Đến ${until.clock} ${formatDay(until.day)}`)]
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
  const head = [
    ...wrapText('TRỰC TRỢ GIÚP PHÁP LÝ'),
    ...wrapText(name),
    ...wrapText(`${weekdayOfDay(day)} ${formatDay(day)}, lúc ${clock(at, zone)}`)
  ]
  return text([[...demoLines(setting), ...head], ...setting.posts.map((post) => nowAt(setting, post, at)), centreLines(setting)])
}

function monthOfPost(setting: PaperSetting, post: PublishedPost, time: PostTime): string[] {
  const hours = (day: Parameters<typeof formatDay>[0]): string => (commonHours(time) === null ? `, ${time.hours.get(day) ?? ''}` : '')
  const lines = turnsOf(time, post.layout).flatMap((turn) => {
    const [slot] = turn.slots
    const weekday = turn.day === turn.lastDay ? ` (${weekdayOfDay(turn.day)})` : ''
    return slot
      ? [
          ...wrapText(`* ${whenOf(turn, time)}${weekday}${hours(turn.day)}`, { others: '  ' }),
          ...seatLines(setting, slot).map((line) => line)
        ]
      : []
  })
  return [...wrapText(capitals(post.name)), ...wrapText(`(${dutyWords(setting, post)})`), ...lines]
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
    ...wrapText(`LỊCH TRỰC TRỢ GIÚP PHÁP LÝ ${capitals(officialMonth(content.month))}`),
    ...wrapText(content.centre.name),
    ...wrapText(issued)
  ]
  const posts = setting.posts.map((post) => {
    const time = setting.times.get(post.id)
    return time ? monthOfPost(setting, post, time) : []
  })
  return text([[...demoLines(setting), ...head, ...centreLines(setting)], ...posts])
}
