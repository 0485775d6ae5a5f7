import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { DutyError } from '../domain/errors.ts'
import { errorOf, jobProblemOf } from '../domain/job.ts'
import { getJob, getPlanReport } from '../store/jobs.ts'
import { getRoster } from '../store/rosters.ts'
import type { Deps } from '../usecases/deps.ts'
import type { JobDesk } from '../usecases/job-desk.ts'
import type { PlanOptions } from '../usecases/plan-options.ts'
import { type PlannedRoster, previewPlan, type StartedPlan, startPlan } from '../usecases/plan-roster.ts'
import { presentJob } from './job-views.ts'
import { heard } from './plugins/admission.ts'
import { Prefer, preferredWait, within } from './prefer.ts'
import { presentInstant } from './present.ts'
import { centreOf } from './principal.ts'
import { languageOf } from './problem.ts'
import { etagOf, expectedVersion, sendVersion } from './reply.ts'
import { presentRoster, presentSlot } from './roster-views.ts'
import { CentreQuery, IfMatch, nullable, problems, RosterParams, strict } from './schemas.ts'

const tags = ['rosters']
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
type One = { Params: { id: string }; Querystring: { centre?: string } }
type Asked = One & { Body: PlanOptions | null }

const Options = nullable(
  strict({
    seed: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2_147_483_647,
        description: "Breaks ties; default: the roster's. Same data, seed and iterations, same plan."
      })
    ),
    iterations: Type.Optional(
      Type.Integer({
        description:
          'Moves tried at most, 1 to 10,000,000,000. Without `seconds` an hour at most all the same (a preview: a minute): the plan then ends with what it has, stopped by `time`, and cannot be made again bit by bit.'
      })
    ),
    seconds: Type.Optional(
      Type.Number({
        description:
          'Wall-clock limit, at most 3600. A plan that was timed cannot be made again bit by bit. Plans of more than five minutes, or more than 50,000,000 moves, go one at a time, whoever asks, and keep no shorter one waiting.'
      })
    ),
    gap: Type.Optional(Type.Integer({ description: 'Good enough: objective less bound, in ten-thousandths of a cost point. Default 0.' })),
    prove: Type.Optional(Type.Boolean({ description: 'Whether to work out bounds and a certificate too.' }))
  })
)

const PlanView = Type.Object({
  roster: Type.Ref('Roster'),
  summary: Type.Ref('PlanSummary'),
  report: Type.Ref('PlanReport'),
  slots: Type.Array(Type.Ref('Slot'))
})

const presentPlan = ({ roster, summary, report, slots }: PlannedRoster, centre: Centre, request: FastifyRequest) => ({
  roster: presentRoster(roster, centre),
  summary,
  report,
  slots: slots.map((slot) => presentSlot(slot, centre, languageOf(request)))
})

/** Planning a roster: as a job, as a preview, and what the last plan says of itself. */
export function planRoutes(app: FastifyInstance, deps: Deps, desk: JobDesk): void {
  planRoute(app, deps, desk)
  previewRoute(app, deps)
  reportRoutes(app, deps)
}

function planRoute(app: FastifyInstance, deps: Deps, desk: JobDesk): void {
  app.post<Asked>(
    '/rosters/:id/plan',
    {
      schema: {
        operationId: 'planRoster',
        summary: 'Fill every seat of a draft that is not pinned',
        description:
          'Starts a job: 202 with its address, or with `Prefer: wait=<seconds>` the finished plan, if there is one by then. The plan is written whole and only onto the version named by `If-Match`; a draft changed meanwhile fails the job with STALE_VERSION. A seat that nobody can take stays empty and says why for each candidate. A roster has one running plan at a time.',
        tags,
        params: RosterParams,
        querystring,
        headers: Type.Object({ ...IfMatch.properties, ...Prefer.properties }),
        body: Options,
        response: { 200: PlanView, 202: Type.Ref('Job'), ...problems(400, 401, 403, 404, 409, 412, 422, 428) }
      }
    },
    async (request, reply) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const wait = preferredWait(request, reply)
      const started = await startPlan(deps, desk, centre, request.params.id, expectedVersion(request), request.body ?? {})
      // the job goes its own way: whoever waits for it takes nobody's place
      request.giveWay()
      const plan = wait === 0 ? undefined : await finished(deps, started, wait)
      if (plan !== undefined) return sendVersion(request, reply, etagOf(plan.roster.version), presentPlan(plan, centre, request))
      return sendJob(request, reply, deps, desk, centre, started)
    }
  )
}

