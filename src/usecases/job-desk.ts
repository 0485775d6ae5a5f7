import { DutyError } from '../domain/errors.ts'
import type { JobId } from '../domain/ids.ts'
import { isOver, type Job, type JobProgress, type JobStatus, jobProblemOf } from '../domain/job.ts'
import type { Hooks, Progress } from '../planning/engine.ts'
import { findJob, updateJob } from '../store/jobs.ts'
import { type Deps, transact } from './deps.ts'
import { type Paced, paced } from './paced.ts'
import { tierReport } from './plan-report.ts'

/** Why a search is aborted that nobody wants the outcome of: it is to end at once. Any other reason keeps the best so far. */
export const DISCARD = Symbol('discard')

/** Between two writes of progress to the database, and between two tellings of those who watch; milliseconds. */
const WRITTEN_EVERY = 1000
const TOLD_EVERY = 200

/** A job that this process works on now. */
export interface LiveJob {
  /** As it stands this moment, ahead of the database. */
  readonly job: Job
  /** Calls the listener on every change, the last one being that the job is over; returns how to stop listening. */
  watch(listener: (job: Job) => void): () => void
  /** Ends the search and keeps the best so far. */
  stop(): void
  /** Ends the search and keeps nothing; unless it is over by then, the job fails with this error. */
  discard(error: DutyError): void
}

/** Long work in two parts: a search outside any transaction, and keeping what it found in the one that ends the job. */
export interface Work<Found, Made> {
  search(hooks: Hooks): Promise<Found>
  keep(deps: Deps, found: Found): Promise<{ readonly made: Made; readonly result: unknown }>
}

/** The jobs of this process. */
export interface JobDesk {
  readonly instance: string
  find(id: JobId): LiveJob | undefined
  /** Works on a job that has been inserted; resolves when it is done and rejects with why it is not. Either way the row says so. */
  run<Found, Made>(deps: Deps, job: Job, work: Work<Found, Made>): Promise<Made>
  /** How many are under way, and how many have ended in each way since the start. */
  counts(): { readonly running: number; readonly ended: ReadonlyMap<JobStatus, number> }
  /** Ends every job as interrupted and waits until that is written. */
  close(): Promise<void>
}

interface Desk {
  readonly live: Map<JobId, Live>
  readonly underWay: Set<Promise<unknown>>
  readonly ended: Map<JobStatus, number>
  readonly onDefect: (error: unknown) => void
}

interface Live {
  job: Job
  /** What ended it from outside. */
  fate: DutyError | undefined
  readonly controller: AbortController
  readonly listeners: Set<(job: Job) => void>
  readonly writing: Paced
  readonly telling: Paced
}

/** An empty desk. `onDefect` is told what nobody foresaw: the job itself says only that it failed. */
export function openDesk(instance: string, onDefect: (error: unknown) => void): JobDesk {
  const desk: Desk = { live: new Map(), underWay: new Set(), ended: new Map(), onDefect }
  return {
    instance,
    find: (id) => {
      const live = desk.live.get(id)
      return live && handleOf(live)
    },
    run: (deps, job, work) => {
      const running = runJob(deps, desk, job, work)
      const settled: Promise<unknown> = running.catch(() => undefined).finally(() => desk.underWay.delete(settled))
      desk.underWay.add(settled)
      return running
    },
    counts: () => ({ running: desk.live.size, ended: desk.ended }),
    close: async () => {
      for (const live of desk.live.values()) discard(live, new DutyError('JOB_INTERRUPTED'))
      await Promise.all(desk.underWay)
    }
  }
}

const handleOf = (live: Live): LiveJob => ({
  get job() {
    return live.job
  },
  watch: (listener) => {
    live.listeners.add(listener)
    return () => void live.listeners.delete(listener)
  },
  stop: () => live.controller.abort(),
  discard: (error) => discard(live, error)
})

function discard(live: Live, error: DutyError): void {
  live.fate ??= error
  live.controller.abort(DISCARD)
}

