import { type TObject, type TSchema, Type } from 'typebox'
import { DAY_KINDS } from '../domain/calendar.ts'
import { PHONE_KINDS, VISIBILITIES } from '../domain/phone.ts'
import { LANGUAGES } from '../domain/wording.ts'
import { PROBLEM_CODES } from './problem.ts'

/** One of these words, as JSON Schema `enum` (shorter to read than a union of constants). */
export const oneOf = <Word extends string>(words: readonly Word[], description = '') =>
  Type.Unsafe<Word>({ type: 'string', enum: [...words], ...(description && { description }) })

export const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

/** An object that refuses fields it does not know. */
export const strict = <Properties extends Record<string, TSchema>>(properties: Properties, options: Record<string, unknown> = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** The same object with every field optional: the body of a partial change. */
export const partial = (schema: TObject, description: string) =>
  Type.Partial(schema, { additionalProperties: false, minProperties: 1, description })

export const Text = (maxLength: number, description: string) => Type.String({ maxLength, description })
export const Id = Type.String({ description: 'Opaque id.', examples: ['019b0b1e-7c1a-7000-8000-000000000001'] })
export const Code = Type.String({ maxLength: 64, description: 'Code, unique in its centre: lower-case letters, digits, inner hyphens.' })
export const Ref = (what: string) => Type.String({ maxLength: 64, description: `Id or code of ${what}.` })
export const DayField = (description: string) =>
  Type.String({ maxLength: 10, description: `${description} (YYYY-MM-DD).`, examples: ['2026-12-01'] })
export const InstantField = (description: string) =>
  Type.String({ maxLength: 40, description: `${description} (RFC 3339 with offset).`, examples: ['2026-12-01T00:00:00+07:00'] })
export const MonthField = Type.String({ maxLength: 7, description: 'A month (YYYY-MM).', examples: ['2026-12'] })
/** Lists by month page with the month itself: newest first, each page the months before the last one seen. */
export const BeforeMonth = Type.String({
  maxLength: 7,
  description: 'Only months before this one (YYYY-MM); `next` carries it.',
  examples: ['2026-12']
})
export const DayKindField = oneOf(DAY_KINDS, 'Kind of calendar day.')
export const Version = Type.Integer({ description: 'Goes up by one on every change; the ETag says the same.' })

export const PhoneBody = strict({
  number: Text(32, 'As dialled in Viet Nam (0912 000 001, 1800 1233) or with a country code; stored normalised.'),
  kind: oneOf(PHONE_KINDS),
  visibility: Type.Optional(oneOf(VISIBILITIES, 'Who may read it; by default personal numbers are for agencies, others for everybody.')),
  verifiedOn: Type.Optional(nullable(DayField('The last day on which somebody answered it')))
})

export const PhoneView = Type.Object(
  {
    e164: Type.String({ description: 'International form; service numbers (1800…) have none and keep their digits.' }),
    national: Type.String({ description: 'Grouped for reading aloud.' }),
    href: Type.String({ description: 'tel: address.' }),
    kind: oneOf(PHONE_KINDS),
    visibility: oneOf(VISIBILITIES),
    verifiedOn: nullable(Type.String())
  },
  { $id: 'Phone', title: 'Phone' }
)

export const ProblemView = Type.Object(
  {
    type: Type.String({ description: 'URI of the kind of problem.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String({ description: 'Path of the request.' }),
    code: oneOf(PROBLEM_CODES, 'One of a closed list.'),
    errors: Type.Array(
      Type.Object({
        pointer: Type.String({ description: 'JSON pointer into the body; ?name for a query parameter; :name for one of the path.' }),
        code: Type.String(),
        detail: Type.String()
      })
    )
  },
  { $id: 'Problem', title: 'Problem', description: `RFC 9457 problem document; title and detail in ${LANGUAGES.join(' or ')}.` }
)

/** The path of whatever is asked of one roster. */
export const RosterParams = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the roster, or its month (YYYY-MM).' }) })
export const CentreQuery = { centre: Type.Optional(Ref('the centre; needed only by keys that see several')) }
export const PageQueryFields = {
  q: Type.Optional(Type.String({ maxLength: 100, description: 'Words that must all occur, without regard to diacritics and case.' })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Items a page.' }),
  after: Type.Optional(Type.String({ maxLength: 400, description: 'Cursor out of `next`.' }))
}

export const pageOf = (item: TSchema, what: string) =>
  Type.Object(
    {
      items: Type.Array(item),
      next: nullable(Type.String({ description: 'Relative address of the next page; null at the end.' }))
    },
    { description: `A page of ${what}.` }
  )

/** A list of some dozens of tags. */
const LONGEST_TAGS = 2000

export const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ maxLength: LONGEST_TAGS, description: 'ETag of what was read.' }))
})
export const IfNoneMatch = Type.Object({
  'if-none-match': Type.Optional(Type.String({ maxLength: LONGEST_TAGS, description: 'ETag of what is already known.' }))
})
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: 'Makes the request safe to repeat for 24 hours.' })
  )
})

const PROBLEM_TEXT: Readonly<Record<number, string>> = {
  400: 'The request is wrong; `errors` names the fields.',
  401: 'No key, or one that is not valid.',
  403: 'The key lacks the scope.',
  404: 'Not there, or not for this key.',
  409: 'Refused by the state of things.',
  412: 'Changed by somebody else meanwhile.',
  413: 'The body is larger than the service reads.',
  415: 'The body is not JSON.',
  422: 'Understood, but not possible.',
  428: 'If-Match is required.',
  429: 'Too many requests of one key or address; `Retry-After` says in how many seconds to ask again.'
}

/** A response that is a problem document. */
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Type.Ref('Problem') } }
})

/** Problem responses of these statuses (and 429, 500, 503), for a route's response schemas. */
export function problems(...statuses: readonly number[]): Record<string, TSchema> {
  return Object.fromEntries([
    ...[...statuses, 429].map((status) => [status, problem(PROBLEM_TEXT[status] ?? 'Problem.')]),
    ['5xx', problem('Our fault, or the database is away.')]
  ])
}
