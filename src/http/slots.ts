import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { SEATS, type Seat } from '../domain/post.ts'
import { getRoster, listSlots } from '../store/rosters.ts'
import { checkRoster } from '../usecases/check-roster.ts'
import type { Deps } from '../usecases/deps.ts'
import { editSeat, type SeatEdit } from '../usecases/edit-seat.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion, sendVersion } from './reply.ts'
import { presentRoster, presentSlot, presentViolation } from './roster-views.ts'
import { CentreQuery, IfMatch, nullable, oneOf, problems, Ref, RosterParams, strict } from './schemas.ts'

const tags = ['rosters']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
type Params = { id: string }
type Query = { centre?: string }

/** What lies in a roster: its slots with their seats, edits by hand, and what breaks a rule. */
export function slotRoutes(app: FastifyInstance, deps: Deps): void {
  listRoute(app, deps)
  editRoute(app, deps)
  violationsRoute(app, deps)
}

function listRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: Params; Querystring: Query }>(
    '/rosters/:id/slots',
    {
      schema: {
        operationId: 'listSlots',
        summary: 'The slots of a roster with their seats, in order of time',
        tags,
        params: RosterParams,
        querystring,
        response: { 200: Type.Object({ items: Type.Array(Type.Ref('Slot')), next: Type.Null() }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const slots = await listSlots(deps.db, await getRoster(deps.db, centre.id, request.params.id))
      return { items: slots.map((slot) => presentSlot(slot, centre, languageOf(request))), next: null }
    }
  )
}

function editRoute(app: FastifyInstance, deps: Deps): void {
  app.put<{ Params: Params & { slotId: string; seat: Seat }; Querystring: Query; Body: SeatEdit }>(
    '/rosters/:id/slots/:slotId/seats/:seat',
    {
      schema: {
        operationId: 'editSeat',
        summary: 'Put somebody in a seat by hand, or empty it',
        description: 'Rules are not asked here: `violations` shows what the edit breaks, and publishing refuses a hard breach.',
        tags,
        params: Type.Object({ ...RosterParams.properties, slotId: Type.String({ maxLength: 64 }), seat: oneOf(SEATS) }),
        querystring,
        headers: IfMatch,
        body: strict({
          provider: nullable(Ref('the provider; null empties the seat')),
          pinned: Type.Optional(Type.Boolean({ description: 'Whether planning must leave it (default true when filled).' }))
        }),
        response: {
          200: Type.Object({ roster: Type.Ref('Roster'), slot: Type.Ref('Slot') }),
          ...problems(400, 401, 403, 404, 409, 412, 428)
        }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { id, slotId, seat } = request.params
      const { roster, slot } = await editSeat(deps, centre, id, expectedVersion(request), { slot: slotId, seat }, request.body)
      const body = { roster: presentRoster(roster, centre), slot: presentSlot(slot, centre, languageOf(request)) }
      return sendVersion(request, reply, etagOf(roster.version), body)
    }
  )
}

function violationsRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: Params; Querystring: Query }>(
    '/rosters/:id/violations',
    {
      schema: {
        operationId: 'listViolations',
        summary: 'Every breach of every rule, by the data of this moment',
        tags,
        params: RosterParams,
        querystring,
        response: {
          200: Type.Object({
            items: Type.Array(Type.Ref('Violation')),
            hard: Type.Integer(),
            soft: Type.Integer(),
            next: Type.Null()
          }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { scene, violations } = await checkRoster(heard(deps, request), centre, request.params.id)
      const hard = violations.filter((violation) => violation.level === 'hard').length
      const items = violations.map((violation) => presentViolation(violation, scene, languageOf(request)))
      return { items, hard, soft: items.length - hard, next: null }
    }
  )
}
