import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import type { Swap } from '../domain/swap.ts'
import { acceptSwap, declineSwap, withdrawSwap } from '../usecases/answer-swap.ts'
import { approveSwap, refuseSwap } from '../usecases/decide-swap.ts'
import type { Deps } from '../usecases/deps.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion } from './reply.ts'
import { CentreQuery, IfMatch, nullable, problems, Ref, strict } from './schemas.ts'
import type { OperationId } from './scopes.ts'
import { presentSwap } from './swap-views.ts'

const tags = ['swaps']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the swap.' }) })
type One = { Params: { id: string }; Querystring: { centre?: string } }

interface Step {
  readonly operationId: OperationId
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly body: TSchema
  readonly take: (deps: Deps, centre: Centre, id: string, expected: number, request: FastifyRequest) => Promise<Swap>
}

const answererOf = (request: FastifyRequest) => ({ by: (request.body as { by: string }).by, key: request.principal.name })

/** What can be done with a swap, each under `If-Match`. */
const STEPS: readonly Step[] = [
  {
    operationId: 'acceptSwap',
    path: 'accept',
    summary: 'Agree to a swap',
    description:
      'By somebody it was offered to, before the cut-off; the first to agree has it. Then the planner is asked, or where the centre does not want that its amendment awaits the approver at once.',
    body: strict({ by: Ref('whoever agrees') }),
    take: (deps, centre, id, expected, request) => acceptSwap(deps, centre, id, expected, answererOf(request))
  },
  {
    operationId: 'declineSwap',
    path: 'decline',
    summary: 'Say no to a swap',
    description: 'By somebody it was offered to; when everybody has declined it is over.',
    body: strict({ by: Ref('whoever declines') }),
    take: (deps, centre, id, expected, request) => declineSwap(deps, centre, id, expected, answererOf(request))
  },
  {
    operationId: 'withdrawSwap',
    path: 'withdraw',
    summary: 'Take an offer back',
    description: 'By whoever offered it, while no amendment says it.',
    body: strict({ by: Ref('whoever offered it') }),
    take: (deps, centre, id, expected, request) => withdrawSwap(deps, centre, id, expected, answererOf(request))
  },
  {
    operationId: 'approveSwap',
    path: 'approve',
    summary: 'Approve a swap for the planner',
    description:
      'Every rule is asked again. The swap becomes an amendment that awaits the approver (`amendmentId`); once that is issued it is done.',
    body: nullable(strict({})),
    take: (deps, centre, id, expected, request) => approveSwap(deps, centre, id, expected, request.principal.name)
  },
  {
    operationId: 'refuseSwap',
    path: 'refuse',
    summary: 'Refuse a swap for the planner',
    description: 'With the reason, which both people read.',
    body: strict({ reason: Type.String({ minLength: 1, maxLength: 1000, description: 'Why; stays on the record.' }) }),
    take: (deps, centre, id, expected, request) =>
      refuseSwap(deps, centre, id, expected, request.principal.name, (request.body as { reason: string }).reason)
  }
]

/** Answers to a swap, and the planner’s decision. */
export function swapStepRoutes(app: FastifyInstance, deps: Deps): void {
  for (const step of STEPS) stepRoute(app, deps, step)
}

function stepRoute(app: FastifyInstance, deps: Deps, { operationId, path, summary, description, body, take }: Step): void {
  app.post<One>(
    `/swaps/:id/${path}`,
    {
      schema: {
        operationId,
        summary,
        description,
        tags,
        params,
        querystring,
        headers: IfMatch,
        body,
        response: { 200: Type.Ref('Swap'), ...problems(400, 401, 403, 404, 409, 412, 422, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const swap = await take(heard(deps, request), centre, request.params.id, expectedVersion(request), request)
      return reply.header('etag', etagOf(swap.version)).send(presentSwap(swap, centre, deps.now(), languageOf(request)))
    }
  )
}
