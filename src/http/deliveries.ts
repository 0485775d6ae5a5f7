import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { CHANNELS, DELIVERY_STATUSES, type Delivery, type DeliveryStatus, EVENTS, tellable } from '../domain/delivery.ts'
import { wordError } from '../domain/error-wording.ts'
import type { DutyErrorCode } from '../domain/errors.ts'
import { formatInstant, type Zone } from '../domain/instant.ts'
import type { Language } from '../domain/wording.ts'
import { listDeliveries, listDeliveriesOf } from '../store/deliveries.ts'
import { getPublication } from '../store/publications.ts'
import type { Deps } from '../usecases/deps.ts'
import { type Addressed, addressed } from '../usecases/read-deliveries.ts'
import { resendDelivery } from '../usecases/resend-delivery.ts'
import { presentInstant } from './present.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { nextPage } from './reply.ts'
import { CentreQuery, Id, nullable, oneOf, PageQueryFields, pageOf, problems } from './schemas.ts'

const tags = ['deliveries']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })

export const AgencyName = Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() })

const DeliveryView = Type.Object(
  {
    id: Id,
    publicationId: Type.String(),
    agency: nullable(AgencyName),
    event: oneOf(EVENTS, 'What is told.'),
    channel: oneOf(CHANNELS),
    webhookId: nullable(Type.String()),
    address: Type.String({ description: 'E-mail address, or address of the webhook; empty for the portal.' }),
    status: oneOf(DELIVERY_STATUSES, 'dead: given up after the last try; it can be sent again by hand.'),
    attempts: Type.Integer(),
    failure: nullable(
      Type.Object(
        {
          code: Type.String(),
          detail: Type.String(),
          said: nullable(Type.String({ description: 'The status of its answer, or what the network failed with; never more.' }))
        },
        { description: 'What the last try failed with.' }
      )
    ),
    createdAt: Type.String(),
    sentAt: nullable(Type.String({ description: 'When the receiver took it; of the portal, since when it can be fetched.' })),
    acknowledgedAt: nullable(Type.String({ description: 'When the agency acknowledged the publication.' }))
  },
  { $id: 'Delivery', title: 'Delivery' }
)

function failureOf({ failure, address }: Delivery, language: Language) {
  if (failure === null) return null
  const [wrote = '', ...said] = failure.split(' ')
  // as an earlier release wrote it, which told what a name leads to
  const code = wrote === 'ADDRESS_FORBIDDEN' ? 'RECEIVER_UNREACHABLE' : wrote
  const detail = wordError(code as DutyErrorCode, 'detail', { address, requestId: '' }, language)
  return { code, detail, said: tellable(said.join(' ')) || null }
}

function presentOne({ delivery, agency, acknowledgedAt }: Addressed, zone: Zone, language: Language) {
  const { centreId: _, agencyId: __, createdAt, sentAt, ...rest } = delivery
  return {
    ...rest,
    agency: agency && { id: agency.id, code: agency.code, name: agency.name },
    failure: failureOf(delivery, language),
    createdAt: formatInstant(createdAt, zone),
    sentAt: presentInstant(sentAt, zone),
    acknowledgedAt: presentInstant(acknowledgedAt, zone)
  }
}

const present = async (deps: Deps, centre: Centre, deliveries: readonly Delivery[], language: Language) =>
  (await addressed(deps, centre, deliveries)).map((each) => presentOne(each, centre.zone, language))

/** `deliveries`: what is on its way to whom, what was given up, and sending it again. */
export function deliveryRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(DeliveryView)
  ofPublicationRoute(app, deps)
  listRoute(app, deps)
  resendRoute(app, deps)
}

function ofPublicationRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/publications/:id/deliveries',
    {
      schema: {
        operationId: 'listDeliveriesOfPublication',
        summary: 'List how a publication reaches its agencies',
        description:
          'One item for each agency and channel. An agency with the portal alone has neither e-mail nor webhook: it has to fetch the document itself.',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id, or the month (YYYY-MM) for its newest version.' }) }),
        querystring,
        response: { 200: pageOf(Type.Ref('Delivery'), 'deliveries'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const publication = await getPublication(deps.db, centre.id, request.params.id)
      const found = await listDeliveriesOf(deps.db, publication, request.principal.agencyId)
      return { items: await present(deps, centre, found, languageOf(request)), next: null }
    }
  )
}

interface ListQuery {
  readonly centre?: string
  readonly status?: DeliveryStatus
  readonly limit: number
  readonly after?: string
}

function listRoute(app: FastifyInstance, deps: Deps): void {
  const { limit } = PageQueryFields
  const after = Type.Optional(Type.String({ format: 'uuid', maxLength: 36, description: 'The last id seen; `next` carries it.' }))
  const status = Type.Optional(oneOf(DELIVERY_STATUSES, 'Only these; dead = what was given up.'))
  app.get<{ Querystring: ListQuery }>(
    '/deliveries',
    {
      schema: {
        operationId: 'listDeliveries',
        summary: 'List deliveries of the centre, newest first',
        tags,
        querystring: Type.Object({ ...CentreQuery, status, limit, after }, { additionalProperties: false }),
        response: { 200: pageOf(Type.Ref('Delivery'), 'deliveries'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { status, limit, after: before } = request.query
      const query = { status, before, agencyId: request.principal.agencyId }
      const found = await listDeliveries(deps.db, centre.id, { ...query, limit: limit + 1 })
      const page = found.slice(0, limit)
      const next = found.length > limit ? (page.at(-1)?.id ?? null) : null
      return { items: await present(deps, centre, page, languageOf(request)), next: nextPage(request, next) }
    }
  )
}

function resendRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/deliveries/:id/resend',
    {
      schema: {
        operationId: 'resendDelivery',
        summary: 'Send a delivery again',
        description:
          'To the address that the agency or the webhook has now, under the same event id. One on the portal becomes a letter once the agency has an e-mail address.',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id.' }) }),
        querystring,
        response: { 202: Type.Ref('Delivery'), ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const delivery = await resendDelivery(deps, centre, request.params.id)
      const [view] = await present(deps, centre, [delivery], languageOf(request))
      return reply.code(202).send(view)
    }
  )
}
