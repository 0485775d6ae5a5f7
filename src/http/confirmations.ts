import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { formatInstant, type Zone } from '../domain/instant.ts'
import type { PublishedPost } from '../domain/publication.ts'
import { getPublication } from '../store/publications.ts'
import { confirmationsOf, confirmDuties, type Expected } from '../usecases/confirm-duties.ts'
import type { Deps } from '../usecases/deps.ts'
import { presentInstant } from './present.ts'
import { centreOf } from './principal.ts'
import { sendOnce } from './reply.ts'
import { CentreQuery, IdempotencyKey, nullable, pageOf, problems, Ref, strict } from './schemas.ts'

const tags = ['confirmations']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id, or the month (YYYY-MM) for its newest version.' }) })

const ConfirmationView = Type.Object(
  {
    provider: Type.Object({ id: Type.String(), code: Type.String(), fullName: Type.String() }),
    confirmedAt: nullable(Type.String({ description: 'null: not confirmed.' })),
    by: nullable(Type.String()),
    publicationId: nullable(
      Type.String({ description: 'The version that was confirmed; an earlier one while their coming duties are the same.' })
    ),
    duties: Type.Integer({ description: 'Coming slots.' }),
    next: Type.Object({
      post: Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() }),
      start: Type.String(),
      end: Type.String()
    })
  },
  { $id: 'Confirmation', title: 'Confirmation' }
)

function present({ person, next, duties, confirmation }: Expected, posts: readonly PublishedPost[], zone: Zone) {
  const post = posts.find(({ id }) => id === next.postId)
  return {
    provider: { id: person.id, code: person.code, fullName: person.fullName },
    confirmedAt: presentInstant(confirmation?.confirmedAt ?? null, zone),
    by: confirmation?.by ?? null,
    publicationId: confirmation?.publicationId ?? null,
    duties,
    next: {
      post: { id: next.postId, code: post?.code ?? '', name: post?.name ?? '' },
      start: formatInstant(next.start, zone),
      end: formatInstant(next.end, zone)
    }
  }
}

/** `confirmations`: who has confirmed their coming duties, and doing so. */
export function confirmationRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(ConfirmationView)
  app.get<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/publications/:id/confirmations',
    {
      schema: {
        operationId: 'listConfirmations',
        summary: 'List who has confirmed their coming duties, and who has not',
        description: 'Everybody with a coming duty in the publication, by code, with their next duty.',
        tags,
        params,
        querystring,
        response: { 200: pageOf(Type.Ref('Confirmation'), 'confirmations'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { publication, expected } = await confirmationsOf(deps, centre, request.params.id)
      return { items: expected.map((each) => present(each, publication.content.posts, centre.zone)), next: null }
    }
  )
  confirmRoute(app, deps)
}

function confirmRoute(app: FastifyInstance, deps: Deps): void {
  app.post<{ Params: { id: string }; Querystring: { centre?: string }; Body: { provider: string } }>(
    '/publications/:id/confirmations',
    {
      schema: {
        operationId: 'confirmDuties',
        summary: 'Confirm the coming duties of a provider',
        description: 'Holds for later versions too while the coming duties of that person are the same.',
        tags,
        params,
        querystring,
        headers: IdempotencyKey,
        body: strict({ provider: Ref('the provider who confirms') }),
        response: { 201: Type.Ref('Confirmation'), ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request, reply) => {
      const { principal, params, body } = request
      const centre = await centreOf(deps.db, principal, request.query.centre)
      return sendOnce(deps, request, reply, 201, async (deps) => {
        const confirmed = await confirmDuties(deps, centre, params.id, body.provider, principal.name)
        const { content } = await getPublication(deps.db, centre.id, params.id)
        return { body: present(confirmed, content.posts, centre.zone) }
      })
    }
  )
}
