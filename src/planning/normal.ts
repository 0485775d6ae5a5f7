import { compare, type ProviderId } from '../domain/ids.ts'
import type { Slot } from '../domain/roster.ts'
import type { Problem } from './problem.ts'

/** The slots by start, post and id. */
export const slotsInOrder = (slots: readonly Slot[]): Slot[] =>
  slots.toSorted((a, b) => a.start - b.start || compare(a.postId, b.postId) || compare(a.id, b.id))

/** The same problem with every list in its stable order, so that the plan does not hang on how the lists came. */
export const inStableOrder = (problem: Problem): Problem => ({
  ...problem,
  slots: slotsInOrder(problem.slots),
  posts: problem.posts.toSorted((a, b) => compare(a.id, b.id)),
  providers: problem.providers.toSorted((a, b) => compare(a.id, b.id)),
  settled: problem.settled.toSorted((a, b) => a.start - b.start || compare(a.slotId, b.slotId) || compare(a.seat, b.seat))
})

/** Those of the ids that are people of the problem, in the given order, each once. */
export function knownAmong(problem: Pick<Problem, 'providers'>, ids: readonly ProviderId[]): ProviderId[] {
  const known = new Set(problem.providers.map((each) => each.id))
  return [...new Set(ids)].filter((id) => known.has(id))
}
