import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { parseDay } from '../domain/day.ts'
import { entitledOn } from '../domain/entitlement.ts'
import { DEFAULT_ZONE, dayAt } from '../domain/instant.ts'
import { listEntitlements } from '../store/entitlements.ts'
import type { Deps } from '../usecases/deps.ts'
import { type EntitlementInput, saveEntitlement } from '../usecases/save-entitlement.ts'
import { etagOf, expectedVersion } from './reply.ts'
import { Code, DayField, IfMatch, nullable, problems, strict, Text, Version } from './schemas.ts'

const tags = ['entitlements']

const fields = {
  nameVi: Text(500, 'Vietnamese name.'),
  nameEn: Text(500, 'English name.'),
  basis: Text(200, 'The article.'),
  from: DayField('The first day on which it holds')
}
const EntitlementView = Type.Object(
  { code: Code, version: Version, ...fields, to: nullable(DayField('The last day; null while it holds')) },
  { $id: 'Entitlement', title: 'Entitlement' }
)
const Listed = Type.Object({ items: Type.Array(Type.Ref('Entitlement')), next: Type.Null() })

/** `entitlements`: who is entitled to legal aid (Luật TGPL 2017 Điều 7), as the law of each day says. */
export function entitlementRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(EntitlementView)
  app.get<{ Querystring: { on?: string } }>(
    '/entitlements',
    {
      schema: {
        operationId: 'listEntitlements',
        summary: 'List who is entitled to legal aid on a day',
        tags,
        querystring: Type.Object({ on: Type.Optional(DayField('The day (default: today)')) }, { additionalProperties: false }),
        response: { 200: Listed, ...problems(400, 401) }
      }
    },
    async ({ query: { on } }) => {
      const day = on === undefined ? dayAt(deps.now(), DEFAULT_ZONE) : parseDay(on)
      return { items: entitledOn(await listEntitlements(deps.db), day), next: null }
    }
  )
  app.put<{ Params: { code: string }; Body: EntitlementInput }>(
    '/entitlements/:code',
    {
      schema: {
        operationId: 'saveEntitlement',
        summary: 'Add a line to the list of those entitled, or change the one that begins on that day',
        description:
          'The law changes by ending a line and adding another of the same code. Shared by all centres. `If-Match` takes the `version` of the line, in quotes (`"0"` of a new one).',
        tags,
        params: Type.Object({ code: Code }),
        headers: IfMatch,
        body: strict({ ...fields, to: Type.Optional(nullable(DayField('The last day; null while it holds'))) }),
        response: { 200: Type.Ref('Entitlement'), ...problems(400, 401, 403, 412, 428) }
      }
    },
    async (request, reply) => {
      const line = await saveEntitlement(deps, request.params.code, request.body, expectedVersion(request))
      return reply.header('etag', etagOf(line.version)).send(line)
    }
  )
}
