import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { ABSENCE_KINDS } from '../domain/absence.ts'
import type { Centre } from '../domain/centre.ts'
import { MOST_WHILE_WAITING } from '../usecases/bounded.ts'
import type { Deps } from '../usecases/deps.ts'
import { previewReplan, type ReplanAnswer, type ReplanOptions, replanRoster } from '../usecases/replan-roster.ts'
import { presentChange, speakerFor } from './explanation-views.ts'
import { presentMove } from './move-views.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion, sendVersion } from './reply.ts'
import { presentRoster } from './roster-views.ts'
import { CentreQuery, DayField, IfMatch, InstantField, nullable, oneOf, problems, Ref, RosterParams, strict } from './schemas.ts'

const tags = ['rosters']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
type Asked = { Params: { id: string }; Querystring: { centre?: string }; Body: ReplanOptions | null }

/** People taken to be away. */
export const AssumedAbsences = Type.Array(
  strict({
    provider: Ref('the person'),
    from: DayField('First day away'),
    to: Type.Optional(DayField('Last day away; default: the first')),
    kind: Type.Optional(oneOf(ABSENCE_KINDS))
  }),
  { maxItems: 200, description: 'People taken to be away, beside what is recorded; both days count.' }
)

export const IterationsField = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: MOST_WHILE_WAITING,
    description: 'Moves tried at most; more may find better. Same data, same iterations, same answer.'
  })
)

const Options = nullable(
  strict({
    from: Type.Optional(InstantField('Slots that start before this stay; default: this moment')),
    absent: Type.Optional(AssumedAbsences),
    perPerson: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 500, description: 'Cost points for each person whom a changed duty concerns (default 400).' })
    ),
    noticeDays: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 31, description: 'Days of notice from which on a change weighs just that (default 14).' })
    ),
    atOnce: Type.Optional(
      Type.Number({ minimum: 1, maximum: 4, description: 'How many times as much it weighs without any notice (default 4).' })
    ),
    iterations: IterationsField
  })
)

export const FaultsView = Type.Object(
  {
    unfilled: Type.Integer(),
    hard: Type.Integer({ description: 'Breaches of hard rules, empty seats aside.' }),
    soft: Type.Integer()
  },
  { $id: 'RosterFaults', title: 'RosterFaults' }
)

const ReplanView = Type.Object({
  roster: Type.Ref('Roster'),
  moves: Type.Array(Type.Ref('SeatMove'), { description: 'Every seat that changes hands, in order of time.' }),
  change: Type.Ref('CostChange'),
  before: Type.Ref('RosterFaults'),
  after: Type.Ref('RosterFaults'),
  tiers: Type.Array(Type.Object({}, { additionalProperties: true }), {
    description: 'Of the search: `total` holds the price of changing too. As in `PlanReport`.'
  }),
  iterations: Type.Integer(),
  proven: Type.Boolean({ description: 'Whether it is proved that no other roster changes less, all weighed.' })
})

/** Changing a roster as little as possible. */
export function replanRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(FaultsView)
  previewRoute(app, deps)
  applyRoute(app, deps)
}

const manner =
  'Only seats of slots still to come change, and those set by hand only where their holder may not keep them; as many seats as possible are filled, then as few people as possible are troubled, the less notice the dearer.'

function previewRoute(app: FastifyInstance, deps: Deps): void {
  app.post<Asked>(
    '/rosters/:id/replan/preview',
    {
      schema: {
        operationId: 'previewReplan',
        summary: 'The least change that mends a roster, without writing',
        description: `For a draft or a published month: somebody falls ill, what must change? ${manner}`,
        tags,
        params: RosterParams,
        querystring,
        body: Options,
        response: { 200: ReplanView, ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return presentReplan(await previewReplan(heard(deps, request), centre, request.params.id, request.body ?? {}), centre, request)
    }
  )
}

function applyRoute(app: FastifyInstance, deps: Deps): void {
  app.post<Asked>(
    '/rosters/:id/replan',
    {
      schema: {
        operationId: 'replanRoster',
        summary: 'Mend a draft with the least change',
        description: `Writes what the preview shows onto the version named by If-Match. ${manner} A published month is amended instead.`,
        tags,
        params: RosterParams,
        querystring,
        headers: IfMatch,
        body: Options,
        response: { 200: ReplanView, ...problems(400, 401, 403, 404, 409, 412, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const answer = await replanRoster(heard(deps, request), centre, request.params.id, expectedVersion(request), request.body ?? {})
      return sendVersion(request, reply, etagOf(answer.roster.version), presentReplan(answer, centre, request))
    }
  )
}

function presentReplan({ standing: { scene }, roster, moves, change, ...rest }: ReplanAnswer, centre: Centre, request: FastifyRequest) {
  const speaker = speakerFor(scene, languageOf(request))
  return {
    ...rest,
    roster: presentRoster(roster, centre),
    moves: moves.map((move) => presentMove(move, scene, speaker)),
    change: presentChange(change, speaker)
  }
}
