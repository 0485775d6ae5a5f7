import ical, { escape as escaped, foldLines, ICalEvent, type ICalEventData, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { DateTime } from 'luxon'
import { compare } from '../domain/ids.ts'
import type { Instant, Interval, Zone } from '../domain/instant.ts'
import type { PublishedMonth } from '../domain/publication.ts'
import { type Basis, type CalendarNumbers, type CalendarVersion, type DutyEvent, dutyEvents, type EventPerson } from './duty-events.ts'
import type { Only } from './seats.ts'
import { CALENDAR_WORDING } from './table-words.ts'
import { type ZoneClock, zoneClock } from './vtimezone.ts'

/** How often a subscriber is asked to come back. */
const REFRESH = 'PT1H'
/** Agencies that a description names one by one; a post of a whole province serves hundreds, and its name says so. */
const MOST_NAMED = 5

const list = (numbers: readonly string[]): string => numbers.join(', ')
const personLine = ({ seat, fullName, role, numbers }: EventPerson): string => CALENDAR_WORDING.person(seat, fullName, role, list(numbers))

function basisLine(basis: Basis): string {
  if (basis.kind === 'document') return CALENDAR_WORDING.document(basis.number)
  return CALENDAR_WORDING[basis.kind]
}

function description({ facts, basis }: DutyEvent): string {
  const { post, mode, agencies, person, others, centre } = facts
  const served = agencies.length > MOST_NAMED ? CALENDAR_WORDING.countOfAgencies(agencies.length) : CALENDAR_WORDING.agencies(agencies)
  return [
    CALENDAR_WORDING.post(post, mode),
    ...[person, ...others].map(personLine),
    ...(agencies.length === 0 ? [] : [served]),
    CALENDAR_WORDING.centre(centre.name, list(centre.numbers)),
    basisLine(basis)
  ].join('\n')
}

function summary({ facts: { person, post }, cancelled }: DutyEvent, only: Only): string {
  const { seat, fullName } = person
  const text = only.providerId === undefined ? CALENDAR_WORDING.other(seat, post, fullName) : CALENDAR_WORDING.own(seat, post)
  return cancelled ? CALENDAR_WORDING.cancelled(text) : text
}

/** An event on the clock of the zone, or in UTC where a reading of that clock would be taken for an earlier moment. */
function eventData(event: DutyEvent, zone: Zone, { isSecondReading }: ZoneClock, only: Only): ICalEventData {
  const { start, end, mode, post } = event.facts
  const told = isSecondReading(start) || isSecondReading(end) ? 'utc' : zone
  return {
    id: event.uid,
    sequence: event.sequence,
    stamp: DateTime.fromMillis(event.stamp, { zone: 'utc' }),
    lastModified: DateTime.fromMillis(event.stamp, { zone: 'utc' }),
    start: DateTime.fromMillis(start, { zone: told }),
    end: DateTime.fromMillis(end, { zone: told }),
    timezone: told === 'utc' ? 'UTC' : zone,
    summary: summary(event, only),
    description: description(event),
    ...(mode === 'on_site' && { location: post }),
    // who is on duty by phone may do other work
    transparency: mode === 'on_site' ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED
  }
}

/** From the first start to the last end; where there are no events, any moment does. */
function spanOf(events: readonly DutyEvent[]): Interval {
  if (events.length === 0) return { start: 0 as Instant, end: 0 as Instant }
  const start = Math.min(...events.map(({ facts }) => facts.start))
  return { start: start as Instant, end: Math.max(...events.map(({ facts }) => facts.end)) as Instant }
}

/** Whose calendar it is: the person, post or agency by the newest name, else the centre. */
function titleOf(month: PublishedMonth | undefined, { providerId, postId, agencyId }: Only): string | undefined {
  const { people = [], posts = [], agencies = [], centre } = month ?? {}
  if (providerId !== undefined) return people.find(({ id }) => id === providerId)?.fullName
  if (postId !== undefined) return posts.find(({ id }) => id === postId)?.name
  return agencyId === undefined ? centre?.name : agencies.find(({ id }) => id === agencyId)?.name
}

/** What a calendar is made for. `title` and `zone` serve where no version says them. */
export interface CalendarOptions {
  readonly only: Only
  readonly numbers: CalendarNumbers
  readonly title: string
  readonly zone: Zone
}

/**
 * The iCalendar (RFC 5545) of duties over all versions of their months: UIDs that never change, SEQUENCE by the version of the last
 * change, what is no longer so as CANCELLED, times on the clock of the centre with its VTIMEZONE. The same versions give the same bytes.
 */
export function renderIcs(versions: readonly CalendarVersion[], { only, numbers, title, zone }: CalendarOptions): Uint8Array {
  const newest = versions.toSorted((a, b) => compare(b.month, a.month) || b.version - a.version)
  const named = newest.map(({ content }) => titleOf(content, only)).find((name) => name !== undefined)
  const events = dutyEvents(versions, only, numbers)
  const calendar = ical({
    prodId: '//lichtruc//Lich truc//VI',
    name: escaped(CALENDAR_WORDING.name(named ?? title), false),
    scale: 'gregorian'
  })
  const clock = zoneClock(zone, spanOf(events))
  // one event after the other: the library, which folds all at once, holds the pieces of every line until the last (twice the time)
  const told = events.map((event) => Buffer.from(foldLines(new ICalEvent(eventData(event, zone, clock, only), calendar).toString())))
  return new Uint8Array(Buffer.concat([Buffer.from(headOf(calendar.toString(), clock)), ...told, Buffer.from(`${END}\r\n`)]))
}

const END = 'END:VCALENDAR'

/** What stands before the first event: the properties, how often to come back, and the zone, also where no event needs it (RFC 5545, 3.6). */
const headOf = (empty: string, { component }: ZoneClock): string =>
  `${empty.slice(0, empty.lastIndexOf(END))}REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}\r\nX-PUBLISHED-TTL:${REFRESH}\r\n${component}\r\n`
