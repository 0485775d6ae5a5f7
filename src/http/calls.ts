import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { CALL_STATUSES, type CallStatus, INTERESTS, URGENCIES } from '../domain/call.ts'
import { listReadings } from '../store/call-contacts.ts'
import { checkCall } from '../usecases/check-conflicts.ts'
import type { Deps } from '../usecases/deps.ts'
import { eraseCall } from '../usecases/erase-calls.ts'
import { readCalls, readContact } from '../usecases/read-call.ts'
import { type CallInput, dutyReported } from '../usecases/read-report.ts'
import { takeCall } from '../usecases/take-call.ts'
import { type CallChange, changeCall } from '../usecases/update-call.ts'
import { refusalRoute } from './call-refusals.ts'
import { CallParams, CaseFields, callCentre, dutyOf, type OneCall, reporterOf } from './call-requests.ts'
import { callStepRoutes } from './call-steps.ts'
import { CALL_SCHEMAS, presentCall, presentFile } from './call-views.ts'
import { presentInstant } from './present.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion, nextPage, sendOnce } from './reply.ts'
import {
  CentreQuery,
  IdempotencyKey,
  IfMatch,
  InstantField,
  nullable,
  oneOf,
  PageQueryFields,
  pageOf,
  partial,
  problems,
  strict,
  Text
} from './schemas.ts'

const tags = ['calls']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const CallBody = strict({
  ...CaseFields,
  entitlement: Type.Optional(nullable(Text(64, 'Code of a category that holds today: GET /v1/entitlements.'))),
  requestedAt: Type.Optional(nullable(InstantField('When the person asked the agency: from then on it has 12 or 24 hours'))),
  contact: Type.Optional(
    nullable(
      strict(
        {
          fullName: Text(200, 'Of the person, or of a relative.'),
          phone: Type.Optional(nullable(Text(32, 'As dialled in Viet Nam or with a country code.'))),
          address: Type.Optional(nullable(Text(500, 'Where they live.'))),
          relation: Type.Optional(nullable(Text(100, 'What a relative is to the person; null: it is the person.')))
        },
        { description: 'The data of 5789/CTPH-BTP-BCA and no more; encrypted, never shown in this answer.' }
      )
    )
  )
})

const ContactView = Type.Object(
  {
    fullName: Type.String(),
    phone: nullable(Type.String({ description: 'E.164.' })),
    address: nullable(Type.String()),
    relation: nullable(Type.String()),
    eraseAt: nullable(Type.String()),
    readings: nullable(
      Type.Array(Type.Object({ readerId: nullable(Type.String()), reader: Type.String(), at: Type.String() }), {
        description: 'Who has read it, this time counted; for the centre alone.'
      })
    )
  },
  { $id: 'CallContact', title: 'CallContact' }
)

/** `calls`: people in need whom agencies report, whom to call for them, and what came of it. */
export function callRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [...CALL_SCHEMAS, ContactView]) app.addSchema(schema)
  createRoute(app, deps)
  listRoute(app, deps)
  readRoute(app, deps)
  changeRoute(app, deps)
  contactRoute(app, deps)
  eraseRoute(app, deps)
  callStepRoutes(app, deps)
  refusalRoute(app, deps)
}

function createRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Querystring: { centre?: string }; Body: CallInput }>(
    '/calls',
    {
      preHandler: ({ principal: { id, agencyId } }, _reply, done) => {
        app.gate.report(agencyId ?? id ?? '')
        done()
      },
      schema: {
        operationId: 'createCall',
        summary: 'Report a person in need; the answer names whom to call, in order',
        description:
          'Minimal data and no narrative. Those on duty at the post come first, then others who could come, then the centre; who may not be called for a conflict of interest stands in `order` with the article. Always taken: what of it may not be kept is named in `notKept`. The same report of the same person (`contact`, where it is kept) within ten minutes, with nobody called yet, is that call: 200. Without a contact each report is a person of its own; a client that may have to send it again gives it an `Idempotency-Key`. An agency reports up to 60 people a minute, whatever keys it has.',
        tags,
        querystring,
        headers: IdempotencyKey,
        body: CallBody,
        response: { 200: Type.Ref('Call'), 201: Type.Ref('Call'), ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request, reply) => {
      const centre = await callCentre(deps, request)
      const reporter = reporterOf(request)
      const duty = await dutyReported(deps, centre, request.body, reporter)
      return sendOnce(deps, request, reply, 201, async (deps) => {
        const { scene, notKept, made } = await takeCall(deps, centre, request.body, duty, reporter)
        const { id, version } = scene.file.call
        return {
          body: { ...presentCall({ request, centre, scene }), notKept },
          status: made ? 201 : 200,
          location: `/v1/calls/${id}`,
          etag: etagOf(version)
        }
      })
    }
  )
}

function listRoute(app: FastifyInstance, deps: Deps): void {
  const { limit, after } = PageQueryFields
  const ListQuery = {
    ...CentreQuery,
    status: Type.Optional(oneOf(CALL_STATUSES, '`unanswered`: nobody took it.')),
    overdue: Type.Optional(Type.Boolean({ description: 'Only calls of which a time limit has passed with nothing done.' })),
    limit,
    after
  }
  app.get<{ Querystring: { centre?: string; status?: CallStatus; overdue?: boolean; limit: number; after?: string } }>(
    '/calls',
    {
      schema: {
        operationId: 'listCalls',
        summary: 'List calls, newest first',
        description:
          'An agency’s key sees the calls of its agency. A page of `overdue` calls looks through 200 that are not over: it may hold fewer than `limit`, or none, while `next` says that there are others.',
        tags,
        querystring: Type.Object(ListQuery, { additionalProperties: false }),
        response: { 200: pageOf(Type.Ref('ListedCall'), 'calls'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await callCentre(deps, request)
      const page = await readCalls(deps, centre, request.query, reporterOf(request))
      const language = languageOf(request)
      const items = page.items.map(({ file, clocks }) => presentFile(file, clocks, centre.zone, language))
      return { items, next: nextPage(request, page.next) }
    }
  )
}

function readRoute(app: FastifyInstance, deps: Deps): void {
  app.get<OneCall>(
    '/calls/:id',
    {
      schema: {
        operationId: 'getCall',
        summary: 'Read a call: whom to call now, what happened, how its clocks stand',
        tags,
        params: CallParams,
        querystring,
        response: { 200: Type.Ref('Call'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await callCentre(deps, request)
      const duty = await dutyOf(deps, centre, request.params.id)
      const scene = await checkCall(deps, centre, request.params.id, duty, reporterOf(request))
      return reply.header('etag', etagOf(scene.file.call.version)).send(presentCall({ request, centre, scene }))
    }
  )
}

function changeRoute(app: FastifyInstance, deps: Deps): void {
  app.patch<OneCall & { Body: CallChange }>(
    '/calls/:id',
    {
      schema: {
        operationId: 'updateCall',
        summary: 'Say what was not known when a call was reported',
        description:
          'Above all whether interests conflict: `apart` is the confirmation of a person that somebody may help several accused (BLTTHS 2015 Điều 72(5)).',
        tags,
        params: CallParams,
        querystring,
        headers: IfMatch,
        body: partial(
          Type.Object({
            interests: oneOf(INTERESTS),
            urgency: nullable(oneOf(URGENCIES)),
            entitlement: nullable(Text(64, 'Code of a category that holds today.'))
          }),
          'What to change.'
        ),
        response: { 200: Type.Ref('Call'), ...problems(400, 401, 403, 404, 409, 412, 428) }
      }
    },
    async (request, reply) => {
      const centre = await callCentre(deps, request)
      const { id } = request.params
      const change = { expected: expectedVersion(request), change: request.body }
      const scene = await changeCall(deps, centre, id, change, await dutyOf(deps, centre, id), reporterOf(request))
      return reply.header('etag', etagOf(scene.file.call.version)).send(presentCall({ request, centre, scene }))
    }
  )
}

function contactRoute(app: FastifyInstance, deps: Deps): void {
  app.get<OneCall>(
    '/calls/:id/contact',
    {
      schema: {
        operationId: 'getCallContact',
        summary: 'Read how the person of a call is reached',
        description: 'For the centre and for the agency that reported it. Each reading is on record.',
        tags,
        params: CallParams,
        querystring,
        response: { 200: Type.Ref('CallContact'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await callCentre(deps, request)
      const reporter = reporterOf(request)
      const { call, contact } = await readContact(deps, centre, request.params.id, reporter)
      const readings = reporter.agencyId === null ? await listReadings(deps.db, centre.id, call.id) : null
      void reply.header('cache-control', 'no-store')
      return {
        ...contact,
        eraseAt: presentInstant(call.eraseAt, centre.zone),
        readings: readings?.map((reading) => ({ ...reading, at: presentInstant(reading.at, centre.zone) })) ?? null
      }
    }
  )
}

function eraseRoute(app: FastifyInstance, deps: Deps): void {
  app.post<OneCall>(
    '/calls/:id/erase',
    {
      schema: {
        operationId: 'eraseCall',
        summary: 'Erase at once how the person of a call is reached',
        description:
          'At the wish of the person (Luật 91/2025/QH15), or because it is no longer needed. What counts calls stays; nothing of it names anybody.',
        tags,
        params: CallParams,
        querystring,
        response: { 200: Type.Object({ erasedAt: nullable(Type.String()) }), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await callCentre(deps, request)
      const { erasedAt } = await eraseCall(deps, centre, request.params.id, reporterOf(request))
      return { erasedAt: presentInstant(erasedAt, centre.zone) }
    }
  )
}
