import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import type { Test } from 'tap'
import type { Problem } from '../../src/http/problem.ts'
import { openWire, type Wire } from '../support/cut-wire.ts'
import { ADMIN_KEY } from '../support/database.ts'
import type { Example } from '../support/examples.ts'
import { openOn, type Racing } from '../support/open-on.ts'
import { aBranch, aCentre } from '../support/people.ts'
import { until } from '../support/receivers.ts'
import { type Answer, onPostgres } from '../support/scene.ts'

/** Long for the server of a test, short for whoever waits for the test. */
const PATIENCE = { statement: 500, lock: 400, silence: 1000 }
/** "A few seconds": what an answer without a database may take at most. */
const SOON = 6000

const folder = new URL('../../openapi/examples/', import.meta.url)
const NOBODY = '019b0b1e-7c1a-7000-8000-000000000001'

/** Every operation as its example asks it, of things that are not there. */
const questions = readdirSync(folder).map((file) => {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const filled = text.replace(/\{[^{}"]*\.key\}/g, ADMIN_KEY).replace(/\{[a-z][^{}"]*\}/g, NOBODY)
  const { operationId, request } = JSON.parse(filled) as Example
  return { operationId, ...request }
})

type Question = (typeof questions)[number]

async function ask(s: Racing, { method, url, headers = {}, body }: Question): Promise<Answer<Problem>> {
  const reply = await s.app.inject({ method, url, headers, ...(body && { payload: body }) })
  const said = Object.entries(reply.headers).map(([name, value]) => [name, String(value)])
  const isJson = /\bjson\b/.test(String(reply.headers['content-type']))
  return { status: reply.statusCode, headers: Object.fromEntries(said), body: (isJson && reply.body ? reply.json() : {}) as Problem }
}

function isOutage(t: Test, answer: Answer<Problem>, title: string): void {
  t.match(answer, { status: 503, body: { code: 'DATABASE_UNAVAILABLE' }, headers: { 'retry-after': /^\d+$/ } }, title)
}

/** The service behind a wire, with one centre and one branch; as in a server, no request waits for memory to catch up. */
async function behindWire(t: Test, url: string, patience?: typeof PATIENCE): Promise<{ s: Racing; wire: Wire; branch: string }> {
  const wire = await openWire(url)
  const s = await openOn(wire.url, patience)
  t.teardown(async () => {
    await s.close()
    await wire.close()
  })
  await aCentre(s, { code: 'lang-son' })
  const branch = `/v1/branches/${(await aBranch(s)).id}`
  await s.deps.memory.catchUp()
  s.deps.memory.follow()
  return { s, wire, branch }
}

/** A connection that is alive: one lost just now may still be in the pool. */
const aConnection = (s: Racing) => until('a connection', () => s.deps.db.execute(sql`select 1`).then(Boolean, () => false))

/** Reads that are answered without the database. */
const KNOWN: ReadonlySet<string> = new Set(['getHealth', 'getReadiness', 'getMetrics', 'getOnDuty', 'getOnDutyText', 'getDutyCards'])

onPostgres('while the database refuses, every operation that needs it says so at once', async (t, url) => {
  const { s, wire } = await behindWire(t, url)
  await wire.cut()
  for (const question of questions) {
    const from = performance.now()
    const answer = await ask(s, question)
    t.ok(performance.now() - from < SOON, `${question.operationId} is answered soon`)
    if (answer.status === 503 || !KNOWN.has(question.operationId)) isOutage(t, answer, question.operationId)
    else t.ok(answer.status < 500, question.operationId)
  }
  await wire.mend()
  t.equal((await s.call('GET', '/v1/centres')).status, 200, 'it goes on without a restart')
})

onPostgres('a database that dies in mid-request is never a fault of ours, wherever it dies', async (t, url) => {
  const { s, wire } = await behindWire(t, url)
  for (const question of questions) {
    for (const answers of [0, 1, 3]) {
      await aConnection(s)
      wire.cutAfter(answers)
      const answer = await ask(s, question)
      const title = `${question.operationId}, after ${answers}`
      if (answer.status >= 500 && question.operationId !== 'getReadiness') isOutage(t, answer, title)
      else t.ok(answer.status, title)
      await wire.cut()
      await wire.mend()
    }
  }
  await pause(100)
  const together = await Promise.all(Array.from({ length: 30 }, () => s.call('GET', '/v1/centres')))
  for (const { status } of together) t.equal(status, 200, 'no place of the pool is lost')
})

onPostgres('a server that is silent is waited for a few seconds, reads and writes alike', async (t, url) => {
  const { s, wire, branch } = await behindWire(t, url, PATIENCE)
  // as many connections as the pool has, all alive when the silence begins
  await Promise.all(Array.from({ length: 10 }, () => s.deps.db.execute(sql`select pg_sleep(0.1)`)))
  wire.hold()
  const from = performance.now()
  const asked = Array.from({ length: 30 }, (_, n) =>
    n % 2 === 0
      ? s.call<Problem>('GET', branch)
      : s.call<Problem>('PATCH', branch, { body: { name: `Tên ${n}` }, headers: { 'if-match': '"1"' } })
  )
  for (const answer of await Promise.all(asked)) isOutage(t, answer, 'of thirty at once')
  t.ok(performance.now() - from < SOON + PATIENCE.silence)
  isOutage(t, await s.call<Problem>('GET', branch), 'on a new connection')
  await wire.mend()
  const after = await Promise.all(Array.from({ length: 20 }, () => s.call<{ version: number }>('GET', branch)))
  for (const { status, body } of after) t.match({ status, body }, { status: 200, body: { version: 1 } }, 'nothing of a lost write is done')
})

onPostgres('the service as it is started has that patience too, and closes while the server is silent', async (t, url) => {
  const wire = await openWire(url)
  t.teardown(wire.close)
  const s = await openOn(wire.url)
  await s.call('GET', '/v1/agency-kinds')
  s.deps.memory.follow()
  wire.hold()
  const from = performance.now()
  isOutage(t, await s.call<Problem>('GET', '/v1/centres'), 'after ten seconds')
  t.ok(performance.now() - from < 15_000)
  await s.close()
})

onPostgres('a statement that waits too long for a lock is given up, and that is what is said; the others go on', async (t, url) => {
  const s = await openOn(url, PATIENCE)
  t.teardown(s.close)
  await aCentre(s)
  const branch = `/v1/branches/${(await aBranch(s)).id}`
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  await other.query('begin')
  await other.query('select * from branches for update')
  const change = () => s.call<Problem>('PATCH', branch, { body: { name: 'Khác' }, headers: { 'if-match': '"1"' } })
  const [waiting, reading] = await Promise.all([change(), s.call('GET', branch)])
  t.match(waiting, { status: 503, body: { code: 'DATABASE_BUSY' }, headers: { 'retry-after': /^\d+$/ } }, 'the database is there')
  t.equal(reading.status, 200)
  await other.query('rollback')
  await other.end()
  t.equal((await change()).status, 200)
})

onPostgres('a connection lost in the middle of a transaction fails the transaction, and nothing else', async (t, url) => {
  const { s, wire } = await behindWire(t, url)
  for (let n = 0; n < 12; n += 1) {
    const work = s.deps.db.transaction(async (db) => {
      await db.execute(sql`select 1`)
      await wire.cut()
      await pause(20)
      await db.execute(sql`select 1`)
    })
    await t.rejects(work)
    await t.rejects(
      s.deps.db.transaction((db) => db.execute(sql`select 1`)),
      'refused'
    )
    await wire.mend()
  }
  await s.deps.db.transaction((db) => db.execute(sql`select 1`))
})
