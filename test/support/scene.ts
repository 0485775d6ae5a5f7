import type { FastifyInstance, InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import type { Db } from '../../db/handle.ts'
import { buildApp } from '../../src/app.ts'
import { type Instant, parseInstant } from '../../src/domain/instant.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { ADMIN_KEY, CALLER_KEY, createDatabase, START, serverUrl, type TestDatabase } from './database.ts'
import { engine } from './engine.ts'

/** What a request may carry besides method and address. */
export interface CallOptions {
  readonly body?: unknown
  /** The API key: the admin's when left out, nobody's when null. */
  readonly key?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer: JSON is parsed, any other text stays text, no content is undefined. */
export interface Answer<Body> {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

/** The service over a database that forgets. `deps.db` is the transaction of the test: inside it, SQL's `now()` stands still. */
export interface Scene {
  readonly deps: Deps
  readonly app: FastifyInstance
  /** Sets the clock of the service (RFC 3339). */
  setNow(instant: string): void
  /** One request. Requests of one scene take turns, because one transaction carries them all; races need `onPostgres`. */
  call<Body = Record<string, unknown>>(method: Method, url: string, options?: CallOptions): Promise<Answer<Body>>
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What the scenes of a file share: the database, and the service, which takes longer to build than most tests last. */
interface Stage {
  readonly database: TestDatabase
  readonly app: FastifyInstance
  readonly deps: Deps
  /** The transaction that carries the service now, and its clock. */
  readonly current: { db: Db; now: Instant }
}

let opened: Promise<Stage> | undefined

/** The stage of this test file: set up by its first scene, removed after its last test, passed or failed. */
function stageOfFile(): Promise<Stage> {
  if (opened === undefined) {
    const opening = setUp()
    opened = opening
    t.teardown(async () => {
      const { app, database } = await opening
      await app.close()
      await database.remove()
    })
  }
  return opened
}

async function setUp(): Promise<Stage> {
  const database = await createDatabase()
  const current = { db: database.connection.db, now: parseInstant(START) }
  const deps: Deps = withMemory({
    get db() {
      return current.db
    },
    now: () => current.now,
    newId: () => v7(),
    optimise: engine,
    callerKey: CALLER_KEY
  })
  return { database, app: await buildApp(deps), deps, current }
}

/** A test with the service on a transaction that is always rolled back; the service's own transactions become savepoints. */
export function scene(title: string, body: (t: Test, s: Scene) => Promise<void>): void {
  void t.test(title, async (t) => {
    const stage = await stageOfFile()
    await rolledBack(stage.database.connection.db, (db) => body(t, openScene(stage, db)))
  })
}

/** A test that needs two connections, with a database of its own at `url`, which keeps what is committed until the test ends. */
export function onPostgres(title: string, body: (t: Test, url: string) => Promise<void>): void {
  const skip = serverUrl === undefined && 'needs two connections: PostgreSQL only'
  void t.test(title, { skip }, async (t) => {
    const { url, remove } = await createDatabase()
    await body(t, url).finally(remove)
  })
}

/** Thrown to undo what a test wrote. */
const UNDO = new Error('undone on purpose')

async function rolledBack(db: Db, work: (db: Db) => Promise<void>): Promise<void> {
  try {
    await db.transaction(async (db) => {
      await work(db)
      throw UNDO
    })
  } catch (error) {
    if (error !== UNDO) throw error
  }
}

function openScene({ app, deps, current }: Stage, db: Db): Scene {
  Object.assign(current, { db, now: parseInstant(START) })
  let turn: Promise<unknown> = Promise.resolve()
  return {
    deps,
    app,
    setNow: (instant) => {
      current.now = parseInstant(instant)
    },
    call: <Body>(method: Method, url: string, options: CallOptions = {}) => {
      const answer = turn.then(() => ask<Body>(app, method, url, options))
      turn = answer.catch(() => undefined)
      return answer
    }
  }
}

async function ask<Body>(app: FastifyInstance, method: Method, url: string, options: CallOptions): Promise<Answer<Body>> {
  const { body, key = ADMIN_KEY, headers = {} } = options
  const authorization = key === null ? {} : { authorization: `Bearer ${key}` }
  const payload = body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> }
  const reply = await app.inject({ method, url, headers: { ...authorization, ...headers }, ...payload })
  const isJson = /\bjson\b/.test(String(reply.headers['content-type'] ?? ''))
  const text = reply.body === '' ? undefined : reply.body
  return {
    status: reply.statusCode,
    headers: Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)])),
    body: (isJson && text !== undefined ? JSON.parse(text) : text) as Body
  }
}
