import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { Worker } from 'node:worker_threads'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { connectPglite } from '../../db/connect.ts'

const CALLERS = 200
/** Of the embedded database: more than it does without a pause. */
const LONG = sql`select count(*) from generate_series(1, 100000)`

/** Connects so many times, and says when the last of them stands: the other side need not have taken any. */
const CONNECTS = `
  const { connect } = require('node:net')
  const { port, callers, stand } = require('node:worker_threads').workerData
  let open = 0
  for (let at = 0; at < callers; at += 1) {
    connect(port, '127.0.0.1').on('connect', () => {
      open += 1
      if (open < callers) return
      Atomics.store(stand, 0, 1)
      Atomics.notify(stand, 0)
    })
  }`

t.test('those who wait to be let in need not wait for one statement each', async (t) => {
  const connection = await connectPglite()
  let taken = 0
  const server = createServer(() => {
    taken += 1
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const stand = new Int32Array(new SharedArrayBuffer(4))
  const { port } = server.address() as AddressInfo
  const callers = new Worker(CONNECTS, { eval: true, workerData: { port, callers: CALLERS, stand } })
  t.teardown(async () => {
    await callers.terminate()
    server.close()
    await connection.close()
  })
  await once(callers, 'online')
  Atomics.wait(stand, 0, 0)
  t.ok(taken < CALLERS / 2, 'nearly all of them wait')

  let statements = 0
  while (taken < CALLERS && statements < CALLERS) {
    await connection.db.execute(LONG)
    statements += 1
  }
  t.equal(taken, CALLERS, 'all are in')
  t.ok(statements < CALLERS / 10, `after ${statements} statements`)
})
