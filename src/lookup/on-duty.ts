import type { AgencyId, PostId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { SEATS, type Seat } from '../domain/post.ts'
import type { PublicationHead, PublishedPerson, PublishedPost, PublishedSlot } from '../domain/publication.ts'
import { firstEndingAfter, type MonthIndex } from './month-index.ts'

/** `on_duty`: somebody is; `outside_hours`: nobody is meant to be; `uncovered`: somebody should be and nobody is. */
export type OnDutyStatus = 'on_duty' | 'outside_hours' | 'uncovered'
/** Why `uncovered`: no roster is published for that time; no post serves the agency; a 24/24 post has a gap; a slot has nobody. */
export type UncoveredReason = 'not_published' | 'not_served' | 'gap' | 'unfilled'

/** Who comes to a seat after whoever is in it now, and for what time. */
export interface Next {
  readonly person: PublishedPerson
  readonly start: Instant
  readonly end: Instant
}

/** One person on duty at one seat of one post. */
export interface OnDuty {
  readonly post: PublishedPost
  readonly seat: Seat
  readonly person: PublishedPerson
  readonly start: Instant
  readonly end: Instant
  /** Who holds the seat in the first slot after this one that has somebody there; null as far as that is not published. */
  readonly next: Next | null
  readonly publication: PublicationHead
}

/** Who is on duty. `onDuty` is in the order in which to call. */
export interface OnDutyAnswer {
  readonly status: OnDutyStatus
  readonly reason: UncoveredReason | null
  readonly onDuty: readonly OnDuty[]
  /** The next instant at which the answer may differ; null beyond what is published. */
  readonly nextChangeAt: Instant | null
  /** `outside_hours`: when somebody is on duty again, as far as published. */
  readonly nextOpeningAt: Instant | null
  /** The publication that answers (or says that nobody is on duty); null when none does. */
  readonly publication: PublicationHead | null
}

/** What is asked about: posts by id, or the posts that serve an agency. */
export type Question = { readonly posts: readonly PostId[] } | { readonly agency: AgencyId }

/** The posts of one month that the question is about. */
const postsIn = (month: MonthIndex, question: Question): readonly PublishedPost[] =>
  'agency' in question ? (month.postsOfAgency.get(question.agency) ?? []) : month.posts.filter((post) => question.posts.includes(post.id))

/** The slots of one post in one month as they lie around an instant. */
interface Around {
  readonly month: MonthIndex
  readonly post: PublishedPost
  readonly slots: readonly PublishedSlot[]
  /** The slot under way. */
  readonly running: PublishedSlot | undefined
  /** Position of the first slot still to come. */
  readonly ahead: number
}

function around(month: MonthIndex, post: PublishedPost, at: Instant): Around {
  const slots = month.slotsOf.get(post.id) ?? []
  const first = firstEndingAfter(slots, at)
  const slot = slots[first]
  return slot !== undefined && slot.start <= at
    ? { month, post, slots, running: slot, ahead: first + 1 }
    : { month, post, slots, running: undefined, ahead: first }
}

/** When the first slot still to come begins that has somebody. */
function openingOf({ slots, ahead }: Around): Instant[] {
  for (let position = ahead; position < slots.length; position += 1) {
    const slot = slots[position]
    if (slot !== undefined && slot.seats.length > 0) return [slot.start]
  }
  return []
}

/** Who is the first in the seat of a post, in slots of the month that end after the instant. */
function firstIn(month: MonthIndex, postId: PostId, seat: Seat, after: Instant): Next | null {
  const slots = month.slotsOf.get(postId) ?? []
  for (let position = firstEndingAfter(slots, after); position < slots.length; position += 1) {
    const slot = slots[position]
    const holder = slot?.seats.find((each) => each.seat === seat)
    const person = holder && month.people.get(holder.providerId)
    if (slot && person) return { person, start: slot.start, end: slot.end }
  }
  return null
}

/** The same over all months, since what follows a slot may be another month's. */
function nextIn(months: readonly MonthIndex[], postId: PostId, seat: Seat, after: Instant): Next | null {
  let first: Next | null = null
  for (const month of months) {
    const next = firstIn(month, postId, seat, after)
    if (next !== null && (first === null || next.start < first.start)) first = next
  }
  return first
}

const seated = (months: readonly MonthIndex[], { month, post, running }: Around): OnDuty[] =>
  running === undefined
    ? []
    : running.seats.flatMap(({ seat, providerId }) => {
        const person = month.people.get(providerId)
        const { start, end } = running
        return person ? [{ post, seat, person, start, end, next: nextIn(months, post.id, seat, end), publication: month.head }] : []
      })

/** First whoever is at the court, then by seat, then by post, so that the same question is always answered in the same order. */
const callOrder = (a: OnDuty, b: OnDuty): number =>
  Number(b.post.mode === 'on_site') - Number(a.post.mode === 'on_site') ||
  SEATS.indexOf(a.seat) - SEATS.indexOf(b.seat) ||
  (a.post.code < b.post.code ? -1 : 1)

const earliest = (instants: readonly Instant[]): Instant | null => (instants.length === 0 ? null : (Math.min(...instants) as Instant))

/** For a list of a whole centre: first the posts that somebody answers around the clock; otherwise in the order in which they come. */
export const continuousFirst = (onDuty: readonly OnDuty[]): OnDuty[] =>
  onDuty.toSorted((a, b) => Number(b.post.continuous) - Number(a.post.continuous))

/**
 * When another version takes over from one that answers now. While nobody is on duty, the start of a month counts too: from then
 * on another document says so, or says otherwise; whoever is on duty stays to the end of the slot.
 */
const takeovers = (months: readonly MonthIndex[], at: Instant, silent: boolean): Instant[] =>
  months
    .flatMap(({ head }) => [head.supersededFrom, silent ? head.effectiveFrom : null])
    .filter((instant): instant is Instant => instant !== null && instant > at)

/**
 * Who is on duty at the instant, by the months in force then (in order of time, `month` the one that holds the instant, null when
 * it is not published). The end of a slot belongs to the next. Never an empty answer: without anybody it says why.
 */
export function answer(months: readonly MonthIndex[], month: MonthIndex | null, question: Question, at: Instant): OnDutyAnswer {
  const all = months.flatMap((each) => postsIn(each, question).map((post) => around(each, post, at)))
  const onDuty = all.flatMap((each) => seated(months, each)).sort(callOrder)
  const edges = all.flatMap(({ slots, running, ahead }) => [running?.end, slots[ahead]?.start]).filter((edge) => edge !== undefined)
  const nextChangeAt = earliest([...edges, ...takeovers(months, at, onDuty.length === 0)])
  const base = { onDuty, nextChangeAt, publication: onDuty[0]?.publication ?? month?.head ?? null }
  if (onDuty.length > 0) return { ...base, status: 'on_duty', reason: null, nextOpeningAt: null }
  const runs = all.some(({ running }) => running !== undefined)
  const reason = runs ? 'unfilled' : reasonFor(month, question)
  return { ...base, status: reason === null ? 'outside_hours' : 'uncovered', reason, nextOpeningAt: earliest(all.flatMap(openingOf)) }
}

/** Why no slot is under way; null when none is meant to be. */
function reasonFor(month: MonthIndex | null, question: Question): UncoveredReason | null {
  if (month === null) return 'not_published'
  const posts = postsIn(month, question)
  if (posts.length === 0) return 'not_served'
  return posts.some((post) => post.continuous) ? 'gap' : null
}

/**
 * Of all versions of the months, those that answer at the instant: in each month the one in force then, or, for a month that is
 * still to come, the one in force when it begins.
 */
export function inForceAt(heads: readonly PublicationHead[], at: Instant): PublicationHead[] {
  const byMonth = Map.groupBy(heads, (head) => head.month)
  return [...byMonth.values()].flatMap((versions) => {
    const moment = Math.max(at, Math.min(...versions.map((version) => version.effectiveFrom)))
    const inForce = versions.filter(
      ({ effectiveFrom, supersededFrom }) => effectiveFrom <= moment && (supersededFrom === null || moment < supersededFrom)
    )
    return inForce.slice(-1)
  })
}
