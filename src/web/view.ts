import { type Day, formatDay, weekdayOf } from '../domain/day.ts'
import { dayAt, type Instant, timeAt, type Zone } from '../domain/instant.ts'
import { type Phone, phonesFor } from '../domain/phone.ts'
import type { Seat } from '../domain/post.ts'
import type { PublishedPerson, PublishedSlot } from '../domain/publication.ts'
import type { MonthIndex } from '../lookup/month-index.ts'

const WEEKDAYS = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'] as const

export const weekdayName = (day: Day): string => WEEKDAYS[weekdayOf(day) - 1] ?? ''

/** One person as a public page shows them: the name, and the numbers that everybody may know. */
export interface Shown {
  readonly seat: Seat
  readonly name: string
  readonly role: string
  readonly phones: readonly Phone[]
}

const ROLE = {
  legal_aid_officer: 'Trợ giúp viên pháp lý',
  contract_lawyer: 'Luật sư',
  legal_adviser: 'Tư vấn viên',
  collaborator: 'Cộng tác viên'
} as const
export const SEAT = { primary: 'Người trực', support: 'Người hỗ trợ trực' } as const satisfies Record<Seat, string>

export const shown = (seat: Seat, person: PublishedPerson): Shown => ({
  seat,
  name: person.fullName,
  role: ROLE[person.role],
  phones: phonesFor(person.phones, 'public')
})

/** One turn of a post: slots of one unit with the same people, shown as one line. */
export interface Turn {
  readonly first: PublishedSlot
  readonly last: PublishedSlot
  readonly people: readonly Shown[]
}

const sameTurn = (a: PublishedSlot, b: PublishedSlot): boolean => a.unit === b.unit && JSON.stringify(a.seats) === JSON.stringify(b.seats)

/** The slots of a post as lines, in order: neighbours of one turn held by the same people become one. */
export function turnsOf(month: MonthIndex, slots: readonly PublishedSlot[]): Turn[] {
  const turns: Turn[] = []
  for (const slot of slots) {
    const before = turns.at(-1)
    if (before && sameTurn(before.last, slot)) turns[turns.length - 1] = { ...before, last: slot }
    else turns.push({ first: slot, last: slot, people: peopleOf(month, slot) })
  }
  return turns
}

/** Who holds the seats of a slot, in call order. */
export const peopleOf = (month: MonthIndex, slot: PublishedSlot): Shown[] =>
  slot.seats.flatMap(({ seat, providerId }) => {
    const person = month.people.get(providerId)
    return person ? [shown(seat, person)] : []
  })

/** `07:30 ngày 05/12/2026`. */
export const moment = (at: Instant, zone: Zone): string => `${timeAt(at, zone)} ngày ${formatDay(dayAt(at, zone))}`

/** The days of a turn: one day, or from one to the other. */
export const daysOf = ({ first, last }: Turn): string =>
  first.day === last.day ? formatDay(first.day) : `${formatDay(first.day).slice(0, 5)} – ${formatDay(last.day)}`

/** Its weekdays. */
export const weekdaysOf = ({ first, last }: Turn): string =>
  first.day === last.day ? weekdayName(first.day) : `${weekdayName(first.day)} – ${weekdayName(last.day)}`

/** Its hours on the wall: of its first slot, when all are alike. */
export const hoursOf = ({ first }: Turn, zone: Zone): string => {
  const [from, to] = [timeAt(first.start, zone), timeAt(first.end, zone)]
  return from === to ? `24 giờ từ ${from}` : `${from} – ${to === '00:00' ? '24:00' : to}`
}
