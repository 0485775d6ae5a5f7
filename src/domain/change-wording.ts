import { formatDay } from './day.ts'
import { dayAt, type Instant, timeAt, type Zone } from './instant.ts'
import { phonesFor } from './phone.ts'
import type { Seat } from './post.ts'
import type { Difference, PublishedMonth, PublishedPerson } from './publication.ts'

const SEAT: Readonly<Record<Seat, string>> = { primary: 'người trực', support: 'người hỗ trợ trực' }

/** The months whose names a change may need: those after it first. */
type Months = readonly PublishedMonth[]

/** A person as the first of the months names them. */
export const personIn = (months: Months, id: string | null): PublishedPerson | undefined =>
  months.flatMap(({ people }) => people.filter((person) => person.id === id))[0]

const named = (months: Months, id: string | null): string => {
  const person = personIn(months, id)
  const numbers = phonesFor(person?.phones ?? [], 'agency').map(({ national }) => national)
  return person === undefined ? 'chưa có người' : `${person.fullName}${numbers.length > 0 ? ` (${numbers.join(', ')})` : ''}`
}

/** `từ 07:30 đến 17:00 ngày 05/12/2026`, or with both days where they differ. */
function stretch(start: Instant, end: Instant, zone: Zone): string {
  const [from, to] = [dayAt(start, zone), dayAt(end, zone)]
  return from === to
    ? `từ ${timeAt(start, zone)} đến ${timeAt(end, zone)} ngày ${formatDay(from)}`
    : `từ ${timeAt(start, zone)} ngày ${formatDay(from)} đến ${timeAt(end, zone)} ngày ${formatDay(to)}`
}

/** One change in one line, with the numbers that agencies may read. */
export function changeLine(change: Difference, months: Months): string {
  if (change.kind === 'numbers') return `Số điện thoại mới: ${named(months, change.providerId)}.`
  const zone = months[0]?.centre.zone as Zone
  const post = months.flatMap(({ posts }) => posts.filter(({ id }) => id === change.postId))[0]
  const at = `${post?.name ?? ''}, ${stretch(change.start, change.end, zone)}`
  if (change.kind === 'seat') {
    const before = personIn(months, change.from)?.fullName
    return `${at}: ${SEAT[change.seat]} là ${named(months, change.to)}${before === undefined ? '' : `, thay ${before}`}.`
  }
  const holders = change.seats.map(({ seat, providerId }) => `${SEAT[seat]} ${named(months, providerId)}`).join('; ')
  return change.kind === 'added' ? `${at}: bổ sung ca trực, ${holders}.` : `${at}: không còn ca trực này.`
}
