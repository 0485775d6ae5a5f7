import { sql } from 'drizzle-orm'
import { fromDrizzle, type JobInsert, PgBoss } from 'pg-boss'
import type { Db } from '../../db/handle.ts'
import { QUEUE_SCHEMA, type Queue } from '../../db/schema/queues.ts'
import type { Instant } from '../domain/instant.ts'

/** How a job is tried again: so many times after the first, after so many seconds, doubled each time (with some chance in it) up to a most. */
export interface Retries {
  readonly limit: number
  readonly delaySeconds: number
  readonly mostSeconds: number
  /** A try may last so long. */
  readonly expireSeconds: number
  /** A process that gives no sign of life for so long is taken for dead, and what it had in hand is tried again; 10 at least. */
  readonly silentSeconds: number
}

/** A clock without timers: this end of the queue only writes, and leaves nothing running. */
const WITHOUT_TIMERS = {
  now: () => Date.now(),
  setTimeout: () => undefined,
  clearTimeout: () => undefined,
  setInterval: () => undefined,
  clearInterval: () => undefined
}

/** Which jobs take turns, and how they are done. */
export interface InLine {
  /** Whose line they stand in: the jobs of each line leave in turn with those of every other, and a slow line holds no more than its places. */
  readonly line: string
  readonly retries: Retries
  /** They leave no sooner; left out: as soon as it is their turn. */
  readonly after?: Instant | undefined
}

/**
 * Adds jobs to a queue in the transaction that the handle is: they are there when it commits, and never were when it is rolled back.
 * Nothing needs to be running for it.
 */
export async function enqueue(db: Db, queue: Queue, jobs: readonly object[], { line, retries, after }: InLine): Promise<void> {
  if (jobs.length === 0) return
  const boss = new PgBoss({
    db: fromDrizzle(db as unknown as Parameters<typeof fromDrizzle>[0], sql),
    schema: QUEUE_SCHEMA,
    migrate: false,
    supervise: false,
    schedule: false,
    clock: WITHOUT_TIMERS
  })
  await boss.start()
  const turn = await nextTurn(db, queue, line)
  const more = { group: { id: line }, ...(after !== undefined && { startAfter: new Date(after) }) }
  await boss.insert(
    queue,
    jobs.map((data, at) => ({ ...jobOf(data, retries, queue), ...more, priority: turn - at }))
  )
}

/**
 * The turn of the next job of a line, as its priority: 0 for the first that waits, -1 for the one behind it. So the first of each line
 * leave before the second of any.
 */
async function nextTurn(db: Db, queue: Queue, line: string): Promise<number> {
  const waiting = sql`name = ${queue} and group_id = ${line} and state < 'active' and start_after <= clock_timestamp()`
  const found = await db.execute(sql`select min(priority) as last from ${sql.raw(QUEUE_SCHEMA)}.job where ${waiting}`)
  const [row] = (found as unknown as { readonly rows: readonly { readonly last: number | null }[] }).rows
  return (row?.last ?? 1) - 1
}

const jobOf = (data: object, { limit, delaySeconds, mostSeconds, expireSeconds, silentSeconds }: Retries, queue: Queue): JobInsert => ({
  data,
  retryLimit: limit,
  retryBackoff: true,
  retryDelay: delaySeconds,
  retryDelayMax: mostSeconds,
  expireInSeconds: expireSeconds,
  heartbeatSeconds: silentSeconds,
  ...(queue === 'delivery' && { deadLetter: 'delivery-dead' satisfies Queue })
})
