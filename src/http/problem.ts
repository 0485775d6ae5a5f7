import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type RequestReason, wordError } from '../domain/error-wording.ts'
import { DUTY_ERROR_CODES, DutyError, type DutyErrorCode, type FieldError, MOST_FAULTS } from '../domain/errors.ts'
import { fill, type Language, MORE_FAULTS, SCHEMA_WORDING } from '../domain/wording.ts'
import { findOutage } from '../store/constraints.ts'
import { VARY } from './reply.ts'

/** The status of every error. A missing line does not compile. */
export const STATUS = {
  BAD_REQUEST: 400,
  BAD_FIELD: 400,
  UNKNOWN_FIELD: 400,
  MISSING_FIELD: 400,
  BAD_DAY: 400,
  BAD_MONTH: 400,
  BAD_INSTANT: 400,
  BAD_ZONE: 400,
  BAD_PHONE: 400,
  BAD_CODE: 400,
  BAD_CURSOR: 400,
  BAD_PATTERN: 400,
  BAD_PERIOD: 400,
  BAD_REFERENCE: 400,
  BAD_VALUE: 400,
  DUPLICATE_ITEM: 400,
  BAD_PICTURE: 400,
  CENTRE_REQUIRED: 400,
  KEY_REQUIRED: 401,
  KEY_INVALID: 401,
  SCOPE_MISSING: 403,
  NATIONAL_ONLY: 403,
  ADMIN_KEY_STANDS: 403,
  NOT_FOUND: 404,
  ROUTE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  AMBIGUOUS_QUESTION: 409,
  CODE_TAKEN: 409,
  IN_USE: 409,
  HAS_HISTORY: 409,
  CONTRACT_OVERLAP: 409,
  CONFLICTING_WRITE: 409,
  ROSTER_EXISTS: 409,
  ROSTER_NOT_DRAFT: 409,
  ROSTER_ALREADY_PUBLISHED: 409,
  DOUBLE_DUTY: 409,
  SLOT_OVERLAP: 409,
  PLAN_RUNNING: 409,
  JOB_FINISHED: 409,
  STALE_VERSION: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNSUPPORTED_ENCODING: 415,
  UNSUPPORTED_CHARSET: 415,
  HEADERS_TOO_LARGE: 431,
  REQUEST_TIMEOUT: 408,
  CONSENT_REQUIRED: 422,
  CONTRACT_TOO_LONG: 422,
  PROVIDER_ENDED: 422,
  CONTRACT_EXTENDED_TWICE: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  ROSTER_NOT_SUBMITTED: 409,
  ROSTER_NOT_APPROVED: 409,
  ROSTER_NOT_PUBLISHED: 409,
  APPROVER_IS_SUBMITTER: 409,
  APPROVAL_STALE: 409,
  NO_SIGNER: 409,
  NUMBER_TAKEN: 409,
  OVERRIDE_FORBIDDEN: 422,
  DOCUMENT_MISSING: 409,
  AMENDS_THE_PAST: 422,
  NOTHING_AMENDED: 422,
  AMENDMENT_DECIDED: 409,
  SEAT_CHANGED: 409,
  NO_STAND_IN: 409,
  NOTHING_TO_COVER: 422,
  ALREADY_COVERED: 409,
  NOT_THEIRS: 422,
  SWAP_WITH_ONESELF: 422,
  SWAP_WITH_ABSENT: 422,
  SWAP_ACROSS_ROSTERS: 422,
  SWAP_TOO_LATE: 422,
  SWAP_DECIDED: 409,
  ROSTER_EMPTY: 422,
  ROSTER_TOO_LARGE: 422,
  ROSTER_UNFILLED: 422,
  RULE_VIOLATED: 422,
  NO_PROVIDERS: 422,
  IF_MATCH_REQUIRED: 428,
  TOO_MANY_REQUESTS: 429,
  TOO_MANY_CONNECTIONS: 429,
  TOO_MANY_WAITING: 429,
  RECIPIENT_WITHOUT_ADDRESS: 422,
  DELIVERY_PENDING: 409,
  NOT_ADDRESSED: 422,
  NO_COMING_DUTY: 422,
  PUBLICATION_SUPERSEDED: 409,
  BAD_URL: 400,
  ADDRESS_FORBIDDEN: 400,
  WEBHOOK_GONE: 410,
  CALL_ENDED: 409,
  CALL_EVENT_ORDER: 409,
  CONFLICT_OF_INTEREST: 409,
  BAD_CASE_CODE: 400,
  NO_POST: 422,
  CENTRE_ONLY: 403,
  TOO_MANY_KEYS: 409,
  CALLER_DATA_UNREADABLE: 500,
  RECEIVER_UNREACHABLE: 502,
  RECEIVER_REFUSED: 502,
  RECEIVER_TIMEOUT: 504,
  MAIL_NOT_CONFIGURED: 503,
  SENDING_INTERRUPTED: 503,
  INTERNAL: 500,
  MONTH_TOO_LARGE: 422,
  JOB_FAILED: 500,
  JOB_INTERRUPTED: 503,
  SERVICE_CLOSING: 503,
  DATABASE_UNAVAILABLE: 503,
  DATABASE_BUSY: 503
} as const satisfies Record<DutyErrorCode, number>

