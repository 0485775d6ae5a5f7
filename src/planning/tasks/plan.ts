import type { Slot } from '../../domain/roster.ts'
import type { Budget, Outcome } from '../engine.ts'
import { type Objective, objectiveOf } from '../objective.ts'
import { plannedSlots } from '../outcome.ts'
import { plainJson } from '../plain-json.ts'
import { planMonth } from '../plan.ts'
import { openProblem, type ProblemData } from '../problem-data.ts'
import type { TaskMeans } from './task.ts'

/** A month to be planned. */
export interface PlanTask {
  readonly data: ProblemData
  readonly budget: Budget
}

/** A plan, how it was found and what it costs. */
export interface PlanFound {
  readonly slots: readonly Slot[]
  readonly outcome: Omit<Outcome, 'holders' | 'certificates'>
  readonly objective: Objective
  /** What proves its bounds, as JSON; null when nothing does. */
  readonly certificate: unknown
}

/** Plans the month; what is timed ends in its time, with all that goes before the search. */
export async function plan({ data, budget }: PlanTask, { optimise, hooks }: TaskMeans): Promise<PlanFound> {
  const problem = openProblem(data)
  const { plan, outcome, prepared } = await planMonth(problem, optimise, budget, hooks)
  const { holders, certificates, ...rest } = outcome
  return {
    slots: plannedSlots(problem.slots, plan),
    outcome: rest,
    objective: objectiveOf(prepared, holders),
    certificate: certificates.length === 0 ? null : plainJson(certificates)
  }
}
