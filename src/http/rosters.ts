import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { parseMonth } from '../domain/day.ts'
import type { Roster } from '../domain/roster.ts'
import { MOST_SLOTS } from '../domain/slot.ts'
import { getRoster, listRosters } from '../store/rosters.ts'
import type { Deps } from '../usecases/deps.ts'
import { discardRoster, draftRoster } from '../usecases/draft-roster.ts'
import type { JobDesk } from '../usecases/job-desk.ts'
import { questionRoutes } from './candidates.ts'
import { planRoutes } from './plans.ts'
import { centreOf } from './principal.ts'
import { etagOf, expectedVersion, nextMonths, sendOnce, sendVersion } from './reply.ts'
import { rosterLifeRoutes } from './roster-life.ts'
import { presentRoster, RosterView, SeatView, SlotView, SummaryView, ViolationView } from './roster-views.ts'
import {
  BeforeMonth,
  CentreQuery,
  IdempotencyKey,
  IfMatch,
  IfNoneMatch,
  MonthField,
  nullable,
  problems,
  RosterParams,
  strict
} from './schemas.ts'
import { slotRoutes } from './slots.ts'

const tags = ['rosters']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
type Params = { id: string }
type Query = { centre?: string }

/** `rosters`: a centre's month from empty draft to publishable plan. */
export function rosterRoutes(app: FastifyInstance, deps: Deps, desk: JobDesk): void {
  for (const schema of [RosterView, SeatView, SlotView, SummaryView, ViolationView]) app.addSchema(schema)
  readRoutes(app, deps)
  draftRoutes(app, deps)
  planRoutes(app, deps, desk)
  slotRoutes(app, deps)
  rosterLifeRoutes(app, deps)
  questionRoutes(app, deps)
}

function readRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: Query & { limit: number; before?: string } }>(
    '/rosters',
    {
      schema: {
        operationId: 'listRosters',
        summary: 'List rosters, newest month first',
        tags,
        querystring: Type.Object(
          { ...CentreQuery, limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }), before: Type.Optional(BeforeMonth) },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({ items: Type.Array(Type.Ref('Roster')), next: nullable(Type.String()) }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { limit, before } = request.query
      const items = await listRosters(deps.db, centre.id, limit + 1, before === undefined ? undefined : parseMonth(before))
      return { items: items.slice(0, limit).map((roster) => presentRoster(roster, centre)), next: nextMonths(request, items, limit) }
    }
  )
  app.get<{ Params: Params; Querystring: Query }>(
    '/rosters/:id',
    {
      schema: {
        operationId: 'getRoster',
        summary: 'Read a roster',
        tags,
        params: RosterParams,
        querystring,
        headers: IfNoneMatch,
        response: { 200: Type.Ref('Roster'), 304: Type.Null({ description: 'Unchanged.' }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return sendRoster(request, reply, await getRoster(deps.db, centre.id, request.params.id), centre)
    }
  )
}

const sendRoster = (request: FastifyRequest, reply: FastifyReply, roster: Roster, centre: Centre): FastifyReply =>
  sendVersion(request, reply, etagOf(roster.version), presentRoster(roster, centre))

const Seed = Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'Breaks ties; same data and seed, same plan.' }))

function draftRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Querystring: Query; Body: { month: string; seed?: number } }>(
    '/rosters',
    {
      schema: {
        operationId: 'createRoster',
        summary: 'Open the draft of a month',
        description: `Cuts the month into slots from the patterns of every post that is valid in it; all seats are empty. A roster has at most ${MOST_SLOTS} slots: posts that make more are refused before any is cut.`,
        tags,
        querystring,
        headers: IdempotencyKey,
        body: strict({ month: MonthField, seed: Seed }),
        response: { 201: Type.Ref('Roster'), ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const month = parseMonth(request.body.month)
      return sendOnce(deps, request, reply, 201, async (deps) => {
        const roster = await draftRoster(deps, centre, month, request.body.seed ?? 1)
        return { body: presentRoster(roster, centre), location: `/v1/rosters/${roster.id}`, etag: etagOf(roster.version) }
      })
    }
  )
  app.delete<{ Params: Params; Querystring: Query }>(
    '/rosters/:id',
    {
      schema: {
        operationId: 'deleteRoster',
        summary: 'Throw away a draft',
        tags,
        params: RosterParams,
        querystring,
        headers: IfMatch,
        response: { 204: Type.Null({ description: 'Gone.' }), ...problems(400, 401, 403, 404, 409, 412, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      await discardRoster(deps, centre, request.params.id, expectedVersion(request))
      return reply.code(204).send()
    }
  )
}
