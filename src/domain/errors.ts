/**
 * The closed list of what can go wrong. A code is an API: it is never renamed and a retired one is never reused.
 * Only `http/` knows statuses, only `store/` knows constraint names, only `wording.ts` knows sentences.
 */
export const DUTY_ERROR_CODES = [
  // the request itself
  'BAD_REQUEST',
  'BAD_FIELD',
  'UNKNOWN_FIELD',
  'MISSING_FIELD',
  'BAD_DAY',
  'BAD_MONTH',
  'BAD_INSTANT',
  'BAD_ZONE',
  'BAD_PHONE',
  'BAD_CODE',
  'BAD_CURSOR',
  'BAD_PATTERN',
  'BAD_PERIOD',
  'BAD_REFERENCE',
  'BAD_VALUE',
  'DUPLICATE_ITEM',
  'BAD_PICTURE',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'UNSUPPORTED_ENCODING',
  'UNSUPPORTED_CHARSET',
  'HEADERS_TOO_LARGE',
  'REQUEST_TIMEOUT',
  'CENTRE_REQUIRED',
  'AMBIGUOUS_QUESTION',
  // who asks
  'KEY_REQUIRED',
  'KEY_INVALID',
  'SCOPE_MISSING',
  'NATIONAL_ONLY',
  'ADMIN_KEY_STANDS',
  // what is asked for
  'NOT_FOUND',
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  // state
  'IF_MATCH_REQUIRED',
  'STALE_VERSION',
  'CODE_TAKEN',
  'IN_USE',
  'HAS_HISTORY',
  'PROVIDER_ENDED',
  'CONSENT_REQUIRED',
  'CONTRACT_OVERLAP',
  'CONTRACT_TOO_LONG',
  'CONTRACT_EXTENDED_TWICE',
  'IDEMPOTENCY_KEY_REUSED',
  'CONFLICTING_WRITE',
  // rosters
  'ROSTER_EXISTS',
  'ROSTER_NOT_DRAFT',
  'ROSTER_ALREADY_PUBLISHED',
  'ROSTER_EMPTY',
  'ROSTER_TOO_LARGE',
  'ROSTER_UNFILLED',
  'RULE_VIOLATED',
  'DOUBLE_DUTY',
  'SLOT_OVERLAP',
  // the life of a roster
  'ROSTER_NOT_SUBMITTED',
  'ROSTER_NOT_APPROVED',
  'ROSTER_NOT_PUBLISHED',
  'APPROVER_IS_SUBMITTER',
  'APPROVAL_STALE',
  'NO_SIGNER',
  'NUMBER_TAKEN',
  'OVERRIDE_FORBIDDEN',
  'DOCUMENT_MISSING',
  // changes of what is published
  'AMENDS_THE_PAST',
  'NOTHING_AMENDED',
  'AMENDMENT_DECIDED',
  'SEAT_CHANGED',
  'NO_STAND_IN',
  'NOTHING_TO_COVER',
  'ALREADY_COVERED',
  'NOT_THEIRS',
  'SWAP_WITH_ONESELF',
  'SWAP_WITH_ABSENT',
  'SWAP_ACROSS_ROSTERS',
  'SWAP_TOO_LATE',
  'SWAP_DECIDED',
  // delivery
  'RECIPIENT_WITHOUT_ADDRESS',
  'DELIVERY_PENDING',
  'NOT_ADDRESSED',
  'NO_COMING_DUTY',
  'PUBLICATION_SUPERSEDED',
  'BAD_URL',
  'ADDRESS_FORBIDDEN',
  'MAIL_NOT_CONFIGURED',
  'RECEIVER_UNREACHABLE',
  'RECEIVER_REFUSED',
  'RECEIVER_TIMEOUT',
  'WEBHOOK_GONE',
  'SENDING_INTERRUPTED',
  // calls
  'CALL_ENDED',
  'CALL_EVENT_ORDER',
  'CONFLICT_OF_INTEREST',
  'BAD_CASE_CODE',
  'NO_POST',
  'CENTRE_ONLY',
  'TOO_MANY_KEYS',
  'CALLER_DATA_UNREADABLE',
  // planning as long work
  'NO_PROVIDERS',
  'PLAN_RUNNING',
  'MONTH_TOO_LARGE',
  'JOB_FINISHED',
  'JOB_FAILED',
  'JOB_INTERRUPTED',
  // the service
  'TOO_MANY_REQUESTS',
  'TOO_MANY_CONNECTIONS',
  'TOO_MANY_WAITING',
  'SERVICE_CLOSING',
  'DATABASE_UNAVAILABLE',
  'DATABASE_BUSY',
  'INTERNAL'
] as const

export type DutyErrorCode = (typeof DUTY_ERROR_CODES)[number]

/** One wrong field: a JSON pointer into the body (or `?name` for a query parameter), the code, and what its sentence needs. */
export interface FieldError {
  readonly pointer: string
  readonly code: DutyErrorCode
  readonly params?: Readonly<Record<string, string | number>>
}

/** The only error class: a code from the closed list, the values its wording needs, and the fields at fault (gathered, not thrown one by one). */
export class DutyError extends Error {
  readonly code: DutyErrorCode
  readonly params: Readonly<Record<string, string | number>>
  readonly fields: readonly FieldError[]

  constructor(code: DutyErrorCode, params: Readonly<Record<string, string | number>> = {}, fields: readonly FieldError[] = []) {
    super(`${code} ${JSON.stringify(params)}${fields.map((f) => ` ${f.pointer}:${f.code}`).join('')}`)
    this.name = 'DutyError'
    this.code = code
    this.params = params
    this.fields = fields
  }
}

/** Gathers field errors of one input and throws them together as one `BAD_FIELD`, so that a person mends all in one go. */
export interface FieldErrors {
  add(pointer: string, code: DutyErrorCode, params?: FieldError['params']): void
  /** Runs a parser; a `DutyError` it throws is kept under the pointer and `undefined` comes back. */
  try<T>(pointer: string, parse: () => T): T | undefined
  throwIfAny(): void
}

/** Faults that are told of one request: nobody mends more in one go, and what is told never outgrows what was sent. */
export const MOST_FAULTS = 50

/** An empty gatherer of field errors. It keeps the first `MOST_FAULTS`, and counts them all. */
export function fieldErrors(): FieldErrors {
  const fields: FieldError[] = []
  let count = 0
  const keep = (field: FieldError): void => {
    count += 1
    if (count <= MOST_FAULTS) fields.push(field)
  }
  return {
    add: (pointer, code, params) => keep(params === undefined ? { pointer, code } : { pointer, code, params }),
    try: (pointer, parse) => {
      try {
        return parse()
      } catch (error) {
        if (!(error instanceof DutyError)) throw error
        keep({ pointer, code: error.code, params: error.params })
        return undefined
      }
    },
    throwIfAny: () => {
      if (count > 0) throw new DutyError('BAD_FIELD', { count }, fields)
    }
  }
}
