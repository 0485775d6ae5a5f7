import { sql } from 'drizzle-orm'
import t from 'tap'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { engine } from '../support/engine.ts'
import { scene } from '../support/scene.ts'

const NOW = 1_796_000_000_000 as Instant

scene('it is ready when look-ups are answered and keys are known', async (t, s) => {
  t.match(await s.call('GET', '/readyz', { key: null }), { status: 200, body: { ready: true, lookups: true, keys: true, database: true } })
  await s.deps.db.execute(sql`delete from api_keys`)
  t.match(await s.call('GET', '/readyz', { key: null }), {
    status: 503,
    body: { ready: false, lookups: true, keys: false, database: true }
  })
})

t.test('without a database it is ready with what an earlier process knew: look-ups and keys', async (t) => {
  const key = { id: 'k', hash: 'h' } as never
  for (const [title, remembered, ready] of [
    ['nothing', undefined, false],
    ['look-ups alone', { installation: null, confirmedAt: NOW, keys: [], centres: [], unread: [] }, false],
    ['look-ups and keys', { installation: null, confirmedAt: NOW, keys: [key], centres: [], unread: [] }, true]
  ] as const) {
    const { db, close } = connectPostgres('postgres://nobody@127.0.0.1:1/none')
    const app = await buildApp(withMemory({ db, now: () => NOW, newId: () => '', optimise: engine }, remembered))
    const reply = await app.inject('/readyz')
    t.equal(reply.statusCode, ready ? 200 : 503, title)
    t.match(reply.json(), { ready, database: false }, title)
    await app.close()
    await close()
  }
})
