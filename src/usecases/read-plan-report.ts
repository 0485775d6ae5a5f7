import type { Centre } from '../domain/centre.ts'
import type { Month } from '../domain/day.ts'
import { findPlanReport } from '../store/jobs.ts'
import { findRoster } from '../store/rosters.ts'
import type { Deps } from './deps.ts'
import type { PlanReport } from './plan-roster.ts'

/** What the last plan of a centre's month says of itself; undefined when there is no roster, or nobody planned it. */
export async function readPlanReport({ db }: Deps, centre: Centre, month: Month): Promise<PlanReport | undefined> {
  const roster = await findRoster(db, centre.id, month)
  const stored = roster && (await findPlanReport(db, centre.id, roster.id))
  return stored?.report as PlanReport | undefined
}
