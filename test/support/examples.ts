import { once } from 'node:events'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { v7 } from 'uuid'
import { langSon } from '../../db/seeds/lang-son.ts'
import { buildApp } from '../../src/app.ts'
import { parseMonth } from '../../src/domain/day.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import { type OperationId, scopeOf } from '../../src/http/scopes.ts'
import type { Optimise } from '../../src/planning/engine.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { seedCentre } from '../../src/usecases/seed-demo.ts'
import { ADMIN_KEY, CALLER_KEY, createDatabase, START } from './database.ts'
import { engine } from './engine.ts'

/** The examples of the OpenAPI document: a story of requests against the demo centre of Lạng Sơn, each with its answer. */

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Texts = Readonly<Record<string, string>>

/** One request of the story. `{name}` in its texts stands for an id or key out of an earlier answer. */
export interface Step {
  readonly operationId: OperationId
  readonly method: Method
  readonly url: string
  readonly headers?: Texts
  readonly body?: object
  /** The name of the key that asks; by default nobody's where the operation is public, else the administrator's. */
  readonly key?: string
  /** What must be answered; by default what the method promises. */
  readonly status?: number
  /** Remembers `id` and `key` of the answer as `{as.id}` and `{as.key}`, for things that have no code. */
  readonly as?: string
  /** Remembers more of the answer by name. */
  readonly keep?: (body: unknown) => Texts
  /** Only moves the story on: no example of its operation. */
  readonly silent?: true
}

/** What stands in `openapi/examples/<operationId>.json`. */
export interface Example {
  readonly operationId: OperationId
  readonly request: { readonly method: Method; readonly url: string; readonly headers?: Texts; readonly body?: object }
  readonly response: {
    readonly status: number
    /** null: no content. `{…}` and `…` stand for what differs from run to run. */
    readonly body: unknown
    /** JSON pointers of the lists of which only the beginning stands here, with their full lengths. */
    readonly cut?: Readonly<Record<string, number>>
  }
}

const PROMISED = { GET: 200, POST: 201, PUT: 200, PATCH: 200, DELETE: 204 } as const satisfies Record<Method, number>

/** Lists longer than `most` show the first `few`: who reads an example wants to see the shape. Texts take less room than objects. */
const THINGS = { most: 3, few: 2 } as const
const TEXTS = { most: 8, few: 3 } as const

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g
const CURSOR = /(?<=[?&]after=)[^&]+/
/** Fields that differ from run to run, whatever they hold. */
const VOLATILE: ReadonlySet<string> = new Set(['fingerprint', 'rulePack', 'logo', 'prefix', 'key', 'secret'])

type Names = Map<string, string>
type Thing = Readonly<Record<string, unknown>>

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value)
const nameOf = (names: Names, value: unknown): string | undefined => [...names].find(([, known]) => known === value)?.[0]

const slotName = (names: Names, { postId, start }: Thing): string =>
  `slot.${nameOf(names, postId)?.replace(/\.id$/, '')}.${String(start).slice(0, 16)}`

/** What a thing is called: by its code, else by what people tell its kind apart by; undefined for what nobody asks for by itself. */
function calledBy(names: Names, thing: Thing): string | undefined {
  const { code, month, issuedOn } = thing
  if (typeof code === 'string') return code
  if ('postId' in thing && 'start' in thing) return slotName(names, thing)
  if ('fingerprint' in thing) return `publication.${month}`
  if (month !== undefined && 'seed' in thing) return `roster.${month}`
  return issuedOn === undefined ? undefined : `notice.${issuedOn}`
}

/** Remembers the ids of everything in an answer that has a name. */
function learn(names: Names, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) learn(names, item)
  if (!isThing(value)) return
  const name = calledBy(names, value)
  if (name !== undefined && typeof value.id === 'string') names.set(`${name}.id`, value.id)
  for (const part of Object.values(value)) learn(names, part)
}

function learnAnswer(names: Names, { as, keep }: Step, body: unknown): void {
  learn(names, body)
  for (const field of ['id', 'key']) {
    if (as && isThing(body) && typeof body[field] === 'string') names.set(`${as}.${field}`, body[field])
  }
  for (const [name, value] of Object.entries(keep?.(body) ?? {})) names.set(name, value)
}

/** The text or body with what the names stand for. Throws for a name that no earlier answer gave. */
function filled<T>(names: Names, template: T): T {
  const text = JSON.stringify(template).replace(/\{([\w.:-]+\.(?:id|key))\}/g, (_, name: string) => {
    const value = names.get(name)
    if (value === undefined) throw new Error(`no earlier answer of the story gave {${name}}`)
    return value
  })
  return JSON.parse(text) as T
}

