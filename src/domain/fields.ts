import { type Day, type Period, parseDay } from './day.ts'
import { DutyError, type FieldErrors } from './errors.ts'
import { isId } from './ids.ts'
import { defaultVisibility, type Phone, type PhoneKind, parsePhone, type Visibility } from './phone.ts'
import { cleanText } from './text.ts'

const CODE = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/

/** A code: lower-case letters, digits and inner hyphens, at most 64, never the shape of an id; throws BAD_CODE. */
export function parseCode(text: string): string {
  if (!CODE.test(text) || isId(text)) throw new DutyError('BAD_CODE', { value: text })
  return text
}

/** Cleaned text; MISSING_FIELD when nothing is left of it. */
export function requiredText(errors: FieldErrors, pointer: string, text: string): string {
  const clean = cleanText(text)
  if (clean === '') errors.add(pointer, 'MISSING_FIELD')
  return clean
}

/** Cleaned text, or null for nothing. */
export const optionalText = (text: string | null | undefined): string | null => (text ? cleanText(text) || null : null)

/** A day of a field; the faulty one is noted and stands as the epoch, which nobody sees because the errors are thrown. */
export const requiredDay = (errors: FieldErrors, pointer: string, text: string): Day =>
  errors.try(pointer, () => parseDay(text)) ?? ('1970-01-01' as Day)

export const optionalDay = (errors: FieldErrors, pointer: string, text: string | null | undefined): Day | null =>
  text === null || text === undefined ? null : requiredDay(errors, pointer, text)

/** A closed period of two fields; BAD_PERIOD at the second when it ends before it begins. */
export function requiredPeriod(
  errors: FieldErrors,
  [fromPointer, toPointer]: readonly [string, string],
  from: string,
  to: string | null | undefined
): Period {
  const period = { from: requiredDay(errors, fromPointer, from), to: optionalDay(errors, toPointer, to) }
  if (period.to !== null && period.to < period.from) errors.add(toPointer, 'BAD_PERIOD', { from: period.from, to: period.to })
  return period
}

/** A phone as somebody enters it. */
export interface PhoneInput {
  readonly number: string
  readonly kind: PhoneKind
  readonly visibility?: Visibility
  readonly verifiedOn?: string | null
}

/** Phones normalised to both forms; a number said twice is a DUPLICATE_ITEM. */
export function parsePhones(errors: FieldErrors, pointer: string, inputs: readonly PhoneInput[]): Phone[] {
  const phones: Phone[] = []
  for (const [index, { number, kind, visibility, verifiedOn }] of inputs.entries()) {
    const at = `${pointer}/${index}`
    const parsed = errors.try(`${at}/number`, () => parsePhone(number))
    if (parsed === undefined) continue
    if (phones.some((phone) => phone.e164 === parsed.e164)) errors.add(`${at}/number`, 'DUPLICATE_ITEM', { value: number })
    phones.push({
      ...parsed,
      kind,
      visibility: visibility ?? defaultVisibility(kind),
      verifiedOn: optionalDay(errors, `${at}/verifiedOn`, verifiedOn)
    })
  }
  return phones
}

/** The input that would make these phones. */
export const phoneInputs = (phones: readonly Phone[]): PhoneInput[] =>
  phones.map(({ e164, kind, visibility, verifiedOn }) => ({ number: e164, kind, visibility, verifiedOn }))
