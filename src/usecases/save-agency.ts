import type { Agency, AgencyKind, AgencyLevel } from '../domain/agency.ts'
import { parseDay } from '../domain/day.ts'
import { DutyError, fieldErrors } from '../domain/errors.ts'
import { optionalDay, optionalText, parseCode, requiredPeriod, requiredText } from '../domain/fields.ts'
import type { AgencyId, CentreId } from '../domain/ids.ts'
import { cleanText } from '../domain/text.ts'
import { agenciesWhere, agencyNoun, insertAgencyKind, type KeptKind, listAgencyKinds, replaceAgencyKind } from '../store/agencies.ts'
import { type CatalogueNoun, type Condition, resolve, resolveAll } from './catalogue.ts'
import { type Deps, transact } from './deps.ts'

export interface AgencyInput {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly level: AgencyLevel
  readonly parent?: string | null
  readonly territory?: readonly string[]
  readonly formerNames?: readonly { readonly name: string; readonly until?: string | null }[]
  readonly predecessors?: readonly string[]
  readonly validFrom: string
  readonly validTo?: string | null
  readonly contactPoint?: string | null
  readonly address?: string | null
  readonly email?: string | null
}

export const agencyEntry: CatalogueNoun<AgencyInput, Agency> = {
  noun: agencyNoun,
  prepare: async (deps, centre, { id, version }, input, errors) => {
    const centreId = centre as CentreId
    const kinds = await listAgencyKinds(deps.db)
    if (!kinds.some((kind) => kind.code === input.kind)) errors.add('/kind', 'BAD_REFERENCE', { noun: 'agency-kind', ref: input.kind })
    const parentId = input.parent ? await resolve(deps, agencyNoun, centreId, input.parent, errors, '/parent') : null
    if (parentId === id) errors.add('/parent', 'BAD_REFERENCE', { noun: 'agency', ref: input.code })
    const predecessorIds = await resolveAll(deps, agencyNoun, centreId, input.predecessors ?? [], errors, '/predecessors')
    const own = predecessorIds.indexOf(id as AgencyId)
    if (own >= 0) errors.add(`/predecessors/${own}`, 'BAD_REFERENCE', { noun: 'agency', ref: input.code })
    const valid = requiredPeriod(errors, ['/validFrom', '/validTo'], input.validFrom, input.validTo)
    return {
      id: id as AgencyId,
      centreId,
      version,
      code: errors.try('/code', () => parseCode(input.code)) ?? '',
      name: requiredText(errors, '/name', input.name),
      kind: input.kind,
      level: input.level,
      parentId: parentId ?? null,
      territory: (input.territory ?? []).map(cleanText).filter(Boolean),
      formerNames: (input.formerNames ?? []).map(({ name, until }, index) => ({
        name: requiredText(errors, `/formerNames/${index}/name`, name),
        until: optionalDay(errors, `/formerNames/${index}/until`, until)
      })),
      predecessorIds,
      validFrom: valid.from,
      validTo: valid.to,
      contactPoint: optionalText(input.contactPoint),
      address: optionalText(input.address),
      email: optionalText(input.email)
    }
  },
  toInput: ({ id: _, version: __, centreId: ___, parentId, predecessorIds, ...agency }) => ({
    ...agency,
    parent: parentId,
    predecessors: predecessorIds
  })
}

/** The condition of a list of agencies of one kind, existing on a day. */
export const agencyFilter = ({ kind, on }: { kind?: string | undefined; on?: string | undefined }): Condition =>
  agenciesWhere({ kind, on: on === undefined ? undefined : parseDay(on) })

/** Adds a kind of agency (`expected` 0), or changes sector and names of the one whose version is expected. Throws BAD_FIELD, STALE_VERSION. */
export const putAgencyKind = (deps: Deps, input: AgencyKind, expected: number): Promise<KeptKind> =>
  transact(deps, async ({ db }) => {
    const errors = fieldErrors()
    const kind = {
      code: parseCode(input.code),
      sector: input.sector,
      nameVi: requiredText(errors, '/nameVi', input.nameVi),
      nameEn: requiredText(errors, '/nameEn', input.nameEn)
    }
    errors.throwIfAny()
    const kept = await (expected === 0 ? insertAgencyKind(db, kind) : replaceAgencyKind(db, kind, expected))
    if (kept === undefined) throw new DutyError('STALE_VERSION', { noun: 'agency-kind', expected })
    return kept
  })
