import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Feed } from '../domain/feed.ts'
import { formatInstant, type Zone } from '../domain/instant.ts'
import { phonesFor } from '../domain/phone.ts'
import { listFeeds } from '../store/feeds.ts'
import type { Deps } from '../usecases/deps.ts'
import { createFeed, endFeed, type FeedInput, feedCalendar } from '../usecases/feeds.ts'
import { outgoingOf } from '../usecases/outgoing.ts'
import { noteAllNumbers } from './plugins/readings.ts'
import { presentInstant } from './present.ts'
import { centreOf, may, type Principal } from './principal.ts'
import { isKnown } from './reply.ts'
import { CentreQuery, Id, IfNoneMatch, nullable, problems, Ref, strict } from './schemas.ts'

const tags = ['feeds']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
/** How long a calendar may be shown without asking again; seconds. */
const FRESH = 300

const FeedBody = strict(
  {
    provider: Type.Optional(Ref('whose duties')),
    post: Type.Optional(Ref('the post')),
    agency: Type.Optional(Ref('the agency, with every post that serves it')),
    numbers: Type.Boolean({
      description: 'Whether the numbers that agencies may read are in it. Who subscribes hands them to a calendar service.'
    })
  },
  { description: 'Exactly one of provider, post and agency.' }
)
const feedFields = {
  id: Id,
  providerId: nullable(Type.String()),
  postId: nullable(Type.String()),
  agencyId: nullable(Type.String()),
  numbers: Type.Boolean(),
  createdAt: Type.String(),
  revokedAt: nullable(Type.String())
}
const FeedView = Type.Object(feedFields, { $id: 'Feed', title: 'Feed' })

const present = ({ centreId: _, madeBy: __, createdAt, revokedAt, ...feed }: Feed, zone: Zone) => ({
  ...feed,
  createdAt: formatInstant(createdAt, zone),
  revokedAt: presentInstant(revokedAt, zone)
})

/** What the principal may show in a feed: the numbers that it may read itself. */
const makerOf = (principal: Principal) => {
  const internal = may(principal, 'numbers:internal')
  return { id: principal.id, numbers: internal || may(principal, 'numbers:agency'), agencyId: internal ? null : principal.agencyId }
}

/** `feeds`: calendar subscriptions, made, listed and revoked; the calendar itself is open to whoever knows its address. */
export function feedRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(FeedView)
  createRoute(app, deps)
  manageRoutes(app, deps)
  calendarRoute(app, deps)
}

function createRoute(app: FastifyInstance, deps: Deps): void {
  const Made = Type.Object({ ...feedFields, address: Type.String({ description: 'The secret address of the calendar. Shown once.' }) })
  app.post<{ Querystring: { centre?: string }; Body: FeedInput }>(
    '/feeds',
    {
      schema: {
        operationId: 'createFeed',
        summary: 'Make a calendar subscription',
        description:
          'The address is in the answer and nowhere else; so this POST takes no Idempotency-Key. It answers no longer than the key works that made it.',
        tags,
        querystring,
        body: FeedBody,
        response: { 201: Made, ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { feed, secret } = await createFeed(deps, centre, request.body, makerOf(request.principal))
      const address = `${outgoingOf(deps).publicUrl}/v1/feeds/${secret}.ics`
      void reply.code(201).header('cache-control', 'no-store')
      return reply.send({ ...present(feed, centre.zone), address })
    }
  )
}

function manageRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { centre?: string } }>(
    '/feeds',
    {
      schema: {
        operationId: 'listFeeds',
        summary: 'List calendar subscriptions',
        description: 'An agency’s key sees those that keys of its agency made.',
        tags,
        querystring,
        response: { 200: Type.Object({ items: Type.Array(Type.Ref('Feed')), next: Type.Null() }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const of = { centreId: centre.id, agencyId: request.principal.agencyId }
      return { items: (await listFeeds(deps.db, of)).map((feed) => present(feed, centre.zone)), next: null }
    }
  )
  app.delete<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/feeds/:id',
    {
      schema: {
        operationId: 'revokeFeed',
        summary: 'Revoke a calendar subscription at once',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id.' }) }),
        querystring,
        response: { 204: Type.Null({ description: 'Its address answers no more.' }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      await endFeed(deps, { centreId: centre.id, agencyId: request.principal.agencyId }, request.params.id)
      return reply.code(204).send()
    }
  )
}

function calendarRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { secret: string } }>(
    '/feeds/:secret.ics',
    {
      schema: {
        operationId: 'getFeedCalendar',
        summary: 'The calendar behind a secret address',
        description:
          'iCalendar (RFC 5545) of the two months before this one and all that are published after it. What an amendment took away or gave to somebody else is CANCELLED, what it changed has a higher SEQUENCE.',
        tags,
        params: Type.Object({ secret: Type.String({ maxLength: 64, description: 'Out of the address.' }) }),
        headers: IfNoneMatch,
        response: {
          200: { description: 'The calendar.', content: { 'text/calendar': { schema: Type.String() } } },
          304: Type.Null({ description: 'Unchanged.' }),
          ...problems(404)
        }
      }
    },
    async (request, reply) => {
      const { feed, state, calendar } = await feedCalendar(deps, request.params.secret)
      const etag = `"${state}"`
      void reply.header('etag', etag).header('cache-control', `private, max-age=${FRESH}`)
      if (isKnown(request, etag)) return reply.code(304).send()
      const { bytes, people } = await calendar()
      // each person once, whatever number of versions names them; who subscribed is known by the feed alone
      const named = [...Map.groupBy(people, ({ id }) => id)]
      const shown = named.map(([id, all]) => ({
        id,
        phones: phonesFor(
          all.flatMap(({ phones }) => phones),
          'agency'
        )
      }))
      noteAllNumbers(request, feed.centreId, shown, { id: null, name: `lịch đăng ký ${feed.id}` })
      const disposition = 'inline; filename="lich-truc.ics"'
      return reply.type('text/calendar; charset=utf-8').header('content-disposition', disposition).send(Buffer.from(bytes))
    }
  )
}
