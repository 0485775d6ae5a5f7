import type { AgencyId, CentreId } from './ids.ts'
import type { Instant } from './instant.ts'

/** An API key as it is kept: everything but the key itself. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  /** SHA-256 of the key, hexadecimal. */
  readonly hash: string
  /** First characters of the key, for telling keys apart. */
  readonly prefix: string
  readonly scopes: readonly string[]
  /** The only centre it sees; null = every centre. */
  readonly centreId: CentreId | null
  /** The agency it belongs to; null = none. */
  readonly agencyId: AgencyId | null
  readonly expiresAt: Instant | null
  readonly revokedAt: Instant | null
  readonly createdAt: Instant
}
