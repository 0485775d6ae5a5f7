import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { JobId } from '../domain/ids.ts'
import type { Job } from '../domain/job.ts'
import { failLapsed, getJob, updateJob, wantStop } from '../store/jobs.ts'
import { type Deps, transact } from './deps.ts'
import type { JobDesk } from './job-desk.ts'

/** The job as it stands this moment: of one that this process works on that is more than the database knows. Throws NOT_FOUND. */
export async function currentJob({ db }: Deps, desk: JobDesk, centre: Centre, ref: string): Promise<Job> {
  // asked before the row is read: a job that ends in between is over in either
  const live = desk.find(ref as JobId)
  const job = await getJob(db, centre.id, ref)
  return live?.job ?? job
}

/**
 * Ends a job and keeps nothing of it, whichever instance works on it: that one finds the job over within a second. One that is cancelled
 * already stays so, any other that is over is JOB_FINISHED.
 */
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

/**
 * Ends the search of a job and lets it keep the best so far, whichever instance works on it: that one hears of it within a second. The
 * job is done soon after. Throws JOB_FINISHED.
 */
export async function stopJob(deps: Deps, desk: JobDesk, centre: Centre, ref: string): Promise<Job> {
  const stopping = await transact(deps, async ({ db }) => wantStop(db, await getJob(db, centre.id, ref)))
  if (stopping === undefined) throw new DutyError('JOB_FINISHED')
  const live = desk.find(stopping.id)
  live?.stop()
  return live?.job ?? stopping
}

/**
 * Says of every job whose lease has run out that it was interrupted, and returns them: whoever worked on them is gone. A job ended so
 * keeps nothing, even if its instance should still live.
 */
export const interruptJobs = (deps: Deps): Promise<readonly Job[]> =>
  transact(deps, ({ db, now }) => failLapsed(db, { code: 'JOB_INTERRUPTED', params: {}, fields: [] }, now()))
