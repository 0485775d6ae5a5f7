import { join } from 'node:path'
import { LogController } from 'fastify'
import { v7 as uuid } from 'uuid'
import { type Connection, connectPglite, connectPostgres, FOR_EVER } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { agencyKinds } from '../db/seeds/agency-kinds.ts'
import { calendarNotices } from '../db/seeds/calendar.ts'
import { dakLak } from '../db/seeds/dak-lak.ts'
import { entitlements } from '../db/seeds/entitlements.ts'
import { langSon } from '../db/seeds/lang-son.ts'
import { announceCentre } from './announce.ts'
import { buildApp } from './app.ts'
import { callerKeyFor } from './caller-key.ts'
import { closeOnSignals } from './closing.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { monthOf } from './domain/day.ts'
import { DutyError } from './domain/errors.ts'
import { DEFAULT_ZONE, dayAt, type Instant } from './domain/instant.ts'
import { followMemory, type Listen } from './jobs/follow-memory.ts'
import { keepReadings } from './jobs/keep-readings.ts'
import { noMailer, openMailer } from './jobs/mailer.ts'
import { type MemoryFolder, openMemoryFolder } from './jobs/memory-folder.ts'
import { openPool } from './jobs/pool.ts'
import { openPoster } from './jobs/post-webhook.ts'
import { type OpenQueue, openQueue } from './jobs/queue.ts'
import { openRenderPool } from './jobs/render-pool.ts'
import { errorText } from './logged-error.ts'
import type { Remembered } from './lookup/memory.ts'
import { countApiKeys } from './store/api-keys.ts'
import { listCentres } from './store/centres.ts'
import { findOutage } from './store/constraints.ts'
import { findFact, saveFact } from './store/installation.ts'
import { newKey, setAdminKey } from './usecases/api-keys.ts'
import type { Deps } from './usecases/deps.ts'
import { interruptJobs } from './usecases/jobs.ts'
import { LOOKUP_CHANNEL, withMemory } from './usecases/memory.ts'
import { STANDARD } from './usecases/outgoing.ts'
import { seedCentre, seedReference } from './usecases/seed-demo.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const connect = ({ databaseUrl, dataDir }: Config): Connection | Promise<Connection> =>
  databaseUrl === undefined ? connectPglite(join(dataDir, 'pglite')) : connectPostgres(databaseUrl)

/** Says that this database is a demo: found empty once, and kept up to date at every start since. */
const DEMO = 'demo'

/** Reference data always; the demo centres where asked for and nobody else's are there. What an earlier start left undone is done now. */
async function fill(deps: Deps, { seed }: Config): Promise<void> {
  await seedReference(deps, { agencyKinds, notices: calendarNotices, entitlements })
  if (seed === 'none') return
  const begun = (await findFact(deps.db, DEMO)) !== undefined
  if (!begun && (await listCentres(deps.db)).length > 0) return
  await saveFact(deps.db, DEMO, deps.now())
  const month = monthOf(dayAt(deps.now(), DEFAULT_ZONE))
  for (const demo of [langSon(month), dakLak(month)]) await seedCentre(deps, demo).catch((error: unknown) => tolerate(error, begun))
}

/** A demo that somebody has changed may refuse another month: that is said, and is no reason to stop answering. */
function tolerate(error: unknown, begun: boolean): void {
  if (!begun || !(error instanceof DutyError)) throw error
  process.stderr.write(`The demo centre could not be brought up to this month: ${error.message}\n`)
}

/** Sets the administrator's key from the configuration; on a database without any key makes one, which is said once. */
async function prepareAdmin(deps: Deps, { adminKey }: Config): Promise<string | undefined> {
  if (adminKey !== undefined) await setAdminKey(deps, adminKey)
  if (adminKey !== undefined || (await countApiKeys(deps.db)) > 0) return undefined
  const key = newKey()
  await setAdminKey(deps, key)
  return key
}

/** Centres whose week the start prints: what fits a screen. */
const ANNOUNCED = 3

async function announce(deps: Deps, address: string, madeKey: string | undefined): Promise<void> {
  const centres = await listCentres(deps.db)
  for (const centre of centres.slice(0, ANNOUNCED)) say(await announceCentre(deps, centre))
  if (centres.length > ANNOUNCED) say(`… và ${centres.length - ANNOUNCED} Trung tâm khác / and ${centres.length - ANNOUNCED} more\n`)
  if (deps.callerKey === undefined)
    say('CALLER_KEY chưa đặt: không lưu thông tin người gọi / CALLER_KEY is not set: nothing of callers is kept')
  if (madeKey !== undefined) say(`Khóa quản trị (chỉ hiện một lần) / admin key (shown once): ${madeKey}`)
  say(`Trang / page:      ${address}/`)
  say(`API, tài liệu:     ${address}/docs`)
  say(`OpenAPI:           ${address}/openapi.json`)
  const [demo] = centres.filter((centre) => centre.demo)
  if (demo) say(`Thử / try:         curl '${address}/v1/on-duty?agency=pc01&centre=${demo.code}'`)
}

