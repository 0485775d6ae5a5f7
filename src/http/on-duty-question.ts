import { Type } from 'typebox'
import { DutyError, type FieldErrors, fieldErrors } from '../domain/errors.ts'
import { type Instant, parseInstant } from '../domain/instant.ts'
import { DUTY_ROLES, type ProviderRole, SEXES, type Sex } from '../domain/provider.ts'
import type { UnreadCentre } from '../lookup/memory.ts'
import { centresOfProvince } from '../lookup/province.ts'
import type { Asked } from '../lookup/subject.ts'
import type { Wish } from '../lookup/wanted.ts'
import type { Principal } from './principal.ts'
import { CentreQuery, InstantField, oneOf } from './schemas.ts'

/** Agencies and posts that one question may name. */
export const MOST_ASKED = 50
const LONGEST_REF = 64

/** One id or code, several with commas between them, or the parameter several times. */
const Refs = (what: string) =>
  Type.Optional(
    Type.Unsafe<string | readonly string[]>({
      type: ['string', 'array'],
      maxLength: MOST_ASKED * (LONGEST_REF + 1),
      maxItems: MOST_ASKED,
      items: { type: 'string', maxLength: LONGEST_REF },
      description: `Id or code of ${what}; several with commas, or the parameter several times: then the answer is a list.`
    })
  )

/** The query of a question, JSON or text. */
export const QuestionFields = {
  agency: Refs('an agency'),
  post: Refs('a post'),
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Words that name one agency or post.' })),
  province: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'Province or code of its centre, without regard to diacritics: alone everybody on duty there, else it narrows as `centre` does.'
    })
  ),
  at: Type.Optional(InstantField('The instant asked about (default: now)')),
  version: Type.Optional(
    Type.Integer({ minimum: 1, description: 'What that version of the month says, whether or not it was in force then.' })
  ),
  language: Type.Optional(
    Type.String({
      maxLength: 3,
      pattern: '^[A-Za-z]{2,3}$',
      description: 'Rather somebody who speaks it (ISO 639): `tyz`, `hmn` …',
      examples: ['tyz']
    })
  ),
  role: Type.Optional(oneOf(DUTY_ROLES, 'Rather somebody of that role.')),
  sex: Type.Optional(oneOf(SEXES, 'Rather somebody of that sex (persons under 18, gender violence); never shown, only used.')),
  ...CentreQuery
}

/** The query as it comes. */
export interface QuestionQuery {
  readonly agency?: string | readonly string[]
  readonly post?: string | readonly string[]
  readonly q?: string
  readonly province?: string
  readonly at?: string
  readonly version?: number
  readonly language?: string
  readonly role?: ProviderRole
  readonly sex?: Sex
  readonly centre?: string
}

/** A question, read. */
export interface OnDutyQuestion {
  /** What is asked about, each once; an empty one is about a whole centre. */
  readonly asked: readonly Asked[]
  readonly at: Instant
  readonly version: number | undefined
  readonly wish: Wish
}

/** The references of a parameter, each once. */
function refsOf(errors: FieldErrors, name: 'agency' | 'post', value: string | readonly string[] | undefined): string[] {
  if (value === undefined) return []
  const refs = (typeof value === 'string' ? [value] : value).flatMap((each) => each.split(','))
  const named = [...new Set(refs.map((ref) => ref.trim()).filter((ref) => ref !== ''))]
  if (named.length === 0) errors.add(`?${name}`, 'MISSING_FIELD')
  const long = named.find((ref) => ref.length > LONGEST_REF)
  if (long !== undefined) errors.add(`?${name}`, 'BAD_CODE', { value: long })
  return named
}

function askedOf(errors: FieldErrors, { agency, post, q, province }: QuestionQuery): Asked[] {
  const agencies = refsOf(errors, 'agency', agency)
  const posts = refsOf(errors, 'post', post)
  const asked: Asked[] = [...agencies.map((ref) => ({ agency: ref })), ...posts.map((ref) => ({ post: ref }))]
  if (asked.length > MOST_ASKED) errors.add(agencies.length > 0 ? '?agency' : '?post', 'BAD_VALUE', { allowed: `1-${MOST_ASKED}` })
  if (q === undefined) {
    if (agency === undefined && post === undefined && province === undefined) errors.add('?agency', 'MISSING_FIELD')
    return asked.length > 0 ? asked : [{}]
  }
  if (asked.length > 0) errors.add('?q', 'DUPLICATE_ITEM', { value: q })
  return [{ q }]
}

/** Reads a question. Throws BAD_FIELD naming every parameter at fault. */
export function readQuestion(query: QuestionQuery, now: Instant): OnDutyQuestion {
  const errors = fieldErrors()
  const { at: text, version, language = null, role = null, sex = null } = query
  const at = text === undefined ? now : (errors.try('?at', () => parseInstant(text)) ?? now)
  const asked = askedOf(errors, query)
  errors.throwIfAny()
  return { asked, at, version, wish: { language, role, sex } }
}

/**
 * Of all centres those that a question may be about: the ones that the key sees, narrowed by `centre` and `province`. A key never learns
 * whether other centres exist. Throws NOT_FOUND when none is left.
 */
export function centresAsked<C extends UnreadCentre>(
  all: readonly C[],
  principal: Principal,
  { centre: ref, province }: { readonly centre?: string | undefined; readonly province?: string | undefined }
): readonly C[] {
  const own = principal.centreId === null ? all : all.filter(({ id }) => id === principal.centreId)
  const named = ref === undefined ? own : own.filter(({ id, code }) => id === ref || code === ref)
  const found = province === undefined ? named : centresOfProvince(named, province)
  if (found.length === 0) throw new DutyError('NOT_FOUND', { noun: 'centre', ref: province ?? ref ?? '' })
  return found
}

/** The one centre of a question about a whole centre. Throws AMBIGUOUS_QUESTION. */
export function onlyCentre<C extends UnreadCentre>(centres: readonly C[], words: string): C {
  const [centre] = centres
  if (centre === undefined || centres.length > 1) {
    throw new DutyError('AMBIGUOUS_QUESTION', { ref: words, codes: centres.map(({ code }) => code).join(', ') })
  }
  return centre
}
