import { compare, type PostId, type ProviderId } from './ids.ts'
import type { Instant, Interval } from './instant.ts'
import { SEATS, type Seat } from './post.ts'
import type { Difference, PublishedMonth, PublishedSlot } from './publication.ts'

type Compared = Pick<PublishedMonth, 'slots' | 'people'>

/**
 * What the later version says differently, by time: a slot cut in two by a cover differs only where somebody else stands. In order of
 * start, post and seat, numbers last.
 */
export function differences(before: Compared, after: Compared): Difference[] {
  const [was, is] = [byPost(before), byPost(after)]
  const posts = [...new Set([...was.keys(), ...is.keys()])]
  const found = posts.flatMap((post) => atPost(was.get(post) ?? [], is.get(post) ?? []))
  return [...found.sort((a, b) => compare(a.start, b.start) || compare(a.postId, b.postId)), ...numbers(before, after)]
}

const byPost = ({ slots }: Compared): Map<PostId, readonly PublishedSlot[]> => Map.groupBy(slots, (slot) => slot.postId)

type Moment = Extract<Difference, Interval>

function atPost(before: readonly PublishedSlot[], after: readonly PublishedSlot[]): Moment[] {
  const cuts = [...new Set([...before, ...after].flatMap(({ start, end }) => [start, end]))].sort(compare)
  const found: Moment[] = []
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1]
    if (end === undefined) break
    const holding = (slot: PublishedSlot): boolean => slot.start <= start && end <= slot.end
    for (const each of within({ start, end }, before.find(holding), after.find(holding))) join(found, each)
  }
  return found
}

/** The differences of a stretch that each version staffs with one slot or none. */
function within(stretch: Interval, was: PublishedSlot | undefined, is: PublishedSlot | undefined): Moment[] {
  const slot = is ?? was
  if (slot === undefined) return []
  const at = { ...stretch, slotId: slot.id, postId: slot.postId }
  if (is === undefined || was === undefined) return [{ kind: is === undefined ? 'removed' : 'added', ...at, seats: slot.seats }]
  return SEATS.flatMap((seat) => {
    const [from, to] = [holder(was, seat), holder(is, seat)]
    return from === to ? [] : [{ kind: 'seat' as const, ...at, seat, from, to }]
  })
}

const holder = ({ seats }: PublishedSlot, seat: Seat): ProviderId | null => seats.find((each) => each.seat === seat)?.providerId ?? null

/** Adds a stretch, or lengthens the one that ends where it begins and says the same of the same slot. */
function join(found: Moment[], next: Moment): void {
  const same = ({ start: _, end: __, ...rest }: Moment): string => JSON.stringify(rest)
  const at = found.findLastIndex((each) => each.end === next.start && same(each) === same(next))
  const before = found[at]
  if (before === undefined) found.push(next)
  else found[at] = { ...before, end: next.end }
}

/** People of both versions whose numbers differ. */
function numbers(before: Compared, after: Compared): Difference[] {
  const was = new Map(before.people.map((person) => [person.id, JSON.stringify(person.phones.map(({ e164 }) => e164))]))
  return after.people
    .filter(({ id, phones }) => was.has(id) && was.get(id) !== JSON.stringify(phones.map(({ e164 }) => e164)))
    .map(({ id }) => ({ kind: 'numbers', providerId: id }))
}

/** The posts that a difference concerns; of a person's numbers those where the person stands. */
export function postsConcerned({ slots }: Pick<PublishedMonth, 'slots'>, changes: readonly Difference[]): Set<PostId> {
  const people = new Set(changes.flatMap((change) => (change.kind === 'numbers' ? [change.providerId] : [])))
  const theirs = slots.filter(({ seats }) => seats.some(({ providerId }) => people.has(providerId))).map(({ postId }) => postId)
  return new Set([...changes.flatMap((change) => (change.kind === 'numbers' ? [] : [change.postId])), ...theirs])
}

/** The earliest instant that a difference concerns; undefined where only numbers differ. */
export const firstChanged = (changes: readonly Difference[]): Instant | undefined =>
  changes.flatMap((change) => (change.kind === 'numbers' ? [] : [change.start])).sort(compare)[0]
