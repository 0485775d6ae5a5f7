import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { DutyError } from '../../src/domain/errors.ts'
import { type Instant, MINUTE } from '../../src/domain/instant.ts'
import { openGate, type RateLimits } from '../../src/http/plugins/rate-limit.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { type Scene, scene } from '../support/scene.ts'

interface From {
  readonly url?: string
  readonly key?: string | null
  readonly ip?: string
}

/** The service with these limits, on the scene's database and clock; how each request is answered. */
async function limited(t: Test, s: Scene, limits: RateLimits) {
  const app: FastifyInstance = await buildApp({ ...s.deps, limits })
  t.teardown(() => app.close())
  const ask = ({ url = '/v1/agency-kinds', key = null, ip = '192.0.2.1' }: From = {}) =>
    app.inject({ url, remoteAddress: ip, headers: key === null ? {} : { authorization: `Bearer ${key}` } })
  const statuses = async (times: number, from?: From): Promise<number[]> => {
    const seen: number[] = []
    for (let n = 0; n < times; n += 1) seen.push((await ask(from)).statusCode)
    return seen
  }
  return { ask, statuses }
}

const aKey = async (s: Scene): Promise<string> =>
  (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'Tòa án (minh họa)', scopes: ['catalogue:read'] } })).body.key

scene('a flood from one key is refused, and nobody else feels it', async (t, s) => {
  const { ask, statuses } = await limited(t, s, { key: 6, address: 3 })
  const other = await aKey(s)
  t.same(await statuses(8, { key: ADMIN_KEY }), [200, 200, 200, 200, 200, 200, 429, 429])
  const refused = await ask({ key: ADMIN_KEY })
  t.equal(refused.headers['retry-after'], '10', 'six a minute: one more in ten seconds')
  t.equal(refused.headers['content-type'], 'application/problem+json; charset=utf-8')
  t.match(refused.json(), { code: 'TOO_MANY_REQUESTS', status: 429, detail: 'Hãy thử lại sau 10 giây.' })
  t.same(await statuses(6, { key: other }), [200, 200, 200, 200, 200, 200], 'another key')
  t.same(await statuses(3), [200, 200, 200], 'somebody without one')
  t.equal((await ask({ key: ADMIN_KEY, ip: '192.0.2.2' })).statusCode, 429, 'from another address it is the same key')
})

scene('what was used up comes back evenly, never more than a minute of it', async (t, s) => {
  const { ask, statuses } = await limited(t, s, { key: 6, address: 0 })
  const key = ADMIN_KEY
  await statuses(6, { key })
  const cases = [
    ['2026-11-22T10:00:09.999+07:00', [429], 'not yet'],
    ['2026-11-22T10:00:10+07:00', [200, 429], 'one'],
    ['2026-11-22T10:00:40+07:00', [200, 200, 200, 429], 'three'],
    ['2026-11-23T10:00:00+07:00', [200, 200, 200, 200, 200, 200, 429], 'a day later'],
    ['2026-11-22T10:00:00+07:00', [429], 'a clock that is set back'],
    ['2026-11-22T10:00:10+07:00', [200, 429], 'and goes on from there']
  ] as const
  for (const [at, expected, title] of cases) {
    s.setNow(at)
    t.same(await statuses(expected.length, { key }), expected, title)
  }
  s.setNow('2026-11-22T10:00:11.5+07:00')
  t.equal((await ask({ key })).headers['retry-after'], '9', 'whole seconds, rounded up')
})

scene('without a key the address counts, of IPv6 the network', async (t, s) => {
  const { ask, statuses } = await limited(t, s, { key: 0, address: 2 })
  const cases = [
    ['the same', '192.0.2.1', '192.0.2.1', 429],
    ['another', '192.0.2.1', '192.0.2.2', 200],
    ['the same, written as IPv6', '192.0.2.3', '::ffff:192.0.2.3', 429],
    ['another of the same network', '2001:db8:1:2::1', '2001:db8:1:2:ffff::9', 429],
    ['another network', '2001:db8:1:2::1', '2001:db8:1:3::1', 200]
  ] as const
  for (const [title, first, second, status] of cases) {
    await statuses(2, { ip: first })
    t.equal((await ask({ ip: first })).statusCode, 429, title)
    t.equal((await ask({ ip: second })).statusCode, status, title)
  }
})

