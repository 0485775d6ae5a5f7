import { setTimeout as pause } from 'node:timers/promises'
import { DutyError } from '../domain/errors.ts'
import type { JobId } from '../domain/ids.ts'
import { isOver, type Job, type JobProgress, type JobStatus, jobProblemOf } from '../domain/job.ts'
import type { Hooks, Progress } from '../planning/engine.ts'
import { findOutage } from '../store/constraints.ts'
import { findJob, renewLeases, updateJob } from '../store/jobs.ts'
import { type Deps, transact } from './deps.ts'
import { type Paced, paced } from './paced.ts'
import { tierReport } from './plan-report.ts'

/** Why a search is aborted that nobody wants the outcome of: it is to end at once. Any other reason keeps the best so far. */
export const DISCARD = Symbol('discard')

/** How work ends that was discarded. */
export const discarded = (): Error => new Error('discarded', { cause: DISCARD })
export const isDiscarded = (error: unknown): boolean => error instanceof Error && error.cause === DISCARD

/** Between two writes of progress to the database, and between two tellings of those who watch; milliseconds. */
const WRITTEN_EVERY = 1000
const TOLD_EVERY = 200
/** Between two renewals of the leases of all jobs under way here, in which is heard what others want of them; milliseconds. */
const RENEWED_EVERY = 1000
/**
 * How long what was found is held while the database is away, and between two tries to keep it; milliseconds. Whether it may still be kept is
 * for the row of the job to say: its lease is renewed meanwhile, and once somebody has ended it nothing is.
 */
const HELD = 15 * 60_000
const TRIED_EVERY = 500

/** Told how a job stands; `last`: nothing more will be told. */
export type Watcher = (job: Job, last: boolean) => void

/** A job that can be followed. */
export interface Watched {
  /** As it stands, as far as is known here. */
  readonly job: Job
  /** Calls the watcher on every change; returns how to stop that. */
  watch(watcher: Watcher): () => void
}

/** A job that this process works on now; its state is ahead of the database. */
export interface LiveJob extends Watched {
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

/** What somebody who runs the service should know of jobs. */
export interface JobLog {
  /** A job failed by what nobody foresaw: the job itself says only that it failed. */
  readonly defect: (error: unknown) => void
  /** Work of this process was thrown away: it is closing, or lost its lease and another instance said that the job was interrupted. */
  readonly interrupted: (job: Job) => void
}

/** The jobs of this process. */
export interface JobDesk {
  readonly instance: string
  /** Aborted when the desk closes. */
  readonly closing: AbortSignal
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
  readonly log: JobLog
  readonly renewing: Paced
}

interface Live {
  job: Job
  /** What ended it from outside. */
  fate: DutyError | undefined
  readonly controller: AbortController
  readonly watchers: Set<Watcher>
  readonly writing: Paced
  readonly telling: Paced
}

/** An empty desk. Jobs that are worked on here are leased by it as long as it lives and reaches the database. */
export function openDesk(deps: Pick<Deps, 'db' | 'newId'>, log: JobLog): JobDesk {
  const renewing = paced(RENEWED_EVERY, () => renew(deps, desk))
  const desk: Desk = { live: new Map(), underWay: new Set(), ended: new Map(), log, renewing }
  const closing = new AbortController()
  return {
    instance: deps.newId(),
    closing: closing.signal,
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
      closing.abort()
      for (const live of desk.live.values()) discard(live, new DutyError('JOB_INTERRUPTED'))
      await Promise.all(desk.underWay)
      await renewing.stop()
    }
  }
}

/** Renews the leases of the jobs under way, ends those that are over already, and the searches that somebody wants to end. */
async function renew({ db }: Pick<Deps, 'db'>, desk: Desk): Promise<void> {
  const held = [...desk.live.values()]
  if (held.length === 0) return
  try {
    const standing = await renewLeases(
      db,
      held.map(({ job }) => job.id)
    )
    for (const live of held) obey(live, standing.get(live.job.id))
  } catch (error) {
    // with the database away nobody can end the job either
    if (findOutage(error) === undefined) desk.log.defect(error)
  }
  desk.renewing.poke()
}

