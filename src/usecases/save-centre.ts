import type { Branch, Centre } from '../domain/centre.ts'
import { optionalText, type PhoneInput, parseCode, parsePhones, phoneInputs, requiredText } from '../domain/fields.ts'
import type { BranchId, CentreId } from '../domain/ids.ts'
import { DEFAULT_ZONE, parseZone } from '../domain/instant.ts'
import { branchNoun, centreNoun } from '../store/centres.ts'
import type { CatalogueNoun } from './catalogue.ts'

export interface CentreInput {
  readonly code: string
  readonly name: string
  readonly province: string
  readonly zone?: string
  readonly firstWeekday?: number
  readonly parentBody: string
  readonly place: string
  readonly documentSymbol?: string
  readonly phones: readonly PhoneInput[]
  readonly demo?: boolean
}

export const centreEntry: CatalogueNoun<CentreInput, Centre> = {
  noun: centreNoun,
  prepare: async (_deps, _centreId, { id, version }, input, errors) => {
    const phones = parsePhones(errors, '/phones', input.phones)
    if (!phones.some((phone) => phone.visibility === 'public')) errors.add('/phones', 'MISSING_FIELD', { what: 'public number' })
    return {
      id: id as CentreId,
      version,
      code: errors.try('/code', () => parseCode(input.code)) ?? '',
      name: requiredText(errors, '/name', input.name),
      province: requiredText(errors, '/province', input.province),
      zone: errors.try('/zone', () => parseZone(input.zone ?? DEFAULT_ZONE)) ?? DEFAULT_ZONE,
      firstWeekday: input.firstWeekday ?? 1,
      parentBody: requiredText(errors, '/parentBody', input.parentBody),
      place: requiredText(errors, '/place', input.place),
      documentSymbol: requiredText(errors, '/documentSymbol', input.documentSymbol ?? 'TB-TGPL'),
      phones,
      demo: input.demo ?? false
    }
  },
  toInput: ({ id: _, version: __, phones, ...centre }) => ({ ...centre, phones: phoneInputs(phones) })
}

export interface BranchInput {
  readonly code: string
  readonly name: string
  readonly address?: string | null
  readonly phones?: readonly PhoneInput[]
}

export const branchEntry: CatalogueNoun<BranchInput, Branch> = {
  noun: branchNoun,
  prepare: async (_deps, centreId, { id, version }, input, errors) => ({
    id: id as BranchId,
    centreId: centreId as CentreId,
    version,
    code: errors.try('/code', () => parseCode(input.code)) ?? '',
    name: requiredText(errors, '/name', input.name),
    address: optionalText(input.address),
    phones: parsePhones(errors, '/phones', input.phones ?? [])
  }),
  toInput: ({ code, name, address, phones }) => ({ code, name, address, phones: phoneInputs(phones) })
}
