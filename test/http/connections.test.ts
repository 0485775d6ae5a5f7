import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import type { ConnectionLimits } from '../../src/http/connection-limit.ts'
import { endSilent } from '../../src/http/connections.ts'
import type { RateLimits } from '../../src/http/plugins/rate-limit.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { aCentre } from '../support/people.ts'
import { open, problemIn, readAnswer, sendRaw } from '../support/raw.ts'
import { type Scene, scene } from '../support/scene.ts'

interface Bounds {
  readonly connections?: ConnectionLimits
  readonly limits?: RateLimits
}

/** Node's own limits in little, so that what never comes is given up soon. */
const SOON = { requestTimeout: 600, http: { headersTimeout: 300, connectionsCheckingInterval: 50, requireHostHeader: false } }

/** The service of the scene, listening at this port. */
async function listening(t: Test, s: Scene, bounds: Bounds = {}, options: object = {}): Promise<number> {
  const app = await buildApp({ ...s.deps, ...bounds }, options)
  t.teardown(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  return (app.server.address() as AddressInfo).port
}

const KEY = `Authorization: Bearer ${ADMIN_KEY}\r\n`
const HOST = 'Host: lichtruc.test\r\n'
const JSON_TYPE = 'Content-Type: application/json\r\n'
/** The beginning of a request whose body does not come whole. */
const half = (fields: string, line = 'POST /v1/branches', said = '{"code":'): string => `${line} HTTP/1.1\r\n${HOST}${fields}\r\n${said}`
const LONG = 'Content-Length: 1000\r\n'

const EARLY = [
  ['no key', half(JSON_TYPE + LONG), 401],
  ['a key of nobody', half(`${JSON_TYPE}${LONG}Authorization: Bearer x\r\n`), 401],
  ['no such address', half(KEY + LONG, 'POST /v1/nothing'), 404],
  ['another method', half(KEY + LONG, 'PUT /v1/branches'), 405],
  ['packed', half(`${KEY}${LONG}${JSON_TYPE}Content-Encoding: gzip\r\n`), 415],
  ['another type', half(`${KEY}${LONG}Content-Type: text/plain\r\n`), 415],
  ['another charset', half(`${KEY}${LONG}Content-Type: application/json; charset=utf-16\r\n`), 415],
  ['said to be too large', half(`${KEY}${JSON_TYPE}Content-Length: 9000000\r\n`), 413],
  ['too large in pieces', half(`${KEY}${JSON_TYPE}Transfer-Encoding: chunked\r\n`, undefined, `90000\r\n${'x'.repeat(0x90000)}\r\n`), 413],
  ['two hosts', half(`${KEY}${JSON_TYPE}${LONG}${HOST}`), 400],
  ['a body that nobody reads', half(LONG, 'GET /v1/centres'), 200],
  ['a body before which it may wait', half(`${JSON_TYPE}${LONG}Expect: 100-continue\r\n`, undefined, ''), 401]
] as const

scene('a request is answered once: whoever is answered before its end is told that the connection ends, and it does', async (t, s) => {
  await aCentre(s)
  const port = await listening(t, s, {}, SOON)
  for (const [title, bytes, status] of EARLY) {
    const { socket, received } = open(port)
    socket.write(bytes)
    const text = (await received).replace('HTTP/1.1 100 Continue\r\n\r\n', '')
    t.equal(text.match(/HTTP\/1\.1 \d{3} /g)?.length, 1, `${title}: one answer`)
    t.match(readAnswer(text), { status, headers: { connection: 'close' } }, title)
  }
})

scene('too many requests with a body are refused so too', async (t, s) => {
  const port = await listening(t, s, { limits: { key: 0, address: 1 } }, SOON)
  await sendRaw(port, half(`${LONG}${JSON_TYPE}`))
  const { socket, received } = open(port)
  socket.write(half(`${LONG}${JSON_TYPE}`))
  const text = await received
  t.match(readAnswer(text), { status: 429, headers: { connection: 'close' } })
  t.equal(text.match(/HTTP\/1\.1 \d{3} /g)?.length, 1)
})

scene('whoever goes on sending is heard out for a while, and the answer arrives; what follows it is no request', async (t, s) => {
  await aCentre(s)
  const port = await listening(t, s)
  const { socket, received } = open(port)
  const body = JSON.stringify({ code: 'mot', name: 'Một' })
  const length = 4_000_000
  socket.write(half(`${JSON_TYPE}Content-Length: ${length}\r\n`, undefined, ''))
  await pause(100)
  const next = `POST /v1/branches HTTP/1.1\r\n${HOST}${KEY}${JSON_TYPE}Content-Length: ${body.length}\r\n\r\n${body}`
  socket.write('x'.repeat(length) + next)
  t.match(readAnswer(await received), { status: 401, headers: { connection: 'close' } })
  t.equal((await s.call('GET', '/v1/branches/mot')).status, 404)
})

scene('what is refused with all of its body read keeps its connection', async (t, s) => {
  const port = await listening(t, s)
  const whole = `POST /v1/branches HTTP/1.1\r\n${HOST}${JSON_TYPE}Content-Length: 2\r\n\r\n{}`
  const { socket, received } = open(port)
  socket.write(whole)
  await once(socket, 'data')
  socket.write(whole.replace(HOST, `${HOST}Connection: close\r\n`))
  const text = await received
  t.equal(text.match(/HTTP\/1\.1 401 /g)?.length, 2, 'two requests, two answers')
  t.notMatch(text.split('\r\n\r\n')[0], /connection: close/i)
})

/** A connection from that address of this machine. */
async function from(port: number, localAddress: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  socket.setEncoding('utf8').on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

const ASK = `GET /v1/centres HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`

/** What is answered from that address, as text; empty when the connection ends without a word. */
async function asks(port: number, localAddress: string, bytes = ASK): Promise<string> {
  const socket = await from(port, localAddress)
  let text = ''
  socket.on('data', (part: string) => {
    text += part
  })
  if (bytes !== '') socket.write(bytes)
  await once(socket, 'close')
  return text
}

scene('one address has so many connections at once, and takes nothing from the others', async (t, s) => {
  await aCentre(s)
  const port = await listening(t, s, { connections: { all: 0, address: 3, free: [] } })
  const held = await Promise.all([1, 2, 3].map(() => from(port, '127.0.0.2')))
  const refused = readAnswer(await asks(port, '127.0.0.2', ''))
  t.match(refused, { status: 429, headers: { connection: 'close', 'retry-after': '5' } }, 'refused before anything is asked')
  t.match(refused && problemIn(refused), { code: 'TOO_MANY_CONNECTIONS', detail: /đang mở 3 kết nối/ })
  t.match(await asks(port, '127.0.0.2'), /^HTTP\/1\.1 429 /, 'and whoever asks reads it')
  t.match(await asks(port, '127.0.0.3'), /^HTTP\/1\.1 200 /, 'another address is answered')
  held[0]?.destroy()
  for (let tries = 0; tries < 100 && !(await asks(port, '127.0.0.2')).startsWith('HTTP/1.1 200 '); tries += 1) await pause(20)
  t.match(await asks(port, '127.0.0.2'), /^HTTP\/1\.1 200 /, 'a connection that has ended makes room')
  for (const socket of held) socket.destroy()
})

scene('who carries others, a proxy or this machine, has no such bound', async (t, s) => {
  await aCentre(s)
  const port = await listening(t, s, { connections: { all: 0, address: 1, free: ['127.0.0.2', '127.0.1.0/24', '::1'] } })
  for (const address of ['127.0.0.2', '127.0.1.9']) {
    const held = await Promise.all([1, 2, 3, 4].map(() => from(port, address)))
    t.match(await asks(port, address), /^HTTP\/1\.1 200 /, address)
    for (const socket of held) socket.destroy()
  }
  const held = await from(port, '127.0.2.1')
  t.match(await asks(port, '127.0.2.1'), /^HTTP\/1\.1 429 /, 'whoever is not named has it')
  held.destroy()
})

const KEPT = ASK.replace('Connection: close\r\n', '')

/** Asks on a connection that stays; what is answered, empty when it ends instead. */
async function asksOn(socket: Socket): Promise<string> {
  socket.write(KEPT)
  const [text = ''] = (await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [])])) as string[]
  return text
}

