import { randomBytes } from 'node:crypto'
import type { ApiKey } from '../domain/api-key.ts'
import { DutyError } from '../domain/errors.ts'
import type { AgencyId, CentreId } from '../domain/ids.ts'
import { isId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { insertApiKey, replaceApiKey, revokeApiKey } from '../store/api-keys.ts'
import { type Deps, transact } from './deps.ts'
import { sha256 } from './sha256.ts'

/** What a new key may do. */
export interface NewApiKey {
  readonly name: string
  readonly scopes: readonly string[]
  readonly centreId: CentreId | null
  readonly agencyId: AgencyId | null
  readonly expiresAt: Instant | null
}

/** What is stored of a key. Keys hold 256 random bits (or come from the administrator), so a plain SHA-256 cannot be searched through. */
export const hashKey = (key: string): string => sha256(key)

/** A fresh key: `lt_` and 43 characters. */
export const newKey = (): string => `lt_${randomBytes(32).toString('base64url')}`

const stored = (deps: Deps, key: string, wanted: NewApiKey): ApiKey => ({
  ...wanted,
  id: deps.newId(),
  hash: hashKey(key),
  prefix: key.slice(0, 7),
  revokedAt: null,
  createdAt: deps.now()
})

/** Makes a key. The key itself is returned once and kept nowhere. */
export const createApiKey = (deps: Deps, wanted: NewApiKey): Promise<{ key: string; apiKey: ApiKey }> =>
  transact(deps, async (deps) => {
    const key = newKey()
    const apiKey = stored(deps, key, wanted)
    await insertApiKey(deps.db, apiKey)
    return { key, apiKey }
  })

/** The name of the key with every right that the configuration (`ADMIN_KEY`) or the first start sets. */
export const ADMIN_KEY_NAME = 'ADMIN_KEY'

/** Makes this the administrator's key; whatever was before stops working. */
export const setAdminKey = (deps: Deps, key: string): Promise<void> =>
  transact(deps, async (deps) => {
    const apiKey = stored(deps, key, { name: ADMIN_KEY_NAME, scopes: ['*'], centreId: null, agencyId: null, expiresAt: null })
    await replaceApiKey(deps.db, apiKey, deps.now())
  })

/** Ends a key at once. */
export const endApiKey = (deps: Deps, id: string, centreId: CentreId | null): Promise<void> =>
  transact(deps, async (deps) => {
    const known = isId(id) && (await revokeApiKey(deps.db, id, centreId, deps.now()))
    if (!known) throw new DutyError('NOT_FOUND', { noun: 'api-key', ref: id })
  })
