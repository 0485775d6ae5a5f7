import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { connectPglite } from '../../db/connect.ts'
import { openCallers } from '../support/callers.ts'

const CALLERS = 200
/** Of the embedded database: more than it does without a pause. */
const LONG = sql`select count(*) from generate_series(1, 100000)`

t.test('those who wait to be let in need not wait for one statement each', async (t) => {
  const connection = await connectPglite()
  let taken = 0
  const server = createServer(() => {
    taken += 1
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const callers = await openCallers((server.address() as AddressInfo).port, CALLERS)
  t.teardown(async () => {
    await callers.end()
    server.close()
    await connection.close()
  })
  callers.wait()
  t.ok(taken < CALLERS / 2, 'nearly all of them wait')

  let statements = 0
  while (taken < CALLERS && statements < CALLERS) {
    await connection.db.execute(LONG)
    statements += 1
  }
  t.equal(taken, CALLERS, 'all are in')
  t.ok(statements < CALLERS / 10, `after ${statements} statements`)
})