scene('when every place is taken, who has been silent longest makes way, and who asks stays', async (t, s) => {
  await aCentre(s)
  const port = await listening(t, s, { connections: { all: 20, address: 0, free: [] } })
  const honest = await from(port, '127.0.0.2')
  t.match(await asksOn(honest), /^HTTP\/1\.1 200 /)
  const silent: Socket[] = []
  // whoever is thrown out comes back at once, and some say the beginning of something
  const flood = async (n: number): Promise<void> => {
    const socket = await from(port, `127.0.1.${n}`)
    silent.push(socket)
    if (n % 2 === 0) socket.write('G')
  }
  for (let n = 1; n <= 40; n += 1) await flood(n)
  for (let n = 41; n <= 60; n += 1) {
    t.match(await asks(port, '127.0.0.9'), /^HTTP\/1\.1 200 /, 'a new connection is answered')
    await flood(n)
    t.match(await asksOn(honest), /^HTTP\/1\.1 200 /, 'one that was there is kept')
  }
  await pause(50)
  const kept = silent.filter(({ closed, readableEnded }) => !closed && !readableEnded)
  t.ok(kept.length <= 20, `${kept.length} of 60 silent ones are left`)
  t.same(kept, silent.slice(-kept.length), 'those that came last')
  for (const socket of [honest, ...silent]) socket.destroy()
})

