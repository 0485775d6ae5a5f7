import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import type { Centre } from '../../src/domain/centre.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import type { Problem } from '../../src/http/problem.ts'
import { findCentre } from '../../src/store/centres.ts'
import { dutyAtPost } from '../../src/usecases/call-duty.ts'
import { type Deps, transact } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { recordAttempt } from '../../src/usecases/record-attempt.ts'
import { remindAll } from '../../src/usecases/remind.ts'
import { aCallKey, aNight, type CallJson, NIGHT, type Night, report, tries } from '../support/calls.ts'
import { CALLER_KEY, fillDatabase } from '../support/database.ts'
import { engine } from '../support/engine.ts'
import { type Answer, onPostgres, type Scene, scene } from '../support/scene.ts'

const code = ({ status, body }: Answer<unknown>): string => `${status} ${(body as Partial<Problem>)?.code ?? ''}`.trim()

const CONTACT = { fullName: 'Lò Văn Ót', phone: '0987 654 321', address: 'Bản Nà Pó, xã Cao Lộc', relation: 'anh trai' }
const CASE = '45/QĐ-CSHS-2026'
/** Everything that must never lie about in clear. */
const SECRETS = /Lò Văn|Ót|987.?654.?321|Nà Pó|anh trai|45\/QĐ|CSHS-2026|45 qd cshs/i

interface ContactJson {
  readonly fullName: string
  readonly phone: string | null
  readonly address: string | null
  readonly relation: string | null
  readonly readings: readonly { readonly reader: string; readonly at: string }[] | null
}

const contactOf = (s: Scene, id: string, key: string) => s.call<ContactJson>('GET', `/v1/calls/${id}/contact`, { key })

/** Every row of every table of the database, as text. */
async function wholeDatabase(s: Scene): Promise<string> {
  const { rows: tables } = (await s.deps.db.execute(sql`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'pgboss')`)) as unknown as {
    rows: { name: string }[]
  }
  const texts: string[] = []
  for (const { name } of tables) {
    const { rows } = (await s.deps.db.execute(sql.raw(`select row_to_json(x)::text as text from ${name} x`))) as unknown as {
      rows: { text: string }[]
    }
    texts.push(...rows.map(({ text }) => `${name} ${text}`))
  }
  return texts.join('\n')
}

async function reported(s: Scene, night: Night, some: object = {}): Promise<CallJson> {
  const { body } = await report(s, night, { contact: CONTACT, caseReference: CASE, ...some }, { headers: { 'idempotency-key': v7() } })
  return body
}

scene('no table holds in clear how a caller is reached, nor the case', async (t, s) => {
  const night = await aNight(s)
  await s.call('PATCH', '/v1/settings', { body: { email: 'tgpl@example.vn' }, headers: { 'if-match': '"0"' } })
  const call = await reported(s, night)
  t.match(call, { contact: 'kept', sameCase: true, notKept: [] })
  t.notMatch(JSON.stringify(call), SECRETS, 'nor does the answer')
  for (const outcome of ['refused_conflict', 'wrong_number', 'busy', 'busy', 'no_answer']) await tries(s, night, call.id, { outcome })
  await contactOf(s, call.id, night.key)
  await s.call('GET', `/v1/calls/${call.id}/refusals/${night.people[0].id}`, { key: night.key })
  s.setNow('2026-12-06T02:10:00+07:00')
  await remindAll(s.deps)
  const everything = await wholeDatabase(s)
  t.match(everything, new RegExp(`call_contacts .*${call.id}`), 'the row is there')
  t.match(everything, /pgboss\.job .*Quá thời hạn/, 'and letters')
  t.notMatch(
    everything.split('\n').filter((line) => SECRETS.test(line)),
    /./
  )
  for (const url of ['/metrics', '/v1/publications', '/v1/publications/2026-12', '/v1/calls'])
    t.notMatch(JSON.stringify((await s.call('GET', url)).body), SECRETS, url)
})

