import type { Candidate, Rivalry, SeatExplanation, Verified } from '../../domain/explanation.ts'
import type { Instant } from '../../domain/instant.ts'
import type { SeatRef } from '../../domain/rules/rule.ts'
import { candidatesFor } from '../candidates.ts'
import type { Budget } from '../engine.ts'
import { openGround } from '../ground.ts'
import { openStanding, type ProblemData } from '../problem-data.ts'
import { relaxationsFor } from '../relax.ts'
import { reopen } from '../reopen.ts'
import { rivalryAt } from '../rivals.ts'
import { ANY_TIME, slotAt } from './seats.ts'
import type { TaskMeans } from './task.ts'

/** An empty seat: who cannot have it and why, and what would have to give way. */
export interface UnfilledSeat {
  readonly place: SeatExplanation['place']
  readonly candidates: readonly Candidate[]
  /** What competes for the same people; null where no small set of duties is impossible together. */
  readonly rivals: Rivalry | null
  /** Null: the seat is beyond those that are solved in one answer; ask for it by slot. */
  readonly relaxations: readonly Verified[] | null
}

/** Empty seats to be explained; of the first so many the ways out are solved. */
export interface UnfilledTask {
  readonly data: ProblemData
  readonly places: readonly SeatRef[]
  readonly solved: number
  readonly budget: Budget
}

/** What keeps each person from each of the seats; for the first few also the cheapest ways out, each checked by solving again. */
export async function unfilled({ data, places, solved, budget }: UnfilledTask, { optimise }: TaskMeans): Promise<UnfilledSeat[]> {
  if (places.length === 0) return []
  const problem = openStanding(data)
  const opened = reopen(problem, { from: Number.NEGATIVE_INFINITY as Instant }, true)
  const seats: UnfilledSeat[] = []
  for (const place of places) {
    const ground = openGround(problem, [place])
    const slot = slotAt(ground, place)
    const candidates = candidatesFor(ground, slot, place.seat)
    const wanted = { slot, seat: place.seat }
    const relaxations = seats.length < solved ? await relaxationsFor(ground, wanted, candidates, ANY_TIME, { optimise, budget }) : null
    const { id: slotId, postId, day, start, end } = slot
    seats.push({
      place: { slotId, seat: place.seat, postId, day, start, end },
      candidates,
      rivals: rivalryAt(opened, slot, place.seat),
      relaxations
    })
  }
  return seats
}
