import type { Db } from '../../db/handle.ts'
import { grants } from '../domain/api-key.ts'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import type { AgencyId, CentreId } from '../domain/ids.ts'
import type { Visibility } from '../domain/phone.ts'
import { findCentre, listCentres } from '../store/centres.ts'
import type { Scope } from './scopes.ts'

/** Who asks: an API key, or nobody in particular (`id` null). */
export interface Principal {
  readonly id: string | null
  readonly name: string
  readonly scopes: ReadonlySet<string>
  /** The only centre the key sees; null = every centre. */
  readonly centreId: CentreId | null
  /** The agency the key belongs to; null = none. */
  readonly agencyId: AgencyId | null
}

export const ANYBODY: Principal = { id: null, name: 'công chúng', scopes: new Set(), centreId: null, agencyId: null }

export const may = (principal: Principal, scope: Scope | 'public'): boolean => scope === 'public' || grants(principal.scopes, scope)

/**
 * Whose numbers the principal may read at a post: nobody's personal ones without a key; an agency key those of the posts that
 * serve its agency; the centre's own keys all. Other posts answer an agency key as they answer the public.
 */
export function audienceAt(principal: Principal, agencyIds: readonly AgencyId[]): Visibility {
  if (may(principal, 'numbers:internal')) return 'internal'
  const serves = principal.agencyId === null || agencyIds.includes(principal.agencyId)
  return may(principal, 'numbers:agency') && serves ? 'agency' : 'public'
}

/**
 * The centre a request is about: the one named by `centre`, else the key's own, else the only one there is. A key never learns
 * whether other centres exist: theirs are NOT_FOUND. Throws CENTRE_REQUIRED when several are possible.
 */
export async function centreOf(db: Db, principal: Principal, ref: string | undefined): Promise<Centre> {
  const wanted = ref ?? principal.centreId
  if (wanted !== null && wanted !== undefined) {
    const centre = await findCentre(db, wanted)
    if (centre === undefined || (principal.centreId !== null && centre.id !== principal.centreId)) {
      throw new DutyError('NOT_FOUND', { noun: 'centre', ref: wanted })
    }
    return centre
  }
  const all = await listCentres(db)
  const [only] = all
  if (only === undefined) throw new DutyError('NOT_FOUND', { noun: 'centre', ref: '' })
  if (all.length > 1) throw new DutyError('CENTRE_REQUIRED', { codes: all.map((centre) => centre.code).join(', ') })
  return only
}
