import { compare, type ProviderId, type PublicationId } from '../domain/ids.ts'
import type { Instant, Interval } from '../domain/instant.ts'
import { phonesFor } from '../domain/phone.ts'
import type { DutyMode, Seat } from '../domain/post.ts'
import type { ProviderRole } from '../domain/provider.ts'
import { documentNumber, type Publication, type PublishedMonth, type PublishedSlot } from '../domain/publication.ts'
import { agencyNames } from './agency-names.ts'
import { agenciesOf, narrowed, type Only } from './seats.ts'

/** Whose numbers stand in a calendar; null = no numbers at all. Internal ones never do. */
export type CalendarNumbers = 'public' | 'agency' | null

/** Somebody in a slot as a calendar shows them. */
export interface EventPerson {
  readonly id: ProviderId
  readonly seat: Seat
  readonly fullName: string
  readonly role: ProviderRole
  readonly numbers: readonly string[]
}

/** What an event says: if any of it changes, its SEQUENCE rises. */
export interface EventFacts extends Interval {
  readonly post: string
  readonly mode: DutyMode
  readonly agencies: readonly string[]
  readonly person: EventPerson
  /** Who else stands in the slot. */
  readonly others: readonly EventPerson[]
  readonly centre: { readonly name: string; readonly numbers: readonly string[] }
}

/** On whose word an event stands: a numbered document, an emergency change that still awaits one, a recall. */
export type Basis =
  | { readonly kind: 'document'; readonly number: string }
  | { readonly kind: 'provisional' }
  | { readonly kind: 'recalled' }

/** One seat of one slot over all versions of its month. */
export interface DutyEvent {
  readonly uid: string
  /** Version of its last change, less one. */
  readonly sequence: number
  /** When that version was issued. */
  readonly stamp: Instant
  readonly cancelled: boolean
  readonly basis: Basis
  readonly facts: EventFacts
}

/** A version of a month, and when it was recalled, if it was. */
export type CalendarVersion = Publication & { readonly recalledAt?: Instant | null }

type Said = ReadonlyMap<string, EventFacts>

/** What held from one moment of issue on. */
interface Issued {
  readonly version: number
  readonly at: Instant
  readonly basis: Basis
  readonly said: Said
}

/**
 * The events of the duties that the filter leaves, over every version of any number of months: those that hold now, and as cancelled those
 * that an earlier version had, also because somebody else has the seat now. In order of start, then UID.
 */
export function dutyEvents(versions: readonly CalendarVersion[], only: Only, numbers: CalendarNumbers): DutyEvent[] {
  const months = Map.groupBy(versions, ({ rosterId }) => rosterId)
  const events = [...months.values()].flatMap((ofMonth) => eventsOfMonth(ofMonth, only, numbers))
  return events.sort((a, b) => compare(a.facts.start, b.facts.start) || compare(a.uid, b.uid))
}

function eventsOfMonth(versions: readonly CalendarVersion[], only: Only, numbers: CalendarNumbers): DutyEvent[] {
  const events = new Map<string, DutyEvent>()
  for (const version of versions.toSorted((a, b) => a.version - b.version)) {
    for (const issued of issuesOf(version, only, numbers)) apply(events, issued)
  }
  return [...events.values()]
}

/** What a version said, and what was left of it once it was recalled. */
function issuesOf(version: CalendarVersion, only: Only, numbers: CalendarNumbers): Issued[] {
  const said = factsOf(narrowed(version.content, only), only, numbers)
  const number = documentNumber(version)
  const basis: Basis = number === null ? { kind: 'provisional' } : { kind: 'document', number }
  const issued: Issued = { version: version.version, at: version.publishedAt, basis, said }
  const { recalledAt } = version
  if (recalledAt === undefined || recalledAt === null) return [issued]
  const end = version.supersededFrom ?? recalledAt
  return [issued, { version: version.version + 1, at: recalledAt, basis: { kind: 'recalled' }, said: until(said, end) }]
}

/** What had begun by then, ended then at the latest. */
const until = (said: Said, end: Instant): Said =>
  new Map([...said].flatMap(([uid, facts]) => (facts.start < end ? [[uid, facts.end > end ? { ...facts, end } : facts] as const] : [])))

function apply(events: Map<string, DutyEvent>, { version, at, basis, said }: Issued): void {
  const changed = { sequence: version - 1, stamp: at, basis }
  for (const [uid, facts] of said) {
    const before = events.get(uid)
    if (before === undefined || before.cancelled || confirms(before.basis, basis) || !same(before.facts, facts)) {
      events.set(uid, { ...changed, uid, cancelled: false, facts })
    }
  }
  for (const [uid, event] of events) {
    if (!said.has(uid) && !event.cancelled) events.set(uid, { ...event, ...changed, cancelled: true })
  }
}

const confirms = (before: Basis, after: Basis): boolean => before.kind === 'provisional' && after.kind === 'document'
const same = (a: EventFacts, b: EventFacts): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The UID of a seat of a slot: it never changes, whoever has the seat and whenever the slot ends. */
export const uidOf = ({ id }: Pick<PublishedSlot, 'id'>, seat: Seat): string => `${id}-${seat}@lichtruc`

function factsOf(month: PublishedMonth, { providerId }: Only, numbers: CalendarNumbers): Said {
  const posts = new Map(month.posts.map((post) => [post.id, { ...post, agencies: agencyNames(agenciesOf(month, post)) }]))
  const people = peopleOf(month, numbers)
  const centre = {
    name: month.centre.name,
    numbers: numbers === null ? [] : phonesFor(month.centre.phones, numbers).map(({ national }) => national)
  }
  const said = new Map<string, EventFacts>()
  for (const slot of month.slots) {
    const post = posts.get(slot.postId)
    const here = slot.seats.flatMap(({ seat, providerId }) => people(providerId, seat))
    if (post === undefined) continue
    for (const person of here) {
      if (providerId !== undefined && person.id !== providerId) continue
      const others = here.filter((each) => each !== person)
      const { start, end } = slot
      said.set(uidOf(slot, person.seat), { start, end, post: post.name, mode: post.mode, agencies: post.agencies, person, others, centre })
    }
  }
  return said
}

/** Looks up people of the month as a calendar shows them; nobody whom it does not name. */
function peopleOf({ people }: PublishedMonth, numbers: CalendarNumbers): (id: ProviderId, seat: Seat) => EventPerson[] {
  const known = new Map(
    people.map(({ id, fullName, role, phones }) => {
      const readable = numbers === null ? [] : phonesFor(phones, numbers).map(({ national }) => national)
      return [id, { id, fullName, role, numbers: readable }]
    })
  )
  return (id, seat) => {
    const person = known.get(id)
    return person === undefined ? [] : [{ ...person, seat }]
  }
}

/** When each of these publications was recalled, laid beside it. */
export const withRecalls = (versions: readonly Publication[], recalls: ReadonlyMap<PublicationId, Instant>): CalendarVersion[] =>
  versions.map((version) => ({ ...version, recalledAt: recalls.get(version.id) ?? null }))
