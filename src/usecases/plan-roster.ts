import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { JobId } from '../domain/ids.ts'
import type { Job } from '../domain/job.ts'
import { isEditable, type Roster, type Slot } from '../domain/roster.ts'
import type { Budget, Hooks } from '../planning/engine.ts'
import type { Objective } from '../planning/objective.ts'
import type { ProblemData } from '../planning/problem-data.ts'
import type { PlanFound, PlanTask } from '../planning/tasks/plan.ts'
import { insertJob, savePlanReport } from '../store/jobs.ts'
import { getRoster, updateRoster, updateSeats } from '../store/rosters.ts'
import { compute } from './compute.ts'
import { type Deps, transact } from './deps.ts'
import { lockDraft } from './draft-roster.ts'
import type { JobDesk } from './job-desk.ts'
import { budgetOf, PLAN_LIMITS, type PlanOptions, PREVIEW_LIMITS } from './plan-options.ts'
import { openData, standingData } from './plan-problem.ts'
import { type SearchReport, searchReport } from './plan-report.ts'
import { loadScene } from './roster-scene.ts'

/** What a plan did, in numbers. */
export interface PlanSummary {
  readonly seed: number
  readonly seats: number
  readonly filled: number
  readonly unfilled: number
  readonly pinned: number
}

/** How the plan was found, and what it costs for what. */
export type PlanReport = SearchReport & { readonly objective: Objective }

/** A roster after planning, with its slots as planned. */
export interface PlannedRoster {
  readonly roster: Roster
  readonly slots: readonly Slot[]
  readonly summary: PlanSummary
  readonly report: PlanReport
}

/** What a search found, not written yet. */
interface Solved extends Omit<PlannedRoster, 'roster'> {
  readonly certificate: PlanFound['certificate']
}

/** What a finished job says of its plan. */
export interface PlanResult {
  /** The roster's version after the plan. */
  readonly version: number
  readonly summary: PlanSummary
  readonly report: PlanReport
}

function summaryOf(slots: readonly Slot[], seed: number): PlanSummary {
  const seats = slots.flatMap((slot) => slot.seats)
  const filled = seats.filter((seat) => seat.providerId !== null).length
  const unfilled = seats.filter((seat) => seat.providerId === null && !seat.vacant).length
  return { seed, seats: seats.length, filled, unfilled, pinned: seats.filter((seat) => seat.pinned).length }
}

/** The roster's data, to be planned, read in the caller's transaction. Throws ROSTER_EMPTY, NO_PROVIDERS. */
async function readOpen(deps: Deps, centre: Centre, roster: Roster, { seed }: Budget): Promise<ProblemData> {
  const scene = await loadScene(deps, centre, roster)
  if (scene.slots.length === 0) throw new DutyError('ROSTER_EMPTY', { month: roster.month })
  if (scene.providers.length === 0) throw new DutyError('NO_PROVIDERS')
  return openData(await standingData(deps, scene), seed)
}

/** Looks for a plan. Asks the database nothing, so that it may take as long as it likes. */
async function solve(deps: Deps, centre: Centre, task: PlanTask, hooks: Hooks, name: 'plan' | 'preview' = 'plan'): Promise<Solved> {
  const { slots, outcome, objective, certificate } = await compute(deps, centre, name, task, hooks)
  const report = { ...searchReport(task.budget, outcome), objective }
  return { slots, summary: summaryOf(slots, task.budget.seed), report, certificate }
}

/** Writes a plan in the caller's transaction. Throws STALE_VERSION when the draft was changed while the search ran. */
async function writePlan(deps: Deps, centre: Centre, { id, version }: Roster, solved: Solved): Promise<PlannedRoster> {
  const { certificate, ...result } = solved
  const draft = await lockDraft(deps, centre, id, version)
  const changes = result.slots.flatMap(({ id: slotId, seats }) => seats.map((seat) => ({ ...seat, slotId })))
  await updateSeats(deps.db, centre.id, changes)
  const now = deps.now()
  const roster = await updateRoster(deps.db, draft, { seed: result.summary.seed, plannedAt: now }, now)
  const stored = { report: result.report, certificate, createdAt: now }
  await savePlanReport(deps.db, centre.id, roster.id, stored)
  return { roster, ...result }
}

/**
 * Fills every seat of a draft that is not pinned, without a job: for what plans by itself, such as a demo. What cannot be filled says
 * why for each candidate. Same data, seed and iterations, same plan.
 */
export async function planNow(
  deps: Deps,
  centre: Centre,
  ref: string,
  expected: number,
  options: PlanOptions = {}
): Promise<PlannedRoster> {
  const { roster, data, budget } = await transact(deps, async (deps) => {
    const roster = await lockDraft(deps, centre, ref, expected)
    const budget = budgetOf(options, roster.seed, PLAN_LIMITS)
    return { roster, budget, data: await readOpen(deps, centre, roster, budget) }
  })
  const solved = await solve(deps, centre, { data, budget }, {})
  return transact(deps, (deps) => writePlan(deps, centre, roster, solved))
}

/** A job that plans, and what it will come to. */
export interface StartedPlan {
  readonly job: Job
  readonly planned: Promise<PlannedRoster>
}

/**
 * Starts a job that fills every seat of a draft that is not pinned, and does not wait for it. The plan is written only if the draft
 * still has the version that it was read at. Throws PLAN_RUNNING while another job plans the same roster.
 */
export async function startPlan(
  deps: Deps,
  desk: JobDesk,
  centre: Centre,
  ref: string,
  expected: number,
  options: PlanOptions = {}
): Promise<StartedPlan> {
  const { roster, data, budget, job } = await transact(deps, async (deps) => {
    const roster = await lockDraft(deps, centre, ref, expected)
    const budget = budgetOf(options, roster.seed, PLAN_LIMITS)
    const data = await readOpen(deps, centre, roster, budget)
    const job = newJob(deps, desk, roster)
    await insertJob(deps.db, job)
    return { roster, data, budget, job }
  })
  const made = desk.run(deps, job, {
    search: (hooks) => solve(deps, centre, { data, budget }, hooks),
    keep: async (deps, solved: Solved) => {
      const made = await writePlan(deps, centre, roster, solved)
      const result: PlanResult = { version: made.roster.version, summary: made.summary, report: made.report }
      return { made, result }
    }
  })
  // whoever does not wait for it reads the job instead
  made.catch(() => undefined)
  return { job, planned: made }
}

const newJob = ({ newId, now }: Deps, { instance }: JobDesk, { centreId, id: rosterId }: Roster): Job => ({
  centreId,
  id: newId() as JobId,
  kind: 'plan',
  status: 'queued',
  instance,
  rosterId,
  progress: null,
  result: null,
  problem: null,
  createdAt: now(),
  startedAt: null,
  finishedAt: null
})

/** What planning a draft would do; writes nothing. Throws ROSTER_ALREADY_PUBLISHED. */
export async function previewPlan(deps: Deps, centre: Centre, ref: string, options: PlanOptions = {}): Promise<PlannedRoster> {
  const { roster, data, budget } = await transact(deps, async (deps) => {
    const roster = await getRoster(deps.db, centre.id, ref)
    if (!isEditable(roster)) throw new DutyError('ROSTER_ALREADY_PUBLISHED')
    const budget = budgetOf(options, roster.seed, PREVIEW_LIMITS)
    return { roster, budget, data: await readOpen(deps, centre, roster, budget) }
  })
  const { certificate: _, ...result } = await solve(deps, centre, { data, budget }, {}, 'preview')
  return { roster, ...result }
}
