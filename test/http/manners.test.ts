import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import type { Test } from 'tap'
import { v7 } from 'uuid'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import { DUTY_ERROR_CODES } from '../../src/domain/errors.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import type { Problem } from '../../src/http/problem.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { ADMIN_KEY, START } from '../support/database.ts'
import { engine } from '../support/engine.ts'
import { aBranch, aCentre, anAgency, anOfficer, type Made } from '../support/people.ts'
import { type Answer, onPostgres, type Scene, scene } from '../support/scene.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** What only we may read: stacks, SQL, the driver. */
const INSIDE = /\.(ts|js|cjs|mjs)\b|node_modules|\bselect\b.*\bfrom\b|insert into|violates|drizzle|pglite|postgres|sqlstate|"stack"/i

function isProblem(t: Test, answer: Answer<Problem>, status: number, code: string, title: string): void {
  const { body, headers } = answer
  t.equal(answer.status, status, `${title}: status`)
  t.equal(headers['content-type'], 'application/problem+json; charset=utf-8', `${title}: media type`)
  t.same(Object.keys(body).sort(), ['code', 'detail', 'errors', 'instance', 'status', 'title', 'type'], `${title}: members`)
  t.equal(body.code, code, `${title}: code`)
  t.equal(body.status, status, `${title}: the status in the body`)
  t.ok(DUTY_ERROR_CODES.includes(body.code), `${title}: a code of the closed list`)
  t.equal(body.type, `urn:lichtruc:problem:${code.toLowerCase().replaceAll('_', '-')}`, `${title}: type`)
  for (const error of body.errors) t.ok(DUTY_ERROR_CODES.includes(error.code as Problem['code']), `${title}: ${error.pointer}`)
  for (const text of [body.title, body.detail, ...body.errors.map(({ detail }) => detail)]) {
    t.ok(text.trim(), `${title}: says something`)
    t.notMatch(text, /\{\w+\}/, `${title}: no placeholder is left`)
  }
  t.notMatch(JSON.stringify(body), INSIDE, `${title}: nothing from inside`)
}

