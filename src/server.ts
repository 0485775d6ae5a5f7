import { join } from 'node:path'
import { LogController } from 'fastify'
import { v7 as uuid } from 'uuid'
import { type Connection, connectPglite, connectPostgres } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { agencyKinds } from '../db/seeds/agency-kinds.ts'
import { calendarNotices } from '../db/seeds/calendar.ts'
import { dakLak } from '../db/seeds/dak-lak.ts'
import { langSon } from '../db/seeds/lang-son.ts'
import { announceCentre } from './announce.ts'
import { buildApp } from './app.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { monthOf } from './domain/day.ts'
import { DutyError } from './domain/errors.ts'
import { DEFAULT_ZONE, dayAt, type Instant } from './domain/instant.ts'
import { noMailer, openMailer } from './jobs/mailer.ts'
import { openPool } from './jobs/pool.ts'
import { openPoster } from './jobs/post-webhook.ts'
import { type OpenQueue, openQueue } from './jobs/queue.ts'
import { openRenderPool } from './jobs/render-pool.ts'
import { countApiKeys } from './store/api-keys.ts'
import { listCentres } from './store/centres.ts'
import { findFact, saveFact } from './store/installation.ts'
import { newKey, setAdminKey } from './usecases/api-keys.ts'
import type { Deps } from './usecases/deps.ts'
import { interruptJobs } from './usecases/jobs.ts'
import { STANDARD } from './usecases/outgoing.ts'
import { seedCentre, seedReference } from './usecases/seed-demo.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const connect = ({ databaseUrl, dataDir }: Config): Connection | Promise<Connection> =>
  databaseUrl === undefined ? connectPglite(join(dataDir, 'pglite')) : connectPostgres(databaseUrl)

/** Says that this database is a demo: found empty once, and kept up to date at every start since. */
const DEMO = 'demo'

/** Reference data always; the demo centres where asked for and nobody else's are there. What an earlier start left undone is done now. */
async function fill(deps: Deps, { seed }: Config): Promise<void> {
  await seedReference(deps, { agencyKinds, notices: calendarNotices })
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

async function start(config: Config): Promise<void> {
  const connection = await connect(config)
  const pool = openPool()
  const renderers = openRenderPool()
  const deps: Deps = {
    db: connection.db,
    now: () => Date.now() as Instant,
    newId: () => uuid(),
    optimise: pool.optimise,
    render: renderers.render,
    outgoing: { ...STANDARD, publicUrl: config.publicUrl, allowPrivate: config.allowPrivateWebhooks }
  }
  await migrate(connection.db)
  await interruptJobs(deps)
  await fill(deps, config)
  const app = await buildApp(deps, {
    logger: { level: config.logLevel, redact: ['req.headers.authorization'] },
    logController: new LogController({ disableRequestLogging: true })
  })
  let post: OpenQueue | undefined
  app.addHook('onClose', async () => {
    await post?.close()
    await pool.close()
    await renderers.close()
    await connection.close()
  })
  const address = await app.listen({ port: config.port, host: config.host })
  post = await openPost(deps, connection, config, (error) => app.log.error({ err: error }, 'a letter or event could not be sent'))
  // Only a start that has its port makes a key, so that no key is made and never said.
  await announce(deps, address, await prepareAdmin(deps, config))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close().then(() => process.exit(0)))
}

/** One sentence for what a person can mend; the whole error for what only a developer can. */
function fail(error: unknown): void {
  const { code } = error as { code?: string }
  const known = error instanceof ConfigError || code === 'EADDRINUSE' || code === 'ECONNREFUSED' || code === 'EACCES'
  process.stderr.write(`${known ? (error as Error).message || String(code) : ((error as Error).stack ?? String(error))}\n`)
  process.exitCode = 1
}

try {
  await start(readConfig())
} catch (error) {
  fail(error)
  process.exit()
}
