import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { takePort } from '../../src/start/port.ts'

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

t.test('a port that cannot be had is refused with one sentence', async (t) => {
  const other = createServer().listen(0, host)
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  await t.rejects(takePort({ port, host }), { message: /^[^\n]* is in use by another program \(EADDRINUSE\): [^\n]*\.$/ })
  await t.rejects(takePort({ port: 0, host: '192.0.2.1' }), { message: /HOST 192\.0\.2\.1 is no address of this machine\.$/ })
  await t.rejects(takePort({ port: 0, host: 'nowhere.invalid' }), { message: /HOST nowhere\.invalid is not known\.$/ })
})
