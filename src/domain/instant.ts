import { DateTime, IANAZone } from 'luxon'
import { type Day, daysBetween } from './day.ts'
import { DutyError } from './errors.ts'
import type { Branded } from './ids.ts'

/** A point in time: milliseconds since 1970-01-01T00:00Z. Intervals of instants are half-open `[start, end)`. */
export type Instant = Branded<number, 'Instant'>
/** A checked IANA zone name. */
export type Zone = Branded<string, 'Zone'>

/** `[start, end)`: the end belongs to whatever comes next. */
export interface Interval {
  readonly start: Instant
  readonly end: Instant
}

export const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh' as Zone
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const EPOCH = '1970-01-01' as Day

/** Reads an IANA zone name; throws BAD_ZONE for any other text, a bare offset such as `+07:00` included. */
export function parseZone(value: string): Zone {
  if (!/^[A-Za-z]/.test(value) || !IANAZone.isValidZone(value)) throw new DutyError('BAD_ZONE', { value })
  return value as Zone
}

const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d'
const RFC3339 = new RegExp(`^(?:1[89]|2[01])\\d{2}-\\d{2}-\\d{2}T${CLOCK}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]${CLOCK})$`, 'i')

/**
 * Reads an RFC 3339 instant of the years 1800-2199 (seconds may be left out, what is finer than a millisecond is dropped); one without
 * a zone is refused with BAD_INSTANT, never guessed.
 */
export function parseInstant(value: string): Instant {
  const at = DateTime.fromISO(value, { setZone: true })
  if (!RFC3339.test(value) || !at.isValid) throw new DutyError('BAD_INSTANT', { value })
  return at.toMillis() as Instant
}

/** A second as it is written: what stands before a fraction, and the offset. */
interface Written {
  readonly before: string
  readonly offset: string
}

/** Seconds that were written lately in each zone: every look-up writes the same few, that of the question and that of the last sign of change. */
const writtenLately = new Map<Zone, Map<number, Written>>()
const MOST_WRITTEN = 1000

/** RFC 3339 with the zone's offset at that instant: `2026-12-01T00:00:00+07:00`. Milliseconds only where there are some. */
export function formatInstant(at: Instant, zone: Zone): string {
  const second = Math.floor(at / 1000)
  const { before, offset } = writtenSecond(second, zone)
  const fraction = at - second * 1000
  return fraction === 0 ? before + offset : `${before}.${String(fraction).padStart(3, '0')}${offset}`
}

/** Characters of `2026-12-01T00:00:00`. */
const TO_SECOND = 19

function writtenSecond(second: number, zone: Zone): Written {
  const lately = writtenLately.get(zone) ?? new Map<number, Written>()
  const known = lately.get(second)
  if (known !== undefined) return known
  if (lately.size >= MOST_WRITTEN) lately.clear()
  const text = DateTime.fromMillis(second * 1000, { zone }).toISO({ suppressMilliseconds: true }) as string
  const written = { before: text.slice(0, TO_SECOND), offset: text.slice(TO_SECOND) }
  writtenLately.set(zone, lately.set(second, written))
  return written
}

/** The day on the wall at that instant. */
export const dayAt = (at: Instant, zone: Zone): Day => DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd') as Day

/** `HH:mm` on the wall at that instant. */
export const timeAt = (at: Instant, zone: Zone): string => DateTime.fromMillis(at, { zone }).toFormat('HH:mm')

/**
 * The instant at which the wall clock of the zone reads `minutes` after midnight of the day (1440 and more run into the next days).
 * A reading that a clock change skips is the instant of the change; one that happens twice is the first. So the result never
 * decreases as the reading grows, and slots cut at wall times leave no gap and no overlap in any zone.
 */
export function wallClock(day: Day, minutes: number, zone: Zone): Instant {
  const midnight = daysBetween(EPOCH, day) * DAY + Math.floor(minutes / 1440) * DAY
  const naive = midnight + (((minutes % 1440) + 1440) % 1440) * MINUTE
  const { before, after, change } = offsetsAround(midnight, zone)
  return (naive - before < change ? naive - before : Math.max(change, naive - after)) as Instant
}

/** The zone's offsets (wall minus UTC) before and after its clock change; without one the change never comes. */
interface Offsets {
  readonly before: number
  readonly after: number
  readonly change: number
}

/** Days of zones whose offsets are kept: asking Intl is what makes a month of slots slow. */
const KEPT_DAYS = 5000
const keptOffsets = new Map<string, Offsets>()

/** The offsets around a wall day (its midnight as if in UTC), a day on each side included: a zone changes at most once in three days. */
function offsetsAround(midnight: number, zone: Zone): Offsets {
  const key = `${midnight} ${zone}`
  const kept = keptOffsets.get(key)
  if (kept !== undefined) return kept
  const [from, to] = [midnight - DAY, midnight + 2 * DAY]
  const [before, after] = [offsetAt(from, zone), offsetAt(to, zone)]
  const offsets = { before, after, change: before === after ? Number.POSITIVE_INFINITY : changeBetween(from, to, zone) }
  if (keptOffsets.size >= KEPT_DAYS) keptOffsets.clear()
  keptOffsets.set(key, offsets)
  return offsets
}

const offsetAt = (utcMillis: number, zone: Zone): number => IANAZone.create(zone).offset(utcMillis) * MINUTE

/** The instant of the one offset change within the span. */
function changeBetween(from: number, to: number, zone: Zone): number {
  const start = offsetAt(from, zone)
  let low = from
  let high = to
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle, zone) === start) low = middle
    else high = middle
  }
  return high
}

export const overlaps = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end
export const contains = (interval: Interval, at: Instant): boolean => interval.start <= at && at < interval.end
/** Hours of the interval that have really passed, clock changes included. */
export const hoursOf = (interval: Interval): number => (interval.end - interval.start) / HOUR
/** Hours between the end of the earlier and the start of the later; negative when they overlap. */
export const gapHours = (a: Interval, b: Interval): number => (a.start <= b.start ? b.start - a.end : a.start - b.end) / HOUR