scene('every refusal is a problem document that says nothing of our inside', async (t, s) => {
  await aCentre(s)
  const { id, code } = await anAgency(s)
  const agency = { code, name: 'Tòa', kind: 'regional-court', level: 'region', validFrom: '2025-07-01' }
  const nobody = '019b0b1e-7c1a-7000-8000-000000000001'
  const at = (version: string) => ({ 'if-match': version })
  const once = { 'idempotency-key': 'k' }
  await s.call('POST', '/v1/branches', { body: { code: 'mot', name: 'Một' }, headers: once })
  const cases = [
    ['no key', 'GET', '/v1/providers', { key: null }, 401, 'KEY_REQUIRED'],
    ['an unknown key', 'GET', '/v1/providers', { key: 'lt_nothing' }, 401, 'KEY_INVALID'],
    ['an unknown key on a public route', 'GET', '/v1/centres', { key: 'lt_nothing' }, 401, 'KEY_INVALID'],
    ['credentials of another kind', 'GET', '/v1/centres', { key: null, headers: { authorization: 'Basic YTpi' } }, 401, 'KEY_INVALID'],
    ['no such address', 'GET', '/v1/nothing?x=1', {}, 404, 'ROUTE_NOT_FOUND'],
    ['no such method', 'PUT', '/v1/agencies', {}, 405, 'METHOD_NOT_ALLOWED'],
    ['an address that its route does not take', 'GET', '/docs/static/..%2f..%2fpackage.json', {}, 404, 'ROUTE_NOT_FOUND'],
    ['no such address outside /v1', 'GET', '/nothing', {}, 404, 'ROUTE_NOT_FOUND'],
    ['nothing of that id', 'GET', `/v1/agencies/${nobody}`, {}, 404, 'NOT_FOUND'],
    ['nothing of that code', 'GET', '/v1/agencies/khong-co', {}, 404, 'NOT_FOUND'],
    ['a reference with a NUL', 'GET', '/v1/agencies/%00', {}, 404, 'NOT_FOUND'],
    ['a centre with a NUL', 'GET', '/v1/agencies?centre=%00', {}, 404, 'NOT_FOUND'],
    ['a filter with a NUL', 'GET', '/v1/absences?provider=%00', {}, 404, 'NOT_FOUND'],
    ['half a JSON', 'POST', '/v1/agencies', { body: '{"code":', headers: JSON_TYPE }, 400, 'BAD_REQUEST'],
    ['a prototype', 'POST', '/v1/agencies', { body: '{"__proto__":{"a":1}}', headers: JSON_TYPE }, 400, 'BAD_REQUEST'],
    ['nothing at all', 'POST', '/v1/agencies', { headers: JSON_TYPE }, 400, 'BAD_REQUEST'],
    ['an array', 'POST', '/v1/agencies', { body: [] }, 400, 'BAD_FIELD'],
    ['null', 'POST', '/v1/agencies', { body: 'null', headers: JSON_TYPE }, 400, 'BAD_FIELD'],
    ['an empty change', 'PATCH', `/v1/agencies/${id}`, { body: {}, headers: at('"1"') }, 400, 'BAD_FIELD'],
    ['plain text', 'POST', '/v1/agencies', { body: 'code=x', headers: { 'content-type': 'text/plain' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a path that is no text', 'GET', '/v1/agencies/%E0%A4%A', {}, 400, 'BAD_REQUEST'],
    ['a form', 'POST', '/v1/agencies', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['too much', 'POST', '/v1/agencies', { body: { name: 'x'.repeat(513 * 1024) } }, 413, 'PAYLOAD_TOO_LARGE'],
    ['a taken code', 'POST', '/v1/agencies', { body: agency }, 409, 'CODE_TAKEN'],
    ['a write without If-Match', 'PATCH', `/v1/agencies/${id}`, { body: { name: 'A' } }, 428, 'IF_MATCH_REQUIRED'],
    ['a removal without If-Match', 'DELETE', `/v1/agencies/${id}`, {}, 428, 'IF_MATCH_REQUIRED'],
    ['a stale write', 'PATCH', `/v1/agencies/${id}`, { body: { name: 'A' }, headers: at('"2"') }, 412, 'STALE_VERSION'],
    ['a stale removal', 'DELETE', `/v1/agencies/${id}`, { headers: at('"2"') }, 412, 'STALE_VERSION'],
    ['a weak If-Match', 'PATCH', `/v1/agencies/${id}`, { body: { name: 'A' }, headers: at('W/"2"') }, 412, 'STALE_VERSION'],
    ['a junk If-Match', 'PATCH', `/v1/agencies/${id}`, { body: { name: 'A' }, headers: at("1' or 1=1") }, 412, 'STALE_VERSION'],
    ['a huge If-Match', 'DELETE', `/v1/agencies/${id}`, { headers: at(`"${'9'.repeat(30)}"`) }, 412, 'STALE_VERSION'],
    ['any version', 'DELETE', `/v1/agencies/${id}`, { headers: at('*') }, 428, 'IF_MATCH_REQUIRED'],
    [
      'a key used for something else',
      'POST',
      '/v1/branches',
      { body: { code: 'hai', name: '2' }, headers: once },
      422,
      'IDEMPOTENCY_KEY_REUSED'
    ],
    ['an empty key', 'POST', '/v1/branches', { body: { code: 'ba', name: '3' }, headers: { 'idempotency-key': '' } }, 400, 'BAD_FIELD'],
    [
      'a kind of agency with a bad code',
      'PUT',
      '/v1/agency-kinds/Not%20a%20code',
      { body: { sector: 'court', nameVi: 'a', nameEn: 'b' }, headers: at('"0"') },
      400,
      'BAD_CODE'
    ]
  ] as const
  for (const [title, method, url, options, status, code] of cases) {
    const answer = await s.call<Problem>(method, url, options)
    isProblem(t, answer, status, code, title)
    t.equal(answer.body.instance, url.split('?')[0], `${title}: instance`)
    if (status === 401) t.equal(answer.headers['www-authenticate'], 'Bearer', `${title}: the way to identify`)
  }
  const after = await s.call<{ version: number; name: string }>('GET', `/v1/agencies/${id}`)
  t.match(after.body, { version: 1, name: 'Tòa án nhân dân khu vực 1 - Lạng Sơn' }, 'no refused write left a trace')
})

scene('a defect of ours is INTERNAL with the request id and nothing else', async (t, s) => {
  const broken = await buildApp({ ...s.deps, now: () => Number.NaN as never, newId: () => 'no uuid' })
  const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'x-request-id': 'abc' }
  const phones = [{ number: '02053812345', kind: 'office' }]
  const payload = { code: 'x', name: 'x', province: 'x', parentBody: 'x', place: 'x', phones }
  const reply = await broken.inject({ method: 'POST', url: '/v1/centres', headers, payload })
  await broken.close()
  t.equal(reply.statusCode, 500)
  t.match(reply.json(), { code: 'INTERNAL', detail: /abc/ })
  t.notMatch(reply.body, INSIDE)
})

scene('the language is the better liked of Vietnamese and English, Vietnamese by default', async (t, s) => {
  const cases = [
    [undefined, 'vi'],
    ['', 'vi'],
    ['vi', 'vi'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
    ['en;q=0.8,vi;q=0.9', 'vi'],
    ['vi;q=0.2, en;q=0.3', 'en'],
    ['fr, de;q=0.9', 'vi'],
    ['fr, en;q=0.1', 'en'],
    ['vi;q=0, en;q=0.1', 'en'],
    ['en;q=0', 'vi'],
    ['en;q=abc', 'vi'],
    ['*', 'vi'],
    [';;;,,,q=', 'vi']
  ] as const
  for (const [accept, language] of cases) {
    const headers = accept === undefined ? {} : { 'accept-language': accept }
    const answer = await s.call<Problem>('GET', '/v1/centres/khong-co', { headers })
    t.equal(answer.body.title, language === 'en' ? 'Not found' : 'Không tìm thấy', String(accept))
    t.equal(answer.headers['content-language'], language, String(accept))
    t.match(answer.headers.vary, /Accept-Language/)
  }
})

scene('every fault of a request is found and pointed at', async (t, s) => {
  await aCentre(s)
  const officer = { fullName: 'An', role: 'legal_aid_officer', joinedOn: '2019-01-01' }
  const cases = [
    [
      'wrong types, an unknown field and missing ones',
      'POST',
      '/v1/providers',
      { code: 1, role: 'thẩm phán', extra: true },
      ['/code BAD_FIELD', '/extra UNKNOWN_FIELD', '/fullName MISSING_FIELD', '/joinedOn MISSING_FIELD', '/role BAD_FIELD']
    ],
    [
      'deep inside',
      'POST',
      '/v1/providers',
      { ...officer, code: 'a', phones: [{ number: '1', kind: 'duty', 'a/b~c': 1 }, { kind: 'fax' }] },
      ['/phones/0/a~1b~0c UNKNOWN_FIELD', '/phones/1/kind BAD_FIELD', '/phones/1/number MISSING_FIELD']
    ],
    [
      'meanings, gathered as well',
      'POST',
      '/v1/providers',
      {
        ...officer,
        code: 'Không',
        fullName: ' ',
        joinedOn: '2019-02-30',
        branch: 'khong-co',
        card: { number: ' ', from: '2020-01-01', to: '2019-01-01' },
        phones: [
          { number: '0912000001', kind: 'duty' },
          { number: '12', kind: 'duty', verifiedOn: 'x' }
        ],
        ties: [{ agency: 'khong-co', relation: 'vợ' }]
      },
      [
        '/branch BAD_REFERENCE',
        '/card/number MISSING_FIELD',
        '/card/to BAD_PERIOD',
        '/code BAD_CODE',
        '/fullName MISSING_FIELD',
        '/joinedOn BAD_DAY',
        '/phones/1/number BAD_PHONE',
        '/ties/0/agency BAD_REFERENCE'
      ]
    ],
    ['the query', 'GET', '/v1/providers?limit=0&foo=1', undefined, ['?foo UNKNOWN_FIELD', '?limit BAD_FIELD']],
    ['a page too long', 'GET', '/v1/providers?limit=201', undefined, ['?limit BAD_FIELD']],
    ['a limit that is no number', 'GET', '/v1/providers?limit=ten', undefined, ['?limit BAD_FIELD']],
    ['a limit with a fraction', 'GET', '/v1/providers?limit=1.5', undefined, ['?limit BAD_FIELD']],
    ['a query said twice', 'GET', '/v1/providers?q=a&q=b', undefined, ['?q BAD_FIELD']],
    ['a role that is none', 'GET', '/v1/providers?role=judge', undefined, ['?role BAD_FIELD']],
    ['a missing query', 'GET', '/v1/calendar/days?from=2026-01-01', undefined, ['?to MISSING_FIELD']],
    ['an unknown query on a write', 'POST', '/v1/branches?dry=1', { code: 'x', name: 'x' }, ['?dry UNKNOWN_FIELD']],
    ['the path', 'GET', `/v1/providers/${'x'.repeat(65)}`, undefined, [':id BAD_FIELD']]
  ] as const
  for (const [title, method, url, body, expected] of cases) {
    const answer = await s.call<Problem>(method, url, body === undefined ? {} : { body })
    isProblem(t, answer, 400, 'BAD_FIELD', title)
    t.same(answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort(), expected, title)
    t.match(answer.body.detail, new RegExp(`\\b${expected.length}\\b`), `${title}: says how many`)
  }
  t.same((await s.call<{ items: unknown[] }>('GET', '/v1/providers')).body.items, [], 'and nothing was written')
})

scene('a request id is echoed when it is harmless, else made', async (t, s) => {
  const cases = [
    ['a plain one', 'abc-1.2_3', true],
    ['64 characters', 'x'.repeat(64), true],
    ['65 characters', 'x'.repeat(65), false],
    ['a space', 'a b', false],
    ['markup', '<script>', false],
    ['letters with marks', 'ngà', false],
    ['nothing', '', false]
  ] as const
  for (const [title, id, echoed] of cases) {
    for (const url of ['/v1/centres', '/nothing']) {
      const { headers } = await s.call('GET', url, { headers: { 'x-request-id': id } })
      if (echoed) t.equal(headers['x-request-id'], id, title)
      else t.match(headers['x-request-id'], /^[0-9a-f-]{36}$/, title)
    }
  }
  const [a, b] = [await s.call('GET', '/healthz'), await s.call('GET', '/healthz')]
  t.not(a.headers['x-request-id'], b.headers['x-request-id'], 'each made one is another')
})

scene('a representation carries its version: reads may be spared, writes must know it', async (t, s) => {
  await aCentre(s)
  const { id } = await aBranch(s)
  const url = `/v1/branches/${id}`
  t.equal((await s.call('GET', url)).headers.etag, '"1"')
  const cases = [
    ['"1"', 304],
    ['W/"1"', 304],
    ['"7", "1"', 304],
    ['*', 304],
    ['"2"', 200],
    ['1', 200],
    ['', 200]
  ] as const
  for (const [known, status] of cases) {
    const answer = await s.call('GET', url, { headers: { 'if-none-match': known } })
    t.equal(answer.status, status, known)
    t.equal(answer.headers.etag, known === 'W/"1"' ? 'W/"1"' : '"1"', `${known}: the tag as the client has it`)
    if (status === 304) t.equal(answer.body, undefined, 'without a body')
  }
  const changed = await s.call<{ name: string; version: number }>('PATCH', url, { body: { name: 'Hai' }, headers: { 'if-match': '"1"' } })
  t.match(changed, { status: 200, headers: { etag: '"2"' }, body: { name: 'Hai', version: 2 } })
  t.equal((await s.call('GET', url, { headers: { 'if-none-match': '"1"' } })).status, 200, 'the old version is known no more')
  t.equal((await s.call('DELETE', url, { headers: { 'if-match': '"1"' } })).status, 412)
  t.match(await s.call('DELETE', url, { headers: { 'if-match': '"2"' } }), { status: 204, body: undefined })
  t.equal((await s.call('GET', url)).status, 404)
})

interface Listed {
  readonly items: readonly Made[]
  readonly next: string | null
}
const count = async (s: Scene, plural: string): Promise<number> =>
  (await s.call<Listed>('GET', `/v1/${plural}?limit=200`)).body.items.length

scene('an idempotency key makes one row and one answer', async (t, s) => {
  await aCentre(s)
  const headers = { 'idempotency-key': 'khoa-1' }
  const body = { code: 'mot', name: 'Một' }
  const first = await s.call<Made>('POST', '/v1/branches', { body, headers })
  t.match(first, { status: 201, headers: { location: `/v1/branches/${first.body.id}`, etag: '"1"' } })
  t.notOk(first.headers['idempotency-replayed'])
  await s.call('PATCH', `/v1/branches/${first.body.id}`, { body: { name: 'Khác' }, headers: { 'if-match': '"1"' } })
  for (const again of [body, { name: 'Một', code: 'mot' }]) {
    const second = await s.call('POST', '/v1/branches', { body: again, headers })
    t.match(second, { status: 201, headers: { location: first.headers.location, etag: '"1"', 'idempotency-replayed': 'true' } })
    t.same(second.body, first.body, 'the answer of then, whatever became of the row')
  }
  t.equal(await count(s, 'branches'), 1)
  const elsewhere = [
    ['another body', '/v1/branches', { ...body, name: 'Hai' }],
    ['another address', '/v1/agencies', { code: 'mot', name: 'M', kind: 'prison', level: 'region', validFrom: '2025-01-01' }],
    ['another query', '/v1/branches?centre=khong-co', body]
  ] as const
  for (const [title, url, body] of elsewhere) {
    const status = url.includes('?') ? 404 : 422
    t.equal((await s.call('POST', url, { body, headers })).status, status, title)
  }
  const other = await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'khác', scopes: ['catalogue:write'] } })
  const foreign = await s.call('POST', '/v1/branches', { body: { code: 'hai', name: 'Hai' }, headers, key: other.body.key })
  t.equal(foreign.status, 201, 'each API key has idempotency keys of its own')
  s.setNow('2026-11-23T10:00:01+07:00')
  t.match((await s.call<Problem>('POST', '/v1/branches', { body, headers })).body, { code: 'CODE_TAKEN' }, 'after a day it is forgotten')
})

scene('failed work leaves no trace of its key and may be tried again', async (t, s) => {
  await aCentre(s)
  const headers = { 'idempotency-key': 'khoa' }
  const body = { code: 'a', fullName: 'An', role: 'legal_aid_officer', joinedOn: '2019-01-01' }
  t.equal((await s.call('POST', '/v1/providers', { body: { ...body, branch: 'chua-co' }, headers })).status, 400)
  t.equal((await s.call('POST', '/v1/providers', { body: { ...body, code: 'b', joinedOn: 'x' }, headers })).status, 400)
  await aBranch(s, { code: 'chua-co' })
  const done = await s.call('POST', '/v1/providers', { body: { ...body, branch: 'chua-co' }, headers })
  t.equal(done.status, 201)
  t.notOk(done.headers['idempotency-replayed'])
  t.equal(await count(s, 'providers'), 1)
})

scene('every POST that creates honours the key', async (t, s) => {
  const { code: centre } = await aCentre(s)
  const { id: agency } = await anAgency(s)
  const [{ id: a }, { id: b }] = [await anOfficer(s), await anOfficer(s)]
  const pattern = { rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'P1D' }
  const bodies: Record<string, object> = {
    branches: { code: 'x', name: 'x' },
    agencies: { code: 'x', name: 'x', kind: 'prison', level: 'region', validFrom: '2025-01-01' },
    providers: { code: 'x', fullName: 'x', role: 'collaborator', joinedOn: '2025-01-01' },
    absences: { provider: a, kind: 'other', from: '2026-01-01', to: '2026-01-02' },
    engagements: { provider: a, kind: 'other', start: '2026-01-01T00:00:00Z', end: '2026-01-01T01:00:00Z' },
    pairs: { providers: [a, b], from: '2026-01-01' },
    posts: {
      code: 'x',
      name: 'x',
      agencies: [agency],
      mode: 'phone',
      patterns: [pattern],
      seats: [{ seat: 'primary' }],
      validFrom: '2026-01-01'
    },
    'calendar/notices': {
      number: 'x',
      title: 'x',
      issuedOn: '2026-01-01',
      status: 'proposed',
      source: 'x',
      days: [{ day: '2026-03-03', kind: 'holiday', nameVi: 'x', nameEn: 'x' }]
    },
    rosters: { month: '2026-12' },
    centres: { code: 'x', name: 'x', province: 'x', parentBody: 'x', place: 'x', phones: [{ number: '02053812345', kind: 'office' }] }
  }
  for (const [plural, body] of Object.entries(bodies)) {
    const ask = () => s.call(`POST`, `/v1/${plural}`, { body, headers: { 'idempotency-key': plural } })
    const [first, second] = [await ask(), await ask()]
    t.equal(first.status, 201, plural)
    t.ok(first.headers.location, `${plural}: says where it is`)
    t.same(second.body, first.body, plural)
    t.equal(second.headers['idempotency-replayed'], 'true', plural)
    t.equal(
      (
        await s.call(
          'GET',
          `${first.headers.location}${plural === 'centres' ? '' : `?centre=${centre}`}`.replace(/(notices\/.*)\?.*/, '$1')
        )
      ).status,
      200
    )
  }
})

onPostgres('requests that race under one idempotency key make one row and get one answer', async (t, url) => {
  const { db, close } = connectPostgres(url)
  const app = await buildApp(withMemory({ db, now: () => parseInstant(START), newId: () => v7(), optimise: engine }))
  try {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'idempotency-key': 'dua' }
    const payload = {
      code: 'dua',
      name: 'x',
      province: 'x',
      parentBody: 'x',
      place: 'x',
      phones: [{ number: '02053812345', kind: 'office' }]
    }
    const replies = await Promise.all(Array.from({ length: 8 }, () => app.inject({ method: 'POST', url: '/v1/centres', headers, payload })))
    t.same([...new Set(replies.map((reply) => reply.statusCode))], [201])
    t.equal(new Set(replies.map((reply) => reply.json<Made>().id)).size, 1)
    t.equal(replies.filter((reply) => reply.headers['idempotency-replayed']).length, 7)
    t.equal((await app.inject('/v1/centres')).json<Listed>().items.length, 1)
  } finally {
    await app.close()
    await close()
  }
})

