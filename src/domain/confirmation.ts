import { type CentreId, compare, type ProviderId, type PublicationId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { PublishedMonth, PublishedSlot } from './publication.ts'

/** That a person has confirmed the coming duties that a publication gives them. */
export interface Confirmation {
  readonly centreId: CentreId
  readonly publicationId: PublicationId
  readonly providerId: ProviderId
  readonly confirmedAt: Instant
  readonly by: string
}

/** The coming duties of a person in a month: those that end after `now`, in order of start. */
export const comingDuties = ({ slots }: Pick<PublishedMonth, 'slots'>, providerId: ProviderId, now: Instant): PublishedSlot[] =>
  slots
    .filter(({ end, seats }) => end > now && seats.some((seat) => seat.providerId === providerId))
    .sort((a, b) => compare(a.start, b.start) || compare(a.id, b.id))

/**
 * Whether both months give a person the same coming duties: the same time in the same seat of the same post, however it is cut into
 * slots. Then what was confirmed of the one is confirmed of the other.
 */
export function sameComingDuties(
  a: Pick<PublishedMonth, 'slots'>,
  b: Pick<PublishedMonth, 'slots'>,
  providerId: ProviderId,
  now: Instant
): boolean {
  const [one, other] = [a, b].map((month) => JSON.stringify(stretches(month, providerId, now)))
  return one === other
}

function stretches(month: Pick<PublishedMonth, 'slots'>, providerId: ProviderId, now: Instant): (string | number)[][] {
  const held = comingDuties(month, providerId, now).flatMap(({ postId, start, end, seats }) =>
    seats
      .filter((seat) => seat.providerId === providerId)
      .map(({ seat }) => ({ at: `${postId}/${seat}`, start: Math.max(start, now), end }))
  )
  const joined: { at: string; start: number; end: number }[] = []
  for (const each of held.sort((a, b) => compare(a.at, b.at) || compare(a.start, b.start))) {
    const last = joined.at(-1)
    if (last?.at === each.at && last.end === each.start) last.end = each.end
    else joined.push(each)
  }
  return joined.map(({ at, start, end }) => [at, start, end])
}
