import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { LEAST_PACKED } from '../../src/http/plugins/compression.ts'
import { expectedVersion } from '../../src/http/reply.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { aBranch, aCentre, anAgency, type Made } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

const UNPACK = { gzip: gunzipSync, br: brotliDecompressSync } as const
const AUTHORISED = { authorization: `Bearer ${ADMIN_KEY}` }

/** An agency whose answer is long: with so many former names that packing is worth it. */
async function aLongAgency(s: Scene): Promise<string> {
  const name = 'Tòa án nhân dân huyện của một tỉnh có tên rất dài, trước khi sắp xếp lại đơn vị hành chính'
  const formerNames = Array.from({ length: 50 }, (_, at) => ({ name: `${name} (${at})` }))
  const { id } = await anAgency(s, { formerNames })
  return `/v1/agencies/${id}`
}

const ask = (s: Scene, url: string, headers: Record<string, string> = {}) => s.app.inject({ url, headers: { ...AUTHORISED, ...headers } })

scene('a long answer is packed for whoever unpacks it, and says the same', async (t, s) => {
  await aCentre(s)
  const url = await aLongAgency(s)
  const plain = await ask(s, url)
  t.equal(plain.headers['content-encoding'], undefined)
  t.equal(plain.headers.etag, '"1"')
  t.ok(plain.rawPayload.length >= LEAST_PACKED, 'it is long enough')
  for (const [accepted, encoding] of [
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1, br;q=0', 'gzip']
  ] as const) {
    const packed = await ask(s, url, { 'accept-encoding': accepted })
    t.equal(packed.headers['content-encoding'], encoding, accepted)
    t.equal(String(UNPACK[encoding](packed.rawPayload)), plain.body, `${accepted}: the same`)
    t.ok(packed.rawPayload.length < plain.rawPayload.length / 2, `${accepted}: and less of it`)
    t.equal(packed.headers.etag, 'W/"1"', `${accepted}: other bytes, so its tag is weak`)
    t.equal(packed.headers.vary, plain.headers.vary, `${accepted}: caches keep both apart`)
    t.match(packed.headers.vary, /Accept-Language, Authorization, accept-encoding/)
  }
  for (const refused of ['identity', 'gzip;q=0', 'x-unknown', '']) {
    t.equal((await ask(s, url, { 'accept-encoding': refused })).headers['content-encoding'], undefined, refused)
  }
})

scene('what is known is told so under the tag under which it is known', async (t, s) => {
  await aCentre(s)
  const url = await aLongAgency(s)
  for (const [known, etag] of [
    ['W/"1"', 'W/"1"'],
    ['"1"', '"1"'],
    ['"0", W/"1"', 'W/"1"']
  ] as const) {
    const reply = await ask(s, url, { 'accept-encoding': 'gzip', 'if-none-match': known })
    t.equal(reply.statusCode, 304, known)
    t.equal(reply.headers.etag, etag, known)
    t.match(reply.headers.vary, /accept-encoding/)
  }
  t.equal((await ask(s, url, { 'if-none-match': 'W/"2"' })).statusCode, 200)
})

scene('a tag that was weakened on the way is good for a write', async (t, s) => {
  await aCentre(s)
  const branch = `/v1/branches/${(await aBranch(s)).id}`
  const names: (readonly [string, number])[] = [
    ['W/"1"', 200],
    ['W/"1"', 412],
    ['"1", W/"2"', 200],
    ['W/"9", "x"', 412],
    ['"3"', 200],
    ['*', 428]
  ]
  for (const [tag, status] of names) {
    const answer = await s.call<Made>('PATCH', branch, { body: { name: 'Chi nhánh số 2' }, headers: { 'if-match': tag } })
    t.equal(answer.status, status, tag)
  }
})

t.test('a header names the newest version that it names at all', async (t) => {
  const versionOf = (header: string) => expectedVersion({ headers: { 'if-match': header } })
  for (const [header, version] of [
    ['"1"', 1],
    ['W/"1"', 1],
    ['  W/"12" ', 12],
    ['"3","10", W/"9"', 10],
    ['"abc", "4"', 4],
    ['"0"', 0]
  ] as const)
    t.equal(versionOf(header), version, header)
  for (const header of ['w/"1"', '1', '"1', 'W/1', '""', '"-1"', '"1.5"', '"9999999999"', "1' or 1=1", ',,'])
    t.throws(() => versionOf(header), { code: 'STALE_VERSION' }, header)
  for (const header of ['*', ' * ']) t.throws(() => versionOf(header), { code: 'IF_MATCH_REQUIRED' }, header)
})

scene('what is short, packed already or on its way is left as it is', async (t, s) => {
  const app = await buildApp({ ...s.deps })
  t.teardown(() => app.close())
  const long = 'Lịch trực '.repeat(1000)
  const types = [
    ['application/json; charset=utf-8', true],
    ['application/problem+json; charset=utf-8', true],
    ['text/html; charset=utf-8', true],
    ['text/plain; charset=utf-8', true],
    ['text/csv; charset=utf-8; header=present', true],
    ['text/calendar; charset=utf-8', true],
    ['image/svg+xml', true],
    ['text/event-stream; charset=utf-8', false],
    ['application/pdf', false],
    ['image/png', false],
    ['application/octet-stream', false],
    ['application/zip', false],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', false],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', false]
  ] as const
  const hidden = { schema: { hide: true } } as const
  for (const [at, [type]] of types.entries()) app.get(`/type/${at}`, hidden, async (_request, reply) => reply.type(type).send(long))
  for (const length of [LEAST_PACKED - 1, LEAST_PACKED])
    app.get(`/length/${length}`, hidden, async (_request, reply) => reply.type('text/plain').send('x'.repeat(length)))
  const showing = { schema: { ...hidden.schema, operationId: 'createApiKey' } }
  app.get('/secret', showing, async (_request, reply) => reply.type('text/plain').send(long))
  const encodingOf = async (url: string) => (await app.inject({ url, headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding']
  for (const [at, [type, packed]] of types.entries()) t.equal(await encodingOf(`/type/${at}`), packed ? 'gzip' : undefined, type)
  t.equal(await encodingOf(`/length/${LEAST_PACKED - 1}`), undefined)
  t.equal(await encodingOf(`/length/${LEAST_PACKED}`), 'gzip')
  t.equal(await encodingOf('/secret'), undefined, 'nor is what shows a secret')
})
