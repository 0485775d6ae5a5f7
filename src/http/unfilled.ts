import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Verified } from '../domain/explanation.ts'
import type { Speaker } from '../domain/explanation-wording.ts'
import { formatInstant } from '../domain/instant.ts'
import { SEATS } from '../domain/post.ts'
import { wordRelaxation, wordRivals, wordUnfilled } from '../domain/unfilled-wording.ts'
import type { Deps } from '../usecases/deps.ts'
import { explainUnfilled } from '../usecases/explain-unfilled.ts'
import type { RosterScene } from '../usecases/roster-scene.ts'
import { presentCandidate, presentChange, speakerFor } from './explanation-views.ts'
import { presentMove } from './move-views.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { nextPage } from './reply.ts'
import { CentreQuery, nullable, oneOf, PageQueryFields, problems, RosterParams } from './schemas.ts'

const RelaxationView = Type.Object(
  {
    kind: oneOf(
      ['absence', 'eligibility', 'pair', 'limit', 'leave_empty'] as const,
      'What gives way: an absence on these days, the eligibility of one person, a declaration between two, a limit of a rule, or the seat.'
    ),
    providerId: nullable(Type.String()),
    ruleId: nullable(Type.String()),
    param: nullable(Type.String({ description: '`limit`: the parameter of the rule.' })),
    now: nullable(Type.Number()),
    needed: nullable(Type.Number({ description: '`limit`: the nearest value that lets the person in.' })),
    change: Type.Ref('CostChange'),
    moves: Type.Array(Type.Ref('SeatMove'), { description: 'The seats that change hands, in order of time; at most the first 25.' }),
    sentence: Type.String()
  },
  { $id: 'Relaxation', title: 'Relaxation', description: 'A way out, with what it really comes to: found by solving again under it.' }
)

const UnfilledView = Type.Object(
  {
    slotId: Type.String(),
    seat: oneOf(SEATS),
    postId: Type.String(),
    day: Type.String(),
    start: Type.String(),
    end: Type.String(),
    candidates: Type.Array(Type.Ref('Candidate')),
    relaxations: nullable(
      Type.Array(Type.Ref('Relaxation'), { description: 'Cheapest first; null: not solved in this answer, ask with `slot`.' })
    ),
    rivals: nullable(
      Type.Object(
        {
          duties: Type.Array(Type.Object({ slotId: Type.String(), seat: oneOf(SEATS), postId: Type.String(), day: Type.String() })),
          people: Type.Array(Type.String())
        },
        {
          description:
            'Duties that cannot all have somebody, this one first: without any one of them the others can. Proved by trying all ways.'
        }
      )
    ),
    sentences: Type.Array(Type.String())
  },
  { $id: 'UnfilledSeat', title: 'UnfilledSeat' }
)

/** Why seats are empty, and what would fill them. */
export function unfilledRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [RelaxationView, UnfilledView]) app.addSchema(schema)
  app.get<{ Params: { id: string }; Querystring: { centre?: string; slot?: string; after?: string } }>(
    '/rosters/:id/unfilled',
    {
      schema: {
        operationId: 'explainUnfilled',
        summary: 'Why seats are empty, and the cheapest ways out',
        description:
          'Each seat that nobody has although somebody is wanted: what keeps each person from it, with the records, in one sentence; and for the first three of the answer (or those of the slot named) what would have to give way, cheapest first, each checked by solving the month again under it. At most ten seats an answer, fewer where more than 150 people are judged for each; `next` leads on.',
        tags: ['rosters'],
        params: RosterParams,
        querystring: Type.Object(
          {
            ...CentreQuery,
            slot: Type.Optional(Type.String({ maxLength: 64, description: 'Only this slot.' })),
            after: PageQueryFields.after
          },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({
            items: Type.Array(Type.Ref('UnfilledSeat')),
            next: nullable(Type.String({ description: 'Relative address of the next seats; null at the end.' }))
          }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { standing, items: seats, next } = await explainUnfilled(heard(deps, request), centre, request.params.id, request.query)
      const { scene } = standing
      const speaker = speakerFor(scene, languageOf(request))
      const items = seats.map(({ place, candidates, rivals, relaxations }) => ({
        ...place,
        start: formatInstant(place.start, centre.zone),
        end: formatInstant(place.end, centre.zone),
        candidates: candidates.map((each) => presentCandidate(each, scene, speaker)),
        relaxations: relaxations?.map((each) => presentRelaxation(each, scene, speaker)) ?? null,
        rivals,
        sentences: [wordUnfilled({ place, candidates }, speaker), wordRivals(rivals, speaker)].filter((each) => each !== null)
      }))
      return { items, next: nextPage(request, next) }
    }
  )
}

/** Moves told of one way out: under an unplanned draft it moves hundreds. */
const MOST_MOVES = 25

const presentRelaxation = (verified: Verified, scene: RosterScene, speaker: Speaker) => ({
  ...{ providerId: null, ruleId: null, param: null, now: null, needed: null },
  ...verified.relaxation,
  change: presentChange(verified.change, speaker),
  moves: verified.moves.slice(0, MOST_MOVES).map((move) => presentMove(move, scene, speaker)),
  sentence: wordRelaxation(verified, speaker)
})
