import { subscribe } from 'node:diagnostics_channel'
import { mkdirSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { drizzle as overPg } from 'drizzle-orm/node-postgres'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import pg from 'pg'
import { fromPglite } from 'pg-boss'
import { FolderFiles } from './folder-files.ts'
import type { Db } from './handle.ts'
import { survive } from './lost-connections.ts'

/** An open database: its handle, which driver carries it, and how to let go of it. */
export interface Connection {
  readonly db: Db
  readonly driver: 'postgresql' | 'pglite'
  /** Runs SQL text outside any transaction of `db`, several statements too: what the job queue works through. */
  readonly executeSql: ExecuteSql
  /** Hears every notification on the channel over a connection of its own: `heard` at each, `lost` once, when it hears no more. */
  readonly listen: (
    channel: string,
    heard: (payload: string) => void,
    lost: (error: unknown) => void
  ) => Promise<{ readonly close: () => Promise<void> }>
  /** Does the work while no other process on this database does its own: each in its turn. `waits` is told when it is another's turn now. */
  readonly takeTurn: <T>(work: () => Promise<T>, waits?: () => void) => Promise<T>
  readonly close: () => Promise<void>
  /** Resolves with why once an embedded database has come to an end by itself: only another connection finds it again. Of a server never. */
  readonly stopped: Promise<unknown>
}

const NEVER = new Promise<never>(() => undefined)

export type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>

/** How long a server is waited for, in milliseconds; 0 = for ever. */
export interface Patience {
  /** For one statement: then the server gives it up and says so, and the connection goes on. */
  readonly statement: number
  /** For a lock that another transaction holds, likewise: shorter than `statement`, so that it is known what was waited for. */
  readonly lock: number
  /** For any sign of life while an answer is due: then the connection is lost, as in a network that drops packets. Longer than `statement`. */
  readonly silence: number
}

/** For requests: no statement of theirs takes a second, but one may wait for the lock of another. */
const OF_REQUESTS: Patience = { statement: 8_000, lock: 7_000, silence: 10_000 }

/** For migrations, which take as long as they take. */
export const FOR_EVER: Patience = { statement: 0, lock: 0, silence: 0 }

/** How long a connection to the server may take to come about, in milliseconds, a free place in the pool included. */
const CONNECTING = 5_000

/** How long the server keeps the locks of a transaction that says nothing more, in milliseconds: its process may be out of reach for good. */
const IDLE_IN_TRANSACTION = 60_000

/** A pool to a PostgreSQL server (15 or later). Nothing is connected until the first query; a server that is gone is an error within seconds. */
export function connectPostgres(url: string, { statement, lock, silence }: Patience = OF_REQUESTS): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: CONNECTING,
    statement_timeout: statement,
    lock_timeout: lock,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
    application_name: 'lichtruc'
  })
  survive(pool, silence)
  return {
    db: overPg(pool) as unknown as Db,
    driver: 'postgresql',
    executeSql: executeOver(pool),
    listen: listenAt(url),
    takeTurn: takeTurnAt(url),
    close: () => pool.end(),
    stopped: NEVER
  }
}

/** A client that listens is not of the pool: it keeps its session as long as it lasts. */
const listenAt =
  (url: string): Connection['listen'] =>
  async (channel, heard, lost) => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECTING,
      keepAlive: true,
      application_name: 'lichtruc listens'
    })
    let open = true
    const end = (error: unknown): void => {
      if (open) lost(error)
      open = false
    }
    client.on('error', end)
    client.on('end', () => end(new Error('the connection that listens has ended')))
    client.on('notification', ({ payload }) => heard(payload ?? ''))
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    return {
      close: () => {
        open = false
        return client.end()
      }
    }
  }

/** Chosen once; any constant that no other program on the same database takes. */
const TURN_LOCK = 620_281_128

/** The lock is a session's of its own: it lasts as long as the work does, and goes with the process. */
const takeTurnAt =
  (url: string): Connection['takeTurn'] =>
  async (work, waits) => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECTING,
      keepAlive: true,
      application_name: 'lichtruc takes its turn'
    })
    // a session that is lost loses the turn; the work on its own connections fails or ends as it would
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query<{ got: boolean }>(`select pg_try_advisory_lock(${TURN_LOCK}) as got`)
      if (rows[0]?.got !== true) {
        waits?.()
        await client.query(`select pg_advisory_lock(${TURN_LOCK})`)
      }
      return await work()
    } finally {
      await client.end().catch(() => undefined)
    }
  }

