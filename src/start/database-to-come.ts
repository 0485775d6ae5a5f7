import type { Connection } from '../../db/connect.ts'
import type { Db } from '../../db/handle.ts'
import { DutyError } from '../domain/errors.ts'

/** A database that is still being opened or brought up to date. */
export interface DatabaseToCome {
  /** Refuses everything as a database that is out of reach does, until the real one has arrived; then it is that one. */
  readonly db: Db
  /** It is open: to be closed with this one. At once when this one is closed already: false then. */
  readonly opened: (connection: Connection) => Promise<boolean>
  /** It is what requests need. */
  readonly arrive: () => void
  readonly close: () => Promise<void>
}

export function databaseToCome(): DatabaseToCome {
  let connection: Connection | undefined
  let there: Db | undefined
  let closed = false
  const get = (_: object, name: string | symbol): unknown => {
    // whoever awaits the handle asks whether it is a promise
    if (name === 'then') return undefined
    if (there === undefined) throw new DutyError('DATABASE_UNAVAILABLE')
    const found: unknown = Reflect.get(there, name)
    return typeof found === 'function' ? found.bind(there) : found
  }
  return {
    db: new Proxy({}, { get }) as Db,
    opened: async (open) => {
      connection = open
      if (closed) await open.close()
      return !closed
    },
    arrive: () => {
      there = connection?.db
    },
    close: async () => {
      closed = true
      await connection?.close()
    }
  }
}
