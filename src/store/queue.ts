import { sql } from 'drizzle-orm'
import { fromDrizzle, type JobInsert, PgBoss } from 'pg-boss'
import type { Db } from '../../db/handle.ts'
import { QUEUE_SCHEMA, type Queue } from '../../db/schema/queues.ts'

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

/**
 * Adds jobs to a queue in the transaction that the handle is: they are there when it commits, and never were when it is rolled back.
 * Nothing needs to be running for it.
 */
export async function enqueue(db: Db, queue: Queue, jobs: readonly object[], retries: Retries): Promise<void> {
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
  await boss.insert(
    queue,
    jobs.map((data) => jobOf(data, retries, queue))
  )
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
