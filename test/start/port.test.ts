import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { takePort } from '../../src/start/port.ts'
import { openCallers } from '../support/callers.ts'

const host = '127.0.0.1'

t.test('who comes before there is anything to answer with waits, and is answered', async (t) => {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  const taken = await takePort({ port, host })
  const early = fetch(`http://${host}:${port}/`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const app = Fastify()
  app.get('/', async () => 'xin chào')
  t.equal(await taken.serveBy(app), `http://${host}:${port}`)
  t.equal(await (await early).text(), 'xin chào')
  t.equal(await (await fetch(`http://${host}:${port}/`)).text(), 'xin chào')
  await app.close()
  await t.rejects(fetch(`http://${host}:${port}/`), 'closed with the app')
})

const CALLERS = 700
const PLACES = '/proc/sys/net/core/somaxconn'
const few = (!existsSync(PLACES) || Number(readFileSync(PLACES, 'utf8')) < CALLERS) && 'this system lets fewer wait'

t.test('hundreds may wait at once to be let in', { skip: few }, async (t) => {
  const app = Fastify()
  const { port } = new URL(await (await takePort({ port: 0, host })).serveBy(app))
  const callers = await openCallers(Number(port), CALLERS)
  t.teardown(async () => {
    await callers.end()
    await app.close()
  })
  // while this thread stands still, nobody is let in
  t.equal(callers.wait(30_000), 'ok', 'all of them stand')
})

t.test('a port that cannot be had is refused with one sentence', async (t) => {
  const other = createServer().listen(0, host)
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  await t.rejects(takePort({ port, host }), { message: /^[^\n]* is in use by another program \(EADDRINUSE\): [^\n]*\.$/ })
  await t.rejects(takePort({ port: 0, host: '192.0.2.1' }), { message: /HOST 192\.0\.2\.1 is no address of this machine\.$/ })
  await t.rejects(takePort({ port: 0, host: 'nowhere.invalid' }), { message: /HOST nowhere\.invalid is not known\.$/ })
})
