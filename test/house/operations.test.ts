import t from 'tap'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { kindOf, OPERATIONS, SCOPES, scopeOf } from '../../src/http/scopes.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { engine } from '../support/engine.ts'

interface Operation {
  readonly path: string
  readonly method: string
  readonly responses: Readonly<Record<string, unknown>>
  readonly operationId?: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly 'x-scope'?: string
  readonly parameters?: readonly { readonly name: string; readonly schema: Stated }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Stated }>> }
}

/** The operations of the document. Building the service asks the database nothing, so none is there. */
async function operationsOfDocument(): Promise<Operation[]> {
  const { db, close } = connectPostgres('postgres://nobody@127.0.0.1:1/none')
  const app = await buildApp(withMemory({ db, now: () => 0 as Instant, newId: () => '', optimise: engine }))
  await app.ready()
  const { paths = {} } = app.swagger() as unknown as { paths?: Record<string, Record<string, Omit<Operation, 'path' | 'method'>>> }
  await app.close()
  await close()
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method }))
  )
}

const operations = await operationsOfDocument()
const ids = operations.map(({ operationId = '' }) => operationId).sort()

t.test('no operationId stands twice', async (t) => {
  t.same(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    []
  )
})

t.test('every operation of the document has a line in scopes.ts', async (t) => {
  const lines = Object.keys(OPERATIONS)
  t.same(
    ids.filter((id) => !lines.includes(id)),
    []
  )
})

t.test('every line of scopes.ts has a route', async (t) => {
  t.same(
    Object.keys(OPERATIONS).filter((id) => !ids.includes(id)),
    []
  )
})

t.test('every operation says its scope, a summary and one tag', async (t) => {
  for (const { operationId = '', summary, tags, 'x-scope': scope } of operations) {
    t.equal(scope, scopeOf(operationId), `${operationId}: scope`)
    t.ok(summary, `${operationId}: summary`)
    t.equal(tags?.length, 1, `${operationId}: tag`)
  }
})

t.test('every operation below /v1 says how it refuses', async (t) => {
  const mute = operations.filter(
    ({ path, responses }) => path.startsWith('/v1/') && !Object.keys(responses).some((status) => status.startsWith('4'))
  )
  t.same(
    mute.map(({ operationId }) => operationId),
    []
  )
})

for (const [title, concerns, status] of [
  ['every operation says that it refuses a key that is not valid', () => true, '401'],
  ['every operation that may be sent a body says that it refuses one it cannot read', ({ method }) => method !== 'get', '400'],
  ['… one that is too large', ({ method }) => method !== 'get', '413'],
  ['… one that is not JSON', ({ method }) => method !== 'get', '415'],
  [
    'every operation that calculates says that a month may be too large',
    ({ operationId }) => !['memory', 'database', 'render'].includes(kindOf(operationId) ?? ''),
    '422'
  ],
  ['every operation that may have to wait says that too many may', ({ operationId }) => kindOf(operationId) !== 'memory', '429'],
  [
    'every operation that reads If-None-Match says that nothing has changed',
    ({ parameters = [] }) => parameters.some(({ name }) => name === 'if-none-match'),
    '304'
  ]
] as const satisfies readonly (readonly [string, (operation: Operation) => boolean, string])[]) {
  t.test(title, async (t) => {
    const mute = operations.filter((operation) => concerns(operation) && !(status in operation.responses))
    t.same(
      mute.map(({ operationId }) => operationId),
      []
    )
  })
}

t.test('what is said of refusals in general does not hide that the answer for old phones refuses in plain text', async (t) => {
  const { responses } = operations.find(({ operationId }) => operationId === 'getOnDutyText') ?? {}
  t.match(responses?.['401'], { content: { 'text/plain': {} } })
})

t.test('where text may be asked for, every refusal is said to come as text too', async (t) => {
  const { responses = {} } = operations.find(({ operationId }) => operationId === 'getOnDuty') ?? {}
  const refusals = Object.entries(responses).filter(([status]) => /^[45]/.test(status))
  t.ok(refusals.length > 4)
  for (const [status, refusal] of refusals) t.match(refusal, { content: { 'application/problem+json': {}, 'text/plain': {} } }, status)
})

t.test('every scope opens something', async (t) => {
  // numbers:* widen what an answer shows instead of opening an operation.
  const used = new Set<string>(Object.values(OPERATIONS).map(([scope]) => scope))
  t.same(
    SCOPES.filter((scope) => !used.has(scope) && !scope.startsWith('numbers:')),
    []
  )
})

interface Stated {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: unknown
  readonly maxItems?: number
  readonly maxLength?: number
  readonly maxProperties?: number
  readonly properties?: Readonly<Record<string, Stated>>
  readonly patternProperties?: Readonly<Record<string, Stated>>
  readonly additionalProperties?: unknown
  readonly items?: Stated
  readonly anyOf?: readonly Stated[]
}

/** Everything below a schema that has no limit, by where it stands. */
function unlimitedIn(schema: Stated, at: string): string[] {
  const { type, items, anyOf = [], properties = {}, patternProperties = {} } = schema
  const missing =
    schema.$ref !== undefined ||
    (type === undefined && anyOf.length === 0) ||
    (type === 'array' && schema.maxItems === undefined) ||
    (type === 'string' && schema.maxLength === undefined && schema.enum === undefined) ||
    (type === 'object' && schema.maxProperties === undefined && schema.additionalProperties !== false)
  return [
    ...(missing ? [at] : []),
    ...(items ? unlimitedIn(items, `${at}/*`) : []),
    ...anyOf.flatMap((branch) => unlimitedIn(branch, at)),
    ...Object.entries({ ...properties, ...patternProperties }).flatMap(([name, each]) => unlimitedIn(each, `${at}/${name}`))
  ]
}

/** What a schema says where, of all that it says. */
function listsIn({ type, items, anyOf = [], properties = {} }: Stated, at: string): { at: string; lists: number }[] {
  return [
    { at, lists: anyOf.filter((branch) => branch.type === 'array').length + (type === 'array' ? 1 : 0) },
    ...(items ? listsIn(items, `${at}/*`) : []),
    ...anyOf.flatMap((branch) => listsIn(branch, at)),
    ...Object.entries(properties).flatMap(([name, each]) => listsIn(each, `${at}/${name}`))
  ]
}

t.test('every text, list and free object of a request says how long it may be', async (t) => {
  let bodies = 0
  for (const { operationId = '', parameters = [], requestBody } of operations) {
    for (const { name, schema } of parameters) t.same(unlimitedIn(schema, name), [], `${operationId}: ${name}`)
    const body = requestBody?.content['application/json']?.schema
    if (body === undefined) continue
    bodies += 1
    t.same(unlimitedIn(body, ''), [], `${operationId}: body`)
    t.same(
      listsIn(body, '').filter(({ lists }) => lists > 1),
      [],
      `${operationId}: no union of two lists, of which sizes could not be told apart`
    )
  }
  t.ok(bodies > 40, 'bodies were seen')
})
