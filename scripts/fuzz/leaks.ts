import { CENTRES, type CentreName, isThing } from './pool.ts'
import { BOUND, type Request } from './request.ts'

/** What is known of one centre, by noun: everything that its own people may read. */
export type Known = ReadonlyMap<string, unknown>

const ID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/
/** Fields whose texts tell somebody or something apart. */
const TELLING: ReadonlySet<string> = new Set([
  'fullName',
  'name',
  'e164',
  'national',
  'address',
  'email',
  'reason',
  'note',
  'caseReference',
  'reference',
  'url',
  'secret',
  'key'
])
/** Shorter texts stand anywhere. */
const SHORTEST = 8
/** What nobody reads without a key: each by its own id, and what people wrote into it. Names and ids of people stand on public rosters. */
const CLOSED: ReadonlySet<string> = new Set([
  'absences',
  'engagements',
  'pairs',
  'preferences',
  'calls',
  'covers',
  'swaps',
  'amendments',
  'webhooks',
  'feeds',
  'jobs',
  'deliveries'
])
const WRITTEN: ReadonlySet<string> = new Set(['note', 'reason', 'caseReference', 'url', 'phone', 'email'])

/** Every text of the value by the name of its field. */
function* textsOf(value: unknown, field = ''): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [field, value]
  else if (Array.isArray(value)) for (const item of value) yield* textsOf(item, field)
  else if (isThing(value)) for (const [name, part] of Object.entries(value)) yield* textsOf(part, name)
}

/** Words of the service's own, such as `fairness`, are nobody's. */
const OWN_WORD = /^[a-z_-]+$/

const tellingTexts = (value: unknown): string[] =>
  [...textsOf(value)].filter(([field, text]) => ID.test(text) || (TELLING.has(field) && isTelling(text))).map(([, text]) => text)
const isTelling = (text: string): boolean => text.length >= SHORTEST && !OWN_WORD.test(text)

/** The id of each thing of a list, and what people wrote into it. */
function closedIn(body: unknown): string[] {
  const items = isThing(body) && Array.isArray(body.items) ? body.items.filter(isThing) : []
  const written = [...textsOf(items)].filter(([field, text]) => WRITTEN.has(field) && isTelling(text)).map(([, text]) => text)
  return [...items.map(({ id }) => id).filter((id) => typeof id === 'string'), ...written]
}

function* personalIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* personalIn(item)
  if (!isThing(value)) return
  if (value.kind === 'personal' && value.visibility !== 'public')
    yield* [value.e164, value.national].filter((text) => typeof text === 'string')
  for (const part of Object.values(value)) yield* personalIn(part)
}

/** Where the address itself is the key, and where the examples of the document stand. */
const OPEN_TO_ALL: ReadonlySet<string> = new Set([
  'getFeedCalendar',
  'page GET /acknowledge/{token}',
  'page POST /acknowledge/{token}',
  'page GET /openapi.json'
])

/** Keys that may read the personal numbers of their centre, or of posts of it. */
const READS_NUMBERS: ReadonlySet<string> = new Set(['centre', 'other', 'agency', 'all'])

/** Ids, names and numbers by which an answer tells of a centre; and what of them nobody without a right may read. */
export class Leaks {
  readonly #all = new Map<CentreName, Set<string>>()
  readonly #closed = new Set<string>()
  readonly #personal = new Map<CentreName, Set<string>>()

  constructor(world: ReadonlyMap<CentreName, Known>, common: string) {
    const textOf = (centre: CentreName): string => JSON.stringify([...(world.get(centre) ?? [])])
    for (const [centre, known] of world) {
      const others = CENTRES.filter((each) => each !== centre).map(textOf) + common
      const own = (texts: Iterable<string>): string[] => [...texts].filter((text) => !others.includes(text))
      this.#all.set(centre, new Set(own(tellingTexts([...known.values()]))))
      this.#personal.set(centre, new Set(own(personalIn([...known.values()]))))
      for (const [noun, body] of known) if (CLOSED.has(noun)) for (const text of own(closedIn(body))) this.#closed.add(text)
    }
  }

  get size(): number {
    return [...this.#all.values()].reduce((sum, { size }) => sum + size, 0)
  }

  #forbidden({ asker, operation }: Request): string[] {
    // pages do not look at keys: they show everybody what nobody in particular may see
    const reader = operation.id.startsWith('page ') ? 'none' : asker
    const bound = BOUND[reader]
    const foreign =
      bound === undefined ? [] : CENTRES.filter((centre) => centre !== bound).flatMap((each) => [...(this.#all.get(each) ?? [])])
    const personal = READS_NUMBERS.has(reader) ? [] : CENTRES.flatMap((centre) => [...(this.#personal.get(centre) ?? [])])
    const closed = reader === 'none' && operation.scope === 'public' ? [...this.#closed] : []
    return [...foreign, ...personal, ...closed]
  }

  /** What the answer tells that the asker may not know, and did not say first; undefined for nothing. */
  in(request: Request, answered: string): string | undefined {
    if (OPEN_TO_ALL.has(request.operation.id)) return undefined
    const said = saidIn(request)
    return this.#forbidden(request).find((text) => standsIn(answered, text) && !said.includes(text))
  }

  /** What somebody wrote elsewhere tells nothing any more. */
  forget(request: Request): void {
    const said = saidIn(request)
    const foreign = CENTRES.filter((centre) => centre !== request.centre).map((centre) => this.#all.get(centre))
    for (const known of [this.#closed, ...this.#personal.values(), ...foreign]) forgetIn(known, said)
  }
}

const WORD = /[\p{L}\p{N}]/u

/** Whether the text stands there by itself, not within a longer word or number. */
function standsIn(whole: string, text: string): boolean {
  for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + 1)) {
    if (!WORD.test(whole[at - 1] ?? ' ') && !WORD.test(whole[at + text.length] ?? ' ')) return true
  }
  return false
}

function forgetIn(known: Set<string> | undefined, said: string): void {
  for (const text of known ?? []) if (said.includes(text)) known?.delete(text)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Everything that the asker said, as it was meant. */
const saidIn = ({ url, headers, body = '' }: Request): string =>
  [url, decoded(url), ...Object.values(headers), body, decoded(body)].join('\n')
