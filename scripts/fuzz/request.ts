import fc from 'fast-check'
import type { Operation, Parameter } from './document.ts'
import { CENTRES, type CentreName, type Pool } from './pool.ts'
import {
  asHere,
  chance,
  type Draw,
  drawing,
  hostile,
  hostileText,
  jsonText,
  type Making,
  MODES,
  type Mode,
  nounOf,
  pick,
  refTo,
  valueFor,
  whole
} from './values.ts'

/** Kinds of askers. */
export const ASKERS = ['none', 'few', 'centre', 'other', 'agency', 'all', 'expired'] as const
export type Asker = (typeof ASKERS)[number]

/** The only centre that the asker's key sees; undefined for all, or none. */
export const BOUND: Readonly<Partial<Record<Asker, CentreName>>> = {
  few: 'lang-son',
  centre: 'lang-son',
  agency: 'lang-son',
  expired: 'lang-son',
  other: 'dak-lak'
}

/** A request that can be made again. */
export interface Request {
  readonly number: number
  readonly operation: Operation
  readonly asker: Asker
  readonly mode: Mode
  /** The centre it is about, as far as it says so. */
  readonly centre: CentreName
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

const HOSTILE_SEGMENTS = [
  '%',
  '%00',
  '%2F..',
  '..%2F..',
  '%E0%A4%A',
  '%ff',
  '.',
  '%20',
  'a'.repeat(65),
  'a'.repeat(2_000),
  '%EF%BF%BE',
  '*',
  "'"
]

/** Nouns of a path's names: the word before, for most. */
function nounInPath(path: string, name: string): string {
  const words = path.split('/')
  return nounOf(name) ?? words[words.findIndex((word) => word.includes(`{${name}}`)) - 1] ?? ''
}

function segment(making: Making, { path }: Operation, { name, schema }: Parameter): string {
  const { draw, mode } = making
  if (mode === 'hostile' && chance(draw, 25)) return pick(draw, HOSTILE_SEGMENTS)
  if (mode === 'hostile' && chance(draw, 15)) return encodeURIComponent(hostileText(draw).toWellFormed().slice(0, 400))
  if (schema.enum) return String(pick(draw, schema.enum))
  const ref = refTo(making, nounInPath(path, name))
  return encodeURIComponent(ref ?? pick(draw, ['khong-co', '0192f3a0-0000-7000-8000-000000000000']))
}

/** Asked for most of the time, for without it little is found. */
const MOSTLY: ReadonlySet<string> = new Set(['centre', 'agency', 'slot', 'seat', 'against'])

function queryValue(making: Making, { name, schema }: Parameter): string {
  const { draw, mode } = making
  if (name === 'centre' && (mode === 'valid' || chance(draw, 70))) return making.centre
  if (mode === 'hostile' && chance(draw, 40)) return hostileText(draw)
  const value = valueFor(making, schema, name)
  return typeof value === 'string' ? value : jsonText(value).slice(0, 3_000)
}

function queryOf(making: Making, operation: Operation): string {
  const { draw, mode } = making
  const asked = operation.parameters.filter((parameter) => {
    if (parameter.in !== 'query') return false
    if (parameter.name === 'centre') return chance(draw, 85)
    return parameter.required === true || chance(draw, MOSTLY.has(parameter.name) ? 50 : 20)
  })
  const parts = asked.map((parameter) => [parameter.name, queryValue(making, parameter)] as const)
  const again = mode === 'valid' || !chance(draw, 10) ? [] : parts.slice(0, 1)
  const unknown = mode === 'hostile' && chance(draw, 8) ? ([[pick(draw, ['x', '__proto__', 'a[b]', '']), 'y']] as const) : []
  const text = [...parts, ...again, ...unknown].map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&')
  const broken = mode === 'hostile' && chance(draw, 4) ? pick(draw, ['&%', '&=', '&q=%E0%A4%A', '?', '&'.repeat(50)]) : ''
  return text + broken === '' ? '' : `?${text}${broken}`
}

const ACCEPTS = [
  'application/json',
  '*/*',
  'text/plain',
  'text/html',
  'application/pdf',
  'text/csv',
  'image/svg+xml',
  'application/xml',
  'text/event-stream',
  'a/b;q=2, */*;q=0',
  ';;,,'
]
const LANGUAGES = ['en', 'vi', 'vi-VN,en;q=0.5', 'en;q=0', '*', 'xx', 'en;q=nan,,;', `${'a,'.repeat(300)}en`]
const PREFERENCES = ['wait=1', 'wait=60', 'wait', 'wait=-1', 'wait=1e9', 'respond-async', 'x=y; z']
const IDEMPOTENT_AGAIN = 'asked-again'

/** What HTTP lets a header hold, out of any text. */
const headerText = (text: string): string => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 2_000)

function condition({ draw, pool, mode }: Making, refs: readonly string[]): string {
  const known = refs.map((ref) => pool.version(decodeURIComponent(ref))).find((version) => version !== undefined)
  const right = `"${known ?? whole(draw, 1, 4)}"`
  if (mode === 'valid') return right
  return pick(draw, [right, right, right, 'W/"1"', '"0"', '*', '""', '"999999999"', '1', '"-1"', '"1", "2"', headerText(hostileText(draw))])
}

