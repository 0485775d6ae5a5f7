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
import { type MemoryFolder, openMemoryFolder, remembersCentres } from '../jobs/memory-folder.ts'
import { openRenderPool } from '../jobs/render-pool.ts'
import { loggedError } from '../logged-error.ts'
import type { Remembered } from '../lookup/memory.ts'
import { findDamage } from '../store/constraints.ts'
import { hashKey } from '../usecases/api-keys.ts'
import type { Deps } from '../usecases/deps.ts'
import { withMemory } from '../usecases/memory.ts'
import { type Outages, openOutages } from '../usecases/outages.ts'
import { STANDARD } from '../usecases/outgoing.ts'
import { type DataFolder, hasDatabase } from './data-folder.ts'
import { type DatabaseToCome, databaseToCome } from './database-to-come.ts'
import { complaintOf, goingOnAfter, refusalOfFolder, sentenceOfFiles } from './refusal.ts'
import { keepOpen } from './reopen.ts'

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
  readonly deps: Deps & { readonly outages: Outages }
  readonly database: DatabaseToCome
  readonly lookups: MemoryFolder
  /** What an earlier process left to answer from: one centre at least. */
  readonly remembered: Remembered | undefined
  /** What an earlier process left, whether there is a centre in it or not. */
  readonly left: Remembered | undefined
  readonly report: (error: unknown) => void
  /** The database did not come up, or not yet: that is said, and is why it is not there. An embedded one is not asked again. */
  readonly fail: (error: unknown) => void
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

const notUsed = (error: unknown): string =>
  `Một phần dữ liệu tra cứu đã lưu không dùng được / Some of what was kept for look-ups is not used: ${loggedError(error).message}.`

/** How often it is looked whether the folder is ours still, whoever asks for anything; milliseconds. */
const WATCH_EVERY = 1_000

/**
 * The database to come, and what is known of its outages. A data folder that is not ours any more, and an embedded database that is damaged, shut
 * it for good, which is said once. The process stays: look-ups go on from memory, perhaps the last copy of it that there is.
 */
function openWatch(config: Config, data: DataFolder) {
  const { ensureOurs } = data
  const embedded = config.databaseUrl === undefined
  const database = databaseToCome(embedded ? ensureOurs : undefined)
  const outages = openOutages()
  let isShut = false
  let isLost = false
  let isOpen = true
  const say = (error: unknown, forGood: boolean): void => {
    outages.known(error, forGood)
    complain(goingOnAfter(error, config))
  }
  const fail = (error: unknown): void => {
    // what fails after that fails for that
    if (isShut) return
    isShut = embedded
    if (isShut) database.shut(error)
    else database.waitFor(error)
    say(error, false)
  }
  const look = (): void => {
    if (isLost) return
    try {
      ensureOurs()
    } catch (error) {
      isLost = true
      if (embedded) say(error, true)
      else complain(complaintOf(error, config))
    }
  }
  const notice = (error: unknown): boolean => {
    look()
    if (embedded && !isShut && findDamage(error) === 'damaged') fail(refusalOfFolder(error, config.dataDir) ?? error)
    return outages.notice(error)
  }
  const halts = (reason: unknown): void => {
    look()
    if (!isLost) say(reason, false)
  }
  const isWanted = (): boolean => isOpen && !isLost && !isShut
  const opened: DatabaseToCome['opened'] = async (connection) => {
    keepOpen(connection, { config, data, database, isWanted, halts, goesOn: complain, fails: fail })
    return database.opened(connection)
  }
  const timer = setInterval(look, WATCH_EVERY).unref()
  const close = async (): Promise<void> => {
    isOpen = false
    clearInterval(timer)
    await database.close()
  }
  return { database: { ...database, opened, close }, outages: { ...outages, notice }, fail }
}

/** What the service works with; its database is still to come. */
async function openMeans(config: Config, data: DataFolder, { owns }: Owned) {
  const lookup = join(config.dataDir, 'lookup')
  const callerKey = await callerKeyFor(config, {
    writable: data.readOnly === undefined,
    isNew: !hasDatabase(config.dataDir) && !remembersCentres(lookup),
    say: complain
  })
  const lookups = openMemoryFolder(lookup, (error) => complain(notUsed(error)), callerKey, data.ensureOurs)
  const left = await lookups.load()
  const remembered = left?.centres.length ? left : undefined
  const { database, outages, fail } = openWatch(config, data)
  const computers = openComputePool()
  const renderers = openRenderPool()
  const base = {
    db: database.db,
    now: () => Date.now() as Instant,
    newId: () => uuid(),
    compute: computers.compute,
    render: renderers.render,
    outgoing: { ...STANDARD, publicUrl: config.publicUrl, allowPrivate: config.allowPrivateWebhooks },
    outages,
    callerKey
  }
  const deps = withMemory(base, remembered)
  const waits = (error: unknown): void => {
    if (!base.outages.notice(error)) complain(`Readings of numbers wait: ${complaintOf(error, config)}`)
  }
  const readings = keepReadings(deps, config.dataDir, waits, data.ensureOurs)
  for (const close of [database.close, readings.close, renderers.close, computers.close]) await owns(close)
  return { lookups, left, remembered, database, fail, deps: { ...deps, readings } }
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
    const sentence = sentenceOfFiles(error, config.dataDir)
    if (sentence !== undefined) app.log.error(sentence)
    // a receiver that refuses is no defect of ours, and what it said stands at the delivery
    else if (error instanceof DutyError) app.log.warn({ code: error.code, said: error.params.said }, 'work beside the requests was refused')
    else app.log.error({ err: error }, 'work beside the requests failed')
  }
  return { config, data, app, report, ...own, ...means }
}