/** RFC 9457 problem document. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: DutyErrorCode
  errors: { pointer: string; code: string; detail: string }[]
}

/** The language of the answer: the first of `vi` and `en` that `Accept-Language` names, by weight; Vietnamese by default. */
export function languageOf(request: Pick<FastifyRequest, 'headers'>): Language {
  const wanted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';')
      const q = params.find((param) => param.trim().startsWith('q='))
      return { language: tag.split('-')[0], weight: q ? Number(q.trim().slice(2)) : 1 }
    })
    .filter(({ language, weight }) => (language === 'vi' || language === 'en') && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return wanted[0]?.language === 'en' ? 'en' : 'vi'
}

interface SchemaFault {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
}

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Characters that are said again of anything sent: no name of ours is longer. */
const MOST_ECHOED = 200

const shorten = (text: string): string => (text.length <= MOST_ECHOED ? text : `${text.slice(0, MOST_ECHOED)}…`.toWellFormed())

/** Where a fault lies, as a JSON pointer; `?name` for a query parameter, `:name` for one of the path. */
function pointerOf(fault: SchemaFault, context: string | undefined): string {
  const extra = fault.params.additionalProperty ?? fault.params.missingProperty
  const path = shorten(extra === undefined ? fault.instancePath : `${fault.instancePath}/${escapePointer(shorten(String(extra)))}`)
  if (context === 'querystring') return `?${path.slice(1)}`
  return context === 'params' ? `:${path.slice(1)}` : path
}

const CODE_OF_KEYWORD: Readonly<Record<string, DutyErrorCode>> = { additionalProperties: 'UNKNOWN_FIELD', required: 'MISSING_FIELD' }

function wordFault(fault: SchemaFault, language: Language): string {
  const code = CODE_OF_KEYWORD[fault.keyword]
  if (code) return wordError(code, 'detail', {}, language)
  const text = SCHEMA_WORDING[fault.keyword] ?? SCHEMA_WORDING.anyOf
  const params = Object.fromEntries(Object.entries(fault.params).map(([name, value]) => [name, String(value)]))
  return text ? fill(text, params, language) : fault.keyword
}

type Params = FieldError['params']

const shortened = (params: Params = {}): NonNullable<Params> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? shorten(value) : value]))

const wordField = ({ pointer, code, params }: FieldError, language: Language) => ({
  pointer: shorten(pointer),
  code,
  detail: wordError(code, 'detail', shortened(params), language)
})

/** Codes that Fastify itself gives, in ours. */
const FASTIFY_CODES: Readonly<Record<string, DutyErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE'
}

/** What Fastify says of a request that it cannot read, in ours. */
const FASTIFY_REASONS: Readonly<Record<string, RequestReason>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'empty_body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'not_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_length'
}