scene('the agency that reported and the centre read it; each reading is on record', async (t, s) => {
  const night = await aNight(s)
  const { id } = await reported(s, night)
  const centre = await aCallKey(s, night.centre.id)
  const own = await contactOf(s, id, night.key)
  const { readings, eraseAt: _, ...contact } = own.body as ContactJson & { eraseAt: string }
  t.same(contact, { ...CONTACT, phone: '+84987654321' })
  t.equal(readings, null)
  t.equal(own.headers['cache-control'], 'no-store')
  const read = await contactOf(s, id, centre)
  t.same(
    read.body.readings?.map(({ reader, at }) => `${reader} ${at}`),
    [`Trực ban hình sự ${NIGHT}`, `Trực ban Trung tâm ${NIGHT}`]
  )
  const without = (await report(s, night)).body
  t.equal(code(await contactOf(s, without.id, centre)), '404 NOT_FOUND')
  t.equal(code(await contactOf(s, id, await aCallKey(s, night.centre.id, undefined, ['rosters:read']))), '403 SCOPE_MISSING')
})

scene('what was changed in the database, or moved to another call or field, is refused', async (t, s) => {
  const night = await aNight(s)
  const [first, second] = [await reported(s, night), await reported(s, night, { minor: true })]
  const run = (...statements: readonly string[]) =>
    statements.reduce((before, each) => before.then(() => s.deps.db.execute(sql.raw(each))), Promise.resolve<unknown>(undefined))
  await run(
    'create temp table kept on commit drop as select * from call_contacts',
    'create temp table kept_keys on commit drop as select * from caller_keys'
  )
  const change = async (title: string, statement: string) => {
    await run(statement)
    t.equal(code(await contactOf(s, first.id, night.key)), '500 CALLER_DATA_UNREADABLE', title)
    await run(
      'delete from call_contacts',
      'insert into call_contacts select * from kept',
      'update caller_keys set wrapped = kept_keys.wrapped from kept_keys'
    )
    t.equal((await contactOf(s, first.id, night.key)).status, 200, `${title}: undone, it opens`)
  }
  const mine = `where call_id = '${first.id}'`
  await change(
    'a letter of the name',
    `update call_contacts set full_name = overlay(full_name placing case substr(full_name, 30, 1) when 'A' then 'B' else 'A' end from 30 for 1) ${mine}`
  )
  await change('cut short', `update call_contacts set phone = left(phone, 20) ${mine}`)
  await change('nothing left', `update call_contacts set phone = 'v1.' ${mine}`)
  await change(
    'of another call',
    `update call_contacts set full_name = (select full_name from call_contacts where call_id = '${second.id}') ${mine}`
  )
  await change('of another field', `update call_contacts set address = full_name ${mine}`)
  await change('another key of the centre', "update caller_keys set wrapped = left(wrapped, 40) || 'A' || substr(wrapped, 42)")
})

scene('the same text is never encrypted to the same, and another key opens nothing', async (t, s) => {
  const night = await aNight(s)
  const [first, second] = [await reported(s, night), await reported(s, night, { minor: true })]
  const { rows } = (await s.deps.db.execute(sql`select full_name, phone from call_contacts`)) as unknown as {
    rows: { full_name: string; phone: string }[]
  }
  const begins = rows.flatMap((row) => [row.full_name, row.phone]).map((text) => text.slice(3, 19))
  t.equal(new Set(begins).size, 4, 'a nonce of its own each')
  t.ok(first.sameCase && second.sameCase)
  const { rows: cases } = (await s.deps.db.execute(sql`select distinct case_key from calls`)) as unknown as { rows: { case_key: string }[] }
  t.equal(cases.length, 1, 'a case is known again')
  const app = await buildApp({ ...s.deps, db: s.deps.db, callerKey: new Uint8Array(32).fill(8) })
  t.teardown(() => app.close())
  const answer = await app.inject({ url: `/v1/calls/${first.id}/contact`, headers: { authorization: `Bearer ${night.key}` } })
  t.equal(answer.json<Problem>().code, 'CALLER_DATA_UNREADABLE')
  const payload = { stage: 'arrest', standing: 'held', contact: CONTACT, caseReference: CASE }
  const taken = await app.inject({ method: 'POST', url: '/v1/calls', headers: { authorization: `Bearer ${night.key}` }, payload })
  t.match(taken.json<CallJson>(), { status: 'open', notKept: ['contact', 'caseReference'] }, 'and a call is taken still')
})