scene('where nobody is silent, who has asked nothing for longest makes way; where all ask, nobody does', async (t, s) => {
  await aCentre(s)
  const port = await listening(t, s, { connections: { all: 3, address: 0, free: [] } })
  const held = await Promise.all([2, 3, 4].map((at) => from(port, `127.0.0.${at}`)))
  for (const socket of held) await asksOn(socket)
  t.match(await asksOn(held[0] as Socket), /^HTTP\/1\.1 200 /, 'the first asks once more')
  t.match(await asks(port, '127.0.0.9'), /^HTTP\/1\.1 200 /)
  t.same(
    held.map(({ closed, readableEnded }) => closed || readableEnded),
    [false, true, false]
  )
  const busy: Socket[] = []
  for (const at of [5, 6, 7]) {
    const socket = await from(port, `127.0.0.${at}`)
    socket.write(half(`${KEY}${JSON_TYPE}${LONG}`))
    await pause(100)
    busy.push(socket)
  }
  t.equal(await asks(port, '127.0.0.9'), '', 'a request is under way on every one')
  for (const socket of [...held, ...busy]) socket.destroy()
})

scene('a connection on which nothing is sent ends by itself', async (t, s) => {
  const app = await buildApp(s.deps)
  t.teardown(() => app.close())
  endSilent(app, 50)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const begun = await from(port, '127.0.0.3')
  begun.write('G')
  t.equal(await asks(port, '127.0.0.2', ''), '', 'without a word')
  await pause(100)
  t.notOk(begun.closed, 'one on which something was has longer')
  begun.destroy()
})

scene('a tunnel is refused like any address that is none, and a wish for another protocol is not heard', async (t, s) => {
  await aCentre(s)
  const port = await listening(t, s, { limits: { key: 0, address: 3 } })
  const connect = `CONNECT a:80 HTTP/1.1\r\n${HOST}\r\n`
  const refused = await sendRaw(port, connect)
  t.match(refused, { status: 400, headers: { connection: 'close', 'content-type': 'application/problem+json; charset=utf-8' } })
  t.match(problemIn(refused), { code: 'BAD_REQUEST', detail: /a:80/ })
  t.match(await sendRaw(port, `${connect}and what should go through it`), { status: 400 })
  t.match(await sendRaw(port, ASK.replace('close', 'close, Upgrade\r\nUpgrade: websocket')), { status: 200 })
  t.match(await sendRaw(port, connect), { status: 429 }, 'it counts as asking')
})
