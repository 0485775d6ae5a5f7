import type { Connection } from '../../db/connect.ts'
import type { Db } from '../../db/handle.ts'
import { ALWAYS_OURS, type EnsureOurs } from '../jobs/own-files.ts'
import { unavailable } from '../store/constraints.ts'

/** A database that is still being opened or brought up to date, and that may be shut again. */
export interface DatabaseToCome {
  /** Refuses everything as a database that is out of reach does, until the real one has arrived; then it is that one. */
  readonly db: Db
  /** It is open, and is used through what this returns: to be closed with this one. At once when this one is closed already: undefined then. */
  readonly opened: (connection: Connection) => Promise<Connection | undefined>
  /** It is what requests need. */
  readonly arrive: () => void
  /** Why it is not there, for whoever asks. */
  readonly waitFor: (reason: unknown) => void
  /** From now on nothing of this process reads or writes it, except that it is closed with this one where it is ours still. */
  readonly shut: (reason: unknown) => void
  readonly close: () => Promise<void>
}

const OPENING = new Error('it is being opened and brought up to date')

/** Throws DATABASE_UNAVAILABLE while nothing may be asked of it. */
type Allow = () => void

/** What was done, unless it was done to a database that is nobody's any more. */
async function counted<T>(allow: Allow, work: Promise<T>): Promise<T> {
  const done = await work
  allow()
  return done
}

/** The database that there is when it is asked something, if it may be asked. */
function gate(allow: Allow, target: () => Db): Db {
  const get = (_: object, name: string | symbol): unknown => {
    // whoever awaits the handle asks whether it is a promise
    if (name === 'then') return undefined
    allow()
    const db = target()
    if (name === 'transaction') return (...args: Parameters<Db['transaction']>) => counted(allow, db.transaction(...args))
    const found: unknown = Reflect.get(db, name)
    return typeof found === 'function' ? found.bind(db) : found
  }
  return new Proxy({}, { get }) as Db
}

const gated = (allow: Allow, connection: Connection): Connection => ({
  ...connection,
  db: gate(allow, () => connection.db),
  executeSql: async (...args) => {
    allow()
    return counted(allow, connection.executeSql(...args))
  }
})

/** `ensureOurs` throws once the database's files belong to somebody else; it is asked before each use, and before a write counts as done. */
export function databaseToCome(ensureOurs = ALWAYS_OURS): DatabaseToCome {
  let connection: Connection | undefined
  let there: Db | undefined
  let missing: unknown = OPENING
  let shut = false
  let closed = false
  const allow = (): void => {
    if (shut) throw unavailable(missing)
    try {
      ensureOurs()
    } catch (error) {
      throw unavailable(error)
    }
  }
  const arrived = (): Db => {
    if (there === undefined) throw unavailable(missing)
    return there
  }
  return {
    db: gate(allow, arrived),
    opened: async (open) => {
      connection = open
      if (closed) await open.close()
      return closed ? undefined : gated(allow, open)
    },
    arrive: () => {
      there = connection?.db
    },
    waitFor: (reason) => {
      missing = reason
    },
    shut: (reason) => {
      shut = true
      missing = reason
    },
    close: async () => {
      closed = true
      if (isOurs(ensureOurs)) await connection?.close()
    }
  }
}

/** A database that is closed writes down that it was. */
function isOurs(ensureOurs: EnsureOurs): boolean {
  try {
    ensureOurs()
    return true
  } catch {
    return false
  }
}
