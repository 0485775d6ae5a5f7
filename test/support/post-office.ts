import { v7 } from 'uuid'
import type { Connection } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import { type Instant, parseInstant } from '../../src/domain/instant.ts'
import { noMailer, openMailer } from '../../src/jobs/mailer.ts'
import { openPoster } from '../../src/jobs/post-webhook.ts'
import { type OpenQueue, openQueue } from '../../src/jobs/queue.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import type { Outgoing } from '../../src/usecases/outgoing.ts'
import { ADMIN_KEY, createDatabase, START, type TestDatabase } from './database.ts'
import { engine } from './engine.ts'
import type { Answer, CallOptions, Scene } from './scene.ts'

/** Two tries after the first, a second or two apart. */
export const BRISK: Outgoing = {
  publicUrl: 'https://lichtruc.example',
  allowPrivate: true,
  retries: { limit: 2, delaySeconds: 1, mostSeconds: 1, expireSeconds: 3, silentSeconds: 10 }
}

/** Like that, with as many tries as in service, each as long as a receiver is given. */
export const PATIENT: Outgoing = { ...BRISK, retries: { ...BRISK.retries, limit: 8, expireSeconds: 60 } }

/** The service on a database that keeps what is written; letters and events leave only while workers are open. */
export interface PostOffice extends Scene {
  readonly database: TestDatabase
  /** From now on the clock is the machine's: receivers refuse what is signed at another time. */
  useRealClock(): void
  /** Starts to send. */
  openWorkers(settings: { readonly smtp?: string; readonly allowPrivate?: boolean }): Promise<OpenQueue>
  close(): Promise<void>
}

/** The workers as the server has them, at a brisk tempo. */
export async function openWorkers(
  deps: Deps,
  connection: Pick<Connection, 'driver' | 'executeSql'>,
  { smtp, allowPrivate = true }: { readonly smtp?: string | undefined; readonly allowPrivate?: boolean }
): Promise<OpenQueue> {
  const poster = openPoster(allowPrivate)
  const mail = smtp === undefined ? noMailer : openMailer(smtp, 'Trung tâm TGPL <lichtruc@tgpl.example>')
  const work = { senders: { mail, post: poster.post }, report: () => undefined, tempo: { polling: 0.5, supervising: 1 } }
  const queue = await openQueue(deps, connection, work)
  return { close: () => queue.close().finally(poster.close) }
}

export async function openPostOffice(given?: TestDatabase, outgoing = BRISK): Promise<PostOffice> {
  const database = given ?? (await createDatabase())
  const clock: { now: () => Instant } = { now: () => parseInstant(START) }
  const deps: Deps = withMemory({
    db: database.connection.db,
    now: () => clock.now(),
    newId: () => v7(),
    optimise: engine,
    outgoing
  })
  const app = await buildApp(deps)
  return {
    deps,
    app,
    database,
    setNow: (instant) => {
      clock.now = () => parseInstant(instant)
    },
    useRealClock: () => {
      clock.now = () => Date.now() as Instant
    },
    openWorkers: (settings) => openWorkers(deps, database.connection, settings),
    call: async <Body>(method: Parameters<Scene['call']>[0], url: string, options: CallOptions = {}): Promise<Answer<Body>> => {
      const { body, key = ADMIN_KEY, headers = {} } = options
      const payload = body === undefined ? {} : { payload: body as object }
      const authorization = key === null ? {} : { authorization: `Bearer ${key}` }
      const reply = await app.inject({ method, url, headers: { ...authorization, ...headers }, ...payload })
      const isJson = /\bjson\b/.test(String(reply.headers['content-type'] ?? ''))
      const sent = Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)]))
      return { status: reply.statusCode, headers: sent, body: (isJson && reply.body !== '' ? reply.json() : reply.body) as Body }
    },
    close: async () => {
      await app.close()
      await database.remove()
    }
  }
}
