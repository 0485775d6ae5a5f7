import { type Job, LEASE } from '../domain/job.ts'
import type { Deps } from '../usecases/deps.ts'
import { interruptJobs } from '../usecases/jobs.ts'
import { repeat } from './repeat.ts'

/** Between two looks for jobs whose lease has run out, in milliseconds. */
const EVERY = 5000

/** Who hears of it. */
export interface SweepLog {
  readonly interrupted: (job: Job) => void
  readonly report: (error: unknown) => void
}

/**
 * Says again and again, beginning now, of jobs that nobody works on any longer that they were interrupted. After a database was away,
 * those who still work on theirs have as long as a lease to say so first.
 */
export function sweepJobs(deps: Deps, { interrupted, report }: SweepLog): { readonly close: () => Promise<void> } {
  let pause = EVERY
  const sweep = async (): Promise<void> => {
    try {
      for (const job of await interruptJobs(deps)) interrupted(job)
      pause = EVERY
    } catch (error) {
      pause = LEASE
      report(error)
    }
  }
  return { close: repeat(sweep, () => pause, 0) }
}
