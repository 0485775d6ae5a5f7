import { sql } from 'drizzle-orm'
import { QUEUE_SCHEMA } from '../../db/schema/queues.ts'
import { enqueue, type Retries } from '../../src/store/queue.ts'
import { scene } from '../support/scene.ts'

const RETRIES: Retries = { limit: 1, delaySeconds: 1, mostSeconds: 1, expireSeconds: 60, silentSeconds: 10 }

scene('the jobs of a line stand one behind the other, however they came; the first of every line leave first', async (t, s) => {
  const add = (line: string, ...names: readonly string[]) =>
    enqueue(
      s.deps.db,
      'delivery',
      names.map((name) => ({ name })),
      { line, retries: RETRIES }
    )
  await add('many', 'a', 'b')
  await add('many', 'c')
  await add('few', 'd')
  const found = await s.deps.db.execute(sql`select data->>'name' as name, priority from ${sql.raw(QUEUE_SCHEMA)}.job order by 1`)
  const { rows } = found as unknown as { readonly rows: readonly { readonly name: string; readonly priority: number }[] }
  t.same(
    rows.map(({ name, priority }) => `${name} ${priority}`),
    ['a 0', 'b -1', 'c -2', 'd 0']
  )
})
