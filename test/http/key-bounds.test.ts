import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { ApiKey } from '../../src/domain/api-key.ts'
import type { Problem } from '../../src/http/problem.ts'
import { SCOPES, type Scope } from '../../src/http/scopes.ts'
import { listUsableKeys } from '../../src/store/api-keys.ts'
import { ADMIN_KEY_NAME, createApiKey, MOST_KEYS, setAdminKey } from '../../src/usecases/api-keys.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { openOn, race } from '../support/open-on.ts'
import { aCentre, anAgency, anOfficer } from '../support/people.ts'
import { onPostgres, type Scene, scene } from '../support/scene.ts'

interface Key {
  readonly id: string
  readonly key: string
  readonly expiresAt: string | null
  readonly madeBy: { readonly id: string; readonly name: string } | null
}
interface Wish {
  readonly name?: string
  readonly scopes?: readonly Scope[]
  readonly centre?: string
  readonly agency?: string
  readonly expiresAt?: string | null
}

const BASIC: readonly Scope[] = ['keys:write', 'feeds:write', 'rosters:read']
const asked = (s: Scene, wish: Wish, by = ADMIN_KEY) =>
  s.call<Key & Problem>('POST', '/v1/api-keys', { body: { name: 'khóa', scopes: BASIC, ...wish }, key: by })

async function aKey(s: Scene, wish: Wish = {}, by = ADMIN_KEY): Promise<Key> {
  const { status, body } = await asked(s, wish, by)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body
}

const end = (s: Scene, { id }: { readonly id: string }, by = ADMIN_KEY) => s.call<Problem>('DELETE', `/v1/api-keys/${id}`, { key: by })
const works = async (s: Scene, { key }: Key): Promise<boolean> => (await s.call('GET', '/v1/feeds?centre=ls', { key })).status === 200
const listed = async (s: Scene, key = ADMIN_KEY): Promise<readonly Key[]> =>
  (await s.call<{ items: Key[] }>('GET', '/v1/api-keys', { key })).body.items

async function twoDesks(s: Scene) {
  await aCentre(s, { code: 'ls' })
  await anAgency(s, { code: 'toa' })
  await anAgency(s, { code: 'vks' })
  await anOfficer(s, { code: 'an' })
}

scene('what a key cannot give it cannot take', async (t, s) => {
  await twoDesks(s)
  await aCentre(s, { code: 'dl' })
  const keys = {
    national: await aKey(s),
    director: await aKey(s, { centre: 'ls', scopes: SCOPES }),
    planner: await aKey(s, { centre: 'ls' }),
    elsewhere: await aKey(s, { centre: 'dl' }),
    desk: await aKey(s, { centre: 'ls', agency: 'toa' }),
    reader: await aKey(s, { centre: 'ls', agency: 'toa', scopes: ['numbers:agency'] }),
    otherDesk: await aKey(s, { centre: 'ls', agency: 'vks' })
  }
  const refused = [
    ['desk', 'director', 404, 'NOT_FOUND'],
    ['desk', 'planner', 404, 'NOT_FOUND'],
    ['desk', 'otherDesk', 404, 'NOT_FOUND'],
    ['desk', 'reader', 403, 'SCOPE_MISSING'],
    ['desk', 'national', 404, 'NOT_FOUND'],
    ['planner', 'director', 403, 'SCOPE_MISSING'],
    ['planner', 'national', 404, 'NOT_FOUND'],
    ['planner', 'elsewhere', 404, 'NOT_FOUND'],
    ['national', 'director', 403, 'SCOPE_MISSING']
  ] as const
  for (const [by, target, status, code] of refused) {
    t.match(await end(s, keys[target], keys[by].key), { status, body: { code } }, `${by} ends ${target}`)
  }
  const admin = (await listed(s)).find(({ madeBy, id }) => madeBy === null && !Object.values(keys).some((key) => key.id === id))
  for (const key of [ADMIN_KEY, keys.national.key]) {
    t.match(await end(s, admin ?? { id: '' }, key), { status: 403, body: { code: 'ADMIN_KEY_STANDS' } }, 'nobody ends the administrator’s')
  }
  t.match(await end(s, admin ?? { id: '' }, keys.planner.key), { status: 404 }, 'and a centre does not see it')
  for (const key of Object.values(keys).filter(({ id }) => id !== keys.reader.id))
    t.ok(await worksAnywhere(s, key), 'all of them still work')
  const allowed = [
    ['planner', 'otherDesk'],
    ['director', 'planner'],
    ['director', 'reader'],
    ['national', 'elsewhere'],
    ['desk', 'desk']
  ] as const
  for (const [by, target] of allowed) t.equal((await end(s, keys[target], keys[by].key)).status, 204, `${by} ends ${target}`)
})

