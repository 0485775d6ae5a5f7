import type { Centre } from '../domain/centre.ts'
import type { Candidate, Rivalry, SeatExplanation, Verified } from '../domain/explanation.ts'
import type { Instant } from '../domain/instant.ts'
import type { Seat } from '../domain/post.ts'
import type { Slot } from '../domain/roster.ts'
import { DEFAULT_ANCHOR } from '../planning/anchor.ts'
import { candidatesFor } from '../planning/candidates.ts'
import { openGround } from '../planning/ground.ts'
import { relaxationsFor } from '../planning/relax.ts'
import { type Reopened, reopen } from '../planning/reopen.ts'
import { rivalryAt } from '../planning/rivals.ts'
import { waitingBudget } from './bounded.ts'
import type { Deps } from './deps.ts'
import { loadStanding, type StandingRoster } from './standing-roster.ts'

/** An empty seat: who cannot have it and why, and what would have to give way. */
export interface UnfilledSeat {
  readonly place: SeatExplanation['place']
  readonly candidates: readonly Candidate[]
  /** What competes for the same people; null where no small set of duties is impossible together. */
  readonly rivals: Rivalry | null
  /** Null: the seat is beyond those that are solved in one answer; ask for it by slot. */
  readonly relaxations: readonly Verified[] | null
}

/** Seats whose relaxations are solved in one answer. */
const MOST_SOLVED = 3
/** Moves tried for each relaxation. */
const ITERATIONS = 30_000

interface Empty {
  readonly slot: Slot
  readonly seat: Seat
}

const emptyIn = (slots: readonly Slot[], only: string | undefined): Empty[] =>
  slots
    .filter(({ id }) => only === undefined || id === only)
    .flatMap((slot) => slot.seats.filter(({ providerId, vacant }) => providerId === null && !vacant).map(({ seat }) => ({ slot, seat })))

/**
 * Every seat that nobody has although somebody is wanted, with what keeps each person from it; for the first few (or those of one slot)
 * also the cheapest ways out, each checked by solving again. Same data, same answer.
 */
export async function explainUnfilled(
  deps: Deps,
  centre: Centre,
  ref: string,
  only?: string
): Promise<{ standing: StandingRoster; seats: UnfilledSeat[] }> {
  const standing = await loadStanding(deps, centre, ref)
  const seats: UnfilledSeat[] = []
  const empty = emptyIn(standing.problem.slots, only)
  const opened = empty.length === 0 ? null : reopen(standing.problem, { from: EVER }, true)
  for (const each of empty) {
    const told = toldOf(standing, opened, each)
    const relaxations = seats.length < MOST_SOLVED ? await solvedFor(deps, standing, each, told.candidates) : null
    seats.push({ ...told, relaxations })
  }
  return { standing, seats }
}

/** Every seat may move: the question is about the month, not about the days that are left of it. */
const EVER = Number.NEGATIVE_INFINITY as Instant

function toldOf({ problem }: StandingRoster, opened: Reopened | null, { slot, seat }: Empty): Omit<UnfilledSeat, 'relaxations'> {
  const candidates = candidatesFor(openGround(problem, [{ slotId: slot.id, seat }]), slot, seat)
  const { id: slotId, postId, day, start, end } = slot
  return { place: { slotId, seat, postId, day, start, end }, candidates, rivals: opened && rivalryAt(opened, slot, seat) }
}

const solvedFor = ({ optimise }: Deps, { problem, scene }: StandingRoster, empty: Empty, candidates: readonly Candidate[]) =>
  relaxationsFor(
    openGround(problem, [{ slotId: empty.slot.id, seat: empty.seat }]),
    empty,
    candidates,
    { from: EVER, weights: { ...DEFAULT_ANCHOR, noticeDays: 0 } },
    { optimise, budget: waitingBudget(scene.roster.seed, ITERATIONS) }
  )
