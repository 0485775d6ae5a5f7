import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import { connectPostgres, type Patience } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { ADMIN_KEY, CALLER_KEY, START } from './database.ts'
import { engine } from './engine.ts'
import type { CallOptions, Scene } from './scene.ts'

/** The service over a server, on as many connections as it takes: its requests race. */
export interface Racing extends Scene {
  close(): Promise<void>
}

/** Opens one on the database at that address; it keeps what is written. */
export async function openOn(url: string, patience?: Patience): Promise<Racing> {
  const connection = connectPostgres(url, patience)
  const clock = { now: parseInstant(START) }
  const deps: Deps = withMemory({ db: connection.db, now: () => clock.now, newId: () => v7(), optimise: engine, callerKey: CALLER_KEY })
  const app = await buildApp(deps)
  return {
    deps,
    app,
    setNow: (instant) => {
      clock.now = parseInstant(instant)
    },
    call: callOn(app),
    close: async () => {
      await app.close()
      await connection.close()
    }
  }
}

/** Asks the service, with the admin's key unless another is given. */
export const callOn =
  (app: FastifyInstance): Scene['call'] =>
  async <Body>(method: Parameters<Scene['call']>[0], url: string, { body, key = ADMIN_KEY, headers = {} }: CallOptions = {}) => {
    const payload = body === undefined ? {} : { payload: body as object }
    const authorization = key === null ? {} : { authorization: `Bearer ${key}` }
    const reply = await app.inject({ method, url, headers: { ...authorization, ...headers }, ...payload })
    const said = Object.entries(reply.headers).map(([name, value]) => [name, String(value)])
    return { status: reply.statusCode, headers: Object.fromEntries(said), body: (reply.body ? reply.json() : undefined) as Body }
  }

/** Starts both at nearly the same time: the second so many turns of the event loop after the first. */
export async function race<A, B>(turns: number, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  const one = first()
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return Promise.all([one, second()])
}
