import { compare, type ProviderId } from '../domain/ids.ts'
import { type Board, canServe, dutiesHeldBy, serve } from './board.ts'
import { openPart, splitTurn, type Turn, turnsOf } from './turns.ts'

/**
 * Gives seats of `balanced` that an engine left empty to somebody whom no hard rule forbids them: an engine looks at two turns by
 * themselves, and where a third duty excuses these two it is stricter than the rules. Slot by slot, the most important first, to
 * whoever has the fewest duties, until no seat is left that anybody may take.
 */
export function fillLast(board: Board): void {
  const { slots, posts } = board.problem
  const empty = turnsOf(slots, posts, 'balanced').flatMap((turn) => {
    const open = openPart(turn)
    return open === null ? [] : splitTurn(open)
  })
  const left = empty.sort((a, b) => b.importance - a.importance)
  for (let at = 0; at < left.length; ) {
    const turn = left[at] as Turn
    const taker = byDuties(board).find((id) => canServe(board, turn, id))
    if (taker === undefined) at += 1
    else {
      serve(board, turn, taker)
      left.splice(at, 1)
      // this duty may excuse others in their turn
      at = 0
    }
  }
}

/** Everybody, those with the fewest duties first. */
const byDuties = (board: Board): ProviderId[] =>
  board.problem.providers
    .map(({ id }) => ({ id, duties: dutiesHeldBy(board, id).length }))
    .sort((a, b) => a.duties - b.duties || compare(a.id, b.id))
    .map(({ id }) => id)
