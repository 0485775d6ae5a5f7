import type { Centre } from '../domain/centre.ts'
import { addMonths, type Month, monthOf } from '../domain/day.ts'
import type { RosterId } from '../domain/ids.ts'
import { dayAt } from '../domain/instant.ts'
import type { Post, Seat } from '../domain/post.ts'
import type { Provider } from '../domain/provider.ts'
import type { PreviewTurn } from '../planning/preview.ts'
import type { RotationTask } from '../planning/tasks/rotation.ts'
import { listNotices } from '../store/notices.ts'
import { getOne } from '../store/noun.ts'
import { postNoun } from '../store/posts.ts'
import { findRotationsBefore, listPublications } from '../store/publications.ts'
import { listNeighbours, listSettledDuties } from '../store/rosters.ts'
import { compute } from './compute.ts'
import { type Deps, transact } from './deps.ts'
import { around, loadFacts } from './roster-scene.ts'

/** What one person would serve of the cycles of a seat, and what is due to them by weight, in turns. */
export interface PreviewTotal {
  readonly provider: Provider
  readonly turns: number
  readonly due: number
}

/** The coming turns of one seat. */
export interface SeatPreview {
  readonly seat: Seat
  readonly turns: readonly PreviewTurn[]
  readonly totals: readonly PreviewTotal[]
}

export interface RotationPreview {
  readonly post: Post
  readonly from: Month
  readonly to: Month
  readonly seats: readonly SeatPreview[]
  /** Everybody of the centre, so that turns can be shown with names. */
  readonly providers: readonly Provider[]
}

/** The first month that no publication answers for, but none that is over. */
async function firstOpenMonth(deps: Deps, centre: Centre): Promise<Month> {
  const [last] = await listPublications(deps.db, centre.id, 1)
  const current = monthOf(dayAt(deps.now(), centre.zone))
  return last !== undefined && last.month >= current ? addMonths(last.month, 1) : current
}

/** What the months to come depend on. Who served last Tết is no part of it: no rule that looks at one duty alone asks. */
async function readRotation(deps: Deps, centre: Centre, ref: string, months: number): Promise<RotationTask> {
  const { db } = deps
  const post = await getOne(db, postNoun, centre.id, ref)
  const from = await firstOpenMonth(deps, centre)
  const rotations = new Map(Object.entries(await findRotationsBefore(db, centre.id, from)))
  const until = (await listNeighbours(db, centre.id, from)).get(post.id)?.carriedUntil
  // of no roster: what there is of this month is looked at too
  const none = { centreId: centre.id, id: deps.newId() as RosterId }
  const settled = await listSettledDuties(db, none, around(centre, from, from))
  const facts = { ...(await loadFacts(deps, centre, from, addMonths(from, months - 1))), tetLastYear: [] }
  return { post, from, months, facts, notices: await listNotices(db), reached: { rotations, settled, until } }
}

/**
 * What the cycles of a post would do over so many months from the first that is not published, if nothing but each person's own hard
 * rules (leave, contract, service, card, as known by now) came between. Writes nothing.
 */
export async function previewRotation(deps: Deps, centre: Centre, ref: string, months: number): Promise<RotationPreview> {
  const task = await transact(deps, (deps) => readRotation(deps, centre, ref, months))
  const { post, from, facts } = task
  const people = new Map(facts.providers.map((provider) => [provider.id, provider]))
  const found = await compute(deps, centre, 'rotation', task)
  const seats = found.map(({ totals, ...seat }) => ({
    ...seat,
    totals: totals.flatMap(({ providerId, ...total }) => {
      const provider = people.get(providerId)
      return provider === undefined ? [] : [{ ...total, provider }]
    })
  }))
  return { post, from, to: addMonths(from, months - 1), seats, providers: facts.providers }
}
