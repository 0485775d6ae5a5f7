import type { ApiKey } from '../domain/api-key.ts'
import type { Centre } from '../domain/centre.ts'
import type { Instant } from '../domain/instant.ts'
import type { CentreIndex } from './centre-index.ts'

/** Until when an answer out of memory is known to be right, and whether that is too long ago, or the database is away. */
export interface Freshness {
  readonly generatedAt: Instant
  readonly stale: boolean
}

/** A centre that is known to be, and of which nothing can be said until the database is read: what was kept of it is damaged, or gone. */
export type UnreadCentre = Pick<Centre, 'id' | 'code' | 'province'>

/** What is kept of it where a restart finds it, the database there or not. */
export interface Remembered {
  /** Which installation it is of; null where the database does not say. */
  readonly installation: string | null
  readonly confirmedAt: Instant
  readonly keys: readonly ApiKey[]
  readonly centres: readonly CentreIndex[]
  /** None where it is kept: what is in memory is kept once all of it has been read. */
  readonly unread: readonly UnreadCentre[]
}

/**
 * What look-ups answer from: the index of every centre, and every usable key. It is followed (`follow`): then whoever follows it calls
 * `catchUp` at every sign of a change, and readers never wait; or it is not: then `ready` catches up before each request, so that a reader
 * never sees less than was committed before.
 */
export interface Memory {
  /** Kept when everything that was committed before the call is in memory; broken when the database is away. */
  readonly catchUp: () => Promise<void>
  /** Something of that centre was written, says a notification: its versions are read at once, before `catchUp` has found out what it was. */
  readonly hear: (centreId: string) => Promise<void>
  /** Before a request reads anything. With the database away it is kept too: what is in memory is stale then. */
  readonly ready: () => Promise<void> | undefined
  /** After a request that wrote: whoever wrote sees it in the next answer. With the database away it is kept too. */
  readonly settled: () => Promise<void> | undefined
  /** Somebody calls `catchUp` from now on. */
  readonly follow: () => void
  /** The connection is known to be lost: answers are stale until the next `catchUp` that succeeds, which compares everything. */
  readonly lose: () => void
  readonly freshness: () => Freshness
  /** Goes up whenever anything in memory changes. */
  readonly revision: () => number
  /** By code. At once when it is followed. */
  readonly centres: () => readonly CentreIndex[] | Promise<readonly CentreIndex[]>
  /** What is asked of these is refused for the moment: it is neither so nor not so. */
  readonly unread: () => readonly UnreadCentre[]
  readonly key: (hash: string) => ApiKey | undefined
  readonly remembered: () => Remembered
}
