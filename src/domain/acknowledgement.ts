import type { AgencyId, CentreId, PublicationId } from './ids.ts'
import type { Instant } from './instant.ts'

/** That an agency was asked to acknowledge receipt of a publication (xác nhận đã nhận), and whether it did. */
export interface Acknowledgement {
  readonly centreId: CentreId
  readonly publicationId: PublicationId
  readonly agencyId: AgencyId
  readonly askedAt: Instant
  /** When it was reminded; each agency is reminded once of each publication. */
  readonly remindedAt: Instant | null
  readonly acknowledgedAt: Instant | null
  /** Who acknowledged; null while nobody has. */
  readonly by: string | null
}
