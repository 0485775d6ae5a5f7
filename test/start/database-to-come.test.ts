import { sql } from 'drizzle-orm'
import t from 'tap'
import { databaseToCome } from '../../src/start/database-to-come.ts'
import { findOutage, reasonOf } from '../../src/store/constraints.ts'
import { createDatabase } from '../support/database.ts'

t.test('a database that is still to come is out of reach; then it is there', async (t) => {
  const { connection, remove } = await createDatabase()
  t.teardown(remove)
  const { db, opened, arrive } = databaseToCome()
  const ask = async () => db.execute(sql`select 1 as n`)
  const change = async () => db.transaction(async (db) => db.execute(sql`select 1 as n`))
  for (const use of [ask, change]) t.ok(findOutage(await use().catch((error: unknown) => error)), 'before it is opened')
  const through = await opened(connection)
  t.match(await through?.db.execute(sql`select 1 as n`), { rows: [{ n: 1 }] }, 'whoever brings it up to date has it already')
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
  t.equal(await opened(late), undefined)
  t.equal(closed, 1)
})

t.test('why it is not there is in each refusal: what is awaited, what it failed with, why it was shut', async (t) => {
  const { connection, remove } = await createDatabase()
  t.teardown(remove)
  const { db, opened, arrive, waitFor, shut } = databaseToCome()
  const why = async () => reasonOf(await (async () => db.execute(sql`select 1`))().catch((error: unknown) => error))
  t.equal(await why(), 'it is being opened and brought up to date')
  waitFor(new Error('it is broken'))
  t.equal(await why(), 'it is broken')
  const through = await opened(connection)
  arrive()
  shut(new Error('it is damaged'))
  t.equal(await why(), 'it is damaged')
  await t.rejects(async () => through?.db.execute(sql`select 1`), { code: 'DATABASE_UNAVAILABLE' })
  await t.rejects(async () => through?.executeSql('select 1'), { code: 'DATABASE_UNAVAILABLE' })
})

t.test('a write that ends in files which are somebody else’s by then does not count as done, and they are not written again', async (t) => {
  const { connection, remove } = await createDatabase()
  t.teardown(remove)
  let isOurs = true
  let closed = 0
  const ensureOurs = (): void => {
    if (!isOurs) throw new Error('moved away')
  }
  const database = databaseToCome(ensureOurs)
  const close = async () => {
    closed += 1
  }
  const through = await database.opened({ ...connection, close })
  database.arrive()
  const write = async (db: typeof database.db | undefined) =>
    db?.transaction(async (db) => {
      await db.execute(sql`select 1`)
      isOurs = false
    })
  for (const db of [database.db, through?.db]) {
    isOurs = true
    await t.rejects(write(db), { code: 'DATABASE_UNAVAILABLE', cause: { message: 'moved away' } })
  }
  await t.rejects(async () => through?.executeSql('select 1'), { code: 'DATABASE_UNAVAILABLE' })
  await database.close()
  t.equal(closed, 0)
})