/** Does what the row of a job asks for; a job that has no unfinished row was ended by somebody else. */
function obey(live: Live, standing: { readonly stopWanted: boolean } | undefined): void {
  if (standing === undefined) discard(live, new DutyError('JOB_FINISHED'))
  else if (standing.stopWanted) live.controller.abort()
}

const handleOf = (live: Live): LiveJob => ({
  get job() {
    return live.job
  },
  watch: (watcher) => {
    live.watchers.add(watcher)
    return () => void live.watchers.delete(watcher)
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
    watchers: new Set(),
    // progress is a picture for those who watch: one that cannot be written is no reason to fail
    writing: paced(WRITTEN_EVERY, async () => {
      const { status, progress, startedAt } = live.job
      await updateJob(deps.db, job, { status, progress, startedAt }).catch(() => undefined)
    }),
    telling: paced(TOLD_EVERY, () => tell(live))
  }
  return live
}

function tell({ job, watchers }: Live): void {
  for (const watcher of watchers) watcher(job, isOver(job.status))
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
  desk.renewing.poke()
  try {
    const found = await work.search({ onProgress: (progress) => progressed(deps, live, progress), stop: live.controller.signal })
    await live.writing.stop()
    if (live.fate !== undefined) throw live.fate
    const { made, ended } = await keepAtLast(deps, live, work, found)
    end(desk, live, ended)
    return made
  } catch (thrown) {
    const error = live.fate ?? thrown
    if (!(error instanceof DutyError)) desk.log.defect(error)
    await live.writing.stop()
    const ended = await failed(deps, live, error)
    if (ended.problem?.code === 'JOB_INTERRUPTED') desk.log.interrupted(ended)
    end(desk, live, ended)
    throw error
  }
}

/** What a job has come to. */
interface Kept<Made> {
  readonly made: Made
  readonly ended: Job
}

/** Keeps what was found, once, as soon as the database lets it. */
async function keepAtLast<Found, Made>(deps: Deps, live: Live, work: Work<Found, Made>, found: Found): Promise<Kept<Made>> {
  // what the last try made of which the end is not known
  let lost: Made | undefined
  const attempt = async (): Promise<Kept<Made>> => {
    let made: Made | undefined
    const make = async (deps: Deps) => {
      const kept = await work.keep(deps, found)
      made = kept.made
      return kept
    }
    try {
      return await keep(deps, live, make)
    } catch (error) {
      if (findOutage(error) === undefined) return keptBefore(deps, live.job, lost, error)
      lost = made ?? lost
      throw error
    }
  }
  return whileAway(attempt, () => live.fate === undefined || (live.fate.code === 'JOB_FINISHED' && lost !== undefined))
}

/** What an earlier try has kept all the same: what was lost was the answer to its commit. Throws the error where it has not. */
async function keptBefore<Made>({ db }: Deps, job: Job, made: Made | undefined, error: unknown): Promise<Kept<Made>> {
  const ended = made === undefined ? undefined : await findJob(db, job.centreId, job.id)
  // nobody else can have done the job
  if (made === undefined || ended?.status !== 'done') throw error
  return { made, ended }
}

/** Tries again as long as the database is away, and it is still wanted. */
async function whileAway<T>(attempt: () => Promise<T>, isWanted: () => boolean): Promise<T> {
  const end = performance.now() + HELD
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (findOutage(error) === undefined || performance.now() >= end) throw error
      await pause(TRIED_EVERY)
      if (!isWanted()) throw error
    }
  }
}

/** Keeps what was made and ends the job in one transaction; a job that was ended meanwhile keeps nothing. */
const keep = <Made>(deps: Deps, { job }: Live, make: (deps: Deps) => Promise<{ made: Made; result: unknown }>): Promise<Kept<Made>> =>
  transact(deps, async (deps) => {
    const { made, result } = await make(deps)
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
    // the database is away: its lease will run out, and somebody will say that the job was interrupted
    return { ...job, ...change }
  }
}

function end(desk: Desk, live: Live, ended: Job): void {
  live.job = ended
  desk.live.delete(ended.id)
  desk.ended.set(ended.status, (desk.ended.get(ended.status) ?? 0) + 1)
  void live.telling.stop()
  tell(live)
  live.watchers.clear()
}
