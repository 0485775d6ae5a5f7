import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { SCOPES } from '../scopes.ts'

const DESCRIPTION = `Duty rosters of state legal-aid centres in Viet Nam: planned, published, and answered at any hour.

**Manners of every route.** Days are \`YYYY-MM-DD\`, months \`YYYY-MM\`, instants RFC 3339 with the centre's offset; intervals are half-open.
A path takes an id or a code. Errors are RFC 9457 problem documents with a code from a closed list, in Vietnamese or English by
\`Accept-Language\`. Resources that change carry a strong ETag: writes need \`If-Match\`, reads honour \`If-None-Match\`. POSTs that create
honour \`Idempotency-Key\`. Lists are \`{items, next}\`. Unknown fields are refused.

**Who may what** stands on each operation as \`x-scope\`; \`public\` needs no key. Scopes: ${SCOPES.map((scope) => `\`${scope}\``).join(', ')}.
Without a key only names, roles and duty lines are seen, never personal numbers.`

/** Tags of the document, in the order in which a reader wants them. */
const TAGS: Readonly<Record<string, string>> = {
  'on-duty': 'Who is on duty now, at what number.',
  publications: 'Frozen, numbered versions of rosters.',
  rosters: "A centre's month: slots, seats, assignments.",
  rules: 'The rules that planning and checking share.',
  calendar: 'Working days, holidays, swapped days.',
  posts: 'What is staffed, when, by whom.',
  providers: 'Legal aid officers and contract lawyers.',
  absences: 'Days away.',
  engagements: 'Timed obligations.',
  pairs: 'People who must not share a slot.',
  agencies: 'Courts, investigation bodies, custody facilities.',
  'agency-kinds': 'Kinds of agency.',
  branches: 'Branches of a centre.',
  centres: 'The tenants.',
  'api-keys': 'Credentials.',
  service: 'Health and measures.'
}

type Responses = Record<string, { readonly content?: Readonly<Record<string, unknown>> }>

const isProblem = (response: Responses[string]): boolean => response?.content?.['application/problem+json'] !== undefined

/** The problem responses of a route's schema, for the document alone. */
const problemsOf = new WeakMap<FastifySchema, Responses>()

/** Sets problem responses apart: `sendProblem` writes them itself, and Fastify would build a serializer for each, some hundreds. */
function setProblemsApart({ schema }: RouteOptions): void {
  if (schema?.response === undefined || problemsOf.has(schema)) return
  const responses = Object.entries(schema.response as Responses)
  problemsOf.set(schema, Object.fromEntries(responses.filter(([, response]) => isProblem(response))))
  schema.response = Object.fromEntries(responses.filter(([, response]) => !isProblem(response)))
}

const withProblems = (schema: FastifySchema): FastifySchema => ({
  ...schema,
  ...(schema.response !== undefined && { response: { ...schema.response, ...problemsOf.get(schema) } })
})

/** The OpenAPI 3.1 document, made from the schemas of the routes, and a page to read it. */
export const openapi = fp(
  async (app: FastifyInstance) => {
    app.addHook('onRoute', setProblemsApart)
    await app.register(swagger, {
      transform: ({ schema, url }) => ({ schema: withProblems(schema), url }),
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
