import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { Type } from 'typebox'
import { DEFAULT_ZONE, formatInstant } from '../domain/instant.ts'
import type { Deps } from '../usecases/deps.ts'
import type { JobDesk } from '../usecases/job-desk.ts'
import { nullable } from './schemas.ts'

const tags = ['service']

/** What the service is started with. */
export interface Administered {
  /** Hash of the administrator's key, which the start sets: it is not ready before that one works. */
  readonly adminKeyHash?: string | undefined
}

/** Whether keys work: some, and that of the administrator once it has been set. */
function keysWork({ memory, adminKeyHash }: Deps & Administered): () => boolean {
  // one that works no more was changed since, by another instance
  let isSet = adminKeyHash === undefined
  return () => {
    isSet ||= memory.key(adminKeyHash ?? '') !== undefined
    return isSet && memory.remembered().keys.length > 0
  }
}

/** `/healthz`, `/readyz` and `/metrics`: for those who run the service. */
export function serviceRoutes(app: FastifyInstance, deps: Deps & Administered, desk: JobDesk): void {
  app.get(
    '/healthz',
    {
      schema: {
        operationId: 'getHealth',
        summary: 'Whether the process is alive',
        tags,
        response: { 200: Type.Object({ status: Type.String() }) }
      }
    },
    async () => ({ status: 'ok' })
  )
  const work = keysWork(deps)
  const Ready = Type.Object({
    ready: Type.Boolean({
      description: 'Worth sending requests to: it can answer look-ups, knows who asks, and has not lost its data folder for good.'
    }),
    lookups: Type.Boolean(),
    keys: Type.Boolean({
      description: 'false: no key is known yet, so that none is let in, or that of the administrator is still to be set.'
    }),
    database: Type.Boolean({ description: 'false: writes are refused with 503, look-ups go on from memory.' }),
    stale: Type.Boolean({ description: 'Look-ups may be older than what is committed.' }),
    confirmedAt: nullable(Type.String({ description: 'Until when look-ups are known to be current.' }))
  })
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'getReadiness',
        summary: 'Whether it can answer look-ups and reach its database',
        tags,
        response: { 200: Ready, 503: Ready }
      }
    },
    async (request, reply) => {
      const answers = await reachable(deps).catch((error: unknown) => {
        if (!app.outages.notice(error)) request.log.warn({ err: error }, 'the database cannot be asked')
        return false
      })
      const database = answers && !app.outages.refusesWrites()
      const { generatedAt, stale } = deps.memory.freshness()
      const lookups = answers || generatedAt > 0
      const confirmedAt = generatedAt > 0 ? formatInstant(generatedAt, DEFAULT_ZONE) : null
      const keys = work()
      const ready = lookups && keys && !app.outages.isForGood()
      return reply.code(ready ? 200 : 503).send({ ready, lookups, keys, database, stale, confirmedAt })
    }
  )
  metrics(app, desk)
}

async function reachable({ db }: Deps): Promise<boolean> {
  await db.execute(sql`select 1`)
  return true
}

/**
 * Counts requests by route, never by address asked: no name, number or search text reaches the measures. Times are kept by route alone, so
 * that the answer stays small whatever is asked; how requests ended is counted.
 */
function metrics(app: FastifyInstance, desk: JobDesk): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry]
  })
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests, by how they ended.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry]
  })
  jobMetrics(registry, desk)
  // each line of the measures is found once: looking it up by its labels takes longer than a look-up
  const lines = new Map<string, { readonly time: Histogram.Internal<'method' | 'route'>; readonly count: Counter.Internal }>()
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request
    const route = request.routeOptions.url ?? 'unknown'
    const status = String(reply.statusCode)
    const name = `${method} ${status} ${route}`
    const line = lines.get(name) ?? { time: seconds.labels({ method, route }), count: requests.labels({ method, route, status }) }
    lines.set(name, line)
    line.time.observe(reply.elapsedTime / 1000)
    line.count.inc()
    done()
  })
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'getMetrics',
        summary: 'Measures for Prometheus',
        tags,
        produces: ['text/plain'],
        response: { 200: Type.String() }
      }
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics())
  )
}

/** Long work of this process, read off the desk whenever somebody asks for the measures. */
function jobMetrics(registry: Registry, desk: JobDesk): void {
  new Gauge({
    name: 'jobs_under_way',
    help: 'Jobs queued or running.',
    registers: [registry],
    collect() {
      this.set(desk.counts().running)
    }
  })
  new Counter({
    name: 'jobs_ended_total',
    help: 'Jobs that are over, by how they ended.',
    labelNames: ['status'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [status, count] of desk.counts().ended) this.inc({ status }, count)
    }
  })
}
