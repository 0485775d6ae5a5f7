import type { AgencyId, PostId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { SEATS, type Seat } from '../domain/post.ts'
import type { PublicationHead, PublishedPerson, PublishedPost, PublishedSlot } from '../domain/publication.ts'
import { firstEndingAfter, type MonthIndex } from './month-index.ts'

/** `on_duty`: somebody is; `outside_hours`: nobody is meant to be; `uncovered`: somebody should be and nobody is. */
export type OnDutyStatus = 'on_duty' | 'outside_hours' | 'uncovered'
/** Why `uncovered`: no roster is published for that time; no post serves the agency; a 24/24 post has a gap; a slot has nobody. */
export type UncoveredReason = 'not_published' | 'not_served' | 'gap' | 'unfilled'

/** One person on duty at one seat of one post. */
export interface OnDuty {
  readonly post: PublishedPost
  readonly seat: Seat
  readonly person: PublishedPerson
  readonly start: Instant
  readonly end: Instant
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

interface Found {
  readonly month: MonthIndex
  readonly post: PublishedPost
  readonly slot: PublishedSlot
}

/** The slot of a post that is under way at an instant, the first still to come, and the first of those that has somebody. */
interface Around {
  readonly running: Found | undefined
  readonly coming: Found | undefined
  readonly opening: Found | undefined
}

function around(month: MonthIndex, post: PublishedPost, at: Instant): Around {
  const slots = month.slotsOf.get(post.id) ?? []
  const first = firstEndingAfter(slots, at)
  const found = (slot: PublishedSlot | undefined): Found | undefined => slot && { month, post, slot }
  const runs = (slots[first]?.start ?? at + 1) <= at
  const ahead = runs ? first + 1 : first
  const opening = slots.find((slot, position) => position >= ahead && slot.seats.length > 0)
  return { running: runs ? found(slots[first]) : undefined, coming: found(slots[ahead]), opening: found(opening) }
}

/** The same of every asked post, over all months. */
function scan(months: readonly MonthIndex[], question: Question, at: Instant): { now: Found[]; next: Found[]; openings: Found[] } {
  const all = months.flatMap((month) => postsIn(month, question).map((post) => around(month, post, at)))
  return {
    now: all.map(({ running }) => running).filter((found) => found !== undefined),
    next: all.map(({ coming }) => coming).filter((found) => found !== undefined),
    openings: all.map(({ opening }) => opening).filter((found) => found !== undefined)
  }
}

const seated = ({ month, post, slot }: Found): OnDuty[] =>
  slot.seats.flatMap(({ seat, providerId }) => {
    const person = month.people.get(providerId)
    return person ? [{ post, seat, person, start: slot.start, end: slot.end, publication: month.head }] : []
  })

/** First whoever is at the court, then by seat, then by post, so that the same question is always answered in the same order. */
const callOrder = (a: OnDuty, b: OnDuty): number =>
  Number(b.post.mode === 'on_site') - Number(a.post.mode === 'on_site') ||
  SEATS.indexOf(a.seat) - SEATS.indexOf(b.seat) ||
  (a.post.code < b.post.code ? -1 : 1)

const earliest = (instants: readonly Instant[]): Instant | null => (instants.length === 0 ? null : (Math.min(...instants) as Instant))

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
  const { now, next, openings } = scan(months, question, at)
  const onDuty = now.flatMap(seated).sort(callOrder)
  const changes = [...now.map(({ slot }) => slot.end), ...next.map(({ slot }) => slot.start), ...takeovers(months, at, onDuty.length === 0)]
  const base = { onDuty, nextChangeAt: earliest(changes), publication: onDuty[0]?.publication ?? month?.head ?? null }
  if (onDuty.length > 0) return { ...base, status: 'on_duty', reason: null, nextOpeningAt: null }
  const reason = reasonFor(month, question, now)
  const opening = earliest(openings.map(({ slot }) => slot.start))
  return { ...base, status: reason === null ? 'outside_hours' : 'uncovered', reason, nextOpeningAt: opening }
}

/** Why nobody is on duty; null when nobody is meant to be. */
function reasonFor(month: MonthIndex | null, question: Question, now: readonly Found[]): UncoveredReason | null {
  if (now.length > 0) return 'unfilled'
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
