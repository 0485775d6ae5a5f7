import { join } from 'node:path'
import { type FastifyInstance, LogController } from 'fastify'
import { v7 as uuid } from 'uuid'
import { buildApp } from '../app.ts'
import { callerKeyFor } from '../caller-key.ts'
import type { Config } from '../config.ts'
import { DutyError } from '../domain/errors.ts'
import type { Instant } from '../domain/instant.ts'
import { openComputePool } from '../jobs/compute-pool.ts'
import { keepReadings } from '../jobs/keep-readings.ts'
import { type MemoryFolder, openMemoryFolder } from '../jobs/memory-folder.ts'
import { openRenderPool } from '../jobs/render-pool.ts'
import { errorText } from '../logged-error.ts'
import type { Remembered } from '../lookup/memory.ts'
import { hashKey } from '../usecases/api-keys.ts'
import type { Deps } from '../usecases/deps.ts'
import { withMemory } from '../usecases/memory.ts'
import { openOutages } from '../usecases/outages.ts'
import { STANDARD } from '../usecases/outgoing.ts'
import type { DataFolder } from './data-folder.ts'
import { type DatabaseToCome, databaseToCome } from './database-to-come.ts'

/** Ends something that was opened. */
export type Close = () => Promise<void>

interface Owned {
  /** Ends it with the service, before what was opened earlier; at once when the service has ended already: false then. */
  readonly owns: (close: Close) => Promise<boolean>
  readonly isOpen: () => boolean
}

/** The service of one process: its app, and what it works with. */
export interface Site extends Owned {
  readonly config: Config
  readonly data: DataFolder
  readonly app: FastifyInstance
  readonly deps: Deps
  readonly database: DatabaseToCome
  readonly lookups: MemoryFolder
  /** What an earlier process left to answer from: one centre at least. */
  readonly remembered: Remembered | undefined
  readonly report: (error: unknown) => void
}

function owned(): Owned & { readonly end: Close } {
  const closers: Close[] = []
  let open = true
  return {
    owns: async (close) => {
      if (open) closers.push(close)
      else await close()
      return open
    },
    isOpen: () => open,
    end: async () => {
      open = false
      for (const close of closers.toReversed()) await close()
    }
  }
}

const complain = (text: string): void => void process.stderr.write(`${text}\n`)

/** What the service works with; its database is still to come. */
async function openMeans(config: Config, data: DataFolder, { owns }: Owned) {
  const callerKey = await callerKeyFor(config, data.writable)
  const lookups = openMemoryFolder(join(config.dataDir, 'lookup'), (error) => complain(errorText(error)), callerKey)
  const loaded = await lookups.load()
  const remembered = loaded?.centres.length ? loaded : undefined
  const database = databaseToCome()
  const computers = openComputePool()
  const renderers = openRenderPool()
  const base = {
    db: database.db,
    now: () => Date.now() as Instant,
    newId: () => uuid(),
    compute: computers.compute,
    render: renderers.render,
    outgoing: { ...STANDARD, publicUrl: config.publicUrl, allowPrivate: config.allowPrivateWebhooks },
    outages: openOutages(),
    callerKey
  }
  const deps = withMemory(base, remembered)
  const readings = keepReadings(deps, config.dataDir, (error) => {
    if (!base.outages.notice(error)) complain(`Readings of numbers wait: ${errorText(error)}`)
  })
  for (const close of [database.close, readings.close, renderers.close, computers.close]) await owns(close)
  return { lookups, remembered, database, deps: { ...deps, readings } }
}

/** This machine itself: what listens on it for everybody else, a proxy perhaps, comes from there. */
const HERE = ['127.0.0.0/8', '::1']

/** Opens it all but the database. */
export async function openSite(config: Config, data: DataFolder): Promise<Site> {
  const { end, ...own } = owned()
  const means = await openMeans(config, data, own)
  const connections = { ...config.connections, free: [...HERE, ...config.proxies] }
  const adminKeyHash = config.adminKey && hashKey(config.adminKey)
  const served = { ...means.deps, limits: config.limits, connections, adminKeyHash }
  const app = await buildApp(served, {
    logger: { level: config.logLevel, redact: ['req.headers.authorization'] },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.proxies.length > 0 && [...config.proxies]
  })
  app.addHook('onClose', end)
  const report = (error: unknown): void => {
    if (app.outages.notice(error)) return
    // a receiver that refuses is no defect of ours, and what it said stands at the delivery
    if (error instanceof DutyError) app.log.warn({ code: error.code, said: error.params.said }, 'work beside the requests was refused')
    else app.log.error({ err: error }, 'work beside the requests failed')
  }
  return { config, data, app, report, ...own, ...means }
}
