import { sql } from 'drizzle-orm'
import t from 'tap'
import { databaseToCome } from '../../src/start/database-to-come.ts'
import { findOutage } from '../../src/store/constraints.ts'
import { createDatabase } from '../support/database.ts'

t.test('a database that is still to come is out of reach; then it is there', async (t) => {
  const { connection, remove } = await createDatabase()
  t.teardown(remove)
  const { db, opened, arrive } = databaseToCome()
  const ask = async () => db.execute(sql`select 1 as n`)
  const change = async () => db.transaction(async (db) => db.execute(sql`select 1 as n`))
  for (const use of [ask, change]) t.ok(findOutage(await use().catch((error: unknown) => error)), 'before it is opened')
  t.equal(await opened(connection), true)
  t.ok(findOutage(await ask().catch((error: unknown) => error)), 'open, but not brought up to date')
  arrive()
  t.match(await ask(), { rows: [{ n: 1 }] })
  t.match(await change(), { rows: [{ n: 1 }] })
  t.equal(await Promise.resolve(db), db, 'the handle is no promise')
})

t.test('one that arrives after the service has ended is closed at once', async (t) => {
  let closed = 0
  const late = {
    close: async () => {
      closed += 1
    }
  } as Parameters<ReturnType<typeof databaseToCome>['opened']>[0]
  const { opened, close } = databaseToCome()
  await close()
  t.equal(await opened(late), false)
  t.equal(closed, 1)
})