onPostgres('of writers that race from one version one wins', async (t, url) => {
  const { db, close } = connectPostgres(url)
  const app = await buildApp(withMemory({ db, now: () => parseInstant(START), newId: () => v7(), optimise: engine }))
  try {
    const headers = { authorization: `Bearer ${ADMIN_KEY}` }
    const payload = {
      code: 'dua',
      name: 'x',
      province: 'x',
      parentBody: 'x',
      place: 'x',
      phones: [{ number: '02053812345', kind: 'office' }]
    }
    const ask = (method: 'POST' | 'PATCH', url: string, payload: object, more = {}) =>
      app.inject({ method, url, headers: { ...headers, ...more }, payload })
    await ask('POST', '/v1/centres', payload)
    const changes = await Promise.all([1, 2, 3, 4].map((n) => ask('PATCH', '/v1/centres/dua', { place: `${n}` }, { 'if-match': '"1"' })))
    t.same(changes.map((reply) => reply.statusCode).sort(), [200, 412, 412, 412])
    const twins = await Promise.all([1, 2, 3, 4].map(() => ask('POST', '/v1/branches', { code: 'mot', name: 'x' })))
    t.same(twins.map((reply) => reply.statusCode).sort(), [201, 409, 409, 409])
  } finally {
    await app.close()
    await close()
  }
})