/** The `DutyError` that any thrown thing stands for; INTERNAL for what we did not foresee. */
export function toDutyError(error: unknown, requestId: string): DutyError {
  if (error instanceof DutyError) return error
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>
  const known = FASTIFY_CODES[code]
  if (known) return new DutyError(known)
  if (statusCode >= 400 && statusCode < 500) return new DutyError('BAD_REQUEST', { reason: FASTIFY_REASONS[code] ?? 'unreadable' })
  return findOutage(error) ?? new DutyError('INTERNAL', { requestId })
}

/**
 * What a person should read of the faults: that a value is not null either, that no branch fits, and that what is not of the form asked for is
 * too long as well, goes without saying.
 */
function worthTelling(faults: readonly SchemaFault[]): readonly SchemaFault[] {
  const shapeless = new Set(faults.flatMap(({ keyword, instancePath }) => (keyword === 'pattern' ? [instancePath] : [])))
  const isSaid = ({ keyword, instancePath }: SchemaFault): boolean => keyword === 'maxLength' && shapeless.has(instancePath)
  return faults.filter((fault) => fault.keyword !== 'anyOf' && fault.params.type !== 'null' && !isSaid(fault))
}

/** The faults of a request as its schema finds them, in the words of a refusal. */
function wordFaults(faults: readonly SchemaFault[], context: string | undefined, language: Language): Problem['errors'] {
  return faults.slice(0, MOST_FAULTS).map((fault) => ({
    pointer: pointerOf(fault, context),
    code: CODE_OF_KEYWORD[fault.keyword] ?? 'BAD_FIELD',
    detail: wordFault(fault, language)
  }))
}

/** The detail of a refusal, and how many more faults there are than are told. */
function detailOf({ code, params, fields }: DutyError, told: number, language: Language): string {
  const all = code === 'BAD_FIELD' ? Number(params.count) : fields.length
  const more = all > told ? fill(MORE_FAULTS, { told, more: all - told }, language) : ''
  return `${wordError(code, 'detail', shortened(params), language)}${more}`
}

/** The problem document of an error, in the language of the request. */
export function toProblem(error: unknown, request: Pick<FastifyRequest, 'id' | 'headers' | 'originalUrl'>): Problem {
  const language = languageOf(request)
  const { validation, validationContext } = error as FastifyError
  const faults = validation && worthTelling(validation as readonly SchemaFault[])
  const duty = faults ? new DutyError('BAD_FIELD', { count: faults.length }) : toDutyError(error, request.id)
  const errors = faults
    ? wordFaults(faults, validationContext, language)
    : duty.fields.slice(0, MOST_FAULTS).map((field) => wordField(field, language))
  return {
    type: `urn:lichtruc:problem:${duty.code.toLowerCase().replaceAll('_', '-')}`,
    title: wordError(duty.code, 'title', shortened(duty.params), language),
    status: STATUS[duty.code],
    detail: detailOf(duty, errors.length, language),
    instance: request.originalUrl.split('?')[0] ?? '',
    code: duty.code,
    errors
  }
}

/** What is nobody's fault: it is told, and no defect. */
const PASSING: ReadonlySet<DutyErrorCode> = new Set(['DATABASE_BUSY', 'SERVICE_CLOSING'])

/** What is our fault goes to the log with its stack, and only there; that the database is away is said once for all requests. */
function log(error: unknown, { code, status }: Problem, { server, log }: FastifyRequest): void {
  if (status < 500 || server.outages.notice(error)) return
  if (PASSING.has(code)) log.warn(code)
  else log.error({ err: error }, code)
}

/** Sets status and headers of a refusal, and returns what it says. */
export function announceProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): Problem {
  const problem = toProblem(error, request)
  log(error, problem, request)
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer')
  if (problem.status === 503) void reply.header('retry-after', '5')
  if (problem.status === 429) void reply.header('retry-after', String((error as DutyError).params.seconds))
  void reply.header('content-language', languageOf(request)).header('vary', VARY).code(problem.status)
  return problem
}

/** Answers with a problem document. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = announceProblem(error, request, reply)
  return reply.type('application/problem+json; charset=utf-8').serializer(JSON.stringify).send(problem)
}

/** Codes that clients may meet, for the OpenAPI document. */
export const PROBLEM_CODES = DUTY_ERROR_CODES
