import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { ATTEMPT_OUTCOMES, CONFLICT_RULES } from '../domain/call.ts'
import type { Centre } from '../domain/centre.ts'
import { formatInstant } from '../domain/instant.ts'
import type { CallDuty } from '../usecases/call-duty.ts'
import type { CallScene } from '../usecases/call-scene.ts'
import { CALL_ENDS, type CloseInput, closeCall } from '../usecases/close-call.ts'
import type { Deps } from '../usecases/deps.ts'
import { DECLARED_RULES, type ExclusionInput, excludeFromCall } from '../usecases/exclude-from-call.ts'
import { type AttemptInput, recordAttempt } from '../usecases/record-attempt.ts'
import { type EventInput, RECORDED_EVENTS, recordCallEvent } from '../usecases/record-call-event.ts'
import { CallParams, callCentre, dutyOf, type OneCall, reporterOf } from './call-requests.ts'
import { presentCall } from './call-views.ts'
import { sendOnce } from './reply.ts'
import { CentreQuery, IdempotencyKey, InstantField, nullable, oneOf, problems, Ref, strict, Text } from './schemas.ts'
import type { OperationId } from './scopes.ts'

const tags = ['calls']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
const Confirmed = Type.Optional(
  Type.Boolean({
    default: false,
    description: 'A person has said that what is to be confirmed (`needsConfirmation`) does not stand against it; stays on record.'
  })
)
const At = Type.Optional(nullable(InstantField('When; now where it is left out')))

/** What is done with a call, and the call as it stands afterwards. */
interface CallStep {
  readonly operationId: OperationId
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly body: TSchema
  readonly take: (
    deps: Deps,
    centre: Centre,
    duty: Pick<CallDuty, 'post' | 'onDuty'>,
    request: FastifyRequest<OneCall>
  ) => Promise<CallScene>
}

const STEPS: readonly CallStep[] = [
  {
    operationId: 'recordCallEvent',
    path: 'events',
    summary: 'Record what happened to a call, for its clocks',
    description:
      'Agencies say `requested`, `phoned` and the refusals, the centre everything. Whoever is `appointed` by name has the call, if no conflict of interest keeps them from it. What is told again with the same `at` is not recorded twice.',
    body: strict({
      kind: oneOf(RECORDED_EVENTS),
      provider: Type.Optional(Ref('who was appointed')),
      confirmed: Confirmed,
      at: At
    }),
    take: (deps, centre, duty, request) =>
      recordCallEvent(deps, centre, request.params.id, request.body as EventInput, duty, reporterOf(request))
  },
  {
    operationId: 'excludeFromCall',
    path: 'exclusions',
    summary: 'Declare that somebody may not take a call; the next one is named at once',
    description:
      'By a rule of conflict of interest or of standing aside. Whoever has the call leaves it; the client is owed the reason in writing (`refusal` of the step).',
    body: strict({
      provider: Type.Optional(Ref('who; left out where the rule is about everybody of the centre')),
      rule: oneOf(DECLARED_RULES),
      confirmed: Type.Optional(
        Type.Boolean({ default: true, description: 'false: only raised (`not-objective`), they come after others.' })
      )
    }),
    take: (deps, centre, duty, request) =>
      excludeFromCall(deps, centre, request.params.id, request.body as ExclusionInput, duty, reporterOf(request))
  },
  {
    operationId: 'closeCall',
    path: 'close',
    summary: 'End a call: simple guidance, a case with the Ministry’s code, or withdrawn',
    description:
      'An agency may say `withdrawn` of its own calls. How the person is reached is kept only for the retention of the centre from now on.',
    body: strict({
      as: oneOf(CALL_ENDS),
      caseCode: Type.Optional(nullable(Text(40, 'Of `case`: TT.TGTT.01.2018 (TT 12/2018/TT-BTP Điều 11).')))
    }),
    take: (deps, centre, duty, request) => closeCall(deps, centre, request.params.id, request.body as CloseInput, duty, reporterOf(request))
  }
]

/** What is done with a call after it was reported. */
export function callStepRoutes(app: FastifyInstance, deps: Deps): void {
  attemptRoute(app, deps)
  for (const step of STEPS) stepRoute(app, deps, step)
}

function stepRoute(app: FastifyInstance, deps: Deps, { operationId, path, summary, description, body, take }: CallStep): void {
  app.post<OneCall>(
    `/calls/:id/${path}`,
    {
      schema: {
        operationId,
        summary,
        description,
        tags,
        params: CallParams,
        querystring,
        headers: IdempotencyKey,
        body,
        response: { 200: Type.Ref('Call'), ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request, reply) => {
      const centre = await callCentre(deps, request)
      const duty = await dutyOf(deps, centre, request.params.id)
      return sendOnce(deps, request, reply, 200, async (deps) => {
        const scene = await take(deps, centre, duty, request)
        return { body: presentCall({ request, centre, scene }) }
      })
    }
  )
}

const AttemptBody = strict({
  provider: Type.Optional(Ref('who was called; left out: the next of the order')),
  centre: Type.Optional(Type.Literal(true, { description: 'The centre was called.' })),
  outcome: oneOf(ATTEMPT_OUTCOMES),
  rule: Type.Optional(
    oneOf(CONFLICT_RULES, 'Of `refused_conflict`: what the person called gave as the reason; `not-objective` where they gave none.')
  ),
  number: Type.Optional(Text(32, 'The number that was dialled: answered, it counts as verified today; a wrong one no longer does.')),
  seconds: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 86_400, description: 'Of talk.' }))),
  confirmed: Confirmed,
  at: At
})

const Attempted = Type.Object({ attempt: Type.Ref('CallAttempt'), next: nullable(Type.Ref('CallStep')), call: Type.Ref('Call') })

function attemptRoute(app: FastifyInstance, deps: Deps): void {
  app.post<OneCall & { Body: AttemptInput }>(
    '/calls/:id/attempts',
    {
      schema: {
        operationId: 'recordAttempt',
        summary: 'Record one try to reach somebody; the answer names the next at once',
        description:
          'At the end of the order, the centre’s own number, a call that nobody took is `unanswered` and the planner is alarmed. A try that is told again with the same `at` is that try: 200. So is one without `at` where nobody is named or answered and the last try of the same asker, within 10 seconds, had the same outcome: nobody is passed over by a second click. Otherwise each is another one, of the next in order where nobody is named.',
        tags,
        params: CallParams,
        querystring,
        headers: IdempotencyKey,
        body: AttemptBody,
        response: {
          200: Attempted,
          201: Attempted,
          ...problems(400, 401, 403, 404, 409, 422)
        }
      }
    },
    async (request, reply) => {
      const centre = await callCentre(deps, request)
      const { id } = request.params
      const duty = await dutyOf(deps, centre, id)
      return sendOnce(deps, request, reply, 201, async (deps) => {
        const { attempt, scene, made } = await recordAttempt(deps, centre, id, request.body, duty, reporterOf(request))
        const call = presentCall({ request, centre, scene })
        return {
          body: { attempt: { ...attempt, at: formatInstant(attempt.at, centre.zone) }, next: call.next, call },
          status: made ? 201 : 200,
          location: `/v1/calls/${id}`
        }
      })
    }
  )
}
