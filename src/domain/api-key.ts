import type { AgencyId, CentreId } from './ids.ts'
import type { Instant } from './instant.ts'

/** The right to everything: of the administrator's key alone, which the configuration sets. */
export const ADMIN_SCOPE = '*'

/** Whether scopes let somebody do what asks for this one. */
export const grants = (scopes: ReadonlySet<string>, scope: string): boolean => scopes.has(ADMIN_SCOPE) || scopes.has(scope)

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
  /** Id of the key that made it, and with which it ends; null of the administrator's, and where nobody knows any more. */
  readonly madeBy: string | null
  readonly expiresAt: Instant | null
  readonly revokedAt: Instant | null
  readonly createdAt: Instant
}

/** A key, and what the one that made it is called. */
export interface MadeKey {
  readonly apiKey: ApiKey
  readonly maker: { readonly id: string; readonly name: string } | null
}