const worksAnywhere = async (s: Scene, { key }: Key): Promise<boolean> => (await s.call('GET', '/v1/api-keys', { key })).status === 200

scene('a key that only calls itself the administrator’s is ended by nobody’s start', async (t, s) => {
  await twoDesks(s)
  const impostor = await aKey(s, { name: ADMIN_KEY_NAME })
  await setAdminKey(s.deps, ADMIN_KEY)
  t.ok(await works(s, impostor))
  t.equal((await end(s, impostor)).status, 204, 'and is ended like any other')
})

scene('keys end no later than the key that made them, and name it', async (t, s) => {
  await twoDesks(s)
  const maker = await aKey(s, { name: 'Văn phòng', centre: 'ls', expiresAt: '2026-12-31T00:00:00+07:00' })
  const left = await aKey(s, {}, maker.key)
  t.match(left, { expiresAt: '2026-12-31T00:00:00+07:00', madeBy: { id: maker.id, name: 'Văn phòng' } }, 'left out it is the maker’s')
  t.equal((await aKey(s, { expiresAt: null }, maker.key)).expiresAt, '2026-12-31T00:00:00+07:00', 'never is not possible')
  t.equal((await aKey(s, { expiresAt: '2026-12-01T00:00:00+07:00' }, maker.key)).expiresAt, '2026-12-01T00:00:00+07:00')
  t.equal((await aKey(s, { expiresAt: '2026-12-31T00:00:00+07:00' }, maker.key)).expiresAt, '2026-12-31T00:00:00+07:00')
  const later = await asked(s, { expiresAt: '2026-12-31T00:00:01+07:00' }, maker.key)
  t.match(later, { status: 400, body: { errors: [{ pointer: '/expiresAt', code: 'BAD_VALUE' }] } })
  t.match((await listed(s)).find(({ id }) => id === left.id)?.madeBy, { id: maker.id, name: 'Văn phòng' })
  t.match((await aKey(s)).madeBy, { name: ADMIN_KEY_NAME })
  t.equal((await aKey(s)).expiresAt, null, 'what has no end itself may give none')
})

scene('with a key end those that it made, those that they made, and the feeds of all of them', async (t, s) => {
  await twoDesks(s)
  const maker = await aKey(s, { centre: 'ls' })
  const child = await aKey(s, {}, maker.key)
  const grandchild = await aKey(s, { agency: 'toa' }, child.key)
  const sibling = await aKey(s, { centre: 'ls' })
  const feedOf = async ({ key }: Key) =>
    new URL((await s.call<{ address: string }>('POST', '/v1/feeds', { body: { provider: 'an', numbers: false }, key })).body.address)
      .pathname
  const feeds = [await feedOf(maker), await feedOf(grandchild), await feedOf(sibling)]
  const answers = async () => Promise.all(feeds.map(async (url) => (await s.call('GET', url, { key: null })).status))
  t.same(await answers(), [200, 200, 200])
  t.equal((await end(s, maker)).status, 204)
  const all = [maker, child, grandchild, sibling]
  t.same(await Promise.all(all.map((key) => works(s, key))), [false, false, false, true])
  t.same(await answers(), [404, 404, 200])
  const { items } = (await s.call<{ items: { revokedAt: string | null }[] }>('GET', '/v1/feeds')).body
  t.match(
    items.map(({ revokedAt }) => revokedAt),
    [/^2026/, /^2026/, null],
    'and that is to be seen'
  )
  t.match(await asked(s, {}, child.key), { status: 401 }, 'nobody makes keys with one that has ended')
})

