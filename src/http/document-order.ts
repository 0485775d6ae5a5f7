import { DutyError } from '../domain/errors.ts'
import type { AgencyId } from '../domain/ids.ts'
import type { PublishedMonth } from '../domain/publication.ts'
import type { DocumentOrder } from '../usecases/render-document.ts'
import { may, type Principal } from './principal.ts'

/** What the query of a document asks for; agency, post and provider by id or code. */
export interface AskedDocument {
  readonly audience?: 'public' | 'agency'
  readonly agency?: string
  readonly post?: string
  readonly provider?: string
}

/** What the publication calls by that id or code, also when the catalogue has long forgotten it; throws BAD_FIELD where there is none. */
function frozen<T extends { readonly id: string; readonly code: string }>(
  all: readonly T[],
  noun: string,
  ref: string | undefined
): T['id'] | undefined {
  if (ref === undefined) return undefined
  const found = all.find(({ id, code }) => id === ref || code === ref)
  if (found !== undefined) return found.id
  throw new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: `?${noun}`, code: 'BAD_REFERENCE', params: { noun, ref } }])
}

/** The agency whose posts alone the principal may read agencies' numbers of; null = those of every post, undefined = of none. */
function reachOf(principal: Principal): AgencyId | null | undefined {
  if (may(principal, 'numbers:internal')) return null
  return may(principal, 'numbers:agency') ? principal.agencyId : undefined
}

/** Whether agencies' numbers may stand in a paper for this agency, or for all where none is named. */
function isReadable(reach: AgencyId | null | undefined, { agencies }: PublishedMonth, agencyId: AgencyId | undefined): boolean {
  if (reach === null || reach === undefined) return reach === null
  return agencyId === undefined ? agencies.some(({ id }) => id === reach) : agencyId === reach
}

/** Throws KEY_REQUIRED, SCOPE_MISSING for more than is readable; left open, the most that is. */
function audienceOf(principal: Principal, readable: boolean, asked: AskedDocument['audience']): 'public' | 'agency' {
  if (asked === 'agency' && !readable) {
    throw new DutyError(principal.id === null ? 'KEY_REQUIRED' : 'SCOPE_MISSING', { scope: 'numbers:agency' })
  }
  return asked ?? (readable ? 'agency' : 'public')
}

/**
 * Whose numbers a document shows and which posts: never more than the principal may read. Left open, agencies' numbers where the principal
 * may read them (an agency's key then gets its own posts), else public ones. Throws KEY_REQUIRED, SCOPE_MISSING for more than that.
 */
export function orderOf(principal: Principal, month: PublishedMonth, asked: AskedDocument): DocumentOrder {
  const named = frozen(month.agencies, 'agency', asked.agency)
  const reach = reachOf(principal)
  const audience = audienceOf(principal, isReadable(reach, month, named), asked.audience)
  const own = audience === 'agency' ? (reach ?? undefined) : undefined
  return {
    audience,
    agencyId: named ?? own,
    postId: frozen(month.posts, 'post', asked.post),
    providerId: frozen(month.people, 'provider', asked.provider),
    burdens: audience === 'agency' && own === undefined && may(principal, 'rosters:read')
  }
}
