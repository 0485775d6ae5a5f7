import { DateTime } from 'luxon'
import { HOUR, type Instant, type Interval, MINUTE, type Zone } from '../domain/instant.ts'

const DAY = 24 * HOUR
/** So far before the first event the changes of the clock are told, so that no reader has to guess what was before; milliseconds. */
const MARGIN = 370 * DAY

const offsetAt = (at: number, zone: Zone): number => DateTime.fromMillis(at, { zone }).offset

/** The moments in the interval at which the clock of the zone changes. */
function changes(from: number, to: number, zone: Zone): number[] {
  const found: number[] = []
  for (let at = from; at < to; at += DAY) {
    if (offsetAt(at, zone) !== offsetAt(at + DAY, zone)) found.push(changeWithin(at, at + DAY, zone))
  }
  return found
}

/** The one change between two moments of different offsets, to the second. */
function changeWithin(from: number, to: number, zone: Zone): number {
  const before = offsetAt(from, zone)
  let [low, high] = [from, to]
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (offsetAt(middle, zone) === before) low = middle
    else high = middle
  }
  return high
}

const sign = (minutes: number): string => (minutes < 0 ? '-' : '+')
const two = (number: number): string => String(number).padStart(2, '0')
const offsetText = (minutes: number): string => `${sign(minutes)}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`

/** One observance: from its onset, which is read on the clock that it replaces (RFC 5545, 3.6.5). */
function observance(kind: 'STANDARD' | 'DAYLIGHT', onset: string, from: number, to: number): string[] {
  const offsets = [`TZOFFSETFROM:${offsetText(from)}`, `TZOFFSETTO:${offsetText(to)}`, `TZNAME:${offsetText(to)}`]
  return [`BEGIN:${kind}`, `DTSTART:${onset}`, ...offsets, `END:${kind}`]
}

/** The clock of a zone over an interval. */
export interface ZoneClock {
  /** Its VTIMEZONE (RFC 5545, 3.6.5). */
  readonly component: string
  /**
   * Whether the wall clock reads this moment for the second time: such a moment can't be written as a reading, which stands for the first
   * (RFC 5545, 3.3.5).
   */
  isSecondReading(at: Instant): boolean
}

/**
 * What a calendar tells of a zone, right for every moment of the interval: each change of the clock by itself, without recurrence rules, so
 * that also a zone that changed its mind is told as it was.
 */
export function zoneClock(zone: Zone, { start, end }: Interval): ZoneClock {
  const from = start - MARGIN
  const first = offsetAt(from, zone)
  const moments = changes(from, end + DAY, zone)
  const told = moments.map((at) => {
    const [before, after] = [offsetAt(at - 1000, zone), DateTime.fromMillis(at, { zone })]
    const onset = DateTime.fromMillis(at + before * MINUTE, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss")
    return observance(after.isInDST ? 'DAYLIGHT' : 'STANDARD', onset, before, after.offset)
  })
  const lines = [...observance('STANDARD', '19700101T000000', first, first), ...told.flat()]
  return {
    component: ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...lines, 'END:VTIMEZONE'].join('\r\n'),
    isSecondReading: (at) => moments.some((change) => change <= at && at < change + DAY) && readBefore(at, zone)
  }
}

/** Whether the offset of the day before gives an earlier moment with the same reading. */
function readBefore(at: Instant, zone: Zone): boolean {
  const before = offsetAt(at - DAY, zone)
  const first = at + (offsetAt(at, zone) - before) * MINUTE
  return first < at && offsetAt(first, zone) === before
}
