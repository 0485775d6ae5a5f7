import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from '../../db/connect.ts'
import { announceCentre } from '../announce.ts'
import type { Job } from '../domain/job.ts'
import { followMemory, type Listen } from '../jobs/follow-memory.ts'
import { noMailer, openMailer } from '../jobs/mailer.ts'
import { openPoster } from '../jobs/post-webhook.ts'
import { openQueue } from '../jobs/queue.ts'
import { sweepJobs } from '../jobs/sweep-jobs.ts'
import { countApiKeys } from '../store/api-keys.ts'
import { listCentres } from '../store/centres.ts'
import { findOutage, kindOf, type OutageKind } from '../store/constraints.ts'
import { newKey, setAdminKey } from '../usecases/api-keys.ts'
import type { Deps } from '../usecases/deps.ts'
import { LOOKUP_CHANNEL, nameInstallation } from '../usecases/memory.ts'
import { databaseIn } from './data-folder.ts'
import { type Filling, fillingOf, type Say } from './fill.ts'
import { ensureRemembered, migrateAt, openDatabase } from './open-database.ts'
import { damaged } from './refusal.ts'
import type { Site } from './site.ts'

const say: Say = (text) => void process.stdout.write(`${text}\n`)

/**
 * Opens everything behind the look-ups, in order; `listen` is called when there is somebody to answer about, and says where. Where an earlier
 * process left something to answer from, what fails is told and nothing is thrown.
 */
export async function comeUp(site: Site, listen: () => Promise<string>): Promise<void> {
  const { config, data, remembered } = site
  try {
    if (remembered === undefined) say('Đang mở cơ sở dữ liệu … / opening the database')
    const connection = await site.database.opened(await openDatabase(config, data))
    if (connection !== undefined) await open(site, connection, listen)
  } catch (error) {
    if (remembered === undefined) throw error
    if (site.isOpen()) site.fail(error)
  }
}

/** How often a database that is away at the start is tried again, and one that refuses, which somebody may mend; milliseconds. */
const AWAY = 2_000
const REFUSED = 15_000

