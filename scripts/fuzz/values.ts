import fc from 'fast-check'
import type { Schema } from './document.ts'
import { type CentreName, isThing, type Pool } from './pool.ts'

/** Draws values, the same for the same seed. */
export type Draw = fc.GeneratorValue

export const drawing = (seed: number): Draw => fc.sample(fc.gen(), { seed, numRuns: 1 })[0] as Draw

export const pick = <T>(draw: Draw, list: readonly T[]): T => draw(() => fc.noBias(fc.constantFrom(...list)))
export const chance = (draw: Draw, percent: number): boolean => draw(() => fc.noBias(fc.integer({ min: 0, max: 99 }))) < percent
export const whole = (draw: Draw, min: number, max: number): number => draw(() => fc.integer({ min, max }))

/** How far a request goes: what the document allows, what it just allows or just does not, what nobody should send. */
export const MODES = ['valid', 'borderline', 'hostile'] as const
export type Mode = (typeof MODES)[number]

/** What values are made of. */
export interface Making {
  readonly draw: Draw
  readonly pool: Pool
  /** The centre whose things are named. */
  readonly centre: CentreName
  readonly mode: Mode
}

/** Stands in the text of a body for what `JSON.stringify` would not write. */
const RAW = /"@raw:([^"]*)"/g
export const jsonText = (value: unknown): string => (JSON.stringify(value) ?? 'null').replaceAll(RAW, '$1')

/** Mark-up that no page may show as it is. */
export const MARKUP = '<img src=x onerror=fuzz()>'

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\uFFFE',
  'x\uFFFFy',
  '\uD800',
  'a\uDC00b',
  '\u202Egnud\u202C',
  'Lạng Sơn'.normalize('NFD'),
  '\u0301\u0301\u0301',
  '\uFEFFbom',
  '\u0085\u2028\u2029',
  'a\r\nSet-Cookie: b=c',
  MARKUP,
  `"><script>fuzz()</script>`,
  "'; drop table centres; --",
  "' or 1=1 --",
  '{{7*7}}<%= 7*7 %>',
  '=HYPERLINK("http://x")',
  '__proto__',
  'constructor',
  'null',
  '-0',
  'NaN',
  '1e309',
  '99999999999999999999',
  '../../etc/passwd',
  '%00',
  '%2F..',
  '%',
  '%E0%A4%A',
  'http://127.0.0.1:1/',
  'http://[::1]/',
  'http://169.254.169.254/latest',
  'file:///etc/passwd',
  'mailto:a@b',
  'BEGIN:VCALENDAR',
  'FREQ=SECONDLY',
  'FREQ=DAILY;COUNT=999999999',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
  'P999999Y',
  'PT0S',
  '-PT1H',
  'a'.repeat(65),
  'ă'.repeat(301),
  '🧑‍⚖️'.repeat(200),
  'x'.repeat(20_000)
]

const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '@raw:-0',
  '@raw:1e309',
  '@raw:1E400',
  '@raw:123456789012345678901234567890',
  2 ** 31,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  ['a', 'a'],
  { a: { b: 1 } },
  { toString: 1 },
  JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": {}}}'),
  nested(60),
  nested(3_000)
]

/** What nobody should send, of any type. */
export const hostile = (draw: Draw): unknown => {
  if (chance(draw, 55)) return pick(draw, HOSTILE_TEXTS)
  return chance(draw, 70) ? pick(draw, HOSTILE_VALUES) : draw(() => fc.string({ unit: 'binary', maxLength: 80 }))
}

export const hostileText = (draw: Draw): string =>
  chance(draw, 85) ? pick(draw, HOSTILE_TEXTS) : draw(() => fc.string({ unit: 'binary', maxLength: 120 }))