scene('without a key, or where the centre does not want it, nothing is kept and the call is taken all the same', async (t, s) => {
  const night = await aNight(s)
  const { callerKey: _, ...keyless } = s.deps
  const app = await buildApp({ ...keyless, db: s.deps.db })
  t.teardown(() => app.close())
  const body = { stage: 'arrest', standing: 'held', contact: CONTACT, caseReference: CASE }
  const answer = await app.inject({ method: 'POST', url: '/v1/calls', headers: { authorization: `Bearer ${night.key}` }, payload: body })
  t.match(answer.json<CallJson>(), {
    status: 'open',
    contact: 'none',
    sameCase: false,
    notKept: ['contact', 'caseReference'],
    eraseAt: null
  })
  await s.call('PATCH', '/v1/settings', { body: { keepCallers: false }, headers: { 'if-match': '"0"' } })
  const call = await reported(s, night)
  t.match(call, { contact: 'none', sameCase: true, notKept: ['contact'], eraseAt: null })
  const { rows } = (await s.deps.db.execute(sql`select 1 from call_contacts`)) as unknown as { rows: object[] }
  t.same(rows, [])
  t.equal(code(await contactOf(s, call.id, night.key)), '404 NOT_FOUND')
  t.notMatch(await wholeDatabase(s), SECRETS)
})

scene('a contact is erased when its time is over, and the call stays', async (t, s) => {
  const night = await aNight(s)
  await s.call('PATCH', '/v1/settings', { body: { callRetentionDays: 10 }, headers: { 'if-match': '"0"' } })
  const [ended, open] = [await reported(s, night), await reported(s, night, { minor: true })]
  t.equal(ended.eraseAt, '2026-12-25T02:10:00+07:00', 'twice the time while it is not over')
  s.setNow('2026-12-08T12:00:00+07:00')
  const closed = await s.call<CallJson>('POST', `/v1/calls/${ended.id}/close`, { key: night.key, body: { as: 'withdrawn' } })
  t.equal(closed.body.eraseAt, '2026-12-18T12:00:00+07:00')
  const at = async (instant: string) => {
    s.setNow(instant)
    await remindAll(s.deps)
    return [code(await contactOf(s, ended.id, night.key)), code(await contactOf(s, open.id, night.key))]
  }
  t.same(await at('2026-12-18T11:59:59+07:00'), ['200', '200'])
  t.same(await at('2026-12-18T12:00:00+07:00'), ['404 NOT_FOUND', '200'])
  t.same(await at('2026-12-25T02:10:00+07:00'), ['404 NOT_FOUND', '404 NOT_FOUND'])
  const { body } = await s.call<CallJson>('GET', `/v1/calls/${ended.id}`, { key: night.key })
  t.match(body, { contact: 'erased', erasedAt: '2026-12-18T12:00:00+07:00', status: 'withdrawn', sameCase: true })
  t.equal((await s.call<CallJson>('GET', `/v1/calls/${open.id}`, { key: night.key })).body.contact, 'erased')
  const { rows } = (await s.deps.db.execute(sql`select 1 from call_contacts`)) as unknown as { rows: object[] }
  t.same(rows, [])
})

