import { existsSync, readdirSync, readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { problem, problems } from '../schemas.ts'
import { type Kind, kindOf, SCOPES } from '../scopes.ts'

const DESCRIPTION = `Duty rosters of state legal-aid centres in Viet Nam: planned, published, and answered at any hour.

**Manners of every route.** Days are \`YYYY-MM-DD\`, months \`YYYY-MM\`, instants RFC 3339 with the centre's offset; intervals are half-open.
A path takes an id or a code. Errors are RFC 9457 problem documents with a code from a closed list, in Vietnamese or English by
\`Accept-Language\`. Resources that change carry an ETag, strong, or weak
where the answer is packed (\`Accept-Encoding\`): writes need \`If-Match\` with either, reads honour \`If-None-Match\`. At most 50 faults of a
request are told, the number of all in \`detail\`; a body holds at most 20,000 values in 512 kB, unpacked. POSTs that create
honour \`Idempotency-Key\`. Lists are \`{items, next}\`. Unknown fields are refused.

**Who may what** stands on each operation as \`x-scope\`; \`public\` needs no key. Scopes: ${SCOPES.map((scope) => `\`${scope}\``).join(', ')}.
Without a key only names, roles and duty lines are seen, never personal numbers.`

/** Tags of the document, in the order in which a reader wants them. */
const TAGS: Readonly<Record<string, string>> = {
  'on-duty': 'Who is on duty now, at what number.',
  calls: 'People in need that agencies report: whom to call, each try, the clocks of the law.',
  entitlements: 'Who is entitled to legal aid, as the law of each day says.',
  directory: 'Officers and contract lawyers with their numbers, as the law owes them to proceeding bodies.',
  publications: 'Frozen, numbered versions of rosters.',
  feeds: 'Calendar subscriptions by secret address.',
  deliveries: 'Publications on their way to agencies.',
  acknowledgements: 'Which agencies have acknowledged receipt.',
  confirmations: 'Who has confirmed their coming duties.',
  rosters: "A centre's month: slots, seats, assignments.",
  jobs: 'Long work: its progress, its result, stopping it.',
  fairness: 'Who bears what, what is due, what a duty weighs.',
  deadlines: 'Until when each month is to be sent.',
  rules: 'The rules that planning and checking share.',
  calendar: 'Working days, holidays, swapped days.',
  posts: 'What is staffed, when, by whom.',
  providers: 'Legal aid officers and contract lawyers.',
  numbers: 'Upkeep of the numbers of people: confirmed each month, replaced in one step.',
  'number-readings': 'Who read whose personal numbers, when.',
  absences: 'Days away.',
  engagements: 'Timed obligations.',
  pairs: 'People who must not share a slot.',
  agencies: 'Courts, investigation bodies, custody facilities.',
  'agency-kinds': 'Kinds of agency.',
  branches: 'Branches of a centre.',
  signers: 'Who may sign documents.',
  settings: 'House rules of a centre for its documents.',
  centres: 'The tenants.',
  webhooks: 'Receivers of signed events (Standard Webhooks).',
  'api-keys': 'Credentials.',
  service: 'Health and measures.'
}

type Responses = Record<string, { readonly content?: Readonly<Record<string, unknown>> }>

const isProblem = (response: Responses[string]): boolean => response?.content?.['application/problem+json'] !== undefined

/** The problem responses of a route's schema, for the document alone. */
const problemsOf = new WeakMap<FastifySchema, Responses>()

const REFUSALS = problems(400, 401, 413, 415) as Responses
const refusals = (...statuses: readonly string[]): Responses =>
  Object.fromEntries(Object.entries(REFUSALS).filter(([status]) => statuses.includes(status)))

/**
 * How every operation refuses: a key that is not valid, also where none is needed; an address that cannot be read, where something may stand
 * in it; and a body that cannot be read, where one may be sent.
 */
const KEY_REFUSED = refusals('401')
const ADDRESS_REFUSED = refusals('400', '401')
const BODY_REFUSED = refusals('400', '401', '413', '415')

function refusedBy({ method, url }: RouteOptions): Responses {
  if (method !== 'GET') return BODY_REFUSED
  return url.includes(':') ? ADDRESS_REFUSED : KEY_REFUSED
}

const WAITS = {
  429: problem(
    'Too many requests of one key or address, or (TOO_MANY_WAITING) too many that wait already; `Retry-After` says in how many seconds to ask again.'
  )
}
const CALCULATES = {
  422: problem('Understood, but not possible; MONTH_TOO_LARGE: the calculation takes more memory or time than it may.')
}

/** How an operation refuses by what it takes of the service. */
const REFUSED_BY_KIND: Readonly<Record<Kind, Responses>> = {
  memory: {},
  database: WAITS,
  render: WAITS,
  question: { ...WAITS, ...CALCULATES },
  act: { ...WAITS, ...CALCULATES },
  trial: { ...WAITS, ...CALCULATES }
}

/** Sets problem responses apart: `sendProblem` writes them itself, and Fastify would build a serializer for each, some hundreds. */
function setProblemsApart(route: RouteOptions): void {
  const { schema } = route
  if (schema?.response === undefined || problemsOf.has(schema)) return
  const responses = Object.entries(schema.response as Responses)
  const refused = Object.fromEntries(responses.filter(([, response]) => isProblem(response)))
  const kind = kindOf((schema as { readonly operationId?: string }).operationId) ?? 'memory'
  problemsOf.set(schema, { ...refusedBy(route), ...refused, ...REFUSED_BY_KIND[kind] })
  schema.response = Object.fromEntries(responses.filter(([, response]) => !isProblem(response)))
}

const withProblems = (schema: FastifySchema): FastifySchema => ({
  ...schema,
  ...(schema.response !== undefined && { response: { ...problemsOf.get(schema), ...schema.response } })
})

/** What `openapi/examples/<operationId>.json` says of an operation, as far as the document shows it. */
interface Example {
  readonly operationId: string
  readonly request: { readonly body?: unknown }
  readonly response: { readonly status: number; readonly body: unknown; readonly cut?: Readonly<Record<string, number>> }
}
type Examples = ReadonlyMap<string, Example>

/** The examples that lie beside the service, by operationId; none where the folder was left out. */
function readExamples(folder: URL): Examples {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : []
  const all = files.map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Example)
  return new Map(all.map((example) => [example.operationId, example]))
}

type Content = Readonly<Record<string, object>>
interface Shown {
  readonly content?: Content
}
interface Operation {
  readonly operationId?: string
  readonly requestBody?: Shown
  readonly responses: Readonly<Record<string, Shown>>
}
interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** The request or response with the example at its JSON; the same where it has none. */
function withExample<Part extends Shown>(part: Part, value: unknown, summary: string): Part {
  const json = part.content?.['application/json']
  if (json === undefined || value === undefined) return part
  return { ...part, content: { ...part.content, 'application/json': { ...json, examples: { demo: { summary, value } } } } }
}

/** Says of which lists only the beginning is shown. */
const summaryOf = (cut: NonNullable<Example['response']['cut']>): string =>
  ['The demo centre of Lạng Sơn', ...Object.entries(cut).map(([pointer, count]) => `first of ${count} in ${pointer}`)].join('; ')

function showExample(operation: Operation, examples: Examples): Operation {
  const example = examples.get(operation.operationId ?? '')
  if (example === undefined) return operation
  const { request, response } = example
  const answered = operation.responses[response.status]
  return {
    ...operation,
    ...(operation.requestBody && { requestBody: withExample(operation.requestBody, request.body, summaryOf({})) }),
    ...(answered && {
      responses: { ...operation.responses, [response.status]: withExample(answered, response.body, summaryOf(response.cut ?? {})) }
    })
  }
}

const mapValues = <T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))

/** The document with an example at every operation that has one. */
const withExamples = (document: Document, examples: Examples): Document => ({
  ...document,
  paths: mapValues(document.paths ?? {}, (methods) => mapValues(methods, (operation) => showExample(operation, examples)))
})

/** Recorded by `npm run examples`; read once. */
const EXAMPLES = readExamples(new URL('../../../openapi/examples/', import.meta.url))

/** The OpenAPI 3.1 document, made from the schemas of the routes, and a page to read it. */
export const openapi = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRoute', setProblemsApart)
    await app.register(swagger, {
      transform: ({ schema, url }) => ({ schema: withProblems(schema), url }),
      transformObject: (made) => withExamples(('openapiObject' in made ? made.openapiObject : {}) as Document, EXAMPLES) as object,
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Lịch Trực',
          version: '0.1.0',
          description: DESCRIPTION,
          license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' }
        },
        servers: [{ url: '/', description: 'This service' }],
        tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
        components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'An API key.' } } }
      },
      refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `def-${i}`) }
    })
    await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, uiConfig: { docExpansion: 'list', deepLinking: true } })
    app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  },
  { name: 'openapi' }
)
