import type { FastifyInstance, InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import type { Db } from '../../db/handle.ts'
import { buildApp } from '../../src/app.ts'
import { type Instant, parseInstant } from '../../src/domain/instant.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { ADMIN_KEY, createDatabase, START, serverUrl, type TestDatabase } from './database.ts'

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

let opened: Promise<TestDatabase> | undefined

/** The database of this test file: opened by its first scene, removed after its last test, passed or failed. */
function databaseOfFile(): Promise<TestDatabase> {
  if (opened === undefined) {
    const opening = createDatabase()
    opened = opening
    t.teardown(async () => (await opening).remove())
  }
  return opened
}

/** A test with the service on a transaction that is always rolled back; the service's own transactions become savepoints. */
export function scene(title: string, body: (t: Test, s: Scene) => Promise<void>): void {
  void t.test(title, async (t) => {
    const { connection } = await databaseOfFile()
    await rolledBack(connection.db, async (db) => {
      const s = await openScene(db)
      await body(t, s).finally(() => s.app.close())
    })
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

async function openScene(db: Db): Promise<Scene> {
  let now: Instant = parseInstant(START)
  const deps: Deps = { db, now: () => now, newId: () => v7() }
  const app = await buildApp(deps)
  let turn: Promise<unknown> = Promise.resolve()
  return {
    deps,
    app,
    setNow: (instant) => {
      now = parseInstant(instant)
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
