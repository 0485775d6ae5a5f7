import { sql } from 'drizzle-orm'
import { aWebhook, deliveryWorld, type WebhookJson } from '../support/delivery-world.ts'
import { scene } from '../support/scene.ts'

scene('the secret of a webhook is shown when it is made, and never again', async (t, s) => {
  const { kv1 } = await deliveryWorld(s)
  const made = await s.call<WebhookJson>('POST', '/v1/webhooks', {
    body: { code: 'toa-1', url: 'https://toa.example/hook', agency: 'kv1' }
  })
  t.match(made, {
    status: 201,
    headers: { 'cache-control': 'no-store' },
    body: { code: 'toa-1', agencyId: kv1.id, enabled: true, version: 1 }
  })
  t.match(made.body.secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  for (const url of ['/v1/webhooks/toa-1', `/v1/webhooks/${made.body.id}`, '/v1/webhooks']) {
    t.notMatch(JSON.stringify((await s.call('GET', url)).body), /whsec_|secret/, url)
  }
})

scene('nor when the request that made it comes again under its key, and no secret is kept for that', async (t, s) => {
  await deliveryWorld(s)
  const asking = {
    body: { code: 'toa-1', url: 'https://toa.example/hook' },
    headers: { 'idempotency-key': 'k1' }
  }
  const [made, again] = [
    await s.call<WebhookJson>('POST', '/v1/webhooks', asking),
    await s.call<WebhookJson>('POST', '/v1/webhooks', asking)
  ]
  t.match(made.body.secret, /^whsec_/)
  t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true', etag: '"1"' }, body: { id: made.body.id, code: 'toa-1' } })
  t.notMatch(JSON.stringify(again), /whsec_|secret/)
  const { rows } = (await s.deps.db.execute(sql`select body::text as kept from idempotency_keys`)) as unknown as {
    rows: { kept: string }[]
  }
  t.equal(rows.length, 1)
  t.notMatch(JSON.stringify(rows), /whsec_|secret/)
})

scene('a change keeps the secret, a rotation replaces it', async (t, s) => {
  await deliveryWorld(s)
  const { secret, version } = await aWebhook(s, { code: 'tat-ca', url: 'https://bo.example/hook' })
  const headers = { 'if-match': `"${version}"` }
  const changed = await s.call<WebhookJson>('PATCH', '/v1/webhooks/tat-ca', { headers, body: { enabled: false } })
  t.match(changed, { status: 200, body: { enabled: false, version: 2, url: 'https://bo.example/hook' } })
  t.match(await s.call('POST', '/v1/webhooks/tat-ca/rotate-secret'), { status: 428, body: { code: 'IF_MATCH_REQUIRED' } })
  t.match(await s.call('POST', '/v1/webhooks/tat-ca/rotate-secret', { headers }), { status: 412, body: { code: 'STALE_VERSION' } })
  const rotated = await s.call<WebhookJson>('POST', '/v1/webhooks/tat-ca/rotate-secret', { headers: { 'if-match': '"2"' } })
  t.match(rotated, { status: 200, headers: { etag: '"3"' }, body: { version: 3 } })
  t.match(rotated.body.secret, /^whsec_/)
  t.not(rotated.body.secret, secret)
})

const bad = [
  [{ code: 'a', url: 'http://toa.example/' }, '/url', 'BAD_URL'],
  [{ code: 'a', url: 'https://a:b@toa.example/' }, '/url', 'BAD_URL'],
  [{ code: 'a', url: 'https://192.168.0.9/' }, '/url', 'ADDRESS_FORBIDDEN'],
  [{ code: 'a', url: 'https://3232235529/' }, '/url', 'ADDRESS_FORBIDDEN'],
  [{ code: 'A B', url: 'https://toa.example/' }, '/code', 'BAD_CODE'],
  [{ code: 'a', url: 'https://toa.example/', agency: 'nobody' }, '/agency', 'BAD_REFERENCE'],
  [{ code: 'a', url: 'https://toa.example/', secret: 'whsec_x' }, '/secret', 'UNKNOWN_FIELD'],
  [{ code: 'a' }, '/url', 'MISSING_FIELD']
] as const
scene('bad webhooks are refused under their field', async (t, s) => {
  await deliveryWorld(s)
  for (const [body, pointer, code] of bad) {
    t.match(await s.call('POST', '/v1/webhooks', { body }), { status: 400, body: { errors: [{ pointer, code }] } }, JSON.stringify(body))
  }
  await aWebhook(s, { code: 'a', url: 'https://toa.example/' })
  t.match(await s.call('POST', '/v1/webhooks', { body: { code: 'a', url: 'https://toa.example/' } }), {
    status: 409,
    body: { code: 'CODE_TAKEN' }
  })
})

scene('webhooks are for the centre alone', async (t, s) => {
  await deliveryWorld(s)
  const keyFor = async (body: object) =>
    (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'x', centre: 'lang-son', ...body } })).body.key
  const agency = await keyFor({ agency: 'kv1', scopes: ['webhooks:write'] })
  t.match(await s.call('GET', '/v1/webhooks', { key: agency }), { status: 403, body: { code: 'CENTRE_ONLY' } })
  const reader = await keyFor({ scopes: ['rosters:read'] })
  t.match(await s.call('GET', '/v1/webhooks', { key: reader }), { status: 403, body: { code: 'SCOPE_MISSING' } })
  t.match(await s.call('GET', '/v1/webhooks', { key: null }), { status: 401 })
})