const ROWS = 250

async function manyBranches(s: Scene, centreId: string): Promise<void> {
  await s.deps.db.execute(sql`
    insert into branches (centre_id, id, code, name, phones, search, created_at, updated_at)
    select ${centreId}::uuid, gen_random_uuid(), 'c-' || lpad(n::text, 3, '0'), 'x', '[]', ' x ', now(), now() from generate_series(1, ${ROWS}) n`)
}

async function allPages(s: Scene, url: string, between: () => Promise<void>): Promise<Listed[]> {
  const pages: Listed[] = []
  for (let next: string | null = url; next !== null; next = pages.at(-1)?.next ?? null) {
    const answer: Answer<Listed> = await s.call<Listed>('GET', next)
    if (answer.status !== 200) throw new Error(`${next} answered ${answer.status}`)
    pages.push(answer.body)
    await between()
  }
  return pages
}

scene(`${ROWS} rows in pages: each exactly once, even while others are added`, async (t, s) => {
  const { id } = await aCentre(s)
  await manyBranches(s, id)
  const expected = Array.from({ length: ROWS }, (_, n) => `c-${String(n + 1).padStart(3, '0')}`)
  for (const limit of [1, 2, 7, 49, 50, 125, 199, 200]) {
    let added = 0
    const pages = await allPages(s, `/v1/branches?limit=${limit}&q=x`, async () => {
      if (added > 5) return
      added += 1
      await aBranch(s, { code: `a-${limit}-${added}`, name: 'x' })
      await aBranch(s, { code: `c-100-${limit}-${added}`, name: 'x' })
    })
    const codes = pages.flatMap(({ items }) => items.map(({ code }) => code))
    t.same(
      codes.filter((code) => expected.includes(code)),
      expected,
      `limit ${limit}: every row once, in order`
    )
    t.equal(new Set(codes).size, codes.length, `limit ${limit}: none twice`)
    t.ok(
      pages.slice(0, -1).every(({ items }) => items.length === limit),
      `limit ${limit}: full pages`
    )
    for (const { next } of pages.slice(0, -1)) t.match(next, /^\/v1\/branches\?.*\bq=x\b/, 'relative, with the question in it')
    await s.deps.db.execute(sql`delete from branches where code like 'a-%' or length(code) > 5`)
  }
  t.equal((await s.call<Listed>('GET', '/v1/branches')).body.items.length, 50, 'fifty by default')
  t.equal(
    (await s.call<Listed>('GET', `/v1/branches?limit=200&after=${cursor(['c-050', 'ffffffff-ffff-7fff-bfff-ffffffffffff'])}`)).body.next,
    null,
    'a last page that is full'
  )
})

