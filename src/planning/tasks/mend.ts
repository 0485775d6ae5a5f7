import type { SlotSeat } from '../../domain/roster.ts'
import { checkRoster } from '../../domain/rules/check.ts'
import type { SeatRef } from '../../domain/rules/rule.ts'
import type { Budget } from '../engine.ts'
import type { Ground } from '../ground.ts'
import { openStanding, type ProblemData } from '../problem-data.ts'
import { type Replanned, type ReplanRequest, replan } from '../replan.ts'
import type { TaskMeans } from './task.ts'

/** A roster to be mended with the least change. */
export interface MendTask {
  readonly data: ProblemData
  readonly request: ReplanRequest
  readonly budget: Budget
}

/** What stands wrong with a roster, in numbers. */
export interface Faults {
  readonly unfilled: number
  /** Breaches of hard rules, empty seats aside. */
  readonly hard: number
  readonly soft: number
}

/** A mended roster beside the one that stood. */
export interface Mended extends Omit<Replanned, 'before' | 'after'> {
  readonly before: Faults
  readonly after: Faults
  /** The changed seats as they would be. */
  readonly seats: readonly (SeatRef & SlotSeat)[]
}

/** Mends the roster; same task, same answer. */
export async function mend({ data, request, budget }: MendTask, { optimise }: TaskMeans): Promise<Mended> {
  const { before, after, ...found } = await replan(openStanding(data), request, { optimise, budget })
  const seats = found.moves.flatMap(({ slotId, seat }) => {
    const changed = after.slots.get(slotId)?.seats.find((each) => each.seat === seat)
    return changed === undefined ? [] : [{ ...changed, slotId }]
  })
  return { ...found, before: faultsOf(before), after: faultsOf(after), seats }
}

/** Counts what a full check finds. */
export function faultsOf({ problem: { rules, context }, duties }: Pick<Ground, 'problem' | 'duties'>): Faults {
  const found = checkRoster(rules, duties, context)
  const unfilled = found.filter(({ ruleId }) => ruleId === 'coverage').length
  const hard = found.filter(({ level }) => level === 'hard').length
  return { unfilled, hard: hard - unfilled, soft: found.length - hard }
}