function openLive(deps: Deps, job: Job): Live {
  const live: Live = {
    job,
    fate: undefined,
    controller: new AbortController(),
    listeners: new Set(),
    // progress is a picture for those who watch: one that cannot be written is no reason to fail
    writing: paced(WRITTEN_EVERY, async () => {
      const { status, progress, startedAt } = live.job
      await updateJob(deps.db, job, { status, progress, startedAt }).catch(() => undefined)
    }),
    telling: paced(TOLD_EVERY, () => tell(live))
  }
  return live
}

function tell({ job, listeners }: Live): void {
  for (const listener of listeners) listener(job)
}

function progressed(deps: Deps, live: Live, progress: Progress): void {
  if (live.fate !== undefined || isOver(live.job.status)) return
  live.job = {
    ...live.job,
    status: 'running',
    startedAt: live.job.startedAt ?? deps.now(),
    progress: progressOf(progress, live.job.progress)
  }
  live.writing.poke()
  live.telling.poke()
}

const NOTHING = { value: null, bound: null, gap: null }
const BEGUN: JobProgress = { phase: 'construct', iterations: 0, best: null, bound: null, gap: null, coverage: NOTHING }

/** How a search stands, as a job shows it; one that says nothing of its tiers has nothing new to say of them. */
function progressOf({ phase, iterations, tiers }: Progress, before: JobProgress | null): JobProgress {
  if (tiers.length === 0) return { ...(before ?? BEGUN), phase, iterations }
  const measured = (name: string) => {
    const tier = tiers.find((each) => each.name === name)
    if (tier === undefined) return NOTHING
    const { value, bound, gap } = tierReport(tier)
    return { value, bound, gap }
  }
  const { value: best, bound, gap } = measured('total')
  return { phase, iterations, best, bound, gap, coverage: measured('coverage') }
}

async function runJob<Found, Made>(deps: Deps, desk: Desk, job: Job, work: Work<Found, Made>): Promise<Made> {
  const live = openLive(deps, job)
  desk.live.set(job.id, live)
  try {
    const found = await work.search({ onProgress: (progress) => progressed(deps, live, progress), stop: live.controller.signal })
    await live.writing.stop()
    if (live.fate !== undefined) throw live.fate
    const { made, ended } = await keep(deps, live, work, found)
    end(desk, live, ended)
    return made
  } catch (thrown) {
    const error = live.fate ?? thrown
    if (!(error instanceof DutyError)) desk.onDefect(error)
    await live.writing.stop()
    end(desk, live, await failed(deps, live, error))
    throw error
  }
}

/** Keeps what was found and ends the job in one transaction; a job that was ended meanwhile keeps nothing. */
const keep = <Found, Made>(deps: Deps, { job }: Live, work: Work<Found, Made>, found: Found): Promise<{ made: Made; ended: Job }> =>
  transact(deps, async (deps) => {
    const { made, result } = await work.keep(deps, found)
    const { progress, startedAt } = job
    const finishedAt = deps.now()
    const change = { status: 'done', progress, result, startedAt: startedAt ?? finishedAt, finishedAt } as const
    const ended = await updateJob(deps.db, job, change)
    if (ended === undefined) throw new DutyError('JOB_FINISHED')
    return { made, ended }
  })

/** Writes that the job failed, unless it is over already; the job as it then stands. */
async function failed(deps: Deps, { job }: Live, error: unknown): Promise<Job> {
  const { progress, startedAt } = job
  const change = { status: 'failed', problem: jobProblemOf(error), progress, startedAt, finishedAt: deps.now() } as const
  try {
    return (await updateJob(deps.db, job, change)) ?? (await findJob(deps.db, job.centreId, job.id)) ?? { ...job, ...change }
  } catch {
    // the database is away: the next start finds the row unfinished and says that the job was interrupted
    return { ...job, ...change }
  }
}

function end(desk: Desk, live: Live, ended: Job): void {
  live.job = ended
  desk.live.delete(ended.id)
  desk.ended.set(ended.status, (desk.ended.get(ended.status) ?? 0) + 1)
  void live.telling.stop()
  tell(live)
  live.listeners.clear()
}
