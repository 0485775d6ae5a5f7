import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Instant } from '../domain/instant.ts'
import { isKnown, VARY_BY_FORM } from './reply.ts'

/** Seconds that a cache may hold an answer at most: a cover may change any answer at any minute (README, D-040). */
export const MAX_AGE = 30
/** Of an instant that is past: what was published and in force then is settled, but a number may still be struck out. */
export const PAST_MAX_AGE = 3600

/** For how long an answer holds. */
export interface Validity {
  readonly at: Instant
  readonly now: Instant
  readonly nextChangeAt: Instant | null
  /** Whether a document answers; one that came late would still change an answer about the past without any. */
  readonly published: boolean
  readonly stale: boolean
}

/** `Cache-Control` of an answer: never longer than it holds by what is published, nothing of what is stale. */
export function cacheControl({ at, now, nextChangeAt, published, stale }: Validity): string {
  if (stale) return 'no-store'
  if (at < now && published) return `private, max-age=${PAST_MAX_AGE}`
  if (nextChangeAt === null) return `private, max-age=${MAX_AGE}`
  const seconds = Math.max(0, Math.floor((nextChangeAt - now) / 1000))
  return `private, max-age=${Math.min(seconds, MAX_AGE)}, stale-if-error=${seconds}`
}

/** The validity of several answers together: that of the one which ends first. */
export function jointValidity(all: readonly Pick<Validity, 'nextChangeAt' | 'published'>[]): Pick<Validity, 'nextChangeAt' | 'published'> {
  const changes = all.flatMap(({ nextChangeAt }) => (nextChangeAt === null ? [] : [nextChangeAt]))
  return {
    nextChangeAt: changes.length === 0 ? null : (Math.min(...changes) as Instant),
    published: all.every(({ published }) => published)
  }
}

/** The opaque part of a weak ETag: names everything that the parts say. */
export const tagOf = (...parts: readonly unknown[]): string => `"${createHash('sha1').update(JSON.stringify(parts)).digest('base64url')}"`

/** Sets the headers of a cacheable answer; true when the client has it already, and needs only to be told so (304). */
export function announce(request: FastifyRequest, reply: FastifyReply, validity: Validity, tag: string): boolean {
  void reply.header('cache-control', cacheControl(validity)).header('vary', VARY_BY_FORM)
  if (validity.stale) return false
  void reply.header('etag', `W/${tag}`)
  return isKnown(request, tag)
}
