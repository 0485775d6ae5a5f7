import type { CentreId, CorrectionId, ProviderId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { Phone } from './phone.ts'

/**
 * A number of somebody replaced in one step: from `from` on look-ups answer with `phone` wherever a publication issued before says
 * `replaced`. The publication itself stays as it was issued (NĐ 30/2020 Điều 18(3)); the next version carries the new number by itself.
 */
export interface NumberCorrection {
  readonly id: CorrectionId
  readonly centreId: CentreId
  readonly providerId: ProviderId
  /** E.164 of the number that no longer holds. */
  readonly replaced: string
  /** What holds instead; null = nothing. */
  readonly phone: Phone | null
  readonly from: Instant
  readonly by: string
  readonly reason: string
}
