import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { ABSENCE_KINDS } from '../domain/absence.ts'
import type { Centre } from '../domain/centre.ts'
import type { Cover } from '../domain/cover.ts'
import { formatInstant } from '../domain/instant.ts'
import { SEATS } from '../domain/post.ts'
import { getCover, listCovers } from '../store/amendments.ts'
import { coverDuty, previewCover } from '../usecases/cover-duty.ts'
import type { Deps } from '../usecases/deps.ts'
import type { CoverInput } from '../usecases/read-cover.ts'
import type { CoverAnswer } from '../usecases/standing-cover.ts'
import { presentCandidate, speakerFor } from './explanation-views.ts'
import { heard } from './plugins/admission.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { nextPage, sendOnce } from './reply.ts'
import { Overrides } from './roster-life.ts'
import {
  CentreQuery,
  Id,
  IdempotencyKey,
  InstantField,
  nullable,
  oneOf,
  PageQueryFields,
  pageOf,
  problems,
  Ref,
  strict
} from './schemas.ts'

const tags = ['covers']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })

const CoverBody = strict({
  absent: Ref('whoever cannot come'),
  reason: Type.String({ minLength: 1, maxLength: 1000, description: 'Why; for the centre alone.' }),
  until: Type.Optional(
    InstantField('Until when; default: the end of the duty under way. Duties to come are covered only where this is said')
  ),
  standIn: Type.Optional(Ref('the stand-in (default: for each duty whoever is best by the plan’s own measure)')),
  leaveEmpty: Type.Optional(
    Type.Boolean({ description: 'Where nobody can stand in, leave the seat empty: then the support and the centre’s number answer.' })
  ),
  kind: Type.Optional(oneOf(ABSENCE_KINDS, 'Kind of absence that is recorded (default: other).')),
  overrides: Overrides
})

const CoverView = Type.Object(
  {
    id: Id,
    rosterId: Type.String(),
    absentId: Type.String(),
    absenceId: Type.String(),
    reason: Type.String(),
    start: Type.String(),
    end: Type.String(),
    seats: Type.Array(Type.Object({ slotId: Type.String(), seat: oneOf(SEATS), to: nullable(Type.String()) })),
    publicationId: Type.String({ description: 'The provisional version that switched the answer.' }),
    confirmedBy: nullable(Type.String({ description: 'The numbered version that confirmed it; null while the approver has not.' })),
    by: Type.String()
  },
  { $id: 'Cover', title: 'Cover' }
)

const CoverAnswerView = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        cover: Type.Ref('Cover'),
        month: Type.String(),
        version: Type.Integer({ description: 'The version that answers from now on.' }),
        seats: Type.Array(
          Type.Object({
            slotId: Type.String(),
            postId: Type.String(),
            seat: oneOf(SEATS),
            start: Type.String(),
            end: Type.String(),
            to: nullable(Type.String()),
            candidates: Type.Array(Type.Ref('Candidate'), {
              description: 'Who could stand in, best first; none of a cover that stood already.'
            })
          })
        )
      })
    )
  },
  { $id: 'CoverAnswer', title: 'CoverAnswer', description: 'One item a month concerned.' }
)

const presentCover = ({ centreId: _, takes, start, end, ...cover }: Cover, { zone }: Centre) => ({
  ...cover,
  start: formatInstant(start, zone),
  end: formatInstant(end, zone),
  seats: takes.map(({ slotId, seat, to }) => ({ slotId, seat, to }))
})

function presentAnswer({ cover, publication, scene, seats }: CoverAnswer, centre: Centre, language: Parameters<typeof speakerFor>[1]) {
  const speaker = speakerFor(scene, language)
  return {
    cover: presentCover(cover, centre),
    month: publication.month,
    version: publication.version,
    seats: seats.map(({ start, end, candidates, ...seat }) => ({
      ...seat,
      start: formatInstant(start, centre.zone),
      end: formatInstant(end, centre.zone),
      candidates: candidates.map((each) => presentCandidate(each, scene, speaker))
    }))
  }
}

/** `covers`: somebody cannot come, somebody else takes over at once. */
export function coverRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [CoverView, CoverAnswerView]) app.addSchema(schema)
  writeRoutes(app, deps)
  readRoutes(app, deps)
}

function writeRoutes(app: FastifyInstance, deps: Deps): void {
  app.post<{ Querystring: { centre?: string }; Body: CoverInput }>(
    '/covers',
    {
      schema: {
        operationId: 'createCover',
        summary: 'Cover for somebody who cannot come, at once',
        description:
          'Records the absence, finds a stand-in for every duty in that time, and switches the answer to who is on duty in the same transaction; the posts concerned are told. The version is provisional: an amendment awaits the approver. A duty is covered once: the same asked again, by whomever, answers 200 with the cover that stands; another stand-in for it is ALREADY_COVERED, for then the first stand-in is who cannot come.',
        tags,
        querystring,
        headers: IdempotencyKey,
        body: CoverBody,
        response: { 200: Type.Ref('CoverAnswer'), 201: Type.Ref('CoverAnswer'), ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      return sendOnce(heard(deps, request), request, reply, 201, async (deps) => {
        const { made, answers } = await coverDuty(deps, centre, request.body, request.principal.name)
        const [first] = answers
        const items = answers.map((answer) => presentAnswer(answer, centre, languageOf(request)))
        return { body: { items }, status: made ? 201 : 200, ...(first && { location: `/v1/covers/${first.cover.id}` }) }
      })
    }
  )
  app.post<{ Querystring: { centre?: string }; Body: CoverInput }>(
    '/covers/preview',
    {
      schema: {
        operationId: 'previewCover',
        summary: 'Who would stand in, without writing',
        tags,
        querystring,
        body: CoverBody,
        response: { 200: Type.Ref('CoverAnswer'), ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const answers = await previewCover(heard(deps, request), centre, request.body, request.principal.name)
      return { items: answers.map((answer) => presentAnswer(answer, centre, languageOf(request))) }
    }
  )
}

function readRoutes(app: FastifyInstance, deps: Deps): void {
  const listQuery = {
    ...CentreQuery,
    unconfirmed: Type.Optional(Type.Boolean({ description: 'Only those that no numbered version confirms yet.' })),
    limit: PageQueryFields.limit,
    after: PageQueryFields.after
  }
  app.get<{ Querystring: { centre?: string; unconfirmed?: boolean; limit: number; after?: string } }>(
    '/covers',
    {
      schema: {
        operationId: 'listCovers',
        summary: 'Covers, newest first',
        tags,
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: { 200: pageOf(Type.Ref('Cover'), 'covers'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request) => {
      const { centre: ref, ...query } = request.query
      const centre = await centreOf(deps.db, request.principal, ref)
      const page = await listCovers(deps.db, centre.id, query)
      return { items: page.items.map((cover) => presentCover(cover, centre)), next: nextPage(request, page.next) }
    }
  )
  app.get<{ Params: { id: string }; Querystring: { centre?: string } }>(
    '/covers/:id',
    {
      schema: {
        operationId: 'getCover',
        summary: 'Read a cover',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the cover.' }) }),
        querystring,
        response: { 200: Type.Ref('Cover'), ...problems(400, 401, 403, 404) }
      }
    },
    async ({ principal, query, params }) => {
      const centre = await centreOf(deps.db, principal, query.centre)
      return presentCover(await getCover(deps.db, centre.id, params.id), centre)
    }
  )
}