scene('the retention is a day to ten years', async (t, s) => {
  await aNight(s)
  const set = (callRetentionDays: number, version = 0) =>
    s.call('PATCH', '/v1/settings', { body: { callRetentionDays }, headers: { 'if-match': `"${version}"` } })
  for (const days of [0, 3651, 1.5]) t.equal((await set(days)).status, 400, String(days))
  t.equal((await set(1)).status, 200)
  t.equal((await set(3650, 1)).status, 200)
})

scene('at the wish of the person it is erased at once', async (t, s) => {
  const night = await aNight(s)
  const [call, other] = [await reported(s, night), await reported(s, night, { minor: true })]
  const erase = (id: string) => s.call<{ erasedAt: string | null }>('POST', `/v1/calls/${id}/erase`, { key: night.key })
  t.same((await erase(call.id)).body, { erasedAt: NIGHT })
  s.setNow('2026-12-05T03:00:00+07:00')
  t.same((await erase(call.id)).body, { erasedAt: NIGHT }, 'once')
  t.equal(code(await contactOf(s, call.id, night.key)), '404 NOT_FOUND')
  t.equal(code(await contactOf(s, other.id, night.key)), '200')
  const without = (await report(s, night)).body
  t.same((await erase(without.id)).body, { erasedAt: null }, 'nothing was kept')
})

onPostgres('of two who say at once that somebody answered one is believed', async (t, url) => {
  const connections = [connectPostgres(url), connectPostgres(url)] as const
  const [one] = connections
  await fillDatabase(one)
  const clock = { now: parseInstant('2026-11-22T10:00:00+07:00') }
  const [mine, theirs] = connections.map(({ db }) =>
    withMemory<Omit<Deps, 'memory'>>({ db, now: () => clock.now, newId: () => v7(), optimise: engine, callerKey: CALLER_KEY })
  ) as unknown as [Deps, Deps]
  const app = await buildApp(mine)
  t.teardown(async () => {
    await app.close()
    for (const { close } of connections) await close()
  })
  const s = callsOf(app, mine, (instant) => {
    clock.now = parseInstant(instant)
  })
  const night = await aNight(s)
  const { id } = (await report(s, night)).body
  const centre = (await findCentre(mine.db, night.centre.id)) as Centre
  const { post, onDuty } = await dutyAtPost(mine, centre, night.post.id)
  const reporter = { id: null, name: 'x', agencyId: null }
  const [an, binh] = night.people
  const both = await Promise.allSettled(
    [an, binh].map(({ id: provider }, index) =>
      transact(index === 0 ? mine : theirs, (deps) =>
        recordAttempt(deps, centre, id, { provider, outcome: 'answered', confirmed: false }, { post, onDuty }, reporter)
      )
    )
  )
  t.same(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  t.match(
    both.find(({ status }) => status === 'rejected'),
    { reason: { code: 'CALL_ENDED' } }
  )
  const { body } = await s.call<CallJson>('GET', `/v1/calls/${id}`, { key: night.key })
  t.equal(body.attempts.length, 1)
  t.equal(body.status, 'taken')
})

/** A scene over an app that keeps what is written. */
function callsOf(app: Scene['app'], deps: Deps, setNow: Scene['setNow']): Scene {
  return {
    app,
    deps,
    setNow,
    call: async <Body>(
      method: Parameters<Scene['call']>[0],
      url: string,
      options: { body?: unknown; key?: string | null; headers?: object } = {}
    ) => {
      const { body, key = 'test-admin-key-0123456789', headers = {} } = options
      const authorization = key === null ? {} : { authorization: `Bearer ${key}` }
      const reply = await app.inject({
        method,
        url,
        headers: { ...authorization, ...headers },
        ...(body === undefined ? {} : { payload: body as object })
      })
      const json = /\bjson\b/.test(String(reply.headers['content-type'] ?? ''))
      return {
        status: reply.statusCode,
        headers: reply.headers as Record<string, string>,
        body: (json && reply.body !== '' ? reply.json() : reply.body) as Body
      }
    }
  }
}
