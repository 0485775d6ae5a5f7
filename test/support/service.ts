import { v7 } from 'uuid'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import { openPool, type Pool } from '../../src/jobs/pool.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { ADMIN_KEY, createDatabase, START, type TestDatabase } from './database.ts'
import type { Answer, CallOptions, Scene } from './scene.ts'
import { STAND_IN } from './stand-in-worker.ts'

/** The service on a database that keeps what is written, with workers: for what runs beside the requests. */
export interface Service extends Scene {
  readonly pool: Pool
  readonly database: TestDatabase
  close(): Promise<void>
}

/** The same database for another instance: on a server over connections of its own. */
async function sharedWith({ database }: Service): Promise<TestDatabase> {
  if (database.url === '') return { ...database, remove: () => Promise.resolve() }
  const connection = connectPostgres(database.url)
  return { connection, url: database.url, remove: connection.close }
}

/**
 * Opens one, on a database of its own or as another instance beside one; its workers do as `stand-in-worker.ts` says, and what it
 * calculates with or tells the time by may be given.
 */
export async function openService(beside?: Service, given: Partial<Pick<Deps, 'compute' | 'now'>> = {}): Promise<Service> {
  const database = await (beside === undefined ? createDatabase() : sharedWith(beside))
  const pool = openPool(2, STAND_IN)
  const clock = { now: parseInstant(START) }
  const deps: Deps = withMemory({ db: database.connection.db, now: () => clock.now, newId: () => v7(), optimise: pool.optimise, ...given })
  const app = await buildApp(deps)
  return {
    deps,
    app,
    pool,
    database,
    setNow: (instant) => {
      clock.now = parseInstant(instant)
    },
    call: async <Body>(method: Parameters<Scene['call']>[0], url: string, options: CallOptions = {}): Promise<Answer<Body>> => {
      const { body, key = ADMIN_KEY, headers = {} } = options
      const authorization = key === null ? {} : { authorization: `Bearer ${key}` }
      const payload = body === undefined ? {} : { payload: body as object }
      const reply = await app.inject({ method, url, headers: { ...authorization, ...headers }, ...payload })
      const isJson = /\bjson\b/.test(String(reply.headers['content-type'] ?? ''))
      return {
        status: reply.statusCode,
        headers: Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)])),
        body: (isJson && reply.body !== '' ? reply.json() : reply.body) as Body
      }
    },
    close: async () => {
      await app.close()
      await pool.close()
      await database.remove()
    }
  }
}