scene('wrong keys, and addresses that are not there, count against whoever tries them', async (t, s) => {
  const { ask, statuses } = await limited(t, s, { key: 6, address: 2 })
  const cases = [
    ['keys that are guessed', { key: 'lt_guessed' }, 401],
    ['credentials of another kind', { key: 'a b' }, 401],
    ['no such route', { url: '/nothing' }, 404],
    ['no such route, with a wrong key', { url: '/nothing', key: 'lt_guessed' }, 404],
    ['a key is asked for', { url: '/v1/providers' }, 401]
  ] as const
  for (const [n, [title, from, status]] of cases.entries()) {
    const ip = `192.0.2.${n}`
    t.same(await statuses(3, { ...from, ip }), [status, status, 429], title)
    t.equal((await ask({ key: ADMIN_KEY, ip })).statusCode, 200, `${title}: a good key from there still passes`)
  }
})

scene('those who run the service may always look at it', async (t, s) => {
  const { statuses } = await limited(t, s, { key: 1, address: 1 })
  t.same(await statuses(2), [200, 429])
  for (const url of ['/healthz', '/readyz', '/metrics']) t.same(await statuses(3, { url }), [200, 200, 200], url)
})

scene('nought is no limit', async (t, s) => {
  const { statuses } = await limited(t, s, { key: 0, address: 0 })
  t.same(new Set([...(await statuses(20)), ...(await statuses(20, { key: ADMIN_KEY }))]), new Set([200]))
})

/** Passes or not, by the gate. */
function passes(ask: () => void): boolean {
  try {
    ask()
    return true
  } catch (error) {
    if (error instanceof DutyError && error.code === 'TOO_MANY_REQUESTS') return false
    throw error
  }
}

t.test('whoever keeps to the limit is never refused; nobody gets more than twice the limit in any minute', async (t) => {
  const asks = fc.record({
    limit: fc.integer({ min: 1, max: 20 }),
    gaps: fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 200 })
  })
  fc.assert(
    fc.property(asks, ({ limit, gaps }) => {
      let now = 0
      const gate = openGate({ key: limit, address: 0 }, () => now as Instant)
      const passed: number[] = []
      for (const gap of gaps) {
        now += gap
        if (passes(() => gate.key('one'))) passed.push(now)
        else if (passed.filter((at) => at > now - MINUTE).length < limit && passed.length < limit) return false
      }
      return passed.every((at, n) => passed.filter((other, m) => m >= n && other < at + MINUTE).length <= 2 * limit)
    }),
    { numRuns: 500 }
  )
  let now = 0
  const even = openGate({ key: 7, address: 0 }, () => now as Instant)
  const refused = Array.from({ length: 1000 }, () => {
    now += Math.ceil(MINUTE / 7)
    return passes(() => even.key('one'))
  }).indexOf(false)
  t.equal(refused, -1, 'one that asks evenly')
})

t.test('an attack from ever new addresses makes it forget the oldest, and nobody else', async (t) => {
  const gate = openGate({ key: 0, address: 2 }, () => 0 as Instant)
  const address = (n: number): string => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`
  const twice = (n: number): boolean[] => [0, 1].map(() => passes(() => gate.address(address(n))))
  for (let n = 0; n < 60_000; n += 1) gate.address(address(n))
  t.same(twice(40_000), [true, false], 'it had asked once before')
  t.same(twice(59_999), [true, false])
  t.same(twice(10_000), [true, true], 'forgotten')
})

t.test('who has everything left is forgotten first, however late they came', async (t) => {
  let now = 0
  const gate = openGate({ key: 2, address: 0 }, () => now as Instant)
  for (let n = 0; n < 49_999; n += 1) gate.key(String(n))
  now += MINUTE
  for (let n = 0; n < 2; n += 1) gate.key('0')
  for (let n = 0; n < 10; n += 1) gate.key(`new ${n}`)
  t.notOk(
    passes(() => gate.key('0')),
    'the first of all is still known'
  )
})
