import type { CallContact, Interests, Stage, Standing, Urgency } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { entitledOn } from '../domain/entitlement.ts'
import { DutyError, type FieldErrors } from '../domain/errors.ts'
import { optionalText, requiredText } from '../domain/fields.ts'
import type { AgencyId } from '../domain/ids.ts'
import { dayAt, formatInstant, type Instant, parseInstant } from '../domain/instant.ts'
import { parsePhone } from '../domain/phone.ts'
import { foldText } from '../domain/text.ts'
import { listEntitlements } from '../store/entitlements.ts'
import { type CallDuty, dutyAtPost, dutyForAgency } from './call-duty.ts'
import type { Deps } from './deps.ts'

/** Who reports or records: a key of the centre, or of one agency. */
export interface Reporter {
  /** Id of the API key. */
  readonly id: string | null
  readonly name: string
  /** Null: the centre. */
  readonly agencyId: AgencyId | null
}

/** What of a case decides who may be called. */
export interface CaseInput {
  readonly agency?: string
  readonly post?: string
  readonly stage: Stage
  readonly standing: Standing
  readonly inCustody: boolean
  readonly minor: boolean
  readonly interests: Interests
  readonly urgency?: Urgency | null
  readonly caseReference?: string | null
}

/** A report as it is sent: no narrative, and no more of the person than whoever is called must know (5789/CTPH-BTP-BCA). */
export interface CallInput extends CaseInput {
  readonly entitlement?: string | null
  readonly requestedAt?: string | null
  readonly contact?: ContactInput | null
}

export interface ContactInput {
  readonly fullName: string
  readonly phone?: string | null
  readonly address?: string | null
  readonly relation?: string | null
}

/**
 * Whom the report is for. An agency's key speaks for its agency alone, the centre's own name the agency or the post. Asks the look-up, so
 * never within a transaction.
 */
export async function dutyReported(
  deps: Deps,
  centre: Centre,
  { agency, post }: CaseInput,
  { agencyId: own }: Reporter
): Promise<CallDuty> {
  const reporting = agency ?? (post === undefined ? own : null)
  if (reporting === null) return dutyOfPost(deps, centre, post, own)
  const duty = await dutyForAgency(deps, centre, reporting)
  if (own !== null && duty.agencyId !== own) throw new DutyError('NOT_FOUND', { noun: 'agency', ref: reporting })
  return post === undefined ? duty : { ...(await dutyOfPost(deps, centre, post, own)), agencyId: duty.agencyId }
}

/** The post, which must serve the agency whose key asks. */
async function dutyOfPost(deps: Deps, centre: Centre, ref: string | undefined, own: AgencyId | null): Promise<CallDuty> {
  if (ref === undefined) throw new DutyError('BAD_FIELD', { count: 1 }, [{ pointer: '/agency', code: 'MISSING_FIELD' }])
  const duty = await dutyAtPost(deps, centre, ref)
  if (own !== null && !duty.post.agencyIds.includes(own)) throw new DutyError('NOT_FOUND', { noun: 'post', ref })
  return { ...duty, agencyId: own }
}

/** Least letters and digits of a case reference: shorter ones would make strangers' cases one. */
const LEAST_REFERENCE = 3

/** The reference as somebody typed it; null where there is none. */
export function caseReference(errors: FieldErrors, { caseReference: text }: CaseInput): string | null {
  const reference = optionalText(text)
  if (reference !== null && foldText(reference).replaceAll(' ', '').length < LEAST_REFERENCE)
    errors.add('/caseReference', 'BAD_VALUE', { allowed: `≥ ${LEAST_REFERENCE}` })
  return reference
}

/** The code of a category that holds today; null where it is not known yet. */
export async function entitlementToday(
  deps: Deps,
  { zone }: Centre,
  errors: FieldErrors,
  code: string | null | undefined
): Promise<string | null> {
  if (!code) return null
  const today = entitledOn(await listEntitlements(deps.db), dayAt(deps.now(), zone))
  if (!today.some((each) => each.code === code)) errors.add('/entitlement', 'BAD_REFERENCE', { noun: 'entitlement', ref: code })
  return code
}

/** An instant that has passed, and not before `from`. */
export function pastInstant(
  errors: FieldErrors,
  pointer: string,
  text: string | null | undefined,
  { from, now, zone }: { readonly from?: Instant; readonly now: Instant; readonly zone: Centre['zone'] }
): Instant | null {
  if (!text) return null
  const at = errors.try(pointer, () => parseInstant(text)) ?? now
  const [earliest, latest] = [from ?? at, now]
  if (at < earliest || at > latest)
    errors.add(pointer, 'BAD_PERIOD', { from: formatInstant(Math.min(earliest, latest) as Instant, zone), to: formatInstant(latest, zone) })
  return at
}

/** How the person or a relative is reached, cleaned; the number in its international form. */
export function readContact(errors: FieldErrors, input: ContactInput | null | undefined): CallContact | null {
  if (!input) return null
  const { fullName, phone, address, relation } = input
  return {
    fullName: requiredText(errors, '/contact/fullName', fullName),
    phone: phone ? (errors.try('/contact/phone', () => parsePhone(phone).e164) ?? null) : null,
    address: optionalText(address),
    relation: optionalText(relation)
  }
}
