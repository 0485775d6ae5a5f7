import type { AgencyId, PostId, ProviderId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { PublicationHead, PublishedMonth, PublishedPerson, PublishedPost, PublishedSlot, SaidInMonth } from '../domain/publication.ts'

/** A publication made ready for questions: the slots of each post in order of time, and who and what its ids stand for. */
export interface MonthIndex {
  readonly head: PublicationHead
  /** What it says, as it was read. */
  readonly said: SaidInMonth
  /** SHA-256 of `said` as JSON text, as the database keeps it; empty where nobody will compare it. */
  readonly digest: string
  readonly centre: PublishedMonth['centre']
  readonly posts: readonly PublishedPost[]
  readonly slotsOf: ReadonlyMap<PostId, readonly PublishedSlot[]>
  readonly people: ReadonlyMap<ProviderId, PublishedPerson>
  readonly postsOfAgency: ReadonlyMap<AgencyId, readonly PublishedPost[]>
}

/** What an index is built from: a publication, or of what it says as much as questions need. */
export interface Indexed extends PublicationHead {
  readonly content: SaidInMonth
  readonly digest?: string
}

/** Builds the index of one publication, once for ever: a publication never changes. */
export function indexMonth({ content, digest = '', ...head }: Indexed): MonthIndex {
  const pairs = content.posts.flatMap((post) => post.agencyIds.map((agencyId) => ({ agencyId, post })))
  const ofAgency = Map.groupBy(pairs, ({ agencyId }) => agencyId)
  const byStart = content.slots.toSorted((a, b) => a.start - b.start)
  return {
    head,
    said: content,
    digest,
    centre: content.centre,
    posts: content.posts,
    slotsOf: Map.groupBy(byStart, (slot) => slot.postId),
    people: new Map(content.people.map((person) => [person.id, person])),
    postsOfAgency: new Map([...ofAgency].map(([id, list]) => [id, list.map(({ post }) => post)]))
  }
}

/** Position of the first slot that ends after the instant: slots of one post never overlap, so ends are in order as starts are. */
export function firstEndingAfter(slots: readonly PublishedSlot[], at: Instant): number {
  let low = 0
  let high = slots.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((slots[middle]?.end ?? 0) > at) high = middle
    else low = middle + 1
  }
  return low
}
