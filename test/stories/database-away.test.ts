import type { AddressInfo } from 'node:net'
import autocannon from 'autocannon'
import { openWire } from '../support/cut-wire.ts'
import { aCentreOnDuty, openInstance } from '../support/followed.ts'
import { stepped } from '../support/months.ts'
import { until } from '../support/receivers.ts'
import { onPostgres } from '../support/scene.ts'

/** How long the database is away, in seconds. */
const AWAY = 60
const QUESTION = '/v1/on-duty?agency=pc01&at=2026-12-05T02:10:00%2B07:00'
const NOW = '/v1/on-duty?agency=pc01'

interface Answer {
  readonly status: string
  readonly source: { readonly stale: boolean; readonly generatedAt: string }
}

onPostgres('the database is away for a minute under load: every look-up of that minute is answered', async (t, url) => {
  const wire = await openWire(url)
  const [s, other] = [await openInstance(wire.url), await openInstance(url)]
  t.teardown(async () => {
    await s.close()
    await other.close()
    await wire.close()
  })
  const roster = await aCentreOnDuty(other)
  const asked = async (): Promise<Answer> => (await s.call<Answer>('GET', QUESTION)).body
  await until('published', async () => (await asked()).status === 'on_duty')

  await s.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = s.app.server.address() as AddressInfo
  const load = autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: 10,
    duration: AWAY + 4,
    requests: [{ path: QUESTION }, { path: NOW }, { path: '/v1/on-duty.txt?q=hinh%20su' }]
  })
  await new Promise((resolve) => setTimeout(resolve, 2000))
  await wire.cut()
  await until('it knows', async () => (await asked()).source.stale)
  await stepped(other, roster, 'recall', { body: { reason: 'phân công lại' } })
  t.equal(
    (
      await s.call('POST', '/v1/agencies', {
        body: { code: 'x', name: 'x', kind: 'regional-court', level: 'region', validFrom: '2025-07-01' }
      })
    ).status,
    503
  )
  await new Promise((resolve) => setTimeout(resolve, AWAY * 1000))
  t.equal((await asked()).status, 'on_duty', 'what it last knew')
  await wire.mend()
  const result = await load
  t.ok(result['2xx'] > 1000, `${result['2xx']} look-ups answered`)
  t.match(result, { non2xx: 0, errors: 0, timeouts: 0, mismatches: 0 })
  await until('current again', async () => (await asked()).status === 'uncovered')
  t.equal((await asked()).source.stale, false)
})
