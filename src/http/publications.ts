import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { parseMonth } from '../domain/day.ts'
import { formatInstant, type Zone } from '../domain/instant.ts'
import { phonesFor } from '../domain/phone.ts'
import { DUTY_MODES, SEATS } from '../domain/post.ts'
import { PROVIDER_ROLES } from '../domain/provider.ts'
import { documentNumber, type Publication, type PublicationHead, type PublishedPerson } from '../domain/publication.ts'
import { getPublication, listPublications } from '../store/publications.ts'
import type { Deps } from '../usecases/deps.ts'
import { publishRoster } from '../usecases/publish-roster.ts'
import { presentInstant, presentPhones } from './present.ts'
import { audienceAt, centreOf, may, type Principal } from './principal.ts'
import { expectedVersion, nextMonths, sendOnce, sendVersion } from './reply.ts'
import { BeforeMonth, CentreQuery, DayKindField, Id, IdempotencyKey, IfMatch, IfNoneMatch, nullable, oneOf, problems } from './schemas.ts'

const tags = ['publications']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })

const headFields = {
  id: Id,
  rosterId: Type.String(),
  month: Type.String(),
  version: Type.Integer({ description: '1 for the first publication of the month.' }),
  number: Type.String({ description: 'In the yearly sequence: 05/TB-TGPL.', examples: ['05/TB-TGPL'] }),
  year: Type.Integer(),
  publishedAt: Type.String(),
  publishedBy: Type.String(),
  effectiveFrom: Type.String(),
  supersededFrom: nullable(Type.String()),
  fingerprint: Type.String({ description: 'SHA-256 of the canonical JSON (RFC 8785) of what was frozen.' })
}
const HeadView = Type.Object(headFields, { $id: 'PublicationHead', title: 'PublicationHead' })
const PublicationView = Type.Object(
  {
    ...headFields,
    centre: Type.Object({ id: Type.String(), code: Type.String(), name: Type.String(), phones: Type.Array(Type.Ref('Phone')) }),
    agencies: Type.Array(Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() })),
    people: Type.Array(
      Type.Object({
        id: Type.String(),
        code: Type.String(),
        fullName: Type.String(),
        role: oneOf(PROVIDER_ROLES),
        phones: Type.Array(Type.Ref('Phone'), { description: 'Numbers as published, only those that the asker may read.' })
      })
    ),
    posts: Type.Array(
      Type.Object({
        id: Type.String(),
        code: Type.String(),
        name: Type.String(),
        mode: oneOf(DUTY_MODES),
        agencyIds: Type.Array(Type.String()),
        continuous: Type.Boolean({ description: 'Staffed every minute (24/24).' })
      })
    ),
    slots: Type.Array(
      Type.Object({
        id: Type.String(),
        postId: Type.String(),
        start: Type.String(),
        end: Type.String(),
        day: Type.String(),
        dayKind: DayKindField,
        seats: Type.Array(Type.Object({ seat: oneOf(SEATS), providerId: Type.String() }))
      })
    )
  },
  { $id: 'Publication', title: 'Publication' }
)

const presentHead = (head: PublicationHead, zone: Zone) => ({
  id: head.id,
  rosterId: head.rosterId,
  month: head.month,
  version: head.version,
  number: documentNumber(head),
  year: head.year,
  publishedAt: formatInstant(head.publishedAt, zone),
  publishedBy: head.publishedBy,
  effectiveFrom: formatInstant(head.effectiveFrom, zone),
  supersededFrom: presentInstant(head.supersededFrom, zone),
  fingerprint: head.fingerprint
})

/** The agencies of every post at which the person has a duty: who among agency keys may read the numbers. */
function agenciesOf(person: PublishedPerson, { posts, slots }: Publication['content']) {
  const postIds = new Set(slots.filter((slot) => slot.seats.some((seat) => seat.providerId === person.id)).map((slot) => slot.postId))
  return posts.filter((post) => postIds.has(post.id)).flatMap((post) => post.agencyIds)
}

/** Whose numbers are shown depends on who reads, so the reader is part of the ETag: the agency of the key, where that counts. */
function readerOf(principal: Principal): string {
  if (may(principal, 'numbers:internal')) return 'internal'
  return may(principal, 'numbers:agency') ? (principal.agencyId ?? 'agency') : 'public'
}

/** What was frozen, as this principal may read it. */
function present(publication: Publication, principal: Principal) {
  const { centre, agencies, people, posts, slots } = publication.content
  return {
    ...presentHead(publication, centre.zone),
    centre: { id: centre.id, code: centre.code, name: centre.name, phones: presentPhones(phonesFor(centre.phones, 'public'), 'public') },
    agencies,
    people: people.map((person) => ({
      ...person,
      phones: presentPhones(person.phones, audienceAt(principal, agenciesOf(person, publication.content)))
    })),
    posts,
    slots: slots.map((slot) => ({ ...slot, start: formatInstant(slot.start, centre.zone), end: formatInstant(slot.end, centre.zone) }))
  }
}

/** `publications`: frozen, numbered versions of rosters. */
export function publicationRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [HeadView, PublicationView]) app.addSchema(schema)
  publishRoute(app, deps)
  readRoutes(app, deps)
}

function publishRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/rosters/:id/publications',
    {
      schema: {
        operationId: 'publishRoster',
        summary: 'Publish a roster',
        description: 'Freezes the draft under the next number of the year. Refused while a hard rule is broken or a seat is empty.',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the roster, or its month (YYYY-MM).' }) }),
        querystring,
        headers: Type.Object({ ...IfMatch.properties, ...IdempotencyKey.properties }),
        response: { 201: Type.Ref('PublicationHead'), ...problems(400, 401, 403, 404, 409, 412, 422, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const expected = expectedVersion(request)
      return sendOnce(deps, request, reply, 201, async (deps) => {
        const publication = await publishRoster(deps, centre, request.params.id, expected, request.principal.name)
        return { body: presentHead(publication, centre.zone), location: `/v1/publications/${publication.id}` }
      })
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
          { ...CentreQuery, limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }), before: Type.Optional(BeforeMonth) },
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
      const items = await listPublications(deps.db, centre.id, limit + 1, before === undefined ? undefined : parseMonth(before))
      return { items: items.slice(0, limit).map((head) => presentHead(head, centre.zone)), next: nextMonths(request, items, limit) }
    }
  )
  app.get<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/publications/:id',
    {
      schema: {
        operationId: 'getPublication',
        summary: 'Read a publication',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id, or the month (YYYY-MM) for its newest version.' }) }),
        querystring,
        headers: IfNoneMatch,
        response: { 200: Type.Ref('Publication'), 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const publication = await getPublication(deps.db, centre.id, request.params.id)
      const etag = `"${publication.fingerprint.slice(0, 32)}-${publication.supersededFrom ?? 0}-${readerOf(request.principal)}"`
      return sendVersion(request, reply, etag, present(publication, request.principal))
    }
  )
}
