import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import type { RateLimits } from '../../src/http/plugins/rate-limit.ts'
import type { Problem } from '../../src/http/problem.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { aCentre } from '../support/people.ts'
import { open, problemIn, type RawAnswer, readAnswer, sendRaw } from '../support/raw.ts'
import { type Scene, scene } from '../support/scene.ts'

/** The service of the scene, listening. */
async function listening(t: Test, s: Scene, limits?: RateLimits): Promise<{ app: FastifyInstance; port: number }> {
  const app = await buildApp({ ...s.deps, ...(limits && { limits }) })
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, port: (app.server.address() as AddressInfo).port }
}

const HOST = 'Host: lichtruc.test\r\n'
const get = (target: string, headers = HOST): string => `GET ${target} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`

/** The manners of every answer. */
function hasManners(t: Test, { status, headers, text }: RawAnswer, title: string): void {
  t.match(headers['x-request-id'], /^[\w.-]{1,64}$/, `${title}: a request id`)
  t.equal(headers['x-content-type-options'], 'nosniff', `${title}: nosniff`)
  t.equal(headers.vary, 'Accept-Language, Authorization, accept-encoding', `${title}: vary`)
  t.equal(headers['content-type'], 'application/problem+json; charset=utf-8', `${title}: media type`)
  t.match(headers['content-language'], /^(vi|en)$/, `${title}: language`)
  const body = JSON.parse(text) as Problem
  t.equal(body.status, status, `${title}: the status in the body`)
  t.same(Object.keys(body).sort(), ['code', 'detail', 'errors', 'instance', 'status', 'title', 'type'], `${title}: members`)
}

