import type { Centre } from '../domain/centre.ts'
import { firstDay, lastDay, type Month } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import type { RosterId, SlotId } from '../domain/ids.ts'
import type { Post } from '../domain/post.ts'
import { emptySeats, isEditable, type Roster, type Slot } from '../domain/roster.ts'
import { refuseTooMany, slotsOf } from '../domain/slot.ts'
import { listPosts } from '../store/posts.ts'
import { deleteRoster, insertRoster, insertSlots, listNeighbours, lockRoster } from '../store/rosters.ts'
import { loadCalendar } from './calendar.ts'
import { type Deps, transact } from './deps.ts'

/** The slots of these posts in the month as the calendar of this moment cuts them, all seats empty. Throws ROSTER_TOO_LARGE. */
export async function cutSlots(deps: Deps, centre: Centre, month: Month, posts: readonly Post[]): Promise<Slot[]> {
  const calendar = await loadCalendar(deps.db)
  refuseTooMany(posts, month, calendar)
  const neighbours = await listNeighbours(deps.db, centre.id, month)
  return posts.flatMap((post) =>
    slotsOf(post, month, calendar, centre.zone, { firstWeekday: centre.firstWeekday, ...neighbours.get(post.id) })
      .map((plan): Slot => ({ ...plan, id: deps.newId() as SlotId, seats: emptySeats(post, plan) }))
      .filter(({ seats }) => seats.length > 0)
  )
}

/** Opens the draft of a month: its slots, with every seat empty. Throws ROSTER_EXISTS, ROSTER_EMPTY, ROSTER_TOO_LARGE. */
export const draftRoster = (deps: Deps, centre: Centre, month: Month, seed: number): Promise<Roster> =>
  transact(deps, async (deps) => {
    const now = deps.now()
    const id = deps.newId() as RosterId
    const roster: Roster = {
      id,
      centreId: centre.id,
      version: 1,
      month,
      status: 'draft',
      seed,
      plannedAt: null,
      submittedBy: null,
      approval: null,
      createdAt: now
    }
    await insertRoster(deps.db, roster)
    const posts = await listPosts(deps.db, centre.id, firstDay(month), lastDay(month))
    const slots = await cutSlots(deps, centre, month, posts)
    if (slots.length === 0) throw new DutyError('ROSTER_EMPTY', { month })
    await insertSlots(deps.db, roster, slots)
    return roster
  })

/** Throws away a draft whose version is `expected`; one that was ever published stays (ROSTER_NOT_DRAFT). */
export const discardRoster = (deps: Deps, centre: Centre, ref: string, expected: number): Promise<void> =>
  transact(deps, async (deps) => {
    const roster = await lockDraft(deps, centre, ref, expected)
    if (roster.status !== 'draft') throw new DutyError('ROSTER_NOT_DRAFT')
    await deleteRoster(deps.db, roster)
  })

/** The draft (or recalled roster), locked, if it still has the version that the caller read. */
export async function lockDraft(deps: Deps, centre: Centre, ref: string, expected: number): Promise<Roster> {
  const roster = await lockRoster(deps.db, centre.id, ref)
  if (roster.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'roster', expected })
  if (!isEditable(roster)) throw new DutyError('ROSTER_NOT_DRAFT')
  return roster
}
