import { SCOPES } from '../../src/http/scopes.ts'
import { aCentre, anAgency } from '../support/people.ts'
import { scene } from '../support/scene.ts'

interface ApiKey {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly key?: string
}

scene('a key is made, listed without itself, and ended', async (t, s) => {
  const centre = await aCentre(s, { code: 'ls' })
  const agency = await anAgency(s, { code: 'toa' })
  const body = {
    name: ' Tòa  khu vực 1 ',
    scopes: ['catalogue:read', 'numbers:agency'],
    centre: 'ls',
    agency: 'toa',
    expiresAt: '2027-01-01T00:00:00Z'
  }
  const { key, ...made } = (await s.call<ApiKey>('POST', '/v1/api-keys', { body })).body
  t.match(made, {
    name: 'Tòa khu vực 1',
    prefix: key?.slice(0, 7),
    scopes: ['catalogue:read', 'numbers:agency'],
    centreId: centre.id,
    agencyId: agency.id,
    expiresAt: '2027-01-01T07:00:00+07:00',
    revokedAt: null,
    createdAt: '2026-11-22T10:00:00+07:00'
  })
  const list = async () => (await s.call<{ items: ApiKey[] }>('GET', '/v1/api-keys')).body.items
  t.same(
    (await list()).find(({ id }) => id === made.id),
    made
  )
  s.setNow('2026-11-23T10:00:00+07:00')
  t.equal((await s.call('DELETE', `/v1/api-keys/${made.id}`)).status, 204)
  t.same(
    (await list()).find(({ id }) => id === made.id),
    { ...made, revokedAt: '2026-11-23T10:00:00+07:00' },
    'it stays to be seen'
  )
})

scene('keys are never alike', async (t, s) => {
  const keys = new Set<string | undefined>()
  for (let at = 0; at < 20; at += 1) {
    keys.add((await s.call<ApiKey>('POST', '/v1/api-keys', { body: { name: 'x', scopes: ['rosters:read'] } })).body.key)
  }
  t.equal(keys.size, 20)
  t.notOk(keys.has(undefined))
})

scene('what makes no key is refused', async (t, s) => {
  await aCentre(s, { code: 'ls' })
  const cases = [
    ['an unknown scope', { scopes: ['everything'] }, 400, '/scopes/0'],
    ['a scope twice', { scopes: ['rosters:read', 'rosters:read'] }, 400, '/scopes'],
    ['no scopes', { scopes: [] }, 400, '/scopes'],
    ['an empty name', { name: '' }, 400, '/name'],
    ['an end that has passed', { expiresAt: '2026-11-22T09:59:59+07:00' }, 400, '/expiresAt'],
    ['an end at this moment', { expiresAt: '2026-11-22T10:00:00+07:00' }, 400, '/expiresAt'],
    ['an end after all time', { expiresAt: '2200-01-01T00:00:00Z' }, 400, '/expiresAt'],
    ['a day for an instant', { expiresAt: '2027-01-01' }, 400, '/expiresAt'],
    ['a centre that is none', { centre: 'khong-co' }, 404, undefined],
    ['an agency that is none', { centre: 'ls', agency: 'khong-co' }, 404, undefined],
    ['a key of one’s own', { key: 'lt_mine' }, 400, '/key']
  ] as const
  for (const [title, change, status, pointer] of cases) {
    const answer = await s.call('POST', '/v1/api-keys', { body: { name: 'x', scopes: ['rosters:read'], ...change } })
    t.match(answer, { status, body: { errors: pointer === undefined ? [] : [{ pointer }] } }, title)
  }
  t.equal((await s.call('POST', '/v1/api-keys', { body: { name: 'x', scopes: SCOPES } })).status, 201, 'all scopes are one of them')
  const over = { name: 'x', scopes: ['rosters:read'], expiresAt: '2020-01-01T00:00:00+07:00' }
  t.match(await s.call('POST', '/v1/api-keys', { body: over }), {
    body: { errors: [{ code: 'BAD_VALUE', detail: 'Giá trị được phép: > 2026-11-22T10:00:00+07:00.' }] }
  })
  const next = { ...over, expiresAt: '2026-11-22T10:00:00.001+07:00' }
  t.equal((await s.call('POST', '/v1/api-keys', { body: next })).status, 201, 'the next moment is one')
})
