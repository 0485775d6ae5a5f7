import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type TSchema, Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { formatInstant } from '../domain/instant.ts'
import { ROSTER_STEPS, type Roster } from '../domain/roster.ts'
import { getRoster, listSteps } from '../store/rosters.ts'
import { type ApprovalInput, approveRoster } from '../usecases/approve-roster.ts'
import type { Deps } from '../usecases/deps.ts'
import { recallRoster } from '../usecases/publish-roster.ts'
import { returnRoster, submitRoster } from '../usecases/submit-roster.ts'
import { presentNumberWarnings } from './number-warnings.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { etagOf, expectedVersion } from './reply.ts'
import { presentRoster } from './roster-views.ts'
import { CentreQuery, IfMatch, nullable, oneOf, problems, Ref, RosterParams, strict, Text } from './schemas.ts'

const tags = ['rosters']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })

const Why = Type.Optional(nullable(Text(1000, 'Why; stays on the record.')))
const MustSay = Type.String({ minLength: 1, maxLength: 1000, description: 'Why; stays on the record.' })

/** Policy rules that the approver lets be broken, each with the reason. */
export const Overrides = Type.Optional(
  Type.Array(strict({ rule: Type.String({ maxLength: 64 }), reason: MustSay }), {
    maxItems: 36,
    description: 'Rules that may be broken, with the reason; only rules of the centre itself, never law.'
  })
)
export const SignerRef = Type.Optional(Ref('the signer (default: the head in office, else whoever signs for them)'))

const Approval = nullable(strict({ signer: SignerRef, overrides: Overrides, reason: Why }))

interface Step {
  readonly operationId: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly body: TSchema
  readonly codes: readonly number[]
  /** Whether its answer names those who cannot surely be reached. */
  readonly warns?: true
  readonly take: (deps: Deps, centre: Centre, ref: string, expected: number, request: FastifyRequest) => Promise<unknown>
}

const bodyOf = <T>(request: FastifyRequest): T => (request.body ?? {}) as T

/** The steps that change a roster's state, each under `If-Match`. */
const STEPS: readonly Step[] = [
  {
    operationId: 'submitRoster',
    path: 'submit',
    summary: 'Submit a roster for approval',
    description: 'Hands the draft to the approver; from then on it cannot be edited unless it is returned. Empty seats refuse.',
    body: nullable(strict({ reason: Why })),
    codes: [422],
    warns: true,
    take: (deps, centre, ref, expected, request) =>
      submitRoster(deps, centre, ref, expected, { by: request.principal.name, ...bodyOf<{ reason?: string }>(request) })
  },
  {
    operationId: 'returnRoster',
    path: 'return',
    summary: 'Return a roster to its planner',
    description: 'A submitted or approved roster is a draft again (NĐ 30/2020 Điều 11: a change goes back to the approver).',
    body: strict({ reason: MustSay }),
    codes: [],
    take: (deps, centre, ref, expected, request) =>
      returnRoster(deps, centre, ref, expected, { by: request.principal.name, ...bodyOf<{ reason: string }>(request) })
  },
  {
    operationId: 'approveRoster',
    path: 'approve',
    summary: 'Approve a submitted roster',
    description:
      'Every rule is asked again by the data of this moment. Hard breaches and empty seats refuse, unless a rule of the centre itself is overridden with a reason, which stays visible. Exactly what is approved may then be published.',
    body: Approval,
    codes: [422],
    warns: true,
    take: (deps, centre, ref, expected, request) =>
      approveRoster(deps, centre, ref, expected, request.principal.name, bodyOf<ApprovalInput>(request))
  },
  {
    operationId: 'recallRoster',
    path: 'recall',
    summary: 'Recall a published roster',
    description:
      'From now on its newest version no longer answers (NĐ 30/2020 Điều 18(4)); the roster can be changed, approved and published again.',
    body: strict({ reason: MustSay }),
    codes: [],
    take: (deps, centre, ref, expected, request) =>
      recallRoster(deps, centre, ref, expected, { by: request.principal.name, ...bodyOf<{ reason: string }>(request) })
  }
]

/** The life of a roster: submitted, returned, approved, recalled; and the record of who did what, when and why. */
export function rosterLifeRoutes(app: FastifyInstance, deps: Deps): void {
  for (const step of STEPS) stepRoute(app, deps, step)
  app.get<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/rosters/:id/steps',
    {
      schema: {
        operationId: 'listRosterSteps',
        summary: 'The record of a roster’s life',
        tags,
        params: RosterParams,
        querystring,
        response: {
          200: Type.Object({
            items: Type.Array(
              Type.Object({
                step: oneOf(ROSTER_STEPS),
                by: Type.String(),
                at: Type.String(),
                reason: nullable(Type.String()),
                publicationId: nullable(Type.String())
              })
            ),
            next: Type.Null()
          }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const steps = await listSteps(deps.db, await getRoster(deps.db, centre.id, request.params.id))
      return { items: steps.map((step) => ({ ...step, at: formatInstant(step.at, centre.zone) })), next: null }
    }
  )
}

function stepRoute(app: FastifyInstance, deps: Deps, step: Step): void {
  const { operationId, summary, description, body, codes } = step
  app.post<{ Params: { id: string }; Querystring: { centre?: string } }>(
    `/rosters/:id/${step.path}`,
    {
      schema: {
        operationId,
        summary,
        description,
        tags,
        params: RosterParams,
        querystring,
        headers: IfMatch,
        body,
        response: { 200: Type.Ref('Roster'), ...problems(400, 401, 403, 404, 409, 412, 428, ...codes) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      await step.take(heard(deps, request), centre, request.params.id, expectedVersion(request), request)
      const roster: Roster = await getRoster(deps.db, centre.id, request.params.id)
      const warnings = step.warns && (await presentNumberWarnings(deps, centre, roster.id, request))
      return reply.header('etag', etagOf(roster.version)).send({ ...presentRoster(roster, centre), ...(warnings && { warnings }) })
    }
  )
}