/** The plan, if it is there in so many seconds and was not cancelled by then. Throws why the job failed. */
async function finished({ db }: Deps, { job, planned }: StartedPlan, wait: number): Promise<PlannedRoster | undefined> {
  try {
    return await within(planned, wait)
  } catch (error) {
    if ((await getJob(db, job.centreId, job.id)).status === 'cancelled') return undefined
    throw errorOf(jobProblemOf(error))
  }
}

async function sendJob(
  request: FastifyRequest,
  reply: FastifyReply,
  { db }: Deps,
  desk: JobDesk,
  centre: Centre,
  { job }: StartedPlan
): Promise<FastifyReply> {
  const current = desk.find(job.id)?.job ?? (await getJob(db, centre.id, job.id))
  return reply
    .code(202)
    .header('location', `/v1/jobs/${job.id}`)
    .send(presentJob(current, centre, request))
}

function previewRoute(app: FastifyInstance, deps: Deps): void {
  app.post<Asked>(
    '/rosters/:id/plan/preview',
    {
      schema: {
        operationId: 'previewPlan',
        summary: 'What planning would do, without writing',
        description:
          'Answers at once with a smaller search than a plan (by default a million moves and no proof; at most a minute). With the same seed and iterations it is the plan that would be written.',
        tags,
        params: RosterParams,
        querystring,
        body: Options,
        response: { 200: PlanView, ...problems(400, 401, 403, 404, 409, 422) }
      }
    },
    async (request) => {
      const centre = await centreOf(deps.db, request.principal, request.query.centre)
      const plan = await previewPlan(heard(deps, request), centre, request.params.id, request.body ?? {})
      return presentPlan(plan, centre, request)
    }
  )
}

function reportRoutes(app: FastifyInstance, deps: Deps): void {
  const read = async (request: FastifyRequest<One>) => {
    const centre = await centreOf(deps.db, request.principal, request.query.centre)
    const roster = await getRoster(deps.db, centre.id, request.params.id)
    return { centre, roster, ...(await getPlanReport(deps.db, centre.id, roster.id)) }
  }
  app.get<One>(
    '/rosters/:id/plan',
    {
      schema: {
        operationId: 'getPlanReport',
        summary: 'What the last plan of a roster says of itself',
        description:
          'How good it is by each tier, how good one could be at most, how it was looked for. Edits by hand since then do not change it.',
        tags,
        params: RosterParams,
        querystring,
        response: {
          200: Type.Object({ roster: Type.String(), plannedAt: Type.String(), certified: Type.Boolean(), report: Type.Ref('PlanReport') }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const { centre, roster, report, certificate, createdAt } = await read(request)
      return { roster: roster.id, plannedAt: presentInstant(createdAt, centre.zone), certified: certificate !== null, report }
    }
  )
  app.get<One>(
    '/rosters/:id/plan/certificate',
    {
      schema: {
        operationId: 'getPlanCertificate',
        summary: 'The proofs of the bounds of the last plan',
        description: 'Whole numbers that anybody can check without a solver. Not found where the last plan was not asked for a proof.',
        tags,
        params: RosterParams,
        querystring,
        response: {
          200: Type.Object({ roster: Type.String(), certificates: Type.Array(Type.Object({}, { additionalProperties: true })) }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const { roster, certificate } = await read(request)
      if (certificate === null) throw new DutyError('NOT_FOUND', { noun: 'certificate', ref: roster.id })
      return { roster: roster.id, certificates: certificate }
    }
  )
}
