import type { Centre } from '../domain/centre.ts'
import type { Cover } from '../domain/cover.ts'
import { DutyError } from '../domain/errors.ts'
import type { Candidate } from '../domain/explanation.ts'
import type { ProviderId } from '../domain/ids.ts'
import type { Interval } from '../domain/instant.ts'
import type { Publication } from '../domain/publication.ts'
import type { Slot } from '../domain/roster.ts'
import type { SeatRef } from '../domain/rules/rule.ts'
import { listCoversFor } from '../store/amendments.ts'
import { getPublication } from '../store/publications.ts'
import { getRoster } from '../store/rosters.ts'
import type { Deps } from './deps.ts'
import type { Asked } from './read-cover.ts'
import { loadScene, type RosterScene } from './roster-scene.ts'

/** One seat that changed hands (of a slot under way: of the rest that was cut off), and the candidates there were, best first. */
export interface CoveredSeat extends SeatRef, Interval {
  readonly postId: Slot['postId']
  readonly to: ProviderId | null
  readonly candidates: readonly Candidate[]
}

/** A month as a cover left it. */
export interface CoverAnswer {
  readonly cover: Cover
  readonly scene: RosterScene
  readonly publication: Publication
  readonly seats: readonly CoveredSeat[]
}

/** The seats of a cover that are still as it left them, of slots that touch the time. */
const seatsStanding = ({ takes }: Cover, { slots }: RosterScene, during: Interval): CoveredSeat[] =>
  takes.flatMap(({ slotId, seat, to }) => {
    const slot = slots.find(({ id, start, end }) => id === slotId && start < during.end && end > during.start)
    const held = slot?.seats.some((each) => each.seat === seat && each.providerId === to)
    return slot === undefined || !held ? [] : [{ slotId, seat, postId: slot.postId, start: slot.start, end: slot.end, to, candidates: [] }]
  })

/** Refuses to put somebody else in place of who stands in: that one cannot come then, and is covered for. */
function refuseAnother({ standIn }: Asked, seats: readonly CoveredSeat[], { providers }: RosterScene): void {
  const other = standIn && seats.find(({ to }) => to !== null && to !== standIn.id)
  if (other === undefined) return
  throw new DutyError('ALREADY_COVERED', { name: providers.find(({ id }) => id === other.to)?.fullName ?? '' })
}

/**
 * The covers of what the person would hold in that time, as they stand: a request that comes again gets these, whoever sends it. Throws
 * NOTHING_TO_COVER where there are none, ALREADY_COVERED where somebody else than the one named stands in.
 */
export async function standingCovers(deps: Deps, centre: Centre, asked: Asked): Promise<CoverAnswer[]> {
  const answers: CoverAnswer[] = []
  for (const cover of await listCoversFor(deps.db, centre.id, asked.absent.id, asked.during.start)) {
    const scene = await loadScene(deps, centre, await getRoster(deps.db, centre.id, cover.rosterId))
    const standing = seatsStanding(cover, scene, asked.during)
    refuseAnother(asked, standing, scene)
    // nobody was there to stand in, and now there is somebody: that is another request
    const seats = standing.filter(({ to }) => asked.standIn === undefined || to !== null)
    if (seats.length === 0) continue
    answers.push({ cover, scene, publication: await getPublication(deps.db, centre.id, cover.publicationId), seats })
  }
  if (answers.length === 0) throw new DutyError('NOTHING_TO_COVER')
  return answers
}
