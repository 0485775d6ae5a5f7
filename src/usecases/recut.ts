import type { Recut } from '../domain/amendment.ts'
import { compare, type PostId } from '../domain/ids.ts'
import { type Instant, overlaps } from '../domain/instant.ts'
import type { Slot } from '../domain/roster.ts'
import { loadCalendar } from './calendar.ts'
import type { Deps } from './deps.ts'
import { cutSlots } from './draft-roster.ts'
import type { RosterScene } from './roster-scene.ts'

/**
 * What the calendar of this moment makes of the slots that begin at the instant or later: as if the month were cut anew, but a slot that
 * still fits stays with everybody in it, also where a cover has cut it in two. Null when nothing changes.
 */
export async function recutOf(deps: Deps, scene: RosterScene, from: Instant): Promise<Recut | null> {
  const { centre, roster, slots, posts } = scene
  const calendar = await loadCalendar(deps.db)
  const used = new Set<PostId>(slots.map(({ postId }) => postId))
  const wanted = await cutSlots(
    deps,
    centre,
    roster.month,
    posts.filter(({ id }) => used.has(id))
  )
  const future = slots.filter(({ start }) => start >= from)
  const running = slots.filter(({ start }) => start < from)
  const free = wanted.filter((slot) => slot.start >= from && !running.some((each) => each.postId === slot.postId && overlaps(each, slot)))
  const kept = new Set(free.flatMap((slot) => tiles(slot, future)).map(({ id }) => id))
  const removed = future.filter(({ id }) => !kept.has(id)).map(({ id }) => id)
  const added = free.filter((slot) => tiles(slot, future).length === 0)
  const rekinded = future
    .filter(({ id, day, dayKind }) => kept.has(id) && calendar.dayOf(day).kind !== dayKind)
    .map(({ id, day }) => ({ slotId: id, dayKind: calendar.dayOf(day).kind }))
  return removed.length + added.length + rekinded.length === 0 ? null : { removed, added, rekinded }
}

/** The slots of the post that together are exactly the wanted one; none when they are not. */
function tiles(wanted: Slot, slots: readonly Slot[]): readonly Slot[] {
  const inside = slots.filter((slot) => slot.postId === wanted.postId && overlaps(slot, wanted)).sort((a, b) => compare(a.start, b.start))
  const whole = inside.at(0)?.start === wanted.start && inside.at(-1)?.end === wanted.end
  return whole && inside.every((slot, at) => at === 0 || slot.start === inside[at - 1]?.end) ? inside : []
}
