import { sql } from 'drizzle-orm'
import { getConstructionPlans } from 'pg-boss'
import type { Db } from './handle.ts'
import { QUEUE_SCHEMA, QUEUES } from './schema/queues.ts'

/**
 * Makes the tables of the job queue where there are none, and every queue that is missing, in the caller's transaction. Tables of an
 * older pg-boss are brought up to date by its own start.
 */
export async function makeQueueTables(db: Db): Promise<void> {
  const known = (await db.execute(sql`select to_regclass(${`${QUEUE_SCHEMA}.version`}) as found`)) as unknown as {
    rows: { found: unknown }[]
  }
  if (known.rows[0]?.found === null) await db.execute(sql.raw(asOneStatement(getConstructionPlans(QUEUE_SCHEMA))))
  for (const queue of QUEUES) {
    await db.execute(sql`select ${sql.raw(QUEUE_SCHEMA)}.create_queue(${queue}, '{"policy": "standard"}'::jsonb)`)
  }
}

/** The plan without its own transaction, as one statement: PGlite takes no more than one inside a transaction. */
function asOneStatement(plan: string): string {
  const statements = plan.replace(/^\s*BEGIN;/, '').replace(/COMMIT;\s*$/, '')
  return `do $queue$ begin execute $plan$${statements}$plan$; end $queue$`
}
