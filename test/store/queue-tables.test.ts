import { sql } from 'drizzle-orm'
import t from 'tap'
import { connectPostgres } from '../../db/connect.ts'
import type { Db } from '../../db/handle.ts'
import { migrate } from '../../db/migrate.ts'
import { QUEUES } from '../../db/schema/queues.ts'
import { onPostgres, scene } from '../support/scene.ts'

const queuesOf = async (db: Db): Promise<string[]> => {
  const found = await db.execute(sql`select name from pgboss.queue where name not like '\\_\\_%' order by name`)
  return (found as unknown as { rows: { name: string }[] }).rows.map(({ name }) => name)
}

scene('every database has the queues; a second migration changes nothing', async (t, s) => {
  t.same(await queuesOf(s.deps.db), [...QUEUES].sort())
  t.equal(await migrate(s.deps.db), 0)
  t.same(await queuesOf(s.deps.db), [...QUEUES].sort())
})

scene('a queue that is missing is made', async (t, s) => {
  await s.deps.db.execute(sql`select pgboss.delete_queue('mail')`)
  await migrate(s.deps.db)
  t.same(await queuesOf(s.deps.db), [...QUEUES].sort())
})

onPostgres('processes that start together make the tables once', async (t, url) => {
  const connections = [1, 2, 3, 4].map(() => connectPostgres(url))
  t.teardown(() => Promise.all(connections.map(({ close }) => close())))
  const [first] = connections
  if (first === undefined) return
  await first.db.execute(sql`drop schema pgboss cascade`)
  t.same(await Promise.all(connections.map(({ db }) => migrate(db))), [0, 0, 0, 0])
  t.same(await queuesOf(first.db), [...QUEUES].sort())
})

t.ok(new Set(QUEUES).size === QUEUES.length, 'no queue stands twice')
