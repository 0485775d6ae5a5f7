import { DutyError } from '../domain/errors.ts'
import { type Job, LEASE } from '../domain/job.ts'
import type { Deps } from '../usecases/deps.ts'
import { interruptJobs } from '../usecases/jobs.ts'

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
  let timer: NodeJS.Timeout | undefined
  let open = true
  const sweep = async (): Promise<void> => {
    let pause = EVERY
    try {
      for (const job of await interruptJobs(deps)) interrupted(job)
    } catch (error) {
      pause = LEASE
      if (!(error instanceof DutyError)) report(error)
    }
    if (open) timer = setTimeout(next, pause).unref()
  }
  const next = (): void => {
    underWay = sweep()
  }
  let underWay = sweep()
  return {
    close: () => {
      open = false
      clearTimeout(timer)
      return underWay
    }
  }
}
