import { randomBytes } from 'node:crypto'
import { ADMIN_SCOPE, type ApiKey, grants } from '../domain/api-key.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import { requiredText } from '../domain/fields.ts'
import type { AgencyId, CentreId } from '../domain/ids.ts'
import { isId } from '../domain/ids.ts'
import { formatInstant, type Instant, DEFAULT_ZONE as ZONE } from '../domain/instant.ts'
import { countUsableKeys, findApiKey, insertApiKey, lockUsableKey, replaceApiKey, revokeApiKeys } from '../store/api-keys.ts'
import { revokeFeedsOf } from '../store/feeds.ts'
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

/** The key that makes or ends another; its id is null of nobody. */
export interface KeyMaker {
  readonly id: string | null
  readonly scopes: ReadonlySet<string>
  readonly centreId: CentreId | null
  readonly agencyId: AgencyId | null
}

/** What is stored of a key. Keys hold 256 random bits (or come from the administrator), so a plain SHA-256 cannot be searched through. */
export const hashKey = (key: string): string => sha256(key)

/** A fresh key: `lt_` and 43 characters. */
export const newKey = (): string => `lt_${randomBytes(32).toString('base64url')}`

const stored = (deps: Deps, key: string, wanted: NewApiKey, madeBy: string | null): ApiKey => ({
  ...wanted,
  id: deps.newId(),
  hash: hashKey(key),
  prefix: key.slice(0, 7),
  madeBy,
  revokedAt: null,
  createdAt: deps.now()
})

/** The key that asks, which nobody ends until this is done. Throws KEY_INVALID when somebody just has. */
async function lockMaker(deps: Deps, { id }: KeyMaker): Promise<ApiKey> {
  const maker = id === null ? undefined : await lockUsableKey(deps.db, id)
  if (maker === undefined) throw new DutyError('KEY_INVALID')
  return maker
}

/** What the maker may give, of what is wished for: none of its bounds is passed, and the new key ends after now and no later than it. Throws BAD_FIELD. */
function withinBounds({ now }: Deps, wished: NewApiKey, by: KeyMaker, maker: ApiKey): NewApiKey {
  const errors = fieldErrors()
  for (const [index, scope] of wished.scopes.entries()) {
    if (!grants(by.scopes, scope)) errors.add(`/scopes/${index}`, 'SCOPE_MISSING', { scope })
  }
  const [wishedEnd, end, begin] = [wished.expiresAt, maker.expiresAt, now()]
  if (wishedEnd !== null && (wishedEnd <= begin || (end !== null && wishedEnd > end))) {
    const latest = end === null ? '' : `, ≤ ${formatInstant(end, ZONE)}`
    errors.add('/expiresAt', 'BAD_VALUE', { allowed: `> ${formatInstant(begin, ZONE)}${latest}` })
  }
  const name = requiredText(errors, '/name', wished.name)
  errors.throwIfAny()
  return { ...wished, name, expiresAt: wishedEnd ?? end }
}

/** Keys that nobody has ended, of one centre (or of none) and of one agency: each is in the memory of every instance, expired or not. */
export const MOST_KEYS = { centre: 500, agency: 50 } as const

/** Throws TOO_MANY_KEYS. Of several that are made at this moment, none counts the others. */
async function refuseTooMany({ db }: Deps, { centreId, agencyId }: NewApiKey): Promise<void> {
  const bounds = [
    { most: MOST_KEYS.centre, of: { centreId, agencyId: null } },
    ...(agencyId === null ? [] : [{ most: MOST_KEYS.agency, of: { centreId, agencyId } }])
  ]
  for (const { most, of } of bounds) if ((await countUsableKeys(db, of)) >= most) throw new DutyError('TOO_MANY_KEYS', { most })
}

/**
 * Makes a key, which is returned once and kept nowhere. A key never gives what it does not have: its scopes, its centre, its agency and its
 * end bound those of the keys it makes, and they end with it. Throws BAD_FIELD, NOT_FOUND, KEY_INVALID, TOO_MANY_KEYS.
 */
export const createApiKey = (deps: Deps, wished: NewApiKey, by: KeyMaker): Promise<{ key: string; apiKey: ApiKey }> =>
  transact(deps, async (deps) => {
    if (!isWithin(by, wished)) throw new DutyError('NOT_FOUND', { noun: 'centre', ref: wished.centreId ?? '' })
    const maker = await lockMaker(deps, by)
    await refuseTooMany(deps, wished)
    const key = newKey()
    const apiKey = stored(deps, key, withinBounds(deps, wished, by, maker), maker.id)
    await insertApiKey(deps.db, apiKey)
    return { key, apiKey }
  })

/** The name of the key with every right that the configuration (`ADMIN_KEY`) or the first start sets. */
export const ADMIN_KEY_NAME = 'ADMIN_KEY'

/** Makes this the administrator's key; whatever was before stops working. What it has made stays: the administrator has only changed the key. */
export const setAdminKey = (deps: Deps, key: string): Promise<void> =>
  transact(deps, async (deps) => {
    const wanted = { name: ADMIN_KEY_NAME, scopes: [ADMIN_SCOPE], centreId: null, agencyId: null, expiresAt: null }
    await replaceApiKey(deps.db, stored(deps, key, wanted, null), deps.now())
  })

/** Whether a key is among those that another one sees: of its centre, and of its agency. */
const isWithin = (by: KeyMaker, { centreId, agencyId }: Pick<ApiKey, 'centreId' | 'agencyId'>): boolean =>
  (by.centreId === null || by.centreId === centreId) && (by.agencyId === null || by.agencyId === agencyId)

/**
 * Ends a key at once, with every key that it made, those that they made, and the feeds of all of them. What a key could not have given it
 * cannot take. Throws NOT_FOUND, SCOPE_MISSING, ADMIN_KEY_STANDS.
 */
export const endApiKey = (deps: Deps, id: string, by: KeyMaker): Promise<void> =>
  transact(deps, async (deps) => {
    const found = isId(id) ? await findApiKey(deps.db, id) : undefined
    if (found === undefined || found.revokedAt !== null || !isWithin(by, found))
      throw new DutyError('NOT_FOUND', { noun: 'api-key', ref: id })
    if (found.scopes.includes(ADMIN_SCOPE)) throw new DutyError('ADMIN_KEY_STANDS')
    const lacking = found.scopes.find((scope) => !grants(by.scopes, scope))
    if (lacking !== undefined) throw new DutyError('SCOPE_MISSING', { scope: lacking })
    await endWithChildren(deps, [id])
  })

/** One generation after the other: whoever makes a key holds its maker until then, so none is born behind our back. */
async function endWithChildren(deps: Deps, ids: readonly string[]): Promise<void> {
  const [db, now] = [deps.db, deps.now()]
  for (let ended = await revokeApiKeys(db, { ids }, now); ended.length > 0; ended = await revokeApiKeys(db, { madeBy: ended }, now)) {
    await revokeFeedsOf(db, ended, now)
  }
}