/** The request as the example shows it: with placeholders. */
function requestOf({ operationId, method, url, headers, body, key }: Step): Example['request'] {
  const by = key ?? (scopeOf(operationId) === 'public' ? undefined : 'admin')
  const all = { ...(by !== undefined && { authorization: `Bearer {${by}.key}` }), ...headers }
  return { method, url, ...(Object.keys(all).length > 0 && { headers: all }), ...(body !== undefined && { body }) }
}

interface Answer {
  readonly step: Step
  readonly body: unknown
}

async function ask(app: FastifyInstance, names: Names, step: Step): Promise<Answer> {
  const { method, url, headers, body } = filled(names, requestOf(step))
  const payload = body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }
  const reply = await app.inject({ method, url, ...(headers && { headers: { ...headers } }), ...payload })
  const wanted = step.status ?? PROMISED[method]
  if (reply.statusCode !== wanted)
    throw new Error(`${step.operationId}: ${method} ${url} answered ${reply.statusCode}, not ${wanted}: ${reply.body}`)
  const isJson = /\bjson\b/.test(String(reply.headers['content-type'] ?? ''))
  const answered: unknown = isJson ? reply.json() : reply.body === '' ? null : reply.body
  learnAnswer(names, step, answered)
  return { step, body: answered }
}

/** The beginnings of long lists; `cut` takes the full lengths. */
function shortened(value: unknown, pointer: string, cut: Record<string, number>): unknown {
  if (Array.isArray(value)) {
    const { most, few } = value.some(isThing) ? THINGS : TEXTS
    if (value.length > most) cut[pointer] = value.length
    return (value.length > most ? value.slice(0, few) : value).map((item, index) => shortened(item, `${pointer}/${index}`, cut))
  }
  if (!isThing(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shortened(part, `${pointer}/${name}`, cut)]))
}

/** The value with names in place of ids and keys, and `…` in place of what has no name and differs from run to run. */
function named(names: ReadonlyMap<string, string>, value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => named(names, item))
  if (isThing(value)) return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, named(names, part, name)]))
  if (typeof value !== 'string') return value
  const name = names.get(value)
  if (name !== undefined) return `{${name}}`
  if (VOLATILE.has(field)) return '…'
  return value.replace(UUID, (id) => (names.has(id) ? `{${names.get(id)}}` : '…')).replace(CURSOR, '…')
}

/** Of a plain text the first two lines: measures differ from run to run. */
const beginning = (body: unknown): unknown => (typeof body === 'string' ? `${body.split('\n').slice(0, 2).join('\n')}\n…` : body)

function exampleOf({ step, body }: Answer, names: ReadonlyMap<string, string>): Example {
  const cut: Record<string, number> = {}
  const short = shortened(beginning(body), '', cut)
  const response = { status: step.status ?? PROMISED[step.method], body: named(names, short) }
  return {
    operationId: step.operationId,
    request: requestOf(step),
    response: { ...response, ...(Object.keys(cut).length > 0 && { cut }) }
  }
}

/** A search that may take its time takes it until somebody ends it; one that counts moves is the service's own. */
export const patient: Optimise = async (model, budget, hooks = {}) => {
  if (budget.millis === null) return engine(model, budget, hooks)
  const outcome = await engine(model, { ...budget, iterations: 100_000, millis: null }, hooks)
  const { stop } = hooks
  if (stop && !stop.aborted) await once(stop, 'abort')
  return { ...outcome, stopped: 'cancelled' }
}

/** What was asked and answered, and what the names of the story stand for by its end. */
export interface Told {
  readonly answers: readonly Answer[]
  readonly names: ReadonlyMap<string, string>
}

/** Tells the story to a service that has the demo centre of Lạng Sơn and nobody else's. Throws at the first answer that is not as promised. */
export async function tellTo(app: FastifyInstance, story: readonly Step[]): Promise<Told> {
  const names: Names = new Map([['admin.key', ADMIN_KEY]])
  const answers: Answer[] = []
  for (const step of story) answers.push(await ask(app, names, step))
  return { answers, names }
}

/** Tells the story to a service over a fresh database, at a clock that stands still. */
async function tell(story: readonly Step[]): Promise<Told> {
  const { connection, remove } = await createDatabase()
  const now = parseInstant(START)
  const deps: Deps = withMemory({ db: connection.db, now: () => now, newId: () => v7(), optimise: patient, callerKey: CALLER_KEY })
  const app = await buildApp(deps)
  try {
    await seedCentre(deps, langSon(parseMonth('2026-11')))
    return await tellTo(app, story)
  } finally {
    await app.close()
    await remove()
  }
}

/** The example of each operation that the story tells, told anew. Telling it twice gives the same examples. */
export async function recordExamples(story: readonly Step[]): Promise<ReadonlyMap<string, Example>> {
  const { answers, names } = await tell(story)
  const called = new Map([...names].reverse().map(([name, value]) => [value, name]))
  const shown = answers.filter(({ step }) => !step.silent)
  return new Map(shown.map((answer) => [answer.step.operationId, exampleOf(answer, called)]))
}
