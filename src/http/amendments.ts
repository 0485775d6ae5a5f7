import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { AMENDMENT_ORIGINS, AMENDMENT_STATUSES, type Amendment, type AmendmentStatus } from '../domain/amendment.ts'
import type { Centre } from '../domain/centre.ts'
import { formatInstant } from '../domain/instant.ts'
import { SEATS } from '../domain/post.ts'
import type { Language } from '../domain/wording.ts'
import { getAmendment, listAmendments } from '../store/amendments.ts'
import type { Deps } from '../usecases/deps.ts'
import {
  type AmendmentApproval,
  type AmendmentEffect,
  approveAmendment,
  drawAmendment,
  dropAmendment,
  previewAmendment,
  readAmendmentEffect
} from '../usecases/draw-amendment.ts'
import type { AmendmentInput } from '../usecases/read-amendment.ts'
import { DifferenceView, presentDifferences } from './difference-views.ts'
import { heard } from './plugins/admission.ts'
import { presentInstant } from './present.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion, nextPage, sendOnce } from './reply.ts'
import { Overrides, SignerRef } from './roster-life.ts'
import { presentViolation } from './roster-views.ts'
import {
  CentreQuery,
  Id,
  IdempotencyKey,
  IfMatch,
  InstantField,
  nullable,
  oneOf,
  PageQueryFields,
  pageOf,
  problems,
  Ref,
  strict,
  Version
} from './schemas.ts'

const tags = ['amendments']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the amendment.' }) })
const ofPublication = Type.Object({
  id: Type.String({ maxLength: 64, description: 'Id of the newest version, or the month (YYYY-MM) for it.' })
})
type One = { Params: { id: string }; Querystring: { centre?: string } }

const Reason = Type.String({ minLength: 1, maxLength: 1000, description: 'Why; stands on the document.' })

const AmendmentBody = strict({
  reason: Reason,
  kind: Type.Optional(
    oneOf(['replacement', 'supplement'] as const, 'The whole month anew (default), or only what changes beside what was sent.')
  ),
  changesFrom: Type.Optional(InstantField('From when the changes hold; default: from the moment of issue')),
  changes: Type.Optional(
    Type.Array(
      strict({
        slot: Type.Optional(Type.String({ maxLength: 64, description: 'Id of the slot; or `post` and `start`.' })),
        post: Type.Optional(Ref('the post')),
        start: Type.Optional(InstantField('Start of the slot')),
        seat: oneOf(SEATS),
        provider: nullable(Ref('who takes the seat; null empties it'))
      }),
      { maxItems: 500 }
    )
  ),
  recut: Type.Optional(
    Type.Boolean({ description: 'Cut the slots still to come anew, by the calendar and the posts of this moment: after a late notice.' })
  ),
  mend: Type.Optional(
    Type.Boolean({ description: 'Change as little more as it takes so that no seat to come is empty or against a hard rule.' })
  )
})

const Effect = {
  changes: Type.Array(Type.Ref('Difference'), { description: 'What differs from the newest version.' }),
  against: Type.Array(Type.Ref('Violation'), { description: 'Breaches in which a changed seat takes part; hard ones refuse the approval.' })
}

const AmendmentView = Type.Object(
  {
    id: Id,
    version: Version,
    month: Type.String(),
    rosterId: Type.String(),
    origin: oneOf(AMENDMENT_ORIGINS),
    kind: oneOf(['replacement', 'supplement'] as const),
    reason: Type.String(),
    changesFrom: nullable(Type.String()),
    status: oneOf(AMENDMENT_STATUSES),
    submittedBy: Type.String(),
    submittedAt: Type.String(),
    decidedBy: nullable(Type.String()),
    decidedAt: nullable(Type.String()),
    decision: nullable(Type.String({ description: 'Why it was returned, withdrawn or failed.' })),
    basedOn: Type.String({ description: 'The version it was drawn up on.' }),
    publicationId: nullable(Type.String({ description: 'The version that says it, once issued.' }))
  },
  { $id: 'Amendment', title: 'Amendment' }
)

const WithEffect = Type.Object({ amendment: Type.Ref('Amendment'), effect: nullable(Type.Object(Effect)) })

export const presentAmendment = ({ centreId: _, takes: __, recut: ___, ...amendment }: Amendment, { zone }: Centre) => ({
  ...amendment,
  changesFrom: presentInstant(amendment.changesFrom, zone),
  submittedAt: formatInstant(amendment.submittedAt, zone),
  decidedAt: presentInstant(amendment.decidedAt, zone)
})

const presentEffect = ({ changes, against, before, after, scene }: AmendmentEffect, language: Language) => ({
  changes: presentDifferences(changes, before, after),
  against: against.map((violation) => presentViolation(violation, scene, language))
})

const withEtag = (reply: FastifyReply, amendment: Amendment, centre: Centre): FastifyReply =>
  reply.header('etag', etagOf(amendment.version)).send(presentAmendment(amendment, centre))

/** `amendments`: changes of published months, from drawing up to their own numbered publication. */
export function amendmentRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [DifferenceView, AmendmentView]) app.addSchema(schema)
  drawRoutes(app, deps)
  readRoutes(app, deps)
  approveRoute(app, deps)
  dropRoute(app, deps, 'returned')
  dropRoute(app, deps, 'withdrawn')
}

function drawRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<One & { Body: AmendmentInput }>(
    '/publications/:id/amendments',
    {
      schema: {
        operationId: 'createAmendment',
        summary: 'Draw up an amendment of a published month',
        description:
          'For the approver; nothing changes until it is approved. What is over stays as it was, a slot under way changes hands only from then on. Breaches are told and refused at approval. The same change of the same version, drawn up again by the same maker while it awaits the approver, is that amendment: 200.',
        tags,
        params: ofPublication,
        querystring,
        headers: IdempotencyKey,
        body: AmendmentBody,
        response: { 200: WithEffect, 201: WithEffect, ...problems(400, 401, 403, 404, 409, 412, 422) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return sendOnce(heard(deps, request), request, reply, 201, async (deps) => {
        const { amendment, effect, made } = await drawAmendment(deps, centre, request.params.id, request.body, request.principal.name)
        const body = { amendment: presentAmendment(amendment, centre), effect: presentEffect(effect, languageOf(request)) }
        return { body, status: made ? 201 : 200, location: `/v1/amendments/${amendment.id}`, etag: etagOf(amendment.version) }
      })
    }
  )
  app.post<One & { Body: AmendmentInput }>(
    '/publications/:id/amendments/preview',
    {
      schema: {
        operationId: 'previewAmendment',
        summary: 'What an amendment would change, without writing',
        tags,
        params: ofPublication,
        querystring,
        body: AmendmentBody,
        response: { 200: Type.Object(Effect), ...problems(400, 401, 403, 404, 409, 412, 422) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return presentEffect(await previewAmendment(heard(deps, request), centre, request.params.id, request.body), languageOf(request))
    }
  )
}

function readRoutes(app: FastifyInstance, deps: Deps): void {
  const { limit, after } = PageQueryFields
  const listQuery = { ...CentreQuery, status: Type.Optional(oneOf(AMENDMENT_STATUSES)), limit, after }
  app.get<{ Querystring: { centre?: string; status?: AmendmentStatus; limit: number; after?: string } }>(
    '/amendments',
    {
      schema: {
        operationId: 'listAmendments',
        summary: 'Amendments, newest first',
        tags,
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: { 200: pageOf(Type.Ref('Amendment'), 'amendments'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const { centre: ref, ...query } = request.query
      const centre = await centreOf(deps.db, request.principal, ref)
      const page = await listAmendments(deps.db, centre.id, query)
      return { items: page.items.map((amendment) => presentAmendment(amendment, centre)), next: nextPage(request, page.next) }
    }
  )
  app.get<One>(
    '/amendments/:id',
    {
      schema: {
        operationId: 'getAmendment',
        summary: 'Read an amendment with what it would change now',
        tags,
        params,
        querystring,
        response: { 200: WithEffect, ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const amendment = await getAmendment(deps.db, centre.id, request.params.id)
      const effect = await readAmendmentEffect(heard(deps, request), centre, amendment)
      const body = { amendment: presentAmendment(amendment, centre), effect: effect && presentEffect(effect, languageOf(request)) }
      return reply.header('etag', etagOf(amendment.version)).send(body)
    }
  )
}

function approveRoute(app: FastifyInstance, deps: Deps): void {
  const number = Type.Optional(Type.Integer({ minimum: 1, maximum: 99_999, description: 'Number of the document; default: the next.' }))
  const body = nullable(strict({ signer: SignerRef, overrides: Overrides, number, reason: Type.Optional(Reason) }))
  app.post<One & { Body: AmendmentApproval | null }>(
    '/amendments/:id/approve',
    {
      schema: {
        operationId: 'approveAmendment',
        summary: 'Approve an amendment and issue it',
        description:
          'It becomes the next numbered version at once and answers from now on. Refused when a seat it changes is by now in other hands, or a hard rule would be broken that is not overridden. It also confirms every emergency cover before it.',
        tags,
        params,
        querystring,
        headers: IfMatch,
        body,
        response: {
          200: Type.Object({ amendment: Type.Ref('Amendment'), publicationId: Type.String() }),
          ...problems(400, 401, 403, 404, 409, 412, 422, 428)
        }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { id } = request.params
      const by = request.principal.name
      const { amendment, publication } = await approveAmendment(
        heard(deps, request),
        centre,
        id,
        expectedVersion(request),
        by,
        request.body ?? {}
      )
      return { amendment: presentAmendment(amendment, centre), publicationId: publication.id }
    }
  )
}

const DROPS = {
  returned: { operationId: 'returnAmendment', path: 'return', summary: 'Return an amendment to whoever drew it up' },
  withdrawn: { operationId: 'withdrawAmendment', path: 'withdraw', summary: 'Withdraw an amendment' }
} as const

function dropRoute(app: FastifyInstance, deps: Deps, status: keyof typeof DROPS): void {
  const { operationId, path, summary } = DROPS[status]
  app.post<One & { Body: { reason: string } }>(
    `/amendments/:id/${path}`,
    {
      schema: {
        operationId,
        summary,
        tags,
        params,
        querystring,
        headers: IfMatch,
        body: strict({ reason: Reason }),
        response: { 200: Type.Ref('Amendment'), ...problems(400, 401, 403, 404, 409, 412, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { id } = request.params
      const end = { status, reason: request.body.reason }
      return withEtag(reply, await dropAmendment(deps, centre, id, expectedVersion(request), request.principal.name, end), centre)
    }
  )
}
