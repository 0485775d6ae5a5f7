import type { SeatTake } from './amendment.ts'
import type { CentreId, CoverId, ProviderId, PublicationId, RosterId } from './ids.ts'
import type { Interval } from './instant.ts'

/** Somebody takes over from one who cannot come (trực thay), at once: the version that says so is provisional until a numbered one confirms it. */
export interface Cover extends Interval {
  readonly id: CoverId
  readonly centreId: CentreId
  readonly rosterId: RosterId
  readonly absentId: ProviderId
  readonly reason: string
  readonly takes: readonly SeatTake[]
  /** The absence that was recorded with it. */
  readonly absenceId: string
  /** The provisional version that switched the answer. */
  readonly publicationId: PublicationId
  /** The numbered version that confirmed it; null while the approver has not. */
  readonly confirmedBy: PublicationId | null
  readonly by: string
}
