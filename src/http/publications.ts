import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { parseMonth } from '../domain/day.ts'
import { differences } from '../domain/difference.ts'
import { DutyError } from '../domain/errors.ts'
import type { PublicationHead, PublicationPlace } from '../domain/publication.ts'
import { findReasons, getPublication, listPublications } from '../store/publications.ts'
import type { Deps } from '../usecases/deps.ts'
import { differencesAsPage, versionPair } from '../usecases/publication-versions.ts'
import { publishRoster } from '../usecases/publish-roster.ts'
import { presentDifferences } from './difference-views.ts'
import { presentNumberWarnings } from './number-warnings.ts'
import { heard } from './plugins/admission.ts'
import { noteAllNumbers } from './plugins/readings.ts'
import { centreOf } from './principal.ts'
import { HeadView, mayReadReasons, PublicationView, presentHead, presentPublication, readerOf } from './publication-views.ts'
import { addressWith, expectedVersion, isKnown, sendOnce, sendVersion } from './reply.ts'
import { CentreQuery, IdempotencyKey, IfMatch, IfNoneMatch, nullable, problems, RosterParams, strict } from './schemas.ts'

const tags = ['publications']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })

const OnePublication = Type.Object({
  id: Type.String({ maxLength: 64, description: 'Id, or the month (YYYY-MM) for its newest version.' })
})
const against = Type.Optional(Type.Integer({ minimum: 1, description: 'Version of the same month (default: the one before).' }))
const Against = Type.Object({ ...CentreQuery, against }, { additionalProperties: false })

/** Lists page with the last thing shown: its month, and its version since a month may have several. */
const Before = Type.String({
  maxLength: 15,
  description: 'Only those after this one; `next` carries it.',
  examples: ['2026-12', '2026-12.2']
})

/** Reads `2026-12` or `2026-12.2`. Throws BAD_MONTH. */
function placeOf(text: string): PublicationPlace {
  const [month = '', version] = text.split('.')
  if (version !== undefined && !/^[1-9]\d{0,5}$/.test(version)) throw new DutyError('BAD_MONTH', { value: text })
  return { month: parseMonth(month), version: version === undefined ? null : Number(version) }
}

/** `publications`: frozen, numbered versions of rosters. */
export function publicationRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [HeadView, PublicationView]) app.addSchema(schema)
  publishRoute(app, deps)
  readRoutes(app, deps)
  differencesRoute(app, deps)
  differencesPageRoute(app, deps)
}

function publishRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { id: string }; Querystring: { centre?: string }; Body: { number?: number } | null }>(
    '/rosters/:id/publications',
    {
      schema: {
        operationId: 'publishRoster',
        summary: 'Publish a roster',
        description:
          'Freezes an approved roster under the next number of the year, exactly as it was approved. Refused while a hard rule is broken that the approver did not override, or a seat is empty.',
        tags,
        params: RosterParams,
        querystring,
        headers: Type.Object({ ...IfMatch.properties, ...IdempotencyKey.properties }),
        body: nullable(
          strict({
            number: Type.Optional(
              Type.Integer({
                minimum: 1,
                maximum: 99_999,
                description: 'Number where other notices took those between; default: the next.'
              })
            )
          })
        ),
        response: { 201: Type.Ref('PublicationHead'), ...problems(400, 401, 403, 404, 409, 412, 422, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const expected = expectedVersion(request)
      return sendOnce(heard(deps, request), request, reply, 201, async (deps) => {
        const publication = await publishRoster(deps, centre, request.params.id, expected, request.principal.name, request.body?.number)
        const warnings = await presentNumberWarnings(deps, centre, request.params.id, request)
        return { body: { ...presentHead(publication, centre.zone), warnings }, location: `/v1/publications/${publication.id}` }
      })
    }
  )
}

function differencesPageRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: { centre?: string; against?: number } }>(
    '/publications/:id/diff.html',
    {
      schema: {
        operationId: 'getDifferencesPage',
        summary: 'What a version says differently than another, as a page',
        tags,
        params: OnePublication,
        querystring: Against,
        response: {
          200: { description: 'The page.', content: { 'text/html': { schema: Type.String() } } },
          ...problems(400, 401, 404)
        }
      }
    },
    async ({ principal, params, query }, reply) => {
      const centre = await centreOf(deps.db, principal, query.centre)
      const { publication, before } = await versionPair(deps, centre, params.id, query.against)
      return reply.type('text/html; charset=utf-8').send(differencesAsPage(before ?? publication, publication))
    }
  )
}

/** The relative address of what comes after the last one shown, of items of which one more than `limit` was asked for. */
function nextAfter(request: FastifyRequest, items: readonly PublicationHead[], limit: number): string | null {
  const last = items.length > limit ? items[limit - 1] : undefined
  return last === undefined ? null : addressWith(request, 'before', `${last.month}.${last.version}`)
}

function differencesRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: { centre?: string; against?: number } }>(
    '/publications/:id/diff',
    {
      schema: {
        operationId: 'getDifferences',
        summary: 'What a version says differently than another',
        description: 'Who, which slots, old and new. A first version differs from nothing.',
        tags,
        params: OnePublication,
        querystring: Against,
        response: {
          200: Type.Object({ version: Type.Integer(), against: nullable(Type.Integer()), items: Type.Array(Type.Ref('Difference')) }),
          ...problems(400, 401, 404)
        }
      }
    },
    async ({ principal, params, query }) => {
      const centre = await centreOf(deps.db, principal, query.centre)
      const { publication, before } = await versionPair(deps, centre, params.id, query.against)
      const { version, content } = publication
      if (before === null) return { version, against: null, items: [] }
      const changes = differences(before.content, content)
      return { version, against: before.version, items: presentDifferences(changes, before.content, content) }
    }
  )
}

function readRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { centre?: string; limit: number; before?: string } }>(
    '/publications',
    {
      schema: {
        operationId: 'listPublications',
        summary: 'List publications, newest month first',
        tags,
        querystring: Type.Object(
          { ...CentreQuery, limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }), before: Type.Optional(Before) },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({ items: Type.Array(Type.Ref('PublicationHead')), next: nullable(Type.String()) }),
          ...problems(400, 401, 404)
        }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { limit, before } = request.query
      const items = await listPublications(deps.db, centre.id, limit + 1, before === undefined ? undefined : placeOf(before))
      return { items: items.slice(0, limit).map((head) => presentHead(head, centre.zone)), next: nextAfter(request, items, limit) }
    }
  )
  app.get<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/publications/:id',
    {
      schema: {
        operationId: 'getPublication',
        summary: 'Read a publication',
        tags,
        params: OnePublication,
        querystring,
        headers: IfNoneMatch,
        response: { 200: Type.Ref('Publication'), 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const publication = await getPublication(deps.db, centre.id, request.params.id)
      const etag = `"${publication.fingerprint.slice(0, 32)}-${publication.supersededFrom ?? 0}-${readerOf(request.principal)}"`
      const reasons = mayReadReasons(request.principal) ? await findReasons(deps.db, publication) : undefined
      const shown = presentPublication(publication, request.principal, reasons)
      if (!isKnown(request, etag)) noteAllNumbers(request, centre.id, shown.people)
      return sendVersion(request, reply, etag, shown)
    }
  )
}
