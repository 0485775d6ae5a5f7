import { Type } from 'typebox'
import type { PostId, ProviderId } from '../domain/ids.ts'
import { formatInstant } from '../domain/instant.ts'
import { SEATS } from '../domain/post.ts'
import type { Difference, PublishedMonth } from '../domain/publication.ts'
import { nullable, oneOf } from './schemas.ts'

const Person = Type.Object({ id: Type.String(), fullName: Type.String() })

export const DifferenceView = Type.Object(
  {
    kind: oneOf(
      ['seat', 'added', 'removed', 'numbers'] as const,
      'Other people in a seat; time at a post that only the later, or only the earlier version staffs; numbers of a person.'
    ),
    post: nullable(Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() })),
    slotId: nullable(Type.String()),
    start: nullable(Type.String()),
    end: nullable(Type.String()),
    seat: nullable(oneOf(SEATS)),
    from: nullable(Person),
    to: nullable(Person),
    people: Type.Array(Type.Object({ seat: oneOf(SEATS), provider: Person }), {
      description: 'Of `added` and `removed`: who stands there.'
    }),
    provider: nullable(Person)
  },
  { $id: 'Difference', title: 'Difference', description: 'One difference between two versions of a month.' }
)

/** Differences with the names that the later of the months gives, else the earlier. */
export function presentDifferences(changes: readonly Difference[], before: PublishedMonth, after: PublishedMonth) {
  const people = new Map([...before.people, ...after.people].map(({ id, fullName }) => [id, { id, fullName }]))
  const posts = new Map([...before.posts, ...after.posts].map(({ id, code, name }) => [id, { id, code, name }]))
  const person = (id: ProviderId | null) => (id === null ? null : (people.get(id) ?? { id, fullName: '' }))
  const post = (id: PostId) => posts.get(id) ?? null
  const { zone } = after.centre
  const nothing = { post: null, slotId: null, start: null, end: null, seat: null, from: null, to: null, people: [], provider: null }
  return changes.map((change) => {
    if (change.kind === 'numbers') return { ...nothing, kind: change.kind, provider: person(change.providerId) }
    const { kind, slotId, postId, start, end } = change
    const at = { ...nothing, kind, slotId, post: post(postId), start: formatInstant(start, zone), end: formatInstant(end, zone) }
    if (kind === 'seat') return { ...at, seat: change.seat, from: person(change.from), to: person(change.to) }
    return { ...at, people: change.seats.map(({ seat, providerId }) => ({ seat, provider: person(providerId) })) }
  })
}
