import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import { WAYS } from '../domain/explanation.ts'
import { type Speaker, wordChange, wordPerson, wordSeat } from '../domain/explanation-wording.ts'
import { formatInstant } from '../domain/instant.ts'
import { METHODS, SEATS, type Seat } from '../domain/post.ts'
import { ruleWording } from '../domain/rules/wording.ts'
import type { Deps } from '../usecases/deps.ts'
import { explainPersonOf, explainSeatOf, type SeatAnswer } from '../usecases/explain-roster.ts'
import { presentBurden, presentCandidate, presentChange, presentStanding, speakerFor } from './explanation-views.ts'
import { MoveView, presentMove } from './move-views.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { CentreQuery, nullable, oneOf, problems, RosterParams } from './schemas.ts'

const SeatExplanationView = Type.Object(
  {
    slotId: Type.String(),
    seat: oneOf(SEATS),
    postId: Type.String(),
    day: Type.String(),
    start: Type.String(),
    end: Type.String(),
    providerId: nullable(Type.String()),
    method: nullable(oneOf(METHODS)),
    way: oneOf(WAYS, 'What stands nearest to the choice.'),
    asked: Type.Array(Type.String(), { description: '`cycle`: who is asked in this turn, in order.' }),
    standing: nullable(Type.Ref('PersonStanding')),
    candidates: Type.Array(Type.Ref('Candidate')),
    deciding: Type.Array(Type.Object({ ruleId: Type.String(), title: Type.String(), people: Type.Integer() }), {
      description: 'Hard rules by how many people each excludes from the seat.'
    }),
    instead: nullable(
      Type.Object({
        candidate: Type.Ref('Candidate'),
        moves: Type.Array(Type.Ref('SeatMove'), {
          description: 'Every seat that changes hands when this person has the seat for certain.'
        }),
        change: Type.Ref('CostChange')
      })
    ),
    sentences: Type.Array(Type.String())
  },
  { $id: 'SeatExplanation', title: 'SeatExplanation' }
)

const PersonExplanationView = Type.Object(
  {
    providerId: Type.String(),
    standing: Type.Ref('PersonStanding'),
    duties: Type.Array(
      Type.Object({
        slotId: Type.String(),
        seat: oneOf(SEATS),
        postId: Type.String(),
        day: Type.String(),
        burden: Type.Object({}, { additionalProperties: true })
      })
    ),
    forced: Type.Array(
      Type.Object({ slotId: Type.String(), seat: oneOf(SEATS), postId: Type.String(), day: Type.String(), eligible: Type.Integer() }),
      { description: 'Duties for which hardly anybody else is eligible.' }
    ),
    sentences: Type.Array(Type.String())
  },
  { $id: 'PersonExplanation', title: 'PersonExplanation' }
)

interface Query {
  readonly centre?: string
  readonly slot?: string
  readonly seat: Seat
  readonly instead?: string
  readonly provider?: string
}

/** Why a seat is as it is, and why somebody bears what they bear. */
export function explanationRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [MoveView, SeatExplanationView, PersonExplanationView]) app.addSchema(schema)
  app.get<{ Params: { id: string }; Querystring: Query }>(
    '/rosters/:id/explanations',
    {
      schema: {
        operationId: 'explainRoster',
        summary: 'Why this person, why not another, why this much',
        description:
          'With `slot` and `seat`: why the seat is as it is, what each other person would change, who is excluded by which rule; with `instead`, what it would really take to give the seat to that person, found by a search. With `provider`: why this person bears as much as they do. Data and sentences (Accept-Language).',
        tags: ['rosters'],
        params: RosterParams,
        querystring: Type.Object(
          {
            ...CentreQuery,
            slot: Type.Optional(Type.String({ maxLength: 64, description: 'Id of the slot.' })),
            seat: { ...oneOf(SEATS), default: 'primary' },
            instead: Type.Optional(Type.String({ maxLength: 64, description: 'Id or code of the person asked about.' })),
            provider: Type.Optional(Type.String({ maxLength: 64, description: 'Id or code of the person; then no slot.' }))
          },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({ seat: nullable(Type.Ref('SeatExplanation')), person: nullable(Type.Ref('PersonExplanation')) }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const { slot, seat, instead, provider } = request.query
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const language = languageOf(request)
      if (provider !== undefined && slot === undefined) {
        const { standing, explanation } = await explainPersonOf(heard(deps, request), centre, request.params.id, provider)
        return { seat: null, person: presentPerson(explanation, speakerFor(standing.scene, language)) }
      }
      if (slot === undefined || provider !== undefined) throw slotOrProvider(slot)
      const answer = await explainSeatOf(heard(deps, request), centre, request.params.id, { slot, seat, instead })
      return { seat: presentSeat(answer, centre, speakerFor(answer.standing.scene, language)), person: null }
    }
  )
}

const slotOrProvider = (slot: string | undefined): DutyError =>
  new DutyError('BAD_FIELD', { count: 1 }, [
    slot === undefined ? { pointer: '?slot', code: 'MISSING_FIELD' } : { pointer: '?provider', code: 'UNKNOWN_FIELD' }
  ])

function presentSeat({ standing: { scene }, explanation, instead }: SeatAnswer, centre: Centre, speaker: Speaker) {
  const { place, standing, candidates, deciding, ...rest } = explanation
  return {
    ...rest,
    ...place,
    start: formatInstant(place.start, centre.zone),
    end: formatInstant(place.end, centre.zone),
    standing: standing === null ? null : presentStanding(standing),
    candidates: candidates.map((each) => presentCandidate(each, scene, speaker)),
    deciding: deciding.map((each) => ({ ...each, title: ruleWording[each.ruleId]?.title[speaker.language] ?? each.ruleId })),
    instead: instead && {
      candidate: presentCandidate(instead.candidate, scene, speaker),
      moves: instead.moves.map((move) => presentMove(move, scene, speaker)),
      change: presentChange(instead.change, speaker)
    },
    sentences: [...wordSeat(explanation, speaker), ...(instead === null ? [] : [wordInstead(instead, speaker)])]
  }
}

const wordInstead = ({ change, moves, candidate }: NonNullable<SeatAnswer['instead']>, speaker: Speaker): string => {
  const name = speaker.names.provider(candidate.providerId)
  const worth = wordChange(change, speaker)
  return speaker.language === 'vi'
    ? `Nếu nhất thiết phân công ${name}, cần đổi ${moves.length} vị trí trực; ${worth}.`
    : `Were ${name} to have it for certain, ${moves.length} seats would change; ${worth}.`
}

const presentPerson = (explanation: Parameters<typeof wordPerson>[0], speaker: Speaker) => ({
  providerId: explanation.providerId,
  standing: presentStanding(explanation.standing),
  duties: explanation.duties.map(({ slotId, seat, postId, day, burden }) => ({ slotId, seat, postId, day, burden: presentBurden(burden) })),
  forced: explanation.forced,
  sentences: wordPerson(explanation, speaker)
})
