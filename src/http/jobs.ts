import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../domain/centre.ts'
import { JOB_STATUSES, type JobStatus } from '../domain/job.ts'
import { listJobs } from '../store/jobs.ts'
import { getRoster } from '../store/rosters.ts'
import type { Deps } from '../usecases/deps.ts'
import { followJob } from '../usecases/follow-job.ts'
import type { JobDesk } from '../usecases/job-desk.ts'
import { cancelJob, currentJob, stopJob } from '../usecases/jobs.ts'
import { eventsOf } from './job-events.ts'
import { JobView, presentJob, ReportView } from './job-views.ts'
import { centreOf } from './principal.ts'
import { nextPage } from './reply.ts'
import { CentreQuery, nullable, oneOf, problems } from './schemas.ts'

const tags = ['jobs']
const params = Type.Object({ id: Type.String({ maxLength: 64, description: 'Id of the job.' }) })
const querystring = Type.Object(CentreQuery, { additionalProperties: false })
type One = { Params: { id: string }; Querystring: { centre?: string } }

/** `jobs`: long work, such as planning a month, as something that can be looked at, stopped and cancelled. */
export function jobRoutes(app: FastifyInstance, deps: Deps, desk: JobDesk): void {
  for (const schema of [JobView, ReportView]) app.addSchema(schema)
  listRoute(app, deps, desk)
  readRoute(app, deps, desk)
  endRoutes(app, deps, desk)
  streamRoute(app, deps, desk)
}

const theCentre = (deps: Deps, request: FastifyRequest<One>): Promise<Centre> => centreOf(deps.db, request.principal, request.query.centre)

interface ListQuery {
  readonly centre?: string
  readonly limit: number
  readonly after?: string
  readonly status?: JobStatus
  readonly roster?: string
}

function listRoute(app: FastifyInstance, deps: Deps, desk: JobDesk): void {
  app.get<{ Querystring: ListQuery }>(
    '/jobs',
    {
      schema: {
        operationId: 'listJobs',
        summary: 'List jobs, newest first',
        tags,
        querystring: Type.Object(
          {
            ...CentreQuery,
            limit: Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Items a page.' }),
            after: Type.Optional(Type.String({ maxLength: 400, description: 'Cursor out of `next`.' })),
            status: Type.Optional(oneOf(JOB_STATUSES, 'Only jobs in this state.')),
            roster: Type.Optional(
              Type.String({ maxLength: 64, description: 'Only jobs about this roster: its id, or its month (YYYY-MM).' })
            )
          },
          { additionalProperties: false }
        ),
        response: {
          200: Type.Object({ items: Type.Array(Type.Ref('Job')), next: nullable(Type.String()) }),
          ...problems(400, 401, 403, 404)
        }
      }
    },
    async (request) => {
      const { centre: ref, limit, after, status, roster } = request.query
      const centre = await centreOf(deps.db, request.principal, ref)
      const rosterId = roster === undefined ? undefined : (await getRoster(deps.db, centre.id, roster)).id
      const found = await listJobs(deps.db, centre.id, { limit: limit + 1, after, status, rosterId })
      const items = found.slice(0, limit)
      const next = nextPage(request, found.length > limit ? (items.at(-1)?.id ?? null) : null)
      return { items: items.map((job) => presentJob(desk.find(job.id)?.job ?? job, centre, request)), next }
    }
  )
}

function readRoute(app: FastifyInstance, deps: Deps, desk: JobDesk): void {
  app.get<One>(
    '/jobs/:id',
    {
      schema: {
        operationId: 'getJob',
        summary: 'Read a job: how far it is, and what came of it',
        tags,
        params,
        querystring,
        response: { 200: Type.Ref('Job'), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await theCentre(deps, request)
      void reply.header('cache-control', 'no-store')
      return presentJob(await currentJob(deps, desk, centre, request.params.id), centre, request)
    }
  )
}

function endRoutes(app: FastifyInstance, deps: Deps, desk: JobDesk): void {
  app.delete<One>(
    '/jobs/:id',
    {
      schema: {
        operationId: 'cancelJob',
        summary: 'Cancel a job and keep nothing of it',
        description: 'The draft stays as it was. A job that is cancelled already stays so; one that is over otherwise is refused.',
        tags,
        params,
        querystring,
        response: { 200: Type.Ref('Job'), ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request) => {
      const centre = await theCentre(deps, request)
      return presentJob(await cancelJob(deps, desk, centre, request.params.id), centre, request)
    }
  )
  app.post<One>(
    '/jobs/:id/stop',
    {
      schema: {
        operationId: 'stopJob',
        summary: 'End the search of a job now and keep the best so far',
        description: 'The job is done soon after: read it, or follow its events.',
        tags,
        params,
        querystring,
        response: { 202: Type.Ref('Job'), ...problems(400, 401, 403, 404, 409) }
      }
    },
    async (request, reply) => {
      const centre = await theCentre(deps, request)
      return reply.code(202).send(presentJob(await stopJob(deps, desk, centre, request.params.id), centre, request))
    }
  )
}

function streamRoute(app: FastifyInstance, deps: Deps, desk: JobDesk): void {
  app.get<One>(
    '/jobs/:id/events',
    {
      schema: {
        operationId: 'streamJob',
        summary: 'Follow a job as server-sent events',
        description:
          'First how the job stands, then a `progress` event on each change (best, bound, gap, coverage), at the end `done`, `failed` or `cancelled`. The data of each event is the whole job, so nothing is lost between two streams.',
        tags,
        params,
        querystring,
        headers: Type.Object({
          'last-event-id': Type.Optional(
            Type.String({ maxLength: 200, description: 'Taken and not needed: every event holds the whole state.' })
          )
        }),
        produces: ['text/event-stream'],
        response: { 200: Type.String(), ...problems(400, 401, 403, 404) }
      }
    },
    async (request, reply) => {
      const centre = await theCentre(deps, request)
      const job = await currentJob(deps, desk, centre, request.params.id)
      void reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no').type('text/event-stream; charset=utf-8')
      return reply.send(eventsOf(followJob(deps, desk, job), (job) => presentJob(job, centre, request)))
    }
  )
}