const DAYS = ['2026-11-01', '2026-11-22', '2026-11-23', '2026-11-30', '2026-12-01', '2026-12-05', '2026-12-31', '2027-01-15', '2027-02-28']
const EDGE_DAYS = [
  '1976-01-01',
  '1900-01-01',
  '2100-12-31',
  '2101-01-01',
  '0001-01-01',
  '9999-12-31',
  '2028-02-29',
  '2027-02-29',
  '2026-11-31',
  '2026-1-1',
  ''
]
const MONTHS = ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-06']
const EDGE_MONTHS = ['1975-12', '1976-01', '2100-12', '2101-01', '0000-01', '9999-12', '2026-13', '2026-00', '2026-1', '']
const INSTANTS = [
  '2026-11-22T10:00:00+07:00',
  '2026-11-22T12:30:00+07:00',
  '2026-11-23T00:00:00+07:00',
  '2026-12-05T02:10:00+07:00',
  '2026-12-07T07:30:00+07:00',
  '2027-01-20T08:00:00+07:00'
]
const EDGE_INSTANTS = [
  '1970-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59+07:00',
  '2026-12-31T23:59:60Z',
  '2026-11-22T24:00:00+07:00',
  '2026-11-22T10:00:00',
  '2026-11-22T10:00:00+18:00',
  '2026-11-22T10:00:00-23:59',
  '2026-11-22T10:00:00.123456789+07:00',
  '2026-11-22'
]
const WORDS = ['Nguyễn Thị Hạnh', 'Trực ban', 'cao loc', 'CQĐT', 'Đổi ca', 'Họp giao ban', 'Phòng 2', 'toa an', 'x', 'Lê Văn Đức (thử)']
const EMAILS = ['a@example.vn', 'truc.ban@example.org', 'x@y', 'a@b@c', 'ă@example.vn']
const URLS = ['https://receiver.example/hook', 'https://127.0.0.1/hook', 'http://receiver.example', 'https://x:99999/', 'https://a b/']
const RULES = ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TU', 'FREQ=DAILY;INTERVAL=3', 'FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=HOURLY', 'FREQ=X']
const DURATIONS = ['PT9H30M', 'P1D', 'PT1H', 'PT8H', 'P7D', 'PT1M', 'P31D', 'PT25H', 'x']
const PHONES = ['0911 222 333', '0912345678', '+84 24 3825 1234', '1800 1233', '069.234.2593', '113', '0900 000 999', '+1 212 555 0100']

/** Which noun the field of that name points at. */
const POINTS_AT: Readonly<Record<string, string>> = {
  provider: 'providers',
  providers: 'providers',
  standIn: 'providers',
  absent: 'providers',
  instead: 'providers',
  excluded: 'providers',
  order: 'providers',
  restDays: 'providers',
  tet: 'providers',
  leaveOut: 'providers',
  anyOf: 'providers',
  agency: 'agencies',
  agencies: 'agencies',
  parent: 'agencies',
  predecessors: 'agencies',
  post: 'posts',
  posts: 'posts',
  slot: 'slots',
  slotId: 'slots',
  slots: 'slots',
  leaveEmpty: 'slots',
  branch: 'branches',
  branches: 'branches',
  signer: 'signers',
  centre: 'centres',
  roster: 'rosters',
  entitlement: 'entitlements',
  rule: 'rules',
  after: 'after',
  call: 'calls',
  absence: 'absences',
  token: 'tokens',
  secret: 'secrets'
}

export const nounOf = (name: string): string | undefined => POINTS_AT[name]

/** A name of something of that noun; of another centre's now and then where much is tried. */
export function refTo({ draw, pool, centre, mode }: Making, noun: string): string | undefined {
  const other = mode !== 'valid' && chance(draw, 25)
  const from = other ? (centre === 'lang-son' ? 'dak-lak' : 'lang-son') : centre
  const refs = pool.refs(from, noun)
  return refs.length === 0 ? undefined : pick(draw, refs)
}

/** What a text is by what is said of it, most telling first. */
const TEXT_KINDS: readonly (readonly [RegExp, readonly string[], readonly string[]])[] = [
  [/YYYY-MM-DD/, DAYS, EDGE_DAYS],
  [/YYYY-MM\b/, MONTHS, EDGE_MONTHS],
  [/RFC 3339/, INSTANTS, EDGE_INSTANTS],
  [/RFC 5545/, RULES, RULES],
  [/ISO 8601/, DURATIONS, DURATIONS]
]

const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  number: PHONES,
  phone: PHONES,
  email: EMAILS,
  copyTo: EMAILS,
  url: URLS,
  zone: ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'Mars/Olympus', 'UTC'],
  code: ['moi-1', 'tgv-77', 'pc01', 'a', 'A B', 'x-'],
  kind: ['court', 'customs', 'provincial-police', 'x'],
  at: INSTANTS,
  from: DAYS,
  to: DAYS,
  on: DAYS,
  month: MONTHS,
  before: MONTHS,
  until: DAYS
}

function plainText(making: Making, schema: Schema, name: string): string {
  const { draw } = making
  const noun = nounOf(name)
  const ref = noun === undefined ? undefined : refTo(making, noun)
  if (ref !== undefined) return ref
  if (schema.pattern !== undefined) return draw(() => fc.stringMatching(new RegExp(schema.pattern ?? '')))
  const known = TEXT_KINDS.find(([said]) => said.test(schema.description ?? ''))?.[1] ?? BY_NAME[name] ?? WORDS
  return pick(draw, known).slice(0, schema.maxLength ?? 1_000)
}

