import type { FieldErrors } from '../domain/errors.ts'
import { parseCode, requiredPeriod, requiredText } from '../domain/fields.ts'
import type { CentreId, SignerId } from '../domain/ids.ts'
import { parseAuthority, type Signer } from '../domain/signer.ts'
import { cleanText, inCapitals } from '../domain/text.ts'
import { signerNoun } from '../store/settings.ts'
import type { CatalogueNoun } from './catalogue.ts'

export interface SignerInput {
  readonly code: string
  readonly fullName: string
  readonly title: string
  readonly authority?: string | null
  readonly validFrom: string
  readonly validTo?: string | null
}

const authorityOf = (errors: FieldErrors, authority: string | null | undefined): string | null =>
  authority && cleanText(authority) !== '' ? (errors.try('/authority', () => parseAuthority(authority)) ?? null) : null

/** How signers are checked: title and authority are kept in the capitals that the paper shows. */
export const signerEntry: CatalogueNoun<SignerInput, Signer> = {
  noun: signerNoun,
  prepare: async (_deps, centreId, { id, version }, input, errors) => {
    const period = requiredPeriod(errors, ['/validFrom', '/validTo'], input.validFrom, input.validTo)
    return {
      id: id as SignerId,
      centreId: centreId as CentreId,
      version,
      code: errors.try('/code', () => parseCode(input.code)) ?? '',
      fullName: requiredText(errors, '/fullName', input.fullName),
      title: inCapitals(requiredText(errors, '/title', input.title)),
      authority: authorityOf(errors, input.authority),
      validFrom: period.from,
      validTo: period.to
    }
  },
  toInput: ({ id: _, version: __, centreId: ___, ...signer }) => signer
}
