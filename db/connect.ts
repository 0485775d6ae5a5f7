import { mkdirSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { drizzle as overPg } from 'drizzle-orm/node-postgres'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import pg from 'pg'
import { fromPglite } from 'pg-boss'
import type { Db } from './handle.ts'

/** An open database: its handle, which driver carries it, and how to let go of it. */
export interface Connection {
  readonly db: Db
  readonly driver: 'postgresql' | 'pglite'
  /** Runs SQL text outside any transaction of `db`, several statements too: what the job queue works through. */
  readonly executeSql: ExecuteSql
  readonly close: () => Promise<void>
}

export type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>

/** A pool to a PostgreSQL server (15 or later). Nothing is connected until the first query. */
export function connectPostgres(url: string): Connection {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000, application_name: 'lichtruc' })
  // An idle connection that the server drops is not an error of ours: the pool makes a new one for the next query.
  pool.on('error', () => undefined)
  return { db: overPg(pool) as unknown as Db, driver: 'postgresql', executeSql: executeOver(pool), close: () => pool.end() }
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
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  return over(await PGlite.create({ ...(folder === undefined ? {} : { dataDir: folder }), extensions }))
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

function over(client: PGlite): Connection {
  const { executeSql } = fromPglite(client)
  return { db: overPglite(client) as unknown as Db, driver: 'pglite', executeSql, close: () => client.close() }
}
