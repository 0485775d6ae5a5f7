import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { CallContact } from '../domain/call.ts'
import { DutyError } from '../domain/errors.ts'
import type { CallId, CentreId } from '../domain/ids.ts'
import { foldText } from '../domain/text.ts'
import { findCallerKey, putCallerKey } from '../store/caller-keys.ts'
import type { Deps } from './deps.ts'

/** Bytes of every key (AES-256). */
const KEY_BYTES = 32
/** Bytes of a nonce, drawn anew for each text, and of the tag that tells tampering (NIST SP 800-38D). */
const NONCE_BYTES = 12
const TAG_BYTES = 16
const PREFIX = 'v1.'

/** What is encrypted under the purpose opens under the same purpose alone. */
function seal(key: Buffer, purpose: string, data: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
  const text = Buffer.concat([nonce, cipher.update(data), cipher.final(), cipher.getAuthTag()])
  return PREFIX + text.toString('base64url')
}

/** Throws CALLER_DATA_UNREADABLE for what was changed, moved to another place or encrypted by another key. */
function unseal(key: Buffer, purpose: string, sealed: string): Buffer {
  const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch {
    throw new DutyError('CALLER_DATA_UNREADABLE')
  }
}

const FIELDS = ['fullName', 'phone', 'address', 'relation'] as const satisfies readonly (keyof CallContact)[]

/** What keeps the personal data of one centre's callers. */
export interface Vault {
  /** The contact with every field encrypted, bound to its centre, call and field. */
  sealContact(callId: CallId, contact: CallContact): CallContact
  /** Throws CALLER_DATA_UNREADABLE. */
  openContact(callId: CallId, sealed: CallContact): CallContact
  /** The same for the same case however it is typed; tells nobody without the key what the case is. */
  caseKeyOf(reference: string): string
}

function vaultOf(centreId: CentreId, key: Buffer): Vault {
  const purpose = (callId: CallId, field: string) => `${centreId}/${callId}/${field}`
  const each = (contact: CallContact, change: (text: string, field: string) => string): CallContact =>
    Object.fromEntries(FIELDS.map((field) => [field, contact[field] === null ? null : change(contact[field], field)])) as never
  const caseSecret = Buffer.from(hkdfSync('sha256', key, '', 'case', KEY_BYTES))
  return {
    sealContact: (callId, contact) => each(contact, (text, field) => seal(key, purpose(callId, field), Buffer.from(text))),
    openContact: (callId, sealed) => each(sealed, (text, field) => unseal(key, purpose(callId, field), text).toString()),
    caseKeyOf: (reference) => createHmac('sha256', caseSecret).update(foldText(reference)).digest('base64url')
  }
}

/** What the key of a centre is wrapped for. */
const WRAPPING = 'caller-key'

function unwrapped(callerKey: Uint8Array, centreId: CentreId, wrapped: string): Vault {
  return vaultOf(centreId, unseal(Buffer.from(callerKey), `${centreId}/${WRAPPING}`, wrapped))
}

/**
 * The vault of a centre; undefined while it has none, and in an installation without a key (`CALLER_KEY`), which keeps nothing of callers.
 * Throws CALLER_DATA_UNREADABLE when the centre's key was wrapped by another key of the installation.
 */
export async function findVault({ db, callerKey }: Deps, centreId: CentreId): Promise<Vault | undefined> {
  if (callerKey === undefined) return undefined
  const wrapped = await findCallerKey(db, centreId)
  return wrapped === undefined ? undefined : unwrapped(callerKey, centreId, wrapped)
}

/** The same, making the centre's key when it is first needed. */
export async function openVault(deps: Deps, centreId: CentreId): Promise<Vault | undefined> {
  const { db, now, callerKey } = deps
  if (callerKey === undefined) return undefined
  const found = await findVault(deps, centreId)
  if (found !== undefined) return found
  const wrapped = seal(Buffer.from(callerKey), `${centreId}/${WRAPPING}`, randomBytes(KEY_BYTES))
  return unwrapped(callerKey, centreId, await putCallerKey(db, centreId, wrapped, now()))
}
