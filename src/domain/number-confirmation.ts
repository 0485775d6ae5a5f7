import type { Day } from './day.ts'
import type { CentreId, ProviderId } from './ids.ts'
import type { Instant } from './instant.ts'

/** `provider`: the person confirmed it; `planner`: somebody of the centre rang it; `call`: it was answered in a duty call. */
export const CONFIRMATION_WAYS = ['provider', 'planner', 'call'] as const
export type ConfirmationWay = (typeof CONFIRMATION_WAYS)[number]

/** That a number of somebody was answered or confirmed: the trail behind `verifiedOn`. */
export interface NumberConfirmation {
  readonly id: string
  readonly centreId: CentreId
  readonly providerId: ProviderId
  /** E.164. */
  readonly number: string
  readonly on: Day
  readonly at: Instant
  readonly by: string
  readonly how: ConfirmationWay
}
