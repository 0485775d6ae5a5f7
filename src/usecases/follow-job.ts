import { isOver, type Job } from '../domain/job.ts'
import { findJob } from '../store/jobs.ts'
import type { Deps } from './deps.ts'
import type { JobDesk, Watched } from './job-desk.ts'
import { paced } from './paced.ts'

/** Between two looks at the row of a job, in milliseconds: whoever works on it writes about as often. */
const LOOKED_EVERY = 1000

/** The job, to be followed: as this process works on it, or by its row when another instance does, until it is over or the desk closes. */
export const followJob = (deps: Deps, desk: Pick<JobDesk, 'find' | 'closing'>, job: Job): Watched =>
  desk.find(job.id) ?? byItsRow(deps, desk, job)

function byItsRow({ db }: Deps, { closing }: Pick<JobDesk, 'closing'>, job: Job): Watched {
  return {
    job,
    watch: (watcher) => {
      let [seen, left] = [job, isOver(job.status)]
      const look = paced(LOOKED_EVERY, async () => {
        // one look that fails is followed by another
        const found = await findJob(db, job.centreId, job.id).catch(() => undefined)
        if (left) return
        if (found !== undefined && isNews(found, seen)) {
          seen = found
          watcher(seen, isOver(seen.status))
        }
        look.poke()
      })
      const end = (): void => {
        if (!left) watcher(seen, true)
      }
      closing.addEventListener('abort', end, { once: true })
      if (closing.aborted) queueMicrotask(end)
      else if (!left) look.poke()
      return () => {
        left = true
        closing.removeEventListener('abort', end)
        void look.stop()
      }
    }
  }
}

const isNews = (now: Job, before: Job): boolean =>
  now.status !== before.status || JSON.stringify(now.progress) !== JSON.stringify(before.progress)
