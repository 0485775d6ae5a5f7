import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Month } from '../domain/day.ts'
import { DutyError } from '../domain/errors.ts'
import type { Deps } from '../usecases/deps.ts'
import { once } from '../usecases/once.ts'

/** What an answer depends on beside its address: the reader's language, who they are, and how it may be packed (in the letters that @fastify/compress looks for). */
export const VARY = 'Accept-Language, Authorization, accept-encoding'

/** The same of an answer that has several forms. */
export const VARY_BY_FORM = `Accept, ${VARY}`

/** The strong ETag of a version. */
export const etagOf = (version: number): string => `"${version}"`

/** A tag of ours, strong or weak: a proxy that packs an answer weakens its tag, and the version that it names is the same. */
const VERSION_TAG = /^(?:W\/)?"(\d{1,9})"$/

/**
 * The version that `If-Match` names. Throws IF_MATCH_REQUIRED without one, and for `*`, which is no version that anybody has read; tags that
 * cannot be ours are simply stale. Versions only go up: of several that the writer has read, the highest alone can be the one that is there.
 */
export function expectedVersion(request: Pick<FastifyRequest, 'headers'>): number {
  const header = request.headers['if-match']?.trim() ?? '*'
  if (header === '*') throw new DutyError('IF_MATCH_REQUIRED')
  const versions = header.split(',').flatMap((tag) => VERSION_TAG.exec(tag.trim())?.[1] ?? [])
  if (versions.length === 0) throw new DutyError('STALE_VERSION', { expected: header })
  return Math.max(...versions.map(Number))
}

/** Sends a representation under its ETag, or 304 when the client has it already. */
export function sendVersion(request: FastifyRequest, reply: FastifyReply, etag: string, body: unknown): FastifyReply {
  void reply.header('etag', etag).header('vary', VARY).header('cache-control', 'private, no-cache')
  return isKnown(request, etag) ? reply.code(304).send() : reply.send(body)
}

/** Whether the client says that it has what the ETag names. */
export function isKnown(request: FastifyRequest, etag: string): boolean {
  const header = request.headers['if-none-match']
  if (header === undefined) return false
  const known = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}

/** What a creating POST answers. */
export interface Created {
  readonly body: unknown
  readonly location?: string
  readonly etag?: string
  /** Where it is not that of the route: what was there already is not created. */
  readonly status?: number
  /** What is answered when the request comes again under its key, where `body` holds what is shown once. */
  readonly again?: unknown
}

/** Runs a POST under its `Idempotency-Key`, if it has one, and sends what it made. */
export async function sendOnce(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  work: (deps: Deps) => Promise<Created>
): Promise<FastifyReply> {
  const answered = async (deps: Deps) => {
    const { location, etag, ...made } = await work(deps)
    return { status, ...made, headers: { ...(location && { location }), ...(etag && { etag }) } }
  }
  const key = request.headers['idempotency-key']
  const asked = { method: request.method, url: request.url, body: request.body ?? null, ifMatch: request.headers['if-match'] ?? null }
  const answer =
    typeof key === 'string' ? await once(deps, { owner: request.principal.id ?? '', key, request: asked }, answered) : await answered(deps)
  return reply.code(answer.status).headers(answer.headers).send(answer.body)
}

/** The relative address of this request with one query parameter set; null for no value. */
export function addressWith(request: FastifyRequest, name: string, value: string | null): string | null {
  if (value === null) return null
  const [path = '', query = ''] = request.url.split('?')
  const params = new URLSearchParams(query)
  params.set(name, value)
  return `${path}?${params}`
}

/** The relative address of the page that begins at the cursor. */
export const nextPage = (request: FastifyRequest, cursor: string | null): string | null => addressWith(request, 'after', cursor)

/** The relative address of the page that begins with the month. */
export const nextFrom = (request: FastifyRequest, month: Month): string | null => addressWith(request, 'from', month)

/** The relative address of the months before the last one shown, of items of which one more than `limit` was asked for. */
export const nextMonths = (request: FastifyRequest, items: readonly { readonly month: Month }[], limit: number): string | null =>
  addressWith(request, 'before', items.length > limit ? (items[limit - 1]?.month ?? null) : null)
