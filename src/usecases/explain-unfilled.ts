import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { Slot } from '../domain/roster.ts'
import type { SeatRef } from '../domain/rules/rule.ts'
import { slotsInOrder } from '../planning/normal.ts'
import type { UnfilledSeat } from '../planning/tasks/unfilled.ts'
import { readCursor, writeCursor } from '../store/cursor.ts'
import type { Page } from '../store/noun.ts'
import { waitingBudget } from './bounded.ts'
import { compute } from './compute.ts'
import type { Deps } from './deps.ts'
import { loadStanding, type StandingRoster } from './standing-roster.ts'

/** Seats explained in one answer at most. */
export const MOST_EXPLAINED = 10
/** People judged in one answer at most: of a centre with many, fewer seats are explained at once. */
const MOST_JUDGED = 1_500
/** Seats whose relaxations are solved in one answer. */
const MOST_SOLVED = 3
/** Moves tried for each relaxation. */
const ITERATIONS = 30_000

/** Which of the empty seats. */
export interface UnfilledQuery {
  /** Only of this slot. */
  readonly slot?: string | undefined
  readonly after?: string | undefined
}

/** The seats that nobody has although somebody is wanted, after the one where a page ended. Throws BAD_CURSOR. */
function emptyIn(slots: readonly Slot[], { slot: only, after }: UnfilledQuery): SeatRef[] {
  const seats = slotsInOrder(slots).flatMap(({ id: slotId, seats }) => seats.map((each) => ({ slotId, ...each })))
  const [seat, slotId] = after === undefined ? [] : readCursor(after, 'text')
  const at = seats.findIndex((each) => each.slotId === slotId && each.seat === seat)
  if (after !== undefined && at < 0) throw new DutyError('BAD_CURSOR', { value: after })
  return seats
    .slice(at + 1)
    .filter((each) => each.providerId === null && !each.vacant && (only === undefined || each.slotId === only))
    .map(({ slotId, seat }) => ({ slotId, seat }))
}

/**
 * A page of the seats that nobody has although somebody is wanted, with what keeps each person from them; for the first few (or those of
 * one slot) also the cheapest ways out, each checked by solving again. Same data, same answer.
 */
export async function explainUnfilled(
  deps: Deps,
  centre: Centre,
  ref: string,
  query: UnfilledQuery = {}
): Promise<{ standing: StandingRoster } & Page<UnfilledSeat>> {
  const standing = await loadStanding(deps, centre, ref)
  const { scene, data } = standing
  const empty = emptyIn(scene.slots, query)
  const most = Math.max(1, Math.min(MOST_EXPLAINED, Math.floor(MOST_JUDGED / scene.providers.length)))
  const places = empty.slice(0, most)
  const last = places.at(-1)
  const next = empty.length > most && last ? writeCursor([last.seat, last.slotId]) : null
  const budget = waitingBudget(scene.roster.seed, ITERATIONS)
  return { standing, items: await compute(deps, centre, 'unfilled', { data, places, solved: MOST_SOLVED, budget }), next }
}
