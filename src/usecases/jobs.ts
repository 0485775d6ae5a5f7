import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { JobId } from '../domain/ids.ts'
import type { Job } from '../domain/job.ts'
import { getJob, listUnfinishedJobs, updateJob } from '../store/jobs.ts'
import { type Deps, transact } from './deps.ts'
import type { JobDesk } from './job-desk.ts'

/** The job as it stands this moment: of one that this process works on that is more than the database knows. Throws NOT_FOUND. */
export async function currentJob({ db }: Deps, desk: JobDesk, centre: Centre, ref: string): Promise<Job> {
  // asked before the row is read: a job that ends in between is over in either
  const live = desk.find(ref as JobId)
  const job = await getJob(db, centre.id, ref)
  return live?.job ?? job
}

/** Ends a job and keeps nothing of it; one that is cancelled already stays so, any other that is over is JOB_FINISHED. */
export async function cancelJob(deps: Deps, desk: JobDesk, centre: Centre, ref: string): Promise<Job> {
  const cancelled = await transact(deps, async ({ db, now }) => {
    const job = await getJob(db, centre.id, ref)
    const progress = desk.find(job.id)?.job.progress ?? job.progress
    const ended = await updateJob(db, job, { status: 'cancelled', progress, finishedAt: now() })
    if (ended === undefined && job.status !== 'cancelled') throw new DutyError('JOB_FINISHED')
    return ended ?? job
  })
  desk.find(cancelled.id)?.discard(new DutyError('JOB_FINISHED'))
  return cancelled
}

/** Ends the search of a job now and lets it keep the best so far; the job is done soon after. Throws JOB_FINISHED. */
export async function stopJob(deps: Deps, desk: JobDesk, centre: Centre, ref: string): Promise<Job> {
  const job = await currentJob(deps, desk, centre, ref)
  const live = desk.find(job.id)
  if (live === undefined) throw new DutyError('JOB_FINISHED')
  live.stop()
  return live.job
}

/**
 * Says of every job that is not over that it was interrupted. Called once at start, before any job of this run exists: whoever worked
 * on them is gone. A job ended so keeps nothing, even if its process should still live.
 */
export const interruptJobs = (deps: Deps): Promise<number> =>
  transact(deps, async ({ db, now }) => {
    const left = await listUnfinishedJobs(db)
    const problem = { code: 'JOB_INTERRUPTED', params: {}, fields: [] } as const
    for (const job of left) await updateJob(db, job, { status: 'failed', problem, finishedAt: now() })
    return left.length
  })
