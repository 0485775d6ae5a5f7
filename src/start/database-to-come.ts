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
  /** Whether it has been what requests need, and is again as soon as it can. */
  readonly hasArrived: () => boolean
  /** Nothing is let through, for this reason, until it is opened again. */
  readonly hold: (reason: unknown) => void
  readonly isHeld: () => boolean
  /** Another connection to the same database takes the place of the one that ended; closed at once, and false, when this one is closed already. */
  readonly reopened: (connection: Connection) => Promise<boolean>
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

/** Told that it hears no more. */
type Lost = Parameters<Connection['listen']>[2]

/** The connection that there is when it is used, if it may be; who listens is told when another takes its place. */
const gated = (allow: Allow, first: Connection, current: () => Connection, listeners: Set<Lost>): Connection => ({
  ...first,
  db: gate(allow, () => current().db),
  executeSql: async (...args) => {
    allow()
    return counted(allow, current().executeSql(...args))
  },
  listen: async (channel, heard, lost) => {
    allow()
    const connection = current()
    const listening = await connection.listen(channel, heard, lost)
    listeners.add(lost)
    return {
      close: async () => {
        listeners.delete(lost)
        if (connection === current()) await listening.close()
      }
    }
  }
})

/** Whether the database may be asked anything. Mutable. */
interface Door {
  readonly allow: Allow
  /** Why it is not there. */
  missing: unknown
  /** For good. */
  shut: boolean
  held: { readonly reason: unknown } | undefined
}

function openDoor(ensureOurs: EnsureOurs): Door {
  const door: Door = {
    missing: OPENING,
    shut: false,
    held: undefined,
    allow: () => {
      if (door.shut) throw unavailable(door.missing)
      if (door.held !== undefined) throw unavailable(door.held.reason)
      try {
        ensureOurs()
      } catch (error) {
        throw unavailable(error)
      }
    }
  }
  return door
}

/** `ensureOurs` throws once the database's files belong to somebody else; it is asked before each use, and before a write counts as done. */
export function databaseToCome(ensureOurs = ALWAYS_OURS): DatabaseToCome {
  let connection: Connection | undefined
  let there: Db | undefined
  let closed = false
  const listeners = new Set<Lost>()
  const door = openDoor(ensureOurs)
  const arrived = (): Db => {
    if (there === undefined) throw unavailable(door.missing)
    return there
  }
  return {
    db: gate(door.allow, arrived),
    opened: async (open) => {
      connection = open
      if (closed) await open.close()
      return closed ? undefined : gated(door.allow, open, () => connection ?? open, listeners)
    },
    hasArrived: () => there !== undefined,
    hold: (reason) => {
      door.held = { reason }
      for (const lost of listeners) lost(unavailable(reason))
      listeners.clear()
    },
    isHeld: () => door.held !== undefined,
    reopened: async (again) => {
      const isLate = closed || door.shut
      if (isLate) await again.close()
      else [connection, there, door.held] = [again, again.db, undefined]
      return !isLate
    },
    arrive: () => {
      there = connection?.db
    },
    waitFor: (reason) => {
      door.missing = reason
    },
    shut: (reason) => {
      Object.assign(door, { shut: true, missing: reason })
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