/** A connection on which a statement failed is not used again: a block of several may have left its transaction open. */
const executeOver =
  (pool: pg.Pool): ExecuteSql =>
  async (text, values) => {
    const client = await pool.connect()
    try {
      const results = [await client.query(text, values)].flat()
      client.release()
      return { rows: results.flatMap(({ rows }) => rows ?? []) }
    } catch (error) {
      client.release(true)
      throw error
    }
  }

/** The embedded PostgreSQL (PGlite) in a folder, or in memory without one. One handle is one connection. */
export async function connectPglite(folder?: string): Promise<Connection> {
  if (folder === undefined) return over(await PGlite.create({ extensions }))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return connectFiles(new FolderFiles(folder))
}

/** PGlite's own parameters tell PostgreSQL to wait for no disk; of its ways to wait for one, Emscripten does nothing at the usual (fdatasync). */
const SYNCED = [...PGlite.defaultStartParams.filter((param) => param !== '-F'), '-c', 'wal_sync_method=fsync']

/** The embedded PostgreSQL in these files: what is committed is on the disk, and outlasts a power cut. */
export async function connectFiles(files: FolderFiles): Promise<Connection> {
  const { isNew } = files
  if (files.wasLeftOpen) await files.settle()
  const client = await PGlite.create({ fs: files, extensions, startParams: SYNCED }).catch((error: unknown) => {
    files.abandon()
    throw error
  })
  if (isNew) await files.settle()
  files.forget()
  let isOver = false
  const stopped = files.stopped.then((why) => {
    isOver = true
    files.abandon()
    return why
  })
  const connection = over(client)
  // whose end leaves it nothing to write down
  return { ...connection, stopped, close: async () => (isOver ? undefined : connection.close()) }
}

/** An embedded database in memory that begins as a copy of what `imageOf` made. */
export const connectCopy = async (image: Blob): Promise<Connection> => over(await PGlite.create({ loadDataDir: image, extensions }))

/** All that an embedded database in memory holds, once `fill` has filled it; the database itself is gone. */
export async function imageOf(fill: (connection: Connection) => Promise<void>): Promise<Blob> {
  const client = await PGlite.create({ extensions })
  await fill(over(client))
  const image = await client.dumpDataDir('none')
  await client.close()
  return image
}

const extensions = { btree_gist }

/** How long the embedded database, which works in the calling thread, does so without a pause; milliseconds. */
const STRETCH = 2

/** How long a pause lasts at most, however many come in; milliseconds. Those who are connected already wait for the database as well. */
const LONGEST_PAUSE = 50

/** Connections that servers of this thread have taken. */
let taken = 0
subscribe('net.server.socket', () => {
  taken += 1
})

/**
 * Lets everything else of the thread have its turn. In each turn a server takes one new connection and no more (libuv since 1.45), so whoever
 * asks who is on duty may stand behind hundreds: a pause goes on while the turns bring new ones.
 */
async function pause(): Promise<void> {
  const end = performance.now() + LONGEST_PAUSE
  let before: number
  do {
    before = taken
    await setImmediate()
  } while (taken > before && performance.now() < end)
}

/**
 * The same client with pauses between its messages: what it awaits is done at once, so that without them a transaction of many
 * statements would let nothing else of the thread have a turn.
 */
function withPauses(client: PGlite): PGlite {
  const run = client.execProtocolRaw.bind(client)
  let since = performance.now()
  client.execProtocolRaw = async (...message) => {
    const answer = await run(...message)
    if (performance.now() - since > STRETCH) {
      await pause()
      since = performance.now()
    }
    return answer
  }
  return client
}

function over(bare: PGlite): Connection {
  const client = withPauses(bare)
  const { executeSql } = fromPglite(client)
  return {
    db: overPglite(client) as unknown as Db,
    driver: 'pglite',
    executeSql,
    listen: async (channel, heard) => ({ close: await client.listen(channel, heard) }),
    // its folder is one process's (the lock of the data folder)
    takeTurn: (work) => work(),
    close: () => client.close(),
    stopped: NEVER
  }
}