/** Works on letters and events from now on; what fails is in the log and in the list of deliveries. */
async function openPost(deps: Deps, connection: Connection, config: Config, report: (error: unknown) => void): Promise<OpenQueue> {
  const mail = config.mail === undefined ? noMailer : openMailer(config.mail.url, config.mail.from)
  const poster = openPoster(config.allowPrivateWebhooks)
  const queue = await openQueue(deps, connection, { senders: { mail, post: poster.post }, report })
  return { close: () => queue.close().finally(poster.close) }
}

/** Over a connection of its own, for it takes as long as it takes, and waits for other processes that do the same. */
async function migrateAt({ databaseUrl }: Config, { db }: Deps): Promise<void> {
  if (databaseUrl === undefined) return void (await migrate(db))
  const patient = connectPostgres(databaseUrl, FOR_EVER)
  await migrate(patient.db).finally(patient.close)
}

/** Brings the database to where this version needs it. */
async function prepare(deps: Deps, config: Config): Promise<void> {
  await migrateAt(config, deps)
  await interruptJobs(deps)
  await fill(deps, config)
}

/** Whether the database could be prepared. Throws when it could not and nothing is remembered to answer from. */
async function prepared(deps: Deps, config: Config, remembered: Remembered | undefined): Promise<boolean> {
  try {
    await prepare(deps, config)
    return true
  } catch (error) {
    if (remembered === undefined || findOutage(error) === undefined) throw error
    process.stderr.write('The database is out of reach: look-ups are answered from what was last known.\n')
    return false
  }
}

/** How often a database that is away at the start is tried again, in milliseconds. */
const TRY_AGAIN = 2_000

/** Everything that needs the database, as soon as it is there; look-ups are answered meanwhile. */
async function whenThere(open: () => boolean, work: () => Promise<void>): Promise<void> {
  while (open()) {
    const done = await work().then(
      () => true,
      (error: unknown) => {
        if (findOutage(error) === undefined) throw error
        return false
      }
    )
    if (done) return
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN).unref())
  }
}

/** What the service works with, open. */
interface Means {
  readonly connection: Connection
  readonly deps: Deps
  readonly folder: MemoryFolder
  /** What an earlier process left there. */
  readonly remembered: Remembered | undefined
  readonly close: () => Promise<void>
}

async function openMeans(config: Config): Promise<Means> {
  const connection = await connect(config)
  const pool = openPool()
  const renderers = openRenderPool()
  const folder = openMemoryFolder(join(config.dataDir, 'lookup'), (error) => process.stderr.write(`${errorText(error)}\n`))
  const remembered = await folder.load()
  const base = {
    db: connection.db,
    now: () => Date.now() as Instant,
    newId: () => uuid(),
    optimise: pool.optimise,
    render: renderers.render,
    outgoing: { ...STANDARD, publicUrl: config.publicUrl, allowPrivate: config.allowPrivateWebhooks },
    callerKey: await callerKeyFor(config)
  }
  const deps = withMemory(base, remembered)
  const readings = keepReadings(deps, config.dataDir, (error) => process.stderr.write(`Readings of numbers wait: ${errorText(error)}\n`))
  const close = async (): Promise<void> => {
    await pool.close()
    await renderers.close()
    await readings.close()
    await connection.close()
  }
  return { connection, deps: { ...deps, readings }, folder, remembered, close }
}

async function start(config: Config): Promise<void> {
  const means = await openMeans(config)
  const { connection, deps, folder } = means
  const there = await prepared(deps, config, means.remembered)
  const limited = { ...deps, limits: config.limits }
  const app = await buildApp(limited, {
    logger: { level: config.logLevel, redact: ['req.headers.authorization'] },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.proxies.length > 0 && [...config.proxies]
  })
  const report = (error: unknown): void => app.log.error({ err: error }, 'work beside the requests failed')
  const listen: Listen = (heard, lost) => connection.listen(LOOKUP_CHANNEL, heard, lost)
  const following = await followMemory(deps, { listen, folder, report })
  let open = true
  let post: OpenQueue | undefined
  app.addHook('onClose', async () => {
    open = false
    await following.close()
    await post?.close()
    await means.close()
  })
  const address = await app.listen({ port: config.port, host: config.host })
  const work = async (): Promise<void> => {
    if (!there) await prepare(deps, config)
    post = await openPost(deps, connection, config, report)
    // Only a start that has its port makes a key, so that no key is made and never said.
    const madeKey = await prepareAdmin(deps, config)
    await deps.memory.catchUp()
    await announce(deps, address, madeKey)
  }
  closeOnSignals(app)
  if (there) await work()
  else void whenThere(() => open, work).catch(fail)
}

/** One sentence for what a person can mend; the whole error for what only a developer can. */
function fail(error: unknown): void {
  const { code } = error as { code?: string }
  const known = error instanceof ConfigError || code === 'EADDRINUSE' || code === 'ECONNREFUSED' || code === 'EACCES'
  process.stderr.write(`${known ? (error as Error).message || String(code) : errorText(error)}\n`)
  process.exitCode = 1
}

try {
  await start(readConfig())
} catch (error) {
  fail(error)
  process.exit()
}
