import { createHmac, hash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** SHA-256, in hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data)

/** SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of a value; any later reader can compute it again. */
export const fingerprintOf = (value: unknown): string => sha256(canonicalize(value) ?? '')

/** HMAC-SHA256 of a text, in hexadecimal: only who has the key can make it. Without a key it tells damage, not forgery. */
export const sealOf = (text: string, key: Uint8Array | undefined): string =>
  createHmac('sha256', key ?? '')
    .update(text)
    .digest('hex')
