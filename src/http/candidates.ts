import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { SEATS, type Seat } from '../domain/post.ts'
import type { Deps } from '../usecases/deps.ts'
import { listCandidates } from '../usecases/explain-roster.ts'
import { explanationSchemas, presentCandidate, speakerFor } from './explanation-views.ts'
import { explanationRoutes } from './explanations.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { replanRoutes } from './replan.ts'
import { CentreQuery, nullable, oneOf, problems, RosterParams } from './schemas.ts'
import { unfilledRoutes } from './unfilled.ts'
import { whatIfRoutes } from './what-if.ts'

/** What can be asked about a roster as it stands: who else, why, what if, and what to do about a gap or an illness. */
export function questionRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of explanationSchemas) app.addSchema(schema)
  candidatesRoute(app, deps)
  explanationRoutes(app, deps)
  replanRoutes(app, deps)
  whatIfRoutes(app, deps)
  unfilledRoutes(app, deps)
}

function candidatesRoute(app: FastifyInstance, deps: Deps): void {
  app.get<{ Params: { id: string }; Querystring: { centre?: string; slot: string; seat: Seat } }>(
    '/rosters/:id/candidates',
    {
      schema: {
        operationId: 'listCandidates',
        summary: 'Everybody who might have one seat',
        description:
          'For an edit by hand, of a draft or of a published month: those free to take the seat by what they would change in the objective of the plan, best first; then those for whom another would have to take one duty; then those whom hard rules exclude, with the rules. One slot is one slot, even where it belongs to a longer turn.',
        tags: ['rosters'],
        params: RosterParams,
        querystring: Type.Object(
          {
            ...CentreQuery,
            slot: Type.String({ maxLength: 64, description: 'Id of the slot.' }),
            seat: oneOf(SEATS)
          },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({
            slotId: Type.String(),
            seat: oneOf(SEATS),
            items: Type.Array(Type.Ref('Candidate')),
            next: nullable(Type.String())
          }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const { slot: slotId, seat } = request.query
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { standing, candidates } = await listCandidates(heard(deps, request), centre, request.params.id, { slot: slotId, seat })
      const speaker = speakerFor(standing.scene, languageOf(request))
      return { slotId, seat, items: candidates.map((each) => presentCandidate(each, standing.scene, speaker)), next: null }
    }
  )
}
