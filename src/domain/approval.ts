import type { Instant } from './instant.ts'
import type { PublishedSigner } from './signer.ts'

/** A policy rule that the approver let be broken, and why. */
export interface Override {
  readonly ruleId: string
  readonly reason: string
}

/** What the approver agreed to: who signs, which rules may be broken and why, and the fingerprint of exactly what was approved. */
export interface Approval {
  readonly by: string
  readonly at: Instant
  readonly signer: PublishedSigner
  readonly overrides: readonly Override[]
  readonly fingerprint: string
}