scene('a feed answers no longer than the key that made it', async (t, s) => {
  await twoDesks(s)
  const { key } = await aKey(s, { centre: 'ls', expiresAt: '2026-12-01T00:00:00+07:00' })
  const { body } = await s.call<{ address: string }>('POST', '/v1/feeds', { body: { provider: 'an', numbers: false }, key })
  const status = async () => (await s.call('GET', new URL(body.address).pathname, { key: null })).status
  s.setNow('2026-11-30T23:59:59+07:00')
  t.equal(await status(), 200)
  s.setNow('2026-12-01T00:00:00+07:00')
  t.equal(await status(), 404)
})

scene('another administrator’s key leaves what the last one made', async (t, s) => {
  await twoDesks(s)
  const made = await aKey(s)
  const { body } = await s.call<{ address: string }>('POST', '/v1/feeds', { body: { provider: 'an', numbers: false } })
  await setAdminKey(s.deps, 'another-admin-key-0123456789')
  t.ok(await works(s, made))
  t.equal((await s.call('GET', new URL(body.address).pathname, { key: null })).status, 200)
})

scene('an agency sees and ends its own keys and feeds only', async (t, s) => {
  await twoDesks(s)
  const [desk, other, central] = [
    await aKey(s, { centre: 'ls', agency: 'toa' }),
    await aKey(s, { centre: 'ls', agency: 'vks' }),
    await aKey(s, { centre: 'ls' })
  ]
  t.same(
    (await listed(s, desk.key)).map(({ id }) => id),
    [desk.id]
  )
  t.same(
    (await listed(s, central.key)).map(({ id }) => id),
    [central.id, other.id, desk.id]
  )
  const feedBy = async (key: string) =>
    (await s.call<{ id: string }>('POST', '/v1/feeds', { body: { agency: 'toa', numbers: false }, key })).body.id
  const feeds = {
    desk: await feedBy(desk.key),
    other: await feedBy(other.key),
    central: await feedBy(central.key),
    admin: await feedBy(ADMIN_KEY)
  }
  const seen = async (key: string) =>
    (await s.call<{ items: { id: string }[] }>('GET', '/v1/feeds?centre=ls', { key })).body.items.map(({ id }) => id)
  t.same(await seen(desk.key), [feeds.desk])
  t.same(await seen(central.key), Object.values(feeds), 'the centre sees all')
  for (const id of [feeds.other, feeds.central, feeds.admin]) {
    t.equal((await s.call('DELETE', `/v1/feeds/${id}`, { key: desk.key })).status, 404)
  }
  t.equal((await s.call('DELETE', `/v1/feeds/${feeds.desk}`, { key: desk.key })).status, 204)
  t.equal((await s.call('DELETE', `/v1/feeds/${feeds.other}`, { key: central.key })).status, 204)
})

scene('a centre that still has keys is not removed', async (t, s) => {
  const centre = await aCentre(s, { code: 'ls' })
  const key = await aKey(s, { centre: 'ls' })
  const remove = () => s.call('DELETE', `/v1/centres/${centre.id}`, { headers: { 'if-match': '"1"' } })
  t.match(await remove(), { status: 409, body: { code: 'IN_USE' } })
  await end(s, key)
  t.match(await remove(), { status: 409, body: { code: 'IN_USE' } }, 'what it was allowed stays to be seen')
})

