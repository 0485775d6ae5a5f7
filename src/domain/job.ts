import { DutyError, type DutyErrorCode, type FieldError } from './errors.ts'
import type { CentreId, JobId, RosterId } from './ids.ts'
import type { Instant } from './instant.ts'

/** What long work there is. */
export const JOB_KINDS = ['plan'] as const
export type JobKind = (typeof JOB_KINDS)[number]

export const JOB_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** Statuses that a job leaves again; from the others there is no way back. */
export const UNFINISHED = ['queued', 'running'] as const satisfies readonly JobStatus[]

/**
 * How long a job belongs to the instance that works on it without a sign of life, in milliseconds; then others may say that it was
 * interrupted. Longer than a database or a process is away in a restart of either.
 */
export const LEASE = 20_000

/** Whether the job has ended, well or badly. */
export const isOver = (status: JobStatus): boolean => !(UNFINISHED as readonly JobStatus[]).includes(status)

export const JOB_PHASES = ['construct', 'search', 'bound', 'done'] as const

/** A value that the search lowers, and what no plan can be below; null = not known (yet). Gap = value - bound. */
export interface Measured {
  readonly value: number | null
  readonly bound: number | null
  readonly gap: number | null
}

/** How far a search has come. */
export interface JobProgress {
  readonly phase: (typeof JOB_PHASES)[number]
  /** Moves tried. */
  readonly iterations: number
  /** The whole objective, in ten-thousandths of a cost point. */
  readonly best: number | null
  readonly bound: number | null
  readonly gap: number | null
  /** Importance of the seats left empty. */
  readonly coverage: Measured
}

/** Why a job failed: a `DutyError` as data, worded when it is read. */
export interface JobProblem {
  readonly code: DutyErrorCode
  readonly params: Readonly<Record<string, string | number>>
  readonly fields: readonly FieldError[]
}

/** Long work of a centre (tác vụ). Its result is plain JSON. */
export interface Job {
  readonly centreId: CentreId
  readonly id: JobId
  readonly kind: JobKind
  readonly status: JobStatus
  /** The run of the service that does the work, which renews its lease of the job; without one the job was interrupted. */
  readonly instance: string
  /** The roster it is about; the job outlives it. */
  readonly rosterId: RosterId
  readonly progress: JobProgress | null
  readonly result: unknown
  readonly problem: JobProblem | null
  readonly createdAt: Instant
  readonly startedAt: Instant | null
  readonly finishedAt: Instant | null
}

/** The failure that an error stands for; what nobody foresaw is JOB_FAILED, without a word of its text. */
export const jobProblemOf = (error: unknown): JobProblem =>
  error instanceof DutyError
    ? { code: error.code, params: error.params, fields: error.fields }
    : { code: 'JOB_FAILED', params: {}, fields: [] }

/** The error that a failure stands for. */
export const errorOf = ({ code, params, fields }: JobProblem): DutyError => new DutyError(code, params, fields)