scene('rows with one sort key are paged by id: each exactly once', async (t, s) => {
  await aCentre(s)
  const { id } = await anOfficer(s)
  const made: string[] = []
  for (let at = 0; at < 12; at += 1) {
    const [start, end, note] = ['2026-12-01T08:00:00+07:00', '2026-12-01T09:00:00+07:00', `lần ${at}`]
    made.push((await s.call<Made>('POST', '/v1/engagements', { body: { provider: id, kind: 'other', start, end, note } })).body.id)
    await s.call('POST', '/v1/absences', { body: { provider: id, kind: 'other', from: '2026-12-01', to: '2026-12-01', note } })
  }
  for (const plural of ['engagements', 'absences']) {
    for (const limit of [1, 5, 11, 12]) {
      const pages = await allPages(s, `/v1/${plural}?limit=${limit}`, async () => undefined)
      const ids = pages.flatMap(({ items }) => items.map(({ id }) => id))
      t.equal(new Set(ids).size, 12, `${plural} by ${limit}`)
      t.same(ids, ids.toSorted(), `${plural} by ${limit}: in order of id`)
      if (plural === 'engagements') t.same(ids, made.toSorted())
    }
  }
})

const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

scene('a cursor that no page gave is refused', async (t, s) => {
  await aCentre(s)
  const id = '019b0b1e-7c1a-7000-8000-000000000001'
  const junk = [
    'x',
    '%00',
    cursor([]),
    cursor(['a']),
    cursor(['a', 'b']),
    cursor(['a', id, id]),
    cursor([1, id]),
    cursor({}),
    cursor(null),
    cursor(['\0', id])
  ]
  for (const plural of ['branches', 'absences', 'engagements', 'calendar/notices', 'centres']) {
    for (const after of junk) {
      isProblem(t, await s.call('GET', `/v1/${plural}?after=${after}`), 400, 'BAD_CURSOR', `${plural} ${after}`)
    }
  }
  for (const key of ['', 'hôm qua', '2026-13-45', "'; drop table absences; --", 'infinity', '9999999999-01-01']) {
    for (const plural of ['absences', 'engagements', 'pairs', 'calendar/notices']) {
      const answer = await s.call<Problem>('GET', `/v1/${plural}?after=${cursor([key, id])}`)
      t.match(answer, { status: 400, body: { code: 'BAD_CURSOR' } }, `${plural} ${key}`)
    }
  }
})

