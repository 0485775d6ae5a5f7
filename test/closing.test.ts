import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { open, readAnswer } from './support/raw.ts'

const CHILD = fileURLToPath(new URL('./support/closing-child.ts', import.meta.url))
/** Longer than any test lasts. */
const NEVER = 600_000

interface Running {
  readonly child: ChildProcess
  readonly port: number
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>
  readonly complained: () => string
}

/** A service that cuts connections after `drain`, gives up after `giveUp`, and takes `closing` for what it closes itself; milliseconds. */
async function running(t: Test, { drain = NEVER, giveUp = NEVER, closing = 0 }): Promise<Running> {
  const child = spawn(process.execPath, [CHILD, String(drain), String(giveUp), String(closing)], {
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  t.teardown(() => child.kill('SIGKILL'))
  let complained = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text
  })
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  const [said] = await once(child.stdout, 'data')
  return { child, port: Number(said), ended, complained: () => complained }
}

const HALF = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"code":'
const HALF_HEADER = 'GET /v1/branches HTTP/1.1\r\nHost: x\r\nX-Half'
const SLOW = 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n'

/** Sends the bytes, and waits until the service has certainly got them. */
async function sent(port: number, bytes: string) {
  const { socket, received } = open(port)
  socket.write(bytes)
  await pause(200)
  return { received }
}

t.test('a half-sent request does not hold a process that is told to end', async (t) => {
  for (const [title, bytes] of [
    ['body', HALF],
    ['header', HALF_HEADER]
  ] as const) {
    const { child, port, ended } = await running(t, { drain: 300 })
    const { received } = await sent(port, bytes)
    child.kill('SIGTERM')
    t.same(await ended, { code: 0, signal: null }, `half a ${title}: it ends cleanly`)
    t.notMatch(await received, /REQUEST_TIMEOUT/, `half a ${title}: before its time is over`)
  }
})

t.test('what was asked before is answered, what was not finds the door closed', async (t) => {
  const { child, port, ended } = await running(t, { drain: 20_000 })
  const { received } = await sent(port, SLOW)
  child.kill('SIGTERM')
  await pause(100)
  const late = open(port)
  t.equal(await late.received, '', 'a new connection')
  t.match(readAnswer(await received), { status: 200, text: '{"answered":true}' })
  t.same(await ended, { code: 0, signal: null })
})

t.test('an idle connection holds nothing', async (t) => {
  const { child, port, ended } = await running(t, {})
  const { received } = await sent(port, 'POST / HTTP/1.1\r\nContent-Length: 0\r\nHost: x\r\n\r\n')
  child.kill('SIGTERM')
  t.same(await ended, { code: 0, signal: null })
  t.match(readAnswer(await received), { status: 200 })
})

t.test('what is asked on an open connection while it closes is answered, and the connection ended', async (t) => {
  const { child, port, ended } = await running(t, {})
  const { socket, received } = open(port)
  socket.write(SLOW)
  await pause(300)
  child.kill('SIGTERM')
  await pause(100)
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')
  const [, second = ''] = (await received).split('{"answered":true}')
  t.match(readAnswer(second), { status: 200, headers: { connection: 'close' }, text: '{"posted":true}' })
  t.same(await ended, { code: 0, signal: null })
})

t.test('a second signal ends it at once, one that comes with the first does not count', async (t) => {
  const { child, port, ended } = await running(t, {})
  await sent(port, HALF)
  child.kill('SIGINT')
  child.kill('SIGINT')
  await pause(500)
  t.equal(child.exitCode, null, 'the two are one')
  await pause(700)
  child.kill('SIGINT')
  t.same(await ended, { code: 130, signal: null })
})

t.test('closing that never ends is ended', async (t) => {
  const { child, ended, complained } = await running(t, { giveUp: 300, closing: NEVER })
  child.kill('SIGTERM')
  t.same(await ended, { code: 1, signal: null })
  t.equal(complained(), 'Closing took too long.\n')
})

t.test('what nobody caught ends it, and tells nothing of the data', async (t) => {
  const { port, ended, complained } = await running(t, {})
  await sent(port, 'GET /defect HTTP/1.1\r\nHost: x\r\n\r\n')
  t.same(await ended, { code: 1, signal: null })
  t.match(complained(), /^Error: a query failed\n\s+at /)
  t.notMatch(complained(), /Hoàng|84912/)
})