function edgeText(making: Making, schema: Schema, name: string): string {
  const { draw } = making
  const edges = TEXT_KINDS.find(([said]) => said.test(schema.description ?? ''))?.[2]
  if (edges !== undefined && chance(draw, 70)) return pick(draw, edges)
  const { minLength = 0, maxLength = 300 } = schema
  const length = pick(draw, [minLength, maxLength, maxLength + 1, Math.max(0, minLength - 1)])
  return chance(draw, 30) ? plainText(making, schema, name) : pick(draw, ['ẵ', 'a', ' ', '9']).repeat(Math.min(length, 5_000))
}

const numberOf = ({ draw, mode }: Making, { minimum = -5, maximum = 1_000, type }: Schema): number => {
  if (mode === 'borderline') return pick(draw, [minimum, maximum, minimum - 1, maximum + 1, minimum + 0.5])
  return type === 'number' ? draw(() => fc.double({ min: minimum, max: maximum, noNaN: true })) : whole(draw, minimum, maximum)
}

function listOf(making: Making, { items = {}, minItems = 0, maxItems = 50 }: Schema, name: string): unknown[] {
  const { draw, mode } = making
  if (mode === 'borderline' && chance(draw, 40)) {
    const one = valueFor({ ...making, mode: 'valid' }, items, name)
    return Array.from({ length: Math.min(pick(draw, [maxItems, maxItems + 1, Math.max(0, minItems - 1)]), 3_000) }, () => one)
  }
  return Array.from({ length: whole(draw, minItems, Math.min(maxItems, minItems + 3)) }, () => valueFor(making, items, name))
}

function objectOf(making: Making, { properties = {}, required = [], minProperties = 0 }: Schema): unknown {
  const { draw, mode } = making
  const entries = Object.entries(properties)
  const chosen = entries.filter(([name], at) => at < minProperties || required.includes(name) || chance(draw, 35))
  const made = Object.fromEntries(chosen.map(([name, schema]) => [name, valueFor(making, schema, name)]))
  if (mode === 'valid') return made
  if (chance(draw, 8)) delete made[pick(draw, [...required, ...Object.keys(made), ''])]
  if (chance(draw, 6)) Object.defineProperty(made, pick(draw, ['__proto__', 'unknown', 'id', 'version']), { value: 1, enumerable: true })
  return made
}

const typeOf = (draw: Draw, { type }: Schema): string | undefined => (typeof type === 'object' ? pick(draw, type) : type)

function typedValue(making: Making, schema: Schema, name: string): unknown {
  switch (typeOf(making.draw, schema)) {
    case 'string':
      return making.mode === 'borderline' && chance(making.draw, 40) ? edgeText(making, schema, name) : plainText(making, schema, name)
    case 'integer':
    case 'number':
      return numberOf(making, schema)
    case 'boolean':
      return chance(making.draw, 50)
    case 'array':
      return listOf(making, schema, name)
    case 'object':
      return objectOf(making, schema)
    default:
      return null
  }
}

/** A value as the schema asks for, as far as the mode goes. */
export function valueFor(making: Making, schema: Schema, name: string): unknown {
  const { draw, mode } = making
  if (mode === 'hostile' && schema.type !== 'object' && chance(draw, 20)) return hostile(draw)
  if (schema.anyOf) return valueFor(making, pick(draw, schema.anyOf), name)
  if (schema.enum) return pick(draw, schema.enum)
  return schema.const ?? typedValue(making, schema, name)
}

const PLACEHOLDER = /^\{(.+)\.(?:id|key)\}$|^…$/

/** A body that was once accepted, with things of this centre in the places of those it named, and faults where much is tried. */
export function asHere(making: Making, value: unknown, name = ''): unknown {
  const { draw, mode } = making
  if (mode === 'hostile' && name !== '' && chance(draw, 12)) return hostile(draw)
  if (Array.isArray(value)) return value.map((item) => asHere(making, item, name))
  if (isThing(value)) return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, asHere(making, part, field)]))
  if (typeof value !== 'string') return value
  const noun = nounOf(name)
  const named = noun !== undefined && (PLACEHOLDER.test(value) || making.centre !== 'lang-son' || chance(draw, 30))
  return named ? (refTo(making, noun) ?? value) : value
}
