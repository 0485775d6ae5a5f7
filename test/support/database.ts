import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { v7 } from 'uuid'
import { type Connection, connectCopy, connectPglite, connectPostgres } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { agencyKinds } from '../../db/seeds/agency-kinds.ts'
import { calendarNotices } from '../../db/seeds/calendar.ts'
import { entitlements } from '../../db/seeds/entitlements.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import { setAdminKey } from '../../src/usecases/api-keys.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { seedReference } from '../../src/usecases/seed-demo.ts'
import { engine } from './engine.ts'

/** The server that tests use; undefined = PGlite in memory. */
export const serverUrl = process.env.DATABASE_URL?.trim() || undefined

/** The key with every right in every test database. */
export const ADMIN_KEY = 'test-admin-key-0123456789'

/** What protects personal data of callers in every test. */
export const CALLER_KEY = new Uint8Array(32).fill(7)

/** Every test begins here unless it sets its clock. */
export const START = '2026-11-22T10:00:00+07:00'

/** A database that nobody else uses, at the newest schema, with the admin key, the kinds of agencies and the calendar. */
export interface TestDatabase {
  readonly connection: Connection
  /** Its address; '' on PGlite, which has none. */
  readonly url: string
  /** Closes it, and drops it from the server. */
  readonly remove: () => Promise<void>
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return work(client).finally(() => client.end())
}

async function createOnServer(server: string): Promise<TestDatabase> {
  const name = `lichtruc_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await onServer(server, (client) => client.query(`create database ${name} template template0`))
  const address = new URL(server)
  address.pathname = `/${name}`
  const connection = connectPostgres(address.href)
  const remove = async () => {
    await connection.close()
    await onServer(server, (client) => client.query(`drop database ${name} with (force)`))
  }
  return { connection, url: address.href, remove }
}

/** A filled database as a file, which a run of all tests makes once: copying it takes a second, filling one eight. */
const IMAGE = process.env.TEST_IMAGE

async function createInMemory(): Promise<TestDatabase> {
  const connection = await (IMAGE === undefined ? connectPglite() : connectCopy(new Blob([readFileSync(IMAGE)])))
  return { connection, url: '', remove: connection.close }
}

/** Opens one and fills it; what fails half-way is removed. */
export async function createDatabase(): Promise<TestDatabase> {
  const database = await (serverUrl === undefined ? createInMemory() : createOnServer(serverUrl))
  try {
    if (serverUrl !== undefined || IMAGE === undefined) await fillDatabase(database.connection)
    return database
  } catch (error) {
    await database.remove()
    throw error
  }
}

/** Brings an open database to the newest schema, with the admin key, the kinds of agencies and the calendar. */
export async function fillDatabase({ db }: Connection): Promise<void> {
  await migrate(db)
  const deps = withMemory({ db, now: () => parseInstant(START), newId: () => v7(), optimise: engine })
  await setAdminKey(deps, ADMIN_KEY)
  await seedReference(deps, { agencyKinds, notices: calendarNotices, entitlements })
}
