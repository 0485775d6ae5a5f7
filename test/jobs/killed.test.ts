import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { connectPglite, connectPostgres } from '../../db/connect.ts'
import { fillDatabase } from '../support/database.ts'
import { aWebhook, deliveriesOf, deliveryWorld } from '../support/delivery-world.ts'
import { aPublication } from '../support/months.ts'
import { openPostOffice, type PostOffice } from '../support/post-office.ts'
import { openReceiver, until } from '../support/receivers.ts'
import { onPostgres } from '../support/scene.ts'

const CHILD = fileURLToPath(new URL('../support/sending-child.ts', import.meta.url))

/** A process that sends; what it complains of shows in the test's output. */
const start = (place: string): ChildProcess => spawn(process.execPath, [CHILD, place], { stdio: ['ignore', 'ignore', 'inherit'] })

/** The service on the database at a place, an address or a folder, which is closed when the work is done. */
async function inOffice<T>(place: string, work: (office: PostOffice) => Promise<T>): Promise<T> {
  const connection = await (place.startsWith('postgres') ? connectPostgres(place) : connectPglite(place))
  const office = await openPostOffice({ connection, url: place, remove: connection.close })
  return work(office).finally(office.close)
}

/** A process killed while a receiver holds its event; another one started afterwards; what was received, and how the delivery stands. */
async function killedInMidSend(t: Test, place: string) {
  const receiver = await openReceiver()
  t.teardown(() => receiver.close())
  const head = await inOffice(place, async (office) => {
    await deliveryWorld(office)
    await aWebhook(office, { code: 'toa-1', url: `${receiver.url}/`, agency: 'kv1' })
    return aPublication(office)
  })
  receiver.answer = () => undefined
  const first = start(place)
  await until('the first try', () => receiver.received.length > 0)
  first.kill('SIGKILL')
  await once(first, 'close')
  t.equal(receiver.received.length, 1)
  receiver.answer = (response) => void response.writeHead(200).end()

  const second = start(place)
  await until('another try', () => receiver.received.length > 1)
  second.kill('SIGTERM')
  t.same(await once(second, 'close'), [0, null], 'the second ends when it is asked to, with what it had in hand done')
  const stands = await inOffice(place, (office) => deliveriesOf(office, head.id))
  return { received: receiver.received, stands: stands.find(({ channel }) => channel === 'webhook') }
}

async function isDeliveredAfterAll(t: Test, place: string): Promise<void> {
  const { received, stands } = await killedInMidSend(t, place)
  t.match(stands, { status: 'sent', failure: null })
  const ids = received.map(({ headers }) => headers['webhook-id'])
  t.same(ids, [stands?.id, stands?.id], 'delivered at least once, recognisable as the same')
  t.equal(received[0]?.body, received[1]?.body, 'and saying the same')
}

t.test('killed in mid-send, a process loses nothing (embedded database)', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lichtruc-killed-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const connection = await connectPglite(folder)
  await fillDatabase(connection)
  await connection.close()
  await isDeliveredAfterAll(t, folder)
})

onPostgres('killed in mid-send, a process loses nothing (server)', (t, url) => isDeliveredAfterAll(t, url))