scene('search looks through diacritics and takes no sign for a command', async (t, s) => {
  await aCentre(s)
  const named = [
    ['cao-loc', 'Công an xã Cao Lộc'],
    ['dong-dang', 'Công an xã Đồng Đăng'],
    ['phan-tram', 'Phòng 100% _ "Nháy" \\ \'đơn\'']
  ] as const
  for (const [code, name] of named) await anAgency(s, { code, name })
  const cases = [
    ['cao loc', 'cao-loc'],
    ['CAO LỘC', 'cao-loc'],
    ['Cao Lộc'.normalize('NFD'), 'cao-loc'],
    ['lộc cao', 'cao-loc'],
    ['công an', 'cao-loc dong-dang'],
    ['cong an dong', 'dong-dang'],
    ['đồng đăng', 'dong-dang'],
    ['dong dang', 'dong-dang'],
    ['loc', 'cao-loc'],
    ['oc', ''],
    ['cao dang', ''],
    ['100%', 'phan-tram'],
    ['%', ''],
    ['_', ''],
    ['%oc', ''],
    ['c_o loc', ''],
    ["' or '1'='1", ''],
    ["'", ''],
    ['"', ''],
    ['\\', ''],
    ['nháy" \\', 'phan-tram'],
    ['\0', '']
  ] as const
  for (const [q, codes] of cases) {
    const answer = await s.call<Listed>('GET', `/v1/agencies?q=${encodeURIComponent(q)}`)
    t.equal(answer.body.items.map(({ code }) => code).join(' '), codes, q)
  }
})

