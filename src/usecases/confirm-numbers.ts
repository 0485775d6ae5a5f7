import type { Centre } from '../domain/centre.ts'
import { addDays, type Day, parseDay } from '../domain/day.ts'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { dayAt } from '../domain/instant.ts'
import type { ConfirmationWay } from '../domain/number-confirmation.ts'
import { CONFIRM_DAYS } from '../domain/number-state.ts'
import { parsePhone } from '../domain/phone.ts'
import type { Provider } from '../domain/provider.ts'
import { lockProvider } from '../store/numbers.ts'
import { type Deps, transact } from './deps.ts'
import { recordAnswered } from './verify-number.ts'

/** What somebody confirms: these numbers of a person (default: all), answered on that day (default: today), and how they know. */
export interface ConfirmationInput {
  readonly numbers?: readonly string[]
  readonly on?: string
  readonly how: Exclude<ConfirmationWay, 'call'>
}

/** The provider, locked, if it still has the version that the caller read. Throws NOT_FOUND, STALE_VERSION. */
export async function lockProviderVersion({ db }: Deps, centre: Centre, ref: string, expected: number): Promise<Provider> {
  const provider = await lockProvider(db, centre.id, ref)
  if (provider === undefined) throw new DutyError('NOT_FOUND', { noun: 'provider', ref })
  if (provider.version !== expected) throw new DutyError('STALE_VERSION', { noun: 'provider', expected })
  return provider
}

/** The number of the provider (E.164) that the text stands for; noted under the pointer when it is none. */
export function ownNumber(errors: FieldErrors, pointer: string, text: string, { phones }: Provider): string | undefined {
  const parsed = errors.try(pointer, () => parsePhone(text))
  if (parsed === undefined || phones.some(({ e164 }) => e164 === parsed.e164)) return parsed?.e164
  errors.add(pointer, 'BAD_REFERENCE', { noun: 'number', ref: text })
  return undefined
}

function numbersOf(errors: FieldErrors, numbers: ConfirmationInput['numbers'], provider: Provider): string[] {
  const all = provider.phones.map(({ e164 }) => e164)
  if (numbers === undefined && all.length === 0) errors.add('/numbers', 'MISSING_FIELD')
  if (numbers === undefined) return all
  const found = numbers.map((text, index) => ownNumber(errors, `/numbers/${index}`, text, provider))
  for (const [index, number] of found.entries()) {
    const twice = number !== undefined && found.indexOf(number) < index
    if (twice) errors.add(`/numbers/${index}`, 'DUPLICATE_ITEM', { value: numbers[index] ?? '' })
  }
  return found.filter((number) => number !== undefined)
}

/** The day on which somebody answered: not one to come, and none so long ago that the number would be due again. */
export function answeredOn(errors: FieldErrors, pointer: string, text: string, today: Day): Day | undefined {
  const day = errors.try(pointer, () => parseDay(text))
  const first = addDays(today, -CONFIRM_DAYS)
  if (day !== undefined && (day > today || day < first)) errors.add(pointer, 'BAD_VALUE', { allowed: `${first} – ${today}` })
  return day
}

/**
 * Records that numbers of a provider whose version is `expected` were answered, or confirmed by the person: once a month for each (TTLT
 * 10/2018 Điều 3(2)c: the latest ones). Throws NOT_FOUND, STALE_VERSION, BAD_FIELD.
 */
export const confirmNumbers = (
  deps: Deps,
  centre: Centre,
  ref: string,
  expected: number,
  by: string,
  { numbers, on, how }: ConfirmationInput
): Promise<Provider> =>
  transact(deps, async (deps) => {
    const provider = await lockProviderVersion(deps, centre, ref, expected)
    const today = dayAt(deps.now(), centre.zone)
    const errors = fieldErrors()
    const confirmed = numbersOf(errors, numbers, provider)
    const day = on === undefined ? today : answeredOn(errors, '/on', on, today)
    errors.throwIfAny()
    return recordAnswered(deps, provider, confirmed, { on: day ?? today, by, how })
  })
