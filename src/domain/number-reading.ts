import type { CentreId, ProviderId } from './ids.ts'
import type { Instant } from './instant.ts'

/** That somebody was shown the personal numbers of somebody. */
export interface NumberReading {
  readonly centreId: CentreId
  /** Id of the API key; null = somebody without one. */
  readonly readerId: string | null
  readonly reader: string
  readonly providerId: ProviderId
  /** The operation that showed them: `getOnDuty`, `getDirectory`, … */
  readonly operation: string
}

/** The readings of one reader, one person and one way within a few seconds. */
export interface RecordedReading extends NumberReading {
  readonly id: string
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly times: number
}

/** A reading with whom the numbers belong to, as they are called now; null for somebody who is no longer in the catalogue. */
export interface ListedReading extends RecordedReading {
  readonly provider: { readonly code: string; readonly fullName: string } | null
}

/**
 * The record of who reads personal numbers (Luật 91/2025/QH15; domain: access log). Noting costs a few look-ups in memory; what is noted
 * is forgotten only when it is written.
 */
export interface Readings {
  note(reading: NumberReading): void
  /** Rows in memory that are not written yet. */
  readonly waiting: number
  /** Writes everything noted before the call. Fails when that was impossible: then it is kept for the next time. */
  flush(): Promise<void>
  /** Puts by what is noted or being written, where a process that is killed outright loses nothing of it. Never waits for the database. */
  putBy(): Promise<void>
  /** Writes what is left, or puts it by for the next start. */
  close(): Promise<void>
}