const MALFORMED = [
  ['a lone %', get('/%'), 400, 'BAD_REQUEST'],
  ['half a character', get('/v1/agencies/%E0%A4%A'), 400, 'BAD_REQUEST'],
  ['no character', get('/v1/centres/%ff?x=1'), 400, 'BAD_REQUEST'],
  ['a target that is no path', get('*'), 400, 'BAD_REQUEST'],
  ['another scheme', get('ftp://lichtruc.test/v1/centres'), 400, 'BAD_REQUEST'],
  ['an absolute target with a fragment', get('http://lichtruc.test#/v1/centres'), 400, 'BAD_REQUEST'],
  ['an absolute target of no host', get('http://[/v1/centres'), 400, 'BAD_REQUEST'],
  ['no host', get('/v1/centres', ''), 400, 'BAD_REQUEST'],
  ['a host of nobody', get('/v1/centres', 'Host: \r\n'), 400, 'BAD_REQUEST'],
  ['two hosts', get('/v1/centres', `${HOST}Host: elsewhere.test\r\n`), 400, 'BAD_REQUEST'],
  ['one host twice', get('/v1/centres', HOST + HOST), 400, 'BAD_REQUEST'],
  ['two hosts of an old version', `GET /v1/centres HTTP/1.0\r\n${HOST}${HOST}\r\n`, 400, 'BAD_REQUEST'],
  ['two hosts in one', get('/v1/centres', 'Host: lichtruc.test, elsewhere.test\r\n'), 400, 'BAD_REQUEST'],
  ['a host with a path', get('/v1/centres', 'Host: lichtruc.test/v1\r\n'), 400, 'BAD_REQUEST'],
  ['a host with a user', get('/v1/centres', 'Host: me@lichtruc.test\r\n'), 400, 'BAD_REQUEST'],
  ['a host with a port of no number', get('/v1/centres', 'Host: lichtruc.test:http\r\n'), 400, 'BAD_REQUEST'],
  ['a host with half a bracket', get('/v1/centres', 'Host: [::1\r\n'), 400, 'BAD_REQUEST'],
  ['two keys', get('/v1/centres', `${HOST}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n`), 401, 'KEY_INVALID'],
  ['a method of nobody', `BREW /v1/centres HTTP/1.1\r\n${HOST}\r\n`, 400, 'BAD_REQUEST'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 400, 'BAD_REQUEST'],
  ['another version', `GET /v1/centres HTTP/3.0\r\n${HOST}\r\n`, 400, 'BAD_REQUEST'],
  ['a character that no address has', get('/v1/\u0001'), 400, 'BAD_REQUEST'],
  ['a header without a name', get('/v1/centres', `${HOST}: x\r\n`), 400, 'BAD_REQUEST'],
  ['two lengths', `POST /v1/centres HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`, 400, 'BAD_REQUEST'],
  ['one length twice', `POST /v1/centres HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 1\r\n\r\nx`, 400, 'BAD_REQUEST'],
  [
    'a length and pieces',
    `POST /v1/centres HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
    'BAD_REQUEST'
  ],
  ['pieces of no kind', `POST /v1/centres HTTP/1.1\r\n${HOST}Transfer-Encoding: fish\r\n\r\nx`, 400, 'BAD_REQUEST'],
  ['too long an address', get(`/v1/centres/${'x'.repeat(20_000)}`), 431, 'HEADERS_TOO_LARGE'],
  ['too long a header', get('/v1/centres', `${HOST}X: ${'x'.repeat(20_000)}\r\n`), 431, 'HEADERS_TOO_LARGE'],
  ['a long reference', get(`/v1/centres/${'x'.repeat(8_000)}`), 400, 'BAD_FIELD'],
  ['a long word of a page', get(`/acknowledge/${'x'.repeat(8_000)}`, `${HOST}Accept: application/json\r\n`), 404, undefined],
  ['a method of others', `PROPFIND /v1/centres HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 405, 'METHOD_NOT_ALLOWED'],
  ['a trace', `TRACE /v1/centres HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, 405, 'METHOD_NOT_ALLOWED']
] as const

scene('whatever bytes are sent, the answer has the manners of every answer', async (t, s) => {
  const { port } = await listening(t, s)
  for (const [title, bytes, status, code] of MALFORMED) {
    const answer = await sendRaw(port, bytes)
    t.equal(answer.status, status, title)
    if (code === undefined) continue
    hasManners(t, answer, title)
    t.equal(problemIn(answer).code, code, `${title}: code`)
  }
  t.match(problemIn(await sendRaw(port, get('/v1/%'))), {
    instance: '/v1/%',
    detail: 'Không đọc được yêu cầu: địa chỉ “/v1/%” không hợp lệ.'
  })
})

scene('what is well formed, however oddly, is answered', async (t, s) => {
  await aCentre(s)
  const { port } = await listening(t, s)
  const cases = [
    ['an old version', 'GET /v1/centres HTTP/1.0\r\n\r\n'],
    ['an absolute target', get('http://lichtruc.test/v1/centres')],
    ['an absolute target with a port', get('http://lichtruc.test:80/v1/centres')],
    ['a host with a port', get('/v1/centres', 'Host: lichtruc.test:8080\r\n')],
    ['a host that is an address', get('/v1/centres', 'Host: 127.0.0.1:3000\r\n')],
    ['a host that is an address of IPv6', get('/v1/centres', 'Host: [2001:db8::1]:3000\r\n')],
    ['a host with characters of its own', get('/v1/centres', 'Host: t%C3%A1m_1.lichtruc.test.\r\n')],
    ['an expectation that nobody knows', get('/v1/centres', `${HOST}Expect: fish\r\n`)],
    ['an offer of another protocol', get('/v1/centres', `${HOST}Upgrade: h2c\r\n`).replace('close', 'Upgrade, close')],
    ['characters in their encoding', get('/v1/centres?q=%C4%91%E1%BB%93ng')],
    ['half a character in a question', get('/v1/centres?q=%E0%A4')]
  ] as const
  for (const [title, bytes] of cases) t.equal((await sendRaw(port, bytes)).status, 200, title)
})

scene('an id that the asker gives is kept, also where the address cannot be read', async (t, s) => {
  const reply = await s.call('GET', '/%', { headers: { 'x-request-id': 'abc-1' } })
  t.match(reply, { status: 400, headers: { 'x-request-id': 'abc-1' } })
})

scene('what cannot be read counts against the limit of whoever sends it', async (t, s) => {
  const { port } = await listening(t, s, { key: 0, address: 3 })
  for (const [title, bytes] of [
    ['addresses', get('/%')],
    ['bytes', 'nonsense\r\n\r\n']
  ] as const) {
    const [first, second] = [await sendRaw(port, bytes), await sendRaw(port, bytes)]
    const statuses = title === 'addresses' ? [400, 400] : [400, 429]
    t.same([first.status, second.status], statuses, title)
  }
  const refused = await sendRaw(port, 'nonsense\r\n\r\n')
  t.match(refused, { status: 429, headers: { 'retry-after': /^\d+$/ } })
  hasManners(t, refused, 'too many')
  t.equal((await sendRaw(port, get('/%'))).status, 429)
})

scene('behind a proxy that is trusted, whoever sends an address that cannot be read pays for it, not the proxy', async (t, s) => {
  const app = await buildApp({ ...s.deps, limits: { key: 0, address: 1 } }, { trustProxy: ['127.0.0.1'] })
  t.teardown(() => app.close())
  const ask = (ip: string) => app.inject({ url: '/%', remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': ip } })
  t.equal((await ask('192.0.2.1')).statusCode, 400)
  t.equal((await ask('192.0.2.1')).statusCode, 429)
  t.equal((await ask('192.0.2.2')).statusCode, 400)
})

scene('an address that is there for other methods says which', async (t, s) => {
  const cases = [
    ['PUT', '/v1/agencies', 'GET, HEAD, POST'],
    ['DELETE', '/healthz', 'GET, HEAD'],
    ['POST', '/v1/rosters/2026-12/unfilled', 'GET, HEAD'],
    ['GET', '/v1/swaps/x/accept', 'POST'],
    ['POST', '/v1/on-duty.txt?agency=x', 'GET, HEAD'],
    ['PUT', '/feeds/x.ics', undefined],
    ['OPTIONS', '/v1/agencies/x', 'DELETE, GET, HEAD, PATCH'],
    ['PUT', '/v1/on-dutyxtxt', undefined],
    ['GET', '/v1/agencies/', undefined]
  ] as const
  for (const [method, url, allow] of cases) {
    const reply = await s.app.inject({ method, url, headers: { authorization: `Bearer ${ADMIN_KEY}` } })
    t.equal(reply.statusCode, allow === undefined ? 404 : 405, `${method} ${url}`)
    t.equal(reply.headers.allow, allow, `${method} ${url}: Allow`)
  }
})

scene('a body that is packed is refused before it is read, an empty one of a foreign kind too', async (t, s) => {
  await aCentre(s)
  const body = gzipSync(JSON.stringify({ code: 'mot', name: 'Một' }))
  const type = { 'content-type': 'application/json' }
  for (const encoding of ['gzip', 'br', 'x-unknown', 'gzip, gzip']) {
    const answer = await s.call<Problem>('POST', '/v1/branches', { body, headers: { ...type, 'content-encoding': encoding } })
    t.match(answer, { status: 415, body: { code: 'UNSUPPORTED_ENCODING' }, headers: { 'accept-encoding': 'identity' } }, encoding)
  }
  const plain = { body: { code: 'mot', name: 'Một' }, headers: { ...type, 'content-encoding': 'identity' } }
  t.equal((await s.call('POST', '/v1/branches', plain)).status, 201)
  t.match(await s.call('POST', '/v1/branches', { headers: { 'content-type': 'text/plain' } }), { status: 415 })
})

scene('a body is read as UTF-8, and refused where it says or shows that it is not', async (t, s) => {
  await aCentre(s)
  let at = 0
  const send = (type: string, body = JSON.stringify({ code: `n-${++at}`, name: 'Nhánh Đồng Mỏ' }), encoding: BufferEncoding = 'utf8') =>
    s.call<Problem>('POST', '/v1/branches', { body: Buffer.from(body, encoding), headers: { 'content-type': type } })
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json ; CHARSET = utf8',
    'application/json; profile="a; charset=x"',
    'application/json;'
  ]) {
    t.equal((await send(type)).status, 201, type)
  }
  const marked = await send('application/json', `\ufeff${JSON.stringify({ code: 'marked', name: 'Có dấu' })}`)
  t.equal(marked.status, 201, 'a mark before it is no part of it')
  for (const [type, charset] of [
    ['application/json; charset=utf-16', 'utf-16'],
    ['application/json; charset="windows-1258"', 'windows-1258'],
    ['application/json; charset=utf-8; charset=utf-16le', 'utf-16le'],
    ['application/json; charset=', '']
  ]) {
    const answer = await send(type ?? '')
    t.match(answer, { status: 415, body: { code: 'UNSUPPORTED_CHARSET', detail: `Hãy gửi nội dung bằng UTF-8, không phải "${charset}".` } })
  }
  for (const type of ['application/json5', 'json', 'text/json', 'application/json/x', 'application/problem+json'])
    t.match(await send(type), { status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } }, type)
  const bytes = JSON.stringify({ code: 'la-tinh', name: 'Chi nhánh' })
  for (const encoding of ['latin1', 'utf16le'] as const) {
    const answer = await send('application/json', bytes, encoding)
    t.match(answer, { status: 400, body: { code: 'BAD_REQUEST', detail: /^Không đọc được yêu cầu: nội dung không phải là / } }, encoding)
  }
  t.equal((await s.call('GET', '/v1/branches/la-tinh')).status, 404, 'nothing mangled is kept')
})

scene('a form is read as UTF-8 too', async (t, s) => {
  const body = Buffer.from('by=Nguyễn', 'latin1')
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  t.match(await s.call('POST', '/acknowledge/x', { body, headers: type, key: null }), { status: 400, body: { code: 'BAD_REQUEST' } })
  const wide = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-16' }
  t.match(await s.call('POST', '/acknowledge/x', { body, headers: wide, key: null }), {
    status: 415,
    body: { code: 'UNSUPPORTED_CHARSET' }
  })
})

scene('two types of one body, and pieces packed, are refused before it is read', async (t, s) => {
  const { port } = await listening(t, s)
  const post = (fields: string): string =>
    `POST /acknowledge/x HTTP/1.1\r\n${HOST}${fields}Connection: close\r\nContent-Length: 2\r\n\r\n{}`
  const types = 'Content-Type: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n'
  const twice = await sendRaw(port, post(types))
  t.match(problemIn(twice), { status: 400, code: 'BAD_REQUEST', detail: 'Không đọc được yêu cầu: trường content-type được gửi nhiều lần.' })
  const packed = post('Content-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n').replace(
    'Content-Length: 2\r\n\r\n{}',
    '\r\n'
  )
  t.match(problemIn(await sendRaw(port, packed)), { status: 415, code: 'UNSUPPORTED_ENCODING' })
})

scene('a parameter given twice is refused where one is meant', async (t, s) => {
  await aCentre(s)
  t.match(await s.call('GET', '/v1/branches?limit=1&limit=2'), {
    status: 400,
    body: { errors: [{ pointer: '?limit', code: 'BAD_FIELD' }] }
  })
  t.match(await s.call('GET', '/v1/branches?__proto__=1&constructor=2'), { status: 400, body: { code: 'BAD_FIELD' } })
})

scene('HEAD says what GET says, without the body', async (t, s) => {
  const centre = await aCentre(s)
  for (const url of [
    `/v1/centres/${centre.id}`,
    '/v1/centres',
    '/v1/centres/khong-co',
    '/',
    '/healthz',
    '/v1/on-duty?post=x',
    '/openapi.json'
  ]) {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'x-request-id': 'same' }
    const [got, head] = [await s.app.inject({ url, headers }), await s.app.inject({ method: 'HEAD', url, headers })]
    t.equal(head.statusCode, got.statusCode, url)
    t.equal(head.body, '', `${url}: nothing follows`)
    for (const name of ['etag', 'vary', 'content-type', 'content-length', 'cache-control', 'x-request-id']) {
      t.equal(String(head.headers[name]), String(got.headers[name]), `${url}: ${name}`)
    }
  }
})

scene('a request that does not end in time is refused, whichever part of it is late', async (t, s) => {
  const usual = await buildApp({ ...s.deps })
  t.same([usual.server.requestTimeout, usual.server.headersTimeout, usual.server.timeout], [30_000, 10_000, 120_000])
  await usual.close()
  // the same in little: an option of Node that Fastify's types know of a plain server alone
  const http = { headersTimeout: 200, connectionsCheckingInterval: 50, requireHostHeader: false }
  const app = await buildApp({ ...s.deps }, { requestTimeout: 300, ...{ http } })
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const key = `Authorization: Bearer ${ADMIN_KEY}\r\n`
  for (const [title, bytes] of [
    ['a header', `GET /v1/centres HTTP/1.1\r\n${HOST}X-Half`],
    ['a body', `POST /v1/branches HTTP/1.1\r\n${HOST}${key}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"code":`]
  ] as const) {
    const { socket, received } = open(port)
    socket.write(bytes)
    const answer = readAnswer(await received)
    if (answer === undefined) throw new Error(`${title}: no answer`)
    t.equal(answer.status, 408, title)
    hasManners(t, answer, title)
  }
})
