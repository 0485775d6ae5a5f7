import { mkdirSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { drizzle as overPg } from 'drizzle-orm/node-postgres'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import pg from 'pg'
import type { Db } from './handle.ts'

/** An open database: its handle, which driver carries it, and how to let go of it. */
export interface Connection {
  readonly db: Db
  readonly driver: 'postgresql' | 'pglite'
  readonly close: () => Promise<void>
}

/** A pool to a PostgreSQL server (15 or later). Nothing is connected until the first query. */
export function connectPostgres(url: string): Connection {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000, application_name: 'lichtruc' })
  // An idle connection that the server drops is not an error of ours: the pool makes a new one for the next query.
  pool.on('error', () => undefined)
  return { db: overPg(pool) as unknown as Db, driver: 'postgresql', close: () => pool.end() }
}

/** The embedded PostgreSQL (PGlite) in a folder, or in memory without one. One handle is one connection. */
export async function connectPglite(folder?: string): Promise<Connection> {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const client = await PGlite.create({ ...(folder === undefined ? {} : { dataDir: folder }), extensions: { btree_gist } })
  return { db: overPglite(client) as unknown as Db, driver: 'pglite', close: () => client.close() }
}
