import pg from 'pg'
import type { Test } from 'tap'

/** What whoever runs the server does to a database there, while the service runs or not. */
export interface Operator {
  /** A copy of the database as it is now. Like a restore, it ends every connection for a moment. */
  readonly copy: () => Promise<Copy>
  /** Drops it, whoever is connected, and makes it anew with nothing in it. */
  readonly renew: () => Promise<void>
}

export interface Copy {
  /** Puts the copy in the place of the database, under its name. */
  readonly restore: () => Promise<void>
}

/** The operator of the database at that address; what is left over goes with the test. */
export function operatorOf(t: Test, url: string): Operator {
  const server = new URL(url)
  const name = server.pathname.slice(1)
  server.pathname = '/postgres'
  const run = async (...statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: server.href })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  /** Nobody may connect any more, and nobody is connected. */
  const empty = async (): Promise<void> => {
    await run(`alter database ${name} allow_connections false`)
    await run(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${name}'`)
  }
  const open = `alter database ${name} allow_connections true`
  let copies = 0
  return {
    renew: () => run(`drop database ${name} with (force)`, `create database ${name} template template0`),
    copy: async () => {
      copies += 1
      const [copy, old] = [`${name}_copy${copies}`, `${name}_old${copies}`]
      t.teardown(() => run(`drop database if exists ${copy} with (force)`, `drop database if exists ${old} with (force)`))
      await empty()
      await run(`create database ${copy} template ${name}`, open)
      return {
        restore: async () => {
          await empty()
          await run(`alter database ${name} rename to ${old}`, `alter database ${copy} rename to ${name}`)
        }
      }
    }
  }
}
