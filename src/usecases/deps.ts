import type { Db } from '../../db/handle.ts'
import type { Render } from '../documents/rendering.ts'
import { DutyError } from '../domain/errors.ts'
import type { Instant } from '../domain/instant.ts'
import type { Readings } from '../domain/number-reading.ts'
import type { Memory } from '../lookup/memory.ts'
import type { Compute } from '../planning/compute.ts'
import type { Optimise } from '../planning/engine.ts'
import { refusal } from '../store/constraints.ts'
import { type Act, replayed } from './act.ts'
import type { Outages } from './outages.ts'
import type { Outgoing } from './outgoing.ts'

/** What every use case is given: a database handle, the clock, fresh opaque ids (UUID version 7, so that they sort by birth), and so on. */
export interface Deps {
  readonly db: Db
  readonly now: () => Instant
  readonly newId: () => string
  /** What calculates, in workers; asked through `compute` (compute.ts). */
  readonly compute?: Compute
  /** Aborted with DISCARD (job-desk.ts) when nobody waits for the answer any more: what is calculated for it ends at once. */
  readonly stop?: AbortSignal
  /** What searches for plans where that is left out: then all is calculated in this thread. */
  readonly optimise?: Optimise
  /** What look-ups and keys are answered from. Asked before a transaction begins, never within one: it reads the database by itself. */
  readonly memory: Memory
  /** What renders documents, in workers; in this thread where it is left out. */
  readonly render?: Render
  /** How it reaches others; `STANDARD` (outgoing.ts) where it is left out. */
  readonly outgoing?: Outgoing
  /** Who reads personal numbers, written by itself; where it is left out, before each answer. */
  readonly readings?: Readings
  /** Whether the database is out of reach, for the log; each app has its own where it is left out. */
  readonly outages?: Outages
  /** 32 bytes that the keys for personal data of callers are wrapped by (caller-vault.ts); nothing of callers is kept where it is left out. */
  readonly callerKey?: Uint8Array | undefined
  /** The round of the transaction that `db` is (`transact`). Whoever makes other deps of these keeps both or neither. */
  readonly act?: Act
}

/**
 * Runs the work in one transaction (a savepoint inside another one) and hands it `deps` whose `db` is that transaction. What the
 * database refuses comes out as the `DutyError` its constraint stands for. Work that calculates (`compute`) is done again from its
 * beginning once that is calculated, with no transaction open meanwhile: it does nothing that a rollback does not undo. With `owner`, the
 * centre it calculates for, it begins when those before it for that centre are done: for what many may ask for at once.
 */
export const transact = <T>(deps: Deps, work: (deps: Deps) => Promise<T>, owner?: string): Promise<T> =>
  deps.act === undefined
    ? replayed(deps.newId, (act) => within({ ...deps, act, newId: act.newId }, async (deps) => act.complete(await work(deps))), owner)
    : within(deps, work)

async function within<T>(deps: Deps, work: (deps: Deps) => Promise<T>): Promise<T> {
  try {
    return await deps.db.transaction((db) => work({ ...deps, db }))
  } catch (error) {
    throw error instanceof DutyError ? error : (refusal(error) ?? error)
  }
}