type Headers = Record<string, string>

/** Headers that this operation reads. */
function ownHeaders(making: Making, { parameters }: Operation, refs: readonly string[]): Headers {
  const { draw, mode } = making
  const maybe = (name: string, percent: number, value: () => string): Headers => {
    const reads = parameters.some((parameter) => parameter.in === 'header' && parameter.name === name)
    return reads && chance(draw, percent) ? { [name]: value() } : {}
  }
  return {
    ...maybe('if-match', mode === 'valid' ? 98 : 80, () => condition(making, refs)),
    ...maybe('if-none-match', 15, () => condition(making, refs)),
    ...maybe('idempotency-key', 25, () =>
      mode === 'hostile' ? headerText(hostileText(draw)) : pick(draw, [IDEMPOTENT_AGAIN, `k${whole(draw, 0, 9999)}`])
    )
  }
}

/** Headers that any request may have. */
const manners = (draw: Draw): Headers => ({
  ...(chance(draw, 25) && { accept: pick(draw, ACCEPTS) }),
  ...(chance(draw, 30) && { 'accept-language': pick(draw, LANGUAGES) }),
  ...(chance(draw, 10) && { prefer: pick(draw, PREFERENCES) })
})

const CONTENT_TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'x',
  'application/json'
]
const JSON_TYPE = 'application/json'
const FORM = 'application/x-www-form-urlencoded'

interface Payload {
  readonly type: string
  readonly body: string
}

/** A body that is none, or not what it says it is. */
function brokenPayload(draw: Draw, text: string): Payload {
  const type = pick(draw, CONTENT_TYPES)
  const wrong = [
    '',
    jsonText(hostile(draw)),
    '[]',
    'null',
    '"x"',
    '1',
    '{',
    '{"a":1,}',
    '{"a":1}{"b":2}',
    '\uFEFF{}',
    text.slice(0, whole(draw, 0, text.length))
  ]
  if (chance(draw, 6)) return { type: JSON_TYPE, body: `{"name": "${'y'.repeat(530_000)}"}` }
  return chance(draw, 40) ? { type, body: text } : { type: JSON_TYPE, body: pick(draw, wrong) }
}

function payloadOf(making: Making, { id, body, example }: Operation): Payload | undefined {
  const { draw, mode } = making
  if (body === undefined) return mode === 'hostile' && chance(draw, 20) ? { type: JSON_TYPE, body: jsonText(hostile(draw)) } : undefined
  const fromExample = example !== undefined && chance(draw, 60)
  const value = fromExample ? asHere(making, example) : valueFor(making, body, '')
  if (mode === 'hostile' && chance(draw, 25)) return brokenPayload(draw, jsonText(value))
  if (id.startsWith('page ') && chance(draw, 60)) return { type: FORM, body: `by=${encodeURIComponent(hostileText(draw).toWellFormed())}` }
  return { type: JSON_TYPE, body: jsonText(value) }
}

/** The centre that the address names, whoever asks; undefined for none that there is. */
function centreIn(url: string, pool: Pool): CentreName | undefined {
  const named = /[?&]centre=([^&]*)/.exec(url)?.[1] ?? /^\/v1\/centres\/([^/?]+)/.exec(url)?.[1]
  return named === undefined ? undefined : CENTRES.find((centre) => pool.refs(centre, 'centres').includes(named))
}

const modeFor = (draw: Draw): Mode => pick(draw, [...MODES, 'valid', 'valid', 'hostile'])

/** Request number so and so of a seed, given what is known by then. */
export function requestFor(seed: number, number: number, pool: Pool, operation: Operation, asker: Asker): Request {
  const draw = drawing((Math.imul(seed, 1_000_003) + number) | 0)
  const mode = modeFor(draw)
  const centre = BOUND[asker] ?? pick(draw, CENTRES)
  const making: Making = { draw, pool, centre, mode }
  const refs: string[] = []
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((each) => each.in === 'path' && each.name === name)
    const filled = parameter === undefined ? name : segment(making, operation, parameter)
    refs.push(filled)
    return filled
  })
  const payload = payloadOf(making, operation)
  const url = path + queryOf(making, operation)
  return {
    number,
    operation,
    asker,
    mode,
    centre: centreIn(url, pool) ?? centre,
    url,
    headers: {
      ...ownHeaders(making, operation, refs.filter(decodable)),
      ...manners(draw),
      ...(payload && { 'content-type': payload.type })
    },
    ...(payload && { body: payload.body })
  }
}

function decodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== ''
  } catch {
    return false
  }
}

/** Who may do most asks twice as often: the others are mostly refused. */
const TURNS: readonly Asker[] = [...ASKERS, 'centre', 'other', 'all']

/** Every operation with every kind of asker, in an order of the seed; again and again for as long as requests are wanted. */
export function turns(seed: number, operations: readonly Operation[]): (number: number) => readonly [Operation, Asker] {
  const all = operations.flatMap((operation) => TURNS.map((asker) => [operation, asker] as const))
  const [order = all] = fc.sample(fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }), { seed, numRuns: 1 })
  return (number) => order[number % order.length] as readonly [Operation, Asker]
}
