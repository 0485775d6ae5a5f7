import type { DeliveryEvent } from './delivery.ts'
import { differences } from './difference.ts'
import type { AgencyId, PostId, ProviderId } from './ids.ts'
import { phonesFor } from './phone.ts'
import type { Difference, Publication, PublishedMonth } from './publication.ts'

type Version = Pick<Publication, 'kind' | 'content'>
/** The version before, and whether it was recalled: then the next one is told to everybody as if it were the first. */
type Before = Pick<Publication, 'content'> | null

/** What a version is told as. */
export const eventOf = ({ kind }: Pick<Publication, 'kind'>, before: Before): DeliveryEvent =>
  kind === 'provisional' ? 'provisional' : before === null ? 'issued' : 'amended'

/** The posts that serve an agency, in either month. */
const postsOf = (agencyId: AgencyId, months: readonly PublishedMonth[]): Set<PostId> =>
  new Set(months.flatMap(({ posts }) => posts.filter((post) => post.agencyIds.includes(agencyId)).map(({ id }) => id)))

/**
 * What a version changes for one agency: at the posts that serve it, and in numbers that it may read of people who stand there. Of a
 * numbered version against the last numbered one, whose paper the agency has; where that says nothing, against the version before.
 */
export function changesFor(agencyId: AgencyId, { content }: Version, before: Before): Difference[] {
  if (before === null) return []
  const posts = postsOf(agencyId, [before.content, content])
  const theirs = (changes: readonly Difference[]): Difference[] =>
    changes.filter((change) => concerns(change, posts, before.content, content))
  const amended = content.document?.number === null ? [] : theirs(content.document?.changes ?? [])
  return amended.length > 0 ? amended : theirs(differences(before.content, content))
}

function concerns(change: Difference, posts: ReadonlySet<PostId>, before: PublishedMonth, after: PublishedMonth): boolean {
  if (change.kind !== 'numbers') return posts.has(change.postId)
  const stands = after.slots.some(({ postId, seats }) => posts.has(postId) && seats.some((seat) => seat.providerId === change.providerId))
  return stands && visible(before, change.providerId) !== visible(after, change.providerId)
}

const visible = ({ people }: PublishedMonth, id: ProviderId): string =>
  phonesFor(people.find((person) => person.id === id)?.phones ?? [], 'agency')
    .map(({ e164 }) => e164)
    .join()

/** Whom a version is for: every agency it serves, and of a later one those whom a change concerns and those it serves for the first time. */
export function agenciesConcerned(publication: Version, before: Before): AgencyId[] {
  const served = publication.content.agencies.map(({ id }) => id)
  if (before === null) return served
  const known = before.content.agencies.map(({ id }) => id)
  const all = [...served, ...known.filter((id) => !served.includes(id))]
  return all.filter((id) => !known.includes(id) || changesFor(id, publication, before).length > 0)
}