onPostgres('whoever ends a key waits for what it is making, and ends that too', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await aCentre(s, { code: 'ls' })
  const maker = await aKey(s, { centre: 'ls' })
  const [{ centreId, scopes }] = (await listUsableKeys(s.deps.db)).filter(({ id }) => id === maker.id) as [ApiKey]
  const by = { id: maker.id, scopes: new Set(scopes), centreId, agencyId: null }
  const ending = await s.deps.db.transaction(async (db) => {
    await createApiKey({ ...s.deps, db }, { name: 'con', scopes: scopes.slice(0, 1), centreId, agencyId: null, expiresAt: null }, by)
    const ending = end(s, maker)
    // long enough for an end that waits for nobody
    await pause(500)
    return { ending }
  })
  await ending.ending
  const left = await listUsableKeys(s.deps.db)
  t.equal(left.length, 1, 'only the administrator’s is left')
})

onPostgres('a key made while its maker is ended ends with it, every time', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await aCentre(s, { code: 'ls' })
  for (let round = 0; round < 6; round += 1) {
    const maker = await aKey(s, { centre: 'ls' })
    const child = await aKey(s, {}, maker.key)
    await race(
      round * 2,
      () => end(s, maker),
      () => asked(s, {}, child.key)
    )
    const { rows } = (await s.deps.db.execute(sql`select count(*)::int as live from api_keys where revoked_at is null`)) as unknown as {
      rows: { live: number }[]
    }
    t.equal(rows[0]?.live, 1, `only the administrator’s is left (round ${round})`)
  }
})

scene('a centre has so many keys that nobody has ended, an agency of it fewer; the list comes in pages', async (t, s) => {
  await twoDesks(s)
  const desk = await aKey(s, { centre: 'ls', agency: 'toa' })
  const other = await aKey(s, { centre: 'ls', agency: 'vks' })
  const centre = (await s.call<{ id: string }>('GET', '/v1/centres/ls')).body
  const fill = (count: number, agency: string | null) =>
    s.deps.db.execute(sql`
    insert into api_keys (id, name, hash, prefix, scopes, centre_id, agency_id, created_at)
    select gen_random_uuid(), 'khóa', gen_random_uuid()::text, 'lt_xxxx', '["rosters:read"]'::jsonb, ${centre.id}::uuid,
      (select id from agencies where code = ${agency}), now() from generate_series(1, ${count}::int)`)

  await fill(MOST_KEYS.agency - 2, 'toa')
  const last = await aKey(s, {}, desk.key)
  const refused = await asked(s, {}, desk.key)
  t.match(refused, { status: 409, body: { code: 'TOO_MANY_KEYS', detail: /50 khóa/ } })
  t.match(await asked(s, { centre: 'ls', agency: 'toa' }), { status: 409 }, 'whoever makes them')
  t.equal((await asked(s, {}, other.key)).status, 201, 'another agency has its own')
  t.equal((await end(s, last, desk.key)).status, 204)
  t.equal((await asked(s, {}, desk.key)).status, 201, 'one that was ended makes room')

  await fill(MOST_KEYS.centre - MOST_KEYS.agency - 2, null)
  t.match(await asked(s, { centre: 'ls' }), { status: 409, body: { code: 'TOO_MANY_KEYS', detail: /500 khóa/ } })
  t.equal((await asked(s, {})).status, 201, 'of no centre: their own number')

  const ids: string[] = []
  for (let url: string | null = '/v1/api-keys?limit=200'; url !== null; ) {
    const page: { items: Key[]; next: string | null } = (await s.call<{ items: Key[]; next: string | null }>('GET', url)).body
    t.ok(page.items.length <= 200)
    ids.push(...page.items.map(({ id }) => id))
    url = page.next
  }
  t.equal(new Set(ids).size, ids.length, 'none twice')
  t.same(ids, [...ids].sort().reverse(), 'newest first')
  t.ok(ids.length > MOST_KEYS.centre)
  t.equal((await listed(s)).length, 50, 'a page, unless another size is asked for')
})
