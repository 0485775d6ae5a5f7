/** The least of a service that ends as the server does. Its patience comes as arguments; it says its port. */
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import Fastify from 'fastify'
import { closeOnSignals, endOnDefects } from '../../src/closing.ts'
import { connectionOptions } from '../../src/http/connections.ts'

const [drain, giveUp, closing] = process.argv.slice(2).map(Number)
const app = Fastify({ ...connectionOptions })
app.post('/', async () => ({ posted: true }))
app.get('/slow', async () => {
  await pause(1500)
  return { answered: true }
})
app.get('/defect', async () => {
  const error = Object.assign(new Error('Failed query: select 1\nparams: Hoàng Văn An,+84912000001'), { query: 'select 1', params: [] })
  setImmediate(() => void Promise.reject(error))
  return { planted: true }
})
app.addHook('onClose', () => pause(closing))
await app.listen({ port: 0, host: '127.0.0.1' })
endOnDefects()
closeOnSignals(app, { drain: Number(drain), giveUp: Number(giveUp) })
process.stdout.write(`${(app.server.address() as AddressInfo).port}\n`)
