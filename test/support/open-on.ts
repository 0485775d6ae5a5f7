import { v7 } from 'uuid'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { ADMIN_KEY, START } from './database.ts'
import { engine } from './engine.ts'
import type { Scene } from './scene.ts'

/** The service over a server, on as many connections as it takes: its requests race. */
export interface Racing extends Scene {
  close(): Promise<void>
}

/** Opens one on the database at that address; it keeps what is written. */
export async function openOn(url: string): Promise<Racing> {
  const connection = connectPostgres(url)
  const clock = { now: parseInstant(START) }
  const deps: Deps = { db: connection.db, now: () => clock.now, newId: () => v7(), optimise: engine }
  const app = await buildApp(deps)
  return {
    deps,
    app,
    setNow: (instant) => {
      clock.now = parseInstant(instant)
    },
    call: async <Body>(method: Parameters<Scene['call']>[0], target: string, { body, headers = {} }: Parameters<Scene['call']>[2] = {}) => {
      const payload = body === undefined ? {} : { payload: body as object }
      const reply = await app.inject({ method, url: target, headers: { authorization: `Bearer ${ADMIN_KEY}`, ...headers }, ...payload })
      const said = Object.entries(reply.headers).map(([name, value]) => [name, String(value)])
      return { status: reply.statusCode, headers: Object.fromEntries(said), body: (reply.body ? reply.json() : undefined) as Body }
    },
    close: async () => {
      await app.close()
      await connection.close()
    }
  }
}

/** Starts both at nearly the same time: the second so many turns of the event loop after the first. */
export async function race<A, B>(turns: number, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  const one = first()
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  return Promise.all([one, second()])
}
