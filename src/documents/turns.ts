import { isWorkingKind } from '../domain/calendar.ts'
import { type Day, daysOfMonth, formatDay, type Month, weekdayOf } from '../domain/day.ts'
import { compare, type PostId, type ProviderId } from '../domain/ids.ts'
import { dayAt, HOUR, type Instant, type Zone } from '../domain/instant.ts'
import type { Layout, Seat } from '../domain/post.ts'
import type { PublishedSlot } from '../domain/publication.ts'
import { clock, endOf, shortDay, weekdayOfDay } from './paper-words.ts'

/** Neighbouring slots of a post that the same people hold: one line on paper. */
export interface Turn {
  readonly slots: readonly PublishedSlot[]
  readonly start: Instant
  readonly end: Instant
  readonly day: Day
  readonly lastDay: Day
}

/** The slots of one post and what is usual there, so that a line need say only what is not. */
export interface PostTime {
  readonly zone: Zone
  readonly slots: readonly PublishedSlot[]
  /** Hours of each duty day, slots that meet taken together: `07h30 - 17h00`. */
  readonly hours: ReadonlyMap<Day, string>
  readonly first: ReadonlyMap<Day, Instant>
  readonly last: ReadonlyMap<Day, Instant>
}

/** The slots of each post in order of time. */
export const slotsByPost = (slots: readonly PublishedSlot[]): Map<PostId, PublishedSlot[]> =>
  Map.groupBy(
    slots.toSorted((a, b) => a.start - b.start || compare(a.id, b.id)),
    ({ postId }) => postId
  )

export const holderOf = ({ seats }: Pick<PublishedSlot, 'seats'>, seat: Seat): ProviderId | null =>
  seats.find((each) => each.seat === seat)?.providerId ?? null

const sameHolders = (a: PublishedSlot, b: PublishedSlot): boolean =>
  holderOf(a, 'primary') === holderOf(b, 'primary') && holderOf(a, 'support') === holderOf(b, 'support')

export function postTime(slots: readonly PublishedSlot[], zone: Zone): PostTime {
  const days = Map.groupBy(slots, ({ day }) => day)
  const edge = (pick: (ofDay: readonly PublishedSlot[]) => Instant): Map<Day, Instant> =>
    new Map([...days].map(([day, ofDay]) => [day, pick(ofDay)]))
  return {
    zone,
    slots,
    hours: new Map([...days].map(([day, ofDay]) => [day, hoursOfDay(ofDay, zone)])),
    first: edge((ofDay) => ofDay[0]?.start ?? (0 as Instant)),
    last: edge((ofDay) => ofDay.at(-1)?.end ?? (0 as Instant))
  }
}

function hoursOfDay(slots: readonly PublishedSlot[], zone: Zone): string {
  const stretches: { start: Instant; end: Instant }[] = []
  for (const { start, end } of slots) {
    const last = stretches.at(-1)
    if (last?.end === start) last.end = end
    else stretches.push({ start, end })
  }
  return stretches.map(({ start, end }) => `${clock(start, zone)} - ${endOf(end, zone).clock}${untilNext(start, end, zone)}`).join(', ')
}

const untilNext = (start: Instant, end: Instant, zone: Zone): string => (endOf(end, zone).day > dayAt(start, zone) ? ' hôm sau' : '')

/** What makes a slot go on the line of the one before it, beside the same people. */
const GOES_ON: Readonly<Record<Layout, (a: PublishedSlot, b: PublishedSlot) => boolean>> = {
  periods: (a, b) => a.unit === b.unit || a.day === b.day,
  days: (a, b) => a.day === b.day,
  agencies: () => true,
  areas: () => true
}

/** The lines of a post by its layout, in order; days whose hours differ stand on lines of their own. */
export function turnsOf({ slots, hours }: PostTime, layout: Layout): Turn[] {
  const lines: PublishedSlot[][] = []
  for (const slot of slots) {
    const before = lines.at(-1)?.at(-1)
    const goesOn = before && sameHolders(before, slot) && GOES_ON[layout](before, slot) && hours.get(before.day) === hours.get(slot.day)
    if (goesOn) lines.at(-1)?.push(slot)
    else lines.push([slot])
  }
  return lines.flatMap(turnOf)
}

export function turnOf(slots: readonly PublishedSlot[]): Turn[] {
  const [first, last] = [slots[0], slots.at(-1)]
  return first && last ? [{ slots, start: first.start, end: last.end, day: first.day, lastDay: last.day }] : []
}

/** `01/12 - 04/12/2026`; hours only at an end where the line does not have the whole day: `02h00 ngày 05/12 - 07/12/2026`. */
export function whenOf({ start, end, day, lastDay }: Turn, { zone, first, last }: PostTime): string {
  const [whole, wholeEnd] = [first.get(day) === start, last.get(lastDay) === end]
  const until = endOf(end, zone)
  if (whole && wholeEnd) return day === lastDay ? formatDay(day) : `${shortDay(day)} - ${formatDay(lastDay)}`
  const startDay = dayAt(start, zone)
  if (startDay === until.day) return `${clock(start, zone)} - ${until.clock} ngày ${formatDay(startDay)}`
  const from = whole ? shortDay(day) : `${clock(start, zone)} ngày ${shortDay(startDay)}`
  return `${from} - ${wholeEnd ? formatDay(lastDay) : `${until.clock} ngày ${formatDay(until.day)}`}`
}

/** The hours of a line on its day; null where it has all of the day's. */
export function partOfDay({ start, end, day, lastDay }: Turn, { zone, first, last }: PostTime): string | null {
  if (first.get(day) === start && last.get(lastDay) === end) return null
  const until = endOf(end, zone)
  const from = dayAt(start, zone) === day ? '' : ` ngày ${shortDay(dayAt(start, zone))}`
  return `${clock(start, zone)}${from} - ${until.clock}${until.day === day ? '' : ` ngày ${shortDay(until.day)}`}`
}

/** The hours of all days where they are the same all month; null = they differ. */
export const commonHours = ({ hours }: PostTime): string | null => {
  const [only, ...others] = new Set(hours.values())
  return others.length === 0 ? (only ?? '') : null
}

/** On which days of the month the post is staffed, in words. */
export function daysInWords({ slots, hours }: PostTime, month: Month): string {
  if (hours.size === daysOfMonth(month).length) return 'tất cả các ngày trong tháng, kể cả ngày nghỉ, lễ, Tết'
  const weekdays = [...new Map([...hours.keys()].sort((a, b) => weekdayOf(a) - weekdayOf(b)).map((day) => [weekdayOf(day), day])).values()]
  const working = slots.every(({ dayKind }) => isWorkingKind(dayKind))
  if (working && weekdays.length >= 5) return 'các ngày làm việc trong tháng'
  return weekdays.length <= 3 ? `${weekdays.map(weekdayOfDay).join(', ')} theo lịch` : 'các ngày ghi trong lịch'
}

/** Whether every hour of each duty day is covered. */
export const aroundTheClock = ({ first, last }: PostTime): boolean =>
  first.size > 0 && [...first].every(([day, start]) => (last.get(day) ?? start) - start === 24 * HOUR)
