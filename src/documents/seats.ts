import type { AgencyId, PostId, ProviderId } from '../domain/ids.ts'
import { type Phone, phonesFor } from '../domain/phone.ts'
import type { Seat } from '../domain/post.ts'
import type { Publication, PublishedAgency, PublishedMonth, PublishedPerson, PublishedPost, PublishedSlot } from '../domain/publication.ts'
import type { PaperOptions } from './paper.ts'

/** One seat of one slot with everything that a table says of it; `phones` are those that the audience may read. */
export interface SeatRow {
  readonly slot: PublishedSlot
  readonly post: PublishedPost
  readonly agencies: readonly PublishedAgency[]
  readonly seat: Seat
  readonly person: PublishedPerson
  readonly phones: readonly Phone[]
}

/** Which duties of a month: of one person, at one post, at the posts of one agency; nothing named = all. */
export interface Only {
  readonly providerId?: ProviderId | undefined
  readonly postId?: PostId | undefined
  readonly agencyId?: AgencyId | undefined
}

/** The posts of the month that are meant, in order of code. */
export const postsOf = ({ posts }: PublishedMonth, { postId, agencyId }: Only): PublishedPost[] =>
  posts.filter((post) => (postId === undefined || post.id === postId) && (agencyId === undefined || post.agencyIds.includes(agencyId)))

/** What of the month the filter leaves: its posts with their slots whole, so that whoever shares a slot is still known. */
export function narrowed(month: PublishedMonth, only: Only): PublishedMonth {
  const posts = postsOf(month, only)
  const kept = new Set(posts.map(({ id }) => id))
  const mine = ({ seats }: PublishedSlot): boolean =>
    only.providerId === undefined || seats.some(({ providerId }) => providerId === only.providerId)
  const slots = month.slots.filter((slot) => kept.has(slot.postId) && mine(slot))
  const people = new Set(slots.flatMap(({ seats }) => seats.map(({ providerId }) => providerId)))
  const agencies = new Set(posts.flatMap(({ agencyIds }) => agencyIds))
  return {
    ...month,
    posts,
    slots,
    people: month.people.filter(({ id }) => people.has(id)),
    agencies: month.agencies.filter(({ id }) => agencies.has(id)),
    burdens: month.burdens.filter(({ providerId }) => people.has(providerId))
  }
}

/** One row per seat, in the order of the slots; nobody whom the month does not name. */
export function seatRows({ content }: Publication, { audience, agencyId }: Pick<PaperOptions, 'audience' | 'agencyId'>): SeatRow[] {
  const posts = new Map(postsOf(content, { agencyId }).map((post) => [post.id, { post, agencies: agenciesOf(content, post) }]))
  const people = new Map(content.people.map((person) => [person.id, { person, phones: phonesFor(person.phones, audience) }]))
  return content.slots.flatMap((slot) => {
    const where = posts.get(slot.postId)
    if (where === undefined) return []
    return slot.seats.flatMap(({ seat, providerId }) => {
      const who = people.get(providerId)
      return who === undefined ? [] : [{ slot, seat, ...where, ...who }]
    })
  })
}

/** The agencies that a post serves, in the order of the post. */
export function agenciesOf({ agencies }: PublishedMonth, { agencyIds }: PublishedPost): PublishedAgency[] {
  const known = new Map(agencies.map((agency) => [agency.id, agency]))
  return agencyIds.flatMap((id) => known.get(id) ?? [])
}
