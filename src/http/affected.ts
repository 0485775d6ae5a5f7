import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { parseMonth } from '../domain/day.ts'
import { formatInstant } from '../domain/instant.ts'
import { SEATS } from '../domain/post.ts'
import { ROSTER_STATUSES } from '../domain/roster.ts'
import type { Language } from '../domain/wording.ts'
import { type AffectedDuty, affectedByAbsence, affectedByEngagement } from '../usecases/affected-duties.ts'
import type { Deps } from '../usecases/deps.ts'
import { presentCandidate, speakerFor } from './explanation-views.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { nextFrom } from './reply.ts'
import { presentViolation } from './roster-views.ts'
import { CentreQuery, MonthField, nullable, oneOf, problems } from './schemas.ts'
import type { OperationId } from './scopes.ts'

const AffectedDutyView = Type.Object(
  {
    rosterId: Type.String(),
    month: Type.String(),
    rosterStatus: oneOf(ROSTER_STATUSES),
    slotId: Type.String(),
    seat: oneOf(SEATS),
    postId: Type.String(),
    start: Type.String(),
    end: Type.String(),
    impossible: Type.Boolean({ description: 'A hard rule forbids it; else it is only awkward.' }),
    against: Type.Array(Type.Ref('Violation'), { description: 'The breaches that would not be there without it.' }),
    standIns: Type.Array(Type.Ref('Candidate'), { description: 'Up to five who are free to take it, best first.' })
  },
  { $id: 'AffectedDuty', title: 'AffectedDuty' }
)

const NOUNS = [
  { plural: 'absences', one: 'an absence', operationId: 'listAffectedByAbsence', of: affectedByAbsence },
  { plural: 'engagements', one: 'an engagement', operationId: 'listAffectedByEngagement', of: affectedByEngagement }
] as const satisfies readonly { plural: string; one: string; operationId: OperationId; of: typeof affectedByAbsence }[]

/** `affected`: the duties that an absence or engagement entered later concerns, with stand-ins. */
export function affectedRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(AffectedDutyView)
  for (const noun of NOUNS) affectedRoute(app, deps, noun)
}

function affectedRoute(app: FastifyInstance, deps: Deps, { plural, one, operationId, of }: (typeof NOUNS)[number]): void {
  app.get<{ Params: { id: string }; Querystring: { centre?: string; from?: string } }>(
    `/${plural}/:id/affected`,
    {
      schema: {
        operationId,
        summary: `The duties to come that ${one} concerns`,
        description: `Duties of that person, published or in a draft, that the rules find impossible or awkward because of ${one}, with ranked stand-ins. Nothing changes by itself: amend, cover or edit. At most three months an answer; \`next\` leads on. For one that is not entered yet ask /rosters/{id}/replan/preview.`,
        tags: [plural],
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id.' }) }),
        querystring: Type.Object(
          {
            ...CentreQuery,
            from: Type.Optional({ ...MonthField, description: 'First month looked into (default: the earliest with duties to come).' })
          },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({
            items: Type.Array(Type.Ref('AffectedDuty')),
            next: nullable(Type.String({ description: 'Relative address of the months that follow; null at the end.' }))
          }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const { from } = request.query
      const { items, next } = await of(heard(deps, request), centre, request.params.id, from === undefined ? undefined : parseMonth(from))
      return {
        items: items.map((duty) => presentAffected(duty, centre, languageOf(request))),
        next: next === null ? null : nextFrom(request, next)
      }
    }
  )
}

function presentAffected({ roster, slot, seat, against, standIns, scene }: AffectedDuty, { zone }: Centre, language: Language) {
  const speaker = speakerFor(scene, language)
  return {
    rosterId: roster.id,
    month: roster.month,
    rosterStatus: roster.status,
    slotId: slot.id,
    seat,
    postId: slot.postId,
    start: formatInstant(slot.start, zone),
    end: formatInstant(slot.end, zone),
    impossible: against.some(({ level }) => level === 'hard'),
    against: against.map((violation) => presentViolation(violation, scene, language)),
    standIns: standIns.map((each) => presentCandidate(each, scene, speaker))
  }
}
