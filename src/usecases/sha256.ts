import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** SHA-256, in hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => hash('sha256', data)

/** SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of a value; any later reader can compute it again. */
export const fingerprintOf = (value: unknown): string => sha256(canonicalize(value) ?? '')
