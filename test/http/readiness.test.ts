import { sql } from 'drizzle-orm'
import t from 'tap'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { hashKey, setAdminKey } from '../../src/usecases/api-keys.ts'
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

scene('it is not ready before the key of the administrator is set; another one that is set later is no matter of its', async (t, s) => {
  const app = await buildApp({ ...s.deps, adminKeyHash: hashKey('a new key of the administrator') })
  t.teardown(() => app.close())
  const ready = async (): Promise<unknown> => (await app.inject('/readyz')).json()
  t.match(await ready(), { ready: false, keys: false, lookups: true })
  await setAdminKey(s.deps, 'a new key of the administrator')
  t.match(await ready(), { ready: true, keys: true })
  await setAdminKey(s.deps, 'the key that another instance was started with')
  t.match(await ready(), { ready: true, keys: true })
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
