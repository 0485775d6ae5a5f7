import type { Centre } from '../domain/centre.ts'
import type { Day } from '../domain/day.ts'
import { type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { type PhoneInput, requiredText } from '../domain/fields.ts'
import type { CorrectionId } from '../domain/ids.ts'
import { dayAt } from '../domain/instant.ts'
import type { NumberCorrection } from '../domain/number-correction.ts'
import { bestState, type NumberState } from '../domain/number-state.ts'
import { defaultVisibility, type Phone, parsePhone, phonesFor } from '../domain/phone.ts'
import type { Provider } from '../domain/provider.ts'
import { insertCorrection, insertNumberConfirmations, savePhones } from '../store/numbers.ts'
import { answeredOn, lockProviderVersion, ownNumber } from './confirm-numbers.ts'
import { type Deps, transact } from './deps.ts'

/** A number that no longer holds, what holds instead (null: nothing), and why. Kind and visibility are those of the old one unless said. */
export interface ReplacementInput {
  readonly number: string
  readonly replacement: (Pick<PhoneInput, 'number'> & Partial<PhoneInput>) | null
  readonly reason: string
}

/** What came of a replacement; `state` is how well agencies can reach the person now. */
export interface Replaced {
  readonly provider: Provider
  readonly correction: NumberCorrection
  readonly state: NumberState
}

/** The number that stands in the place of the old one; null for nothing, and for one that cannot be, with the faults noted. */
function newPhone(
  errors: FieldErrors,
  input: NonNullable<ReplacementInput['replacement']>,
  old: Phone,
  { phones, publicConsentOn }: Provider,
  today: Day
): Phone | null {
  const { number, kind = old.kind, verifiedOn = null } = input
  const visibility = input.visibility ?? (kind === old.kind ? old.visibility : defaultVisibility(kind))
  const forms = errors.try('/replacement/number', () => parsePhone(number))
  if (phones.some(({ e164 }) => e164 === forms?.e164)) errors.add('/replacement/number', 'DUPLICATE_ITEM', { value: number })
  // a personal number open to everybody needs the person's recorded consent (Luật 91/2025/QH15 Điều 9)
  const open = kind === 'personal' && visibility === 'public'
  if (open && publicConsentOn === null) errors.add('/replacement/visibility', 'CONSENT_REQUIRED')
  const answered = verifiedOn === null ? null : answeredOn(errors, '/replacement/verifiedOn', verifiedOn, today)
  return forms === undefined ? null : { ...forms, kind, visibility, verifiedOn: answered ?? null }
}

/** The input read against the provider: which number goes, what comes in its place, why. Throws BAD_FIELD. */
function readReplacement({ number, replacement, reason }: ReplacementInput, provider: Provider, today: Day) {
  const errors = fieldErrors()
  const replaced = ownNumber(errors, '/number', number, provider)
  const old = provider.phones.find(({ e164 }) => e164 === replaced)
  const phone = old === undefined || replacement === null ? null : newPhone(errors, replacement, old, provider, today)
  const why = requiredText(errors, '/reason', reason)
  errors.throwIfAny()
  return { replaced: replaced ?? '', phone, reason: why }
}

/**
 * Replaces a number of a provider whose version is `expected`, in one step: the person has the new one, look-ups answer with it from this
 * moment on wherever a publication says the old one, and why stays on the record. Throws NOT_FOUND, STALE_VERSION, BAD_FIELD.
 */
export const replaceNumber = (
  deps: Deps,
  centre: Centre,
  ref: string,
  expected: number,
  by: string,
  input: ReplacementInput
): Promise<Replaced> =>
  transact(deps, async (deps) => {
    const before = await lockProviderVersion(deps, centre, ref, expected)
    const now = deps.now()
    const today = dayAt(now, centre.zone)
    const { replaced, phone, reason } = readReplacement(input, before, today)
    const phones = before.phones.flatMap((each) => (each.e164 === replaced ? (phone ?? []) : each))
    const provider = await savePhones(deps.db, before, phones, now)
    const whose = { centreId: centre.id, providerId: provider.id }
    const correction: NumberCorrection = { id: deps.newId() as CorrectionId, ...whose, replaced, phone, from: now, by, reason }
    await insertCorrection(deps.db, correction)
    if (phone !== null && phone.verifiedOn !== null) {
      const answered = { number: phone.e164, on: phone.verifiedOn, at: now, by, how: 'planner' } as const
      await insertNumberConfirmations(deps.db, [{ id: deps.newId(), ...whose, ...answered }])
    }
    return { provider, correction, state: stateNow(provider, phone, today) }
  })

/** How the new number stands; without one, the best of those that agencies may still read. */
const stateNow = (provider: Provider, phone: Phone | null, today: Day): NumberState =>
  bestState(phone === null ? phonesFor(provider.phones, 'agency') : [phone], today)
