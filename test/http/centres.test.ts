import type { Problem } from '../../src/http/problem.ts'
import { aBranch, aCentre, anAgency, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Answer, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

const office = { number: '02053812345', kind: 'office' }
const centre = { code: 'ls', name: 'Trung tâm TGPL', province: 'Lạng Sơn', parentBody: 'Sở Tư pháp', place: 'Lạng Sơn', phones: [office] }

scene('a centre is entered, read by anybody, changed and removed while it is empty', async (t, s) => {
  const created = await s.call<Made>('POST', '/v1/centres', { body: centre })
  t.match(created, { status: 201, headers: { location: `/v1/centres/${created.body.id}`, etag: '"1"' } })
  t.match(created.body, {
    ...centre,
    zone: 'Asia/Ho_Chi_Minh',
    firstWeekday: 1,
    documentSymbol: 'TB-TGPL',
    demo: false,
    phones: [{ e164: '+842053812345' }]
  })
  for (const ref of ['ls', created.body.id]) t.same((await s.call('GET', `/v1/centres/${ref}`, { key: null })).body, created.body)
  const changed = await s.call('PATCH', '/v1/centres/ls', {
    body: { zone: 'Europe/Berlin', firstWeekday: 7 },
    headers: { 'if-match': '"1"' }
  })
  t.match(changed.body, { version: 2, zone: 'Europe/Berlin', firstWeekday: 7, place: 'Lạng Sơn' })
  const list = await s.call<{ items: Made[] }>('GET', '/v1/centres?q=lang son', { key: null })
  t.same(
    list.body.items.map(({ code }) => code),
    ['ls']
  )
  const branch = await aBranch(s)
  const refused = await s.call('DELETE', '/v1/centres/ls', { headers: { 'if-match': '"2"' } })
  t.match(refused, { status: 409, body: { code: 'IN_USE' } }, 'not while it has a branch')
  await s.call('DELETE', `/v1/branches/${branch.id}`, { headers: { 'if-match': '"1"' } })
  t.equal((await s.call('DELETE', '/v1/centres/ls', { headers: { 'if-match': '"2"' } })).status, 204)
  t.equal((await s.call('GET', '/v1/centres/ls')).status, 404)
})

scene('what makes no centre is refused', async (t, s) => {
  const cases = [
    ['an offset for a zone', { zone: '+07:00' }, '400 BAD_ZONE /zone'],
    ['a zone that is none', { zone: 'Asia/Lang_Son' }, '400 BAD_ZONE /zone'],
    ['no number at all', { phones: [] }, '400 BAD_FIELD /phones'],
    ['no number that is public', { phones: [{ ...office, kind: 'personal' }] }, '400 MISSING_FIELD /phones'],
    ['an eighth weekday', { firstWeekday: 8 }, '400 BAD_FIELD /firstWeekday'],
    ['an empty name and place', { name: ' ', place: '\t' }, '400 MISSING_FIELD /name MISSING_FIELD /place'],
    ['an empty symbol', { documentSymbol: '' }, '400 MISSING_FIELD /documentSymbol'],
    ['a code that is none', { code: '-ls' }, '400 BAD_CODE /code'],
    ['a field of a branch', { address: 'x' }, '400 UNKNOWN_FIELD /address'],
    ['as it is', {}, '201'],
    ['the same code', {}, '409 CODE_TAKEN /code']
  ] as const
  for (const [title, change, expected] of cases) {
    t.equal(faults(await s.call<Problem>('POST', '/v1/centres', { body: { ...centre, ...change } })), expected, title)
  }
})

scene('which centre is meant must be clear', async (t, s) => {
  t.match(await s.call('GET', '/v1/agencies'), { status: 404, body: { code: 'NOT_FOUND' } }, 'there is none')
  const { id } = await aCentre(s, { code: 'mot' })
  const agency = await anAgency(s)
  t.equal((await s.call('GET', `/v1/agencies/${agency.id}`)).status, 200, 'there is one: that one')
  await aCentre(s, { code: 'hai' })
  const asked = await s.call<Problem>('GET', `/v1/agencies/${agency.id}`)
  t.match(asked, { status: 400, body: { code: 'CENTRE_REQUIRED', detail: /hai, mot/ } }, 'there are two')
  for (const ref of ['mot', id]) t.equal((await s.call('GET', `/v1/agencies/${agency.id}?centre=${ref}`)).status, 200, ref)
  t.equal((await s.call('GET', `/v1/agencies/${agency.id}?centre=hai`)).status, 404, 'in the other it is not')
  t.equal((await s.call('GET', '/v1/agencies?centre=ba')).status, 404)
  const twin = { code: agency.code, name: 'x', kind: 'prison', level: 'region', validFrom: '2025-01-01' }
  t.equal((await s.call('POST', '/v1/agencies?centre=hai', { body: twin })).status, 201, 'codes are unique in their centre only')
})

scene('branches are entered, read, changed and removed while nobody belongs to them', async (t, s) => {
  await aCentre(s)
  const body = { code: 'cn1', name: 'Chi nhánh số 1', address: 'Xã Hữu Lũng', phones: [{ number: '0912 345 678', kind: 'duty' }] }
  const created = await s.call<Made>('POST', '/v1/branches', { body })
  t.match(created.body, { ...body, version: 1, phones: [{ e164: '+84912345678', national: '0912 345 678' }] })
  t.match((await s.call<{ items: Made[] }>('GET', '/v1/branches?q=huu lung')).body.items, [{ code: 'cn1' }], 'found by its address')
  t.match(await s.call('PATCH', '/v1/branches/cn1', { body: { address: null }, headers: { 'if-match': '"1"' } }), {
    body: { address: null, version: 2 }
  })
  const twin = await s.call<Problem>('POST', '/v1/branches', { body })
  t.equal(faults(twin), '409 CODE_TAKEN /code')
  const officer = await anOfficer(s, { branch: 'cn1' })
  const remove = () => s.call('DELETE', '/v1/branches/cn1', { headers: { 'if-match': '"2"' } })
  t.match(await remove(), { status: 409, body: { code: 'IN_USE' } }, 'somebody belongs to it')
  await s.call('DELETE', `/v1/providers/${officer.id}`, { headers: { 'if-match': '"1"' } })
  const post = await aPost(s, { eligibility: { branches: ['cn1'] } })
  t.match(await remove(), { status: 409, body: { code: 'IN_USE' } }, 'a post asks for it')
  await s.call('DELETE', `/v1/posts/${post.id}`, { headers: { 'if-match': '"1"' } })
  t.equal((await remove()).status, 204)
})