/** What the work failed with; undefined when it succeeded. */
const failureOf = (work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> =>
  work().then(
    () => undefined,
    (error: unknown) => ({ error })
  )

const waitAfter = (error: unknown): number => (findOutage(error) === undefined ? REFUSED : AWAY)
const isEmbedded = ({ config }: Site): boolean => config.databaseUrl === undefined

const comesBack = (site: Site): boolean => !isEmbedded(site) || site.database.isHeld()

/**
 * Tries until it succeeds; a failure is told once, and again when it is of another kind. Throws it where there is nothing to answer from
 * meanwhile, or trying changes nothing.
 */
async function untilDone(site: Site, patient: boolean, work: () => Promise<void>): Promise<void> {
  let told: OutageKind | undefined
  while (site.isOpen()) {
    const failure = await failureOf(work)
    if (failure === undefined || !site.isOpen()) return
    if (!patient || !comesBack(site)) throw failure.error
    const kind = kindOf(failure.error)
    // an embedded one that is opened again has said so
    if (kind !== told && !isEmbedded(site)) site.fail(failure.error)
    told = kind
    await pause(waitAfter(failure.error), undefined, { ref: false })
  }
}

const waitsForOthers = (): void =>
  say('Chờ một tiến trình khác đang chuẩn bị cơ sở dữ liệu … / waiting for another process that prepares the database')

/** Brings the database to where this version needs it, lets the requests at it, and begins everything that goes on beside them. */
async function open(site: Site, connection: Connection, listen: () => Promise<string>): Promise<void> {
  const { config, deps, database } = site
  const filling = fillingOf(config, say)
  const own = { ...deps, db: connection.db }
  const prepare = async (): Promise<void> => {
    await ensureRemembered(config, connection.db)
    await migrateAt(config, connection.db)
    await nameInstallation(own)
    await filling.first(own)
    await prepareAdmin(own, site)
  }
  await untilDone(site, site.remembered !== undefined, () => connection.takeTurn(prepare, waitsForOthers))
  if (!site.isOpen()) return
  database.arrive()
  await follow(site, connection)
  const address = await listen()
  await sweep(site)
  await untilDone(site, true, () => openPost(site, connection))
  let announced: ReadonlySet<string> = new Set()
  await untilDone(site, true, async () => {
    announced = await announce(deps, address)
  })
  await untilDone(site, true, () => connection.takeTurn(() => complete(own, filling, announced), waitsForOthers))
}

/** The rest of the demo: nobody waits for it. */
async function complete(deps: Deps, { rest }: Filling, announced: ReadonlySet<string>): Promise<void> {
  if (!(await rest(deps))) return
  await deps.memory.catchUp()
  const centres = await listCentres(deps.db)
  for (const centre of centres) if (!announced.has(centre.code)) say(await announceCentre(deps, centre))
  say('Dữ liệu minh họa đã đủ / the demo is complete')
}

/** Keeps the memory current from now on. */
async function follow({ deps, lookups, report, owns }: Site, connection: Connection): Promise<void> {
  const listen: Listen = (heard, lost) => connection.listen(LOOKUP_CHANNEL, heard, lost)
  const following = await followMemory(deps, { listen, folder: lookups, report })
  await owns(following.close)
}

/** Ends what instances that are gone left unfinished, from now on. */
async function sweep({ app, deps, report, owns }: Site): Promise<void> {
  const interrupted = ({ id, instance }: Job): void => app.log.warn({ job: id, instance }, 'a job was interrupted: its instance is gone')
  const sweeping = sweepJobs(deps, { interrupted, report })
  await owns(sweeping.close)
}

/** Works on letters and events from now on; what fails is in the log and in the list of deliveries. */
async function openPost({ config, deps, report, owns }: Site, connection: Connection): Promise<void> {
  const mail = config.mail === undefined ? noMailer : openMailer(config.mail.url, config.mail.from)
  const poster = openPoster(config.allowPrivateWebhooks)
  const queue = await openQueue(deps, connection, { senders: { mail, post: poster.post }, report })
  await owns(() => queue.close().finally(poster.close))
}

/**
 * Sets the administrator's key from the configuration; on a database without any key makes one, and says it once and at once: the process has
 * its port by now, so that no key is made and never said. Throws Refusal where keys that are remembered of an embedded database are gone from it.
 */
async function prepareAdmin(deps: Deps, { config, left }: Site): Promise<void> {
  const { adminKey, databaseUrl, dataDir } = config
  const isNew = (await countApiKeys(deps.db)) === 0
  if (isNew && databaseUrl === undefined && left?.keys.length)
    throw damaged(databaseIn(dataDir), 'API keys that are remembered are gone from it')
  if (adminKey !== undefined) await setAdminKey(deps, adminKey)
  if (adminKey !== undefined || !isNew) return
  const key = newKey()
  await setAdminKey(deps, key)
  say(`Khóa quản trị (chỉ hiện một lần) / admin key (shown once): ${key}`)
}

/** Centres whose week the start prints: what fits a screen. */
const ANNOUNCED = 3

/** Says who is on duty and where the service is; the codes of the centres it spoke of. */
async function announce(deps: Deps, address: string): Promise<ReadonlySet<string>> {
  const centres = await listCentres(deps.db)
  const told = centres.slice(0, ANNOUNCED)
  for (const centre of told) say(await announceCentre(deps, centre))
  if (centres.length > ANNOUNCED) say(`… và ${centres.length - ANNOUNCED} Trung tâm khác / and ${centres.length - ANNOUNCED} more\n`)
  if (deps.callerKey === undefined)
    say('CALLER_KEY chưa đặt: không lưu thông tin người gọi / CALLER_KEY is not set: nothing of callers is kept')
  say(`Trang / page:      ${address}/`)
  say(`API, tài liệu:     ${address}/docs`)
  say(`OpenAPI:           ${address}/openapi.json`)
  const [demo] = centres.filter((centre) => centre.demo)
  if (demo) say(`Thử / try:         curl '${address}/v1/on-duty?agency=pc01&centre=${demo.code}'`)
  return new Set(told.map(({ code }) => code))
}