/** Requests are shared by several words, since one costs some milliseconds: 10,000 strings in all. */
const STRINGS = 10_000
const A_REQUEST = 10

scene(`${STRINGS} random strings never break a search`, async (t, s) => {
  await aCentre(s)
  await anAgency(s)
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ maxLength: 20 })
  )
  const words = fc.array(text, { minLength: A_REQUEST, maxLength: A_REQUEST })
  const plurals = ['agencies', 'providers', 'posts', 'branches', 'centres', 'calendar/notices']
  let at = 0
  await fc.assert(
    fc.asyncProperty(words, async (words) => {
      at += 1
      const q = encodeURIComponent([...words.join(' ').toWellFormed()].slice(0, 99).join('').slice(0, 100).toWellFormed())
      const { status } = await s.call('GET', `/v1/${plurals[at % plurals.length]}?limit=1&q=${q}`)
      return status === 200
    }),
    { numRuns: STRINGS / A_REQUEST, seed: 20261122 }
  )
  t.pass()
})

scene('random references and cursors never break a read', async (t, s) => {
  await aCentre(s)
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 30 }))
  await fc.assert(
    fc.asyncProperty(text, text, async (ref, after) => {
      const [a, b] = [encodeURIComponent(ref.toWellFormed()), encodeURIComponent(after.toWellFormed())]
      const answers = [
        await s.call('GET', `/v1/agencies/x${a}`),
        await s.call('GET', `/v1/agencies?after=${b}`),
        await s.call('GET', `/v1/on-duty?agency=${a}`),
        await s.call('GET', `/v1/rosters/x${a}`),
        await s.call('GET', `/v1/publications?before=${b}`),
        await s.call('GET', `/v1/agencies?kind=${a}&on=${b}`)
      ]
      return answers.every(({ status }) => status < 500)
    }),
    { numRuns: 150, seed: 20261122 }
  )
  t.pass()
})
