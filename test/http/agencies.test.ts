import type { Problem } from '../../src/http/problem.ts'
import { aCentre, anAgency, aPost, type Made } from '../support/people.ts'
import { type Answer, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

const court = { code: 'toa', name: 'Tòa án nhân dân khu vực 2', kind: 'regional-court', level: 'region', validFrom: '2025-07-01' }

scene('an agency is entered, read, changed and removed', async (t, s) => {
  await aCentre(s)
  const [parent, old] = [
    await anAgency(s, { code: 'tinh' }),
    await anAgency(s, { code: 'huyen', validTo: '2025-06-30', validFrom: '2015-01-01' })
  ]
  const body = {
    ...court,
    parent: 'tinh',
    territory: ['Xã Cao Lộc', ' ', 'Xã  Đồng Đăng'],
    formerNames: [{ name: 'Tòa án nhân dân huyện Cao Lộc', until: '2025-06-30' }, { name: 'Tòa cũ' }],
    predecessors: ['huyen'],
    contactPoint: 'Văn phòng',
    email: 'toa@example.vn'
  }
  const created = await s.call<Made>('POST', '/v1/agencies', { body })
  t.match(created, { status: 201, headers: { location: `/v1/agencies/${created.body.id}` } })
  t.same(created.body, {
    id: created.body.id,
    version: 1,
    ...court,
    parentId: parent.id,
    territory: ['Xã Cao Lộc', 'Xã Đồng Đăng'],
    formerNames: [
      { name: 'Tòa án nhân dân huyện Cao Lộc', until: '2025-06-30' },
      { name: 'Tòa cũ', until: null }
    ],
    predecessorIds: [old.id],
    validTo: null,
    contactPoint: 'Văn phòng',
    address: null,
    email: 'toa@example.vn'
  })
  for (const ref of [created.body.id, 'toa']) t.same((await s.call('GET', `/v1/agencies/${ref}`)).body, created.body)
  const change = { parent: null, predecessors: [], formerNames: [], email: null }
  const changed = await s.call('PATCH', '/v1/agencies/toa', { body: change, headers: { 'if-match': '"1"' } })
  t.match(changed.body, {
    version: 2,
    parentId: null,
    predecessorIds: [],
    formerNames: [],
    email: null,
    territory: ['Xã Cao Lộc', 'Xã Đồng Đăng']
  })
  t.equal((await s.call('DELETE', '/v1/agencies/toa', { headers: { 'if-match': '"2"' } })).status, 204)
  t.equal((await s.call('GET', '/v1/agencies/toa')).status, 404)
})

scene('what makes no agency is refused', async (t, s) => {
  await aCentre(s)
  const { id } = await anAgency(s, { code: 'chinh-no' })
  const cases = [
    ['a kind that is none', 'POST', '/v1/agencies', { ...court, kind: 'tribunal' }, '400 BAD_REFERENCE /kind'],
    ['a level that is none', 'POST', '/v1/agencies', { ...court, level: 'district' }, '400 BAD_FIELD /level'],
    ['an end before the beginning', 'POST', '/v1/agencies', { ...court, validTo: '2025-06-30' }, '400 BAD_PERIOD /validTo'],
    ['a mail address that is none', 'POST', '/v1/agencies', { ...court, email: 'toa' }, '400 BAD_FIELD /email'],
    ['a parent that is none', 'POST', '/v1/agencies', { ...court, parent: 'khong-co' }, '400 BAD_REFERENCE /parent'],
    [
      'a former name until no day',
      'POST',
      '/v1/agencies',
      { ...court, formerNames: [{ name: 'a', until: 'x' }] },
      '400 BAD_DAY /formerNames/0/until'
    ],
    ['a predecessor twice', 'POST', '/v1/agencies', { ...court, predecessors: ['chinh-no', id] }, '400 DUPLICATE_ITEM /predecessors/1'],
    ['its own parent by id', 'PATCH', `/v1/agencies/${id}`, { parent: id }, '400 BAD_REFERENCE /parent'],
    ['its own parent by code', 'PATCH', `/v1/agencies/${id}`, { parent: 'chinh-no' }, '400 BAD_REFERENCE /parent'],
    ['its own predecessor', 'PATCH', `/v1/agencies/${id}`, { predecessors: ['chinh-no'] }, '400 BAD_REFERENCE /predecessors/0'],
    ['a code with spaces', 'PATCH', `/v1/agencies/${id}`, { code: 'a b' }, '400 BAD_CODE /code']
  ] as const
  for (const [title, method, url, body, expected] of cases) {
    t.equal(faults(await s.call<Problem>(method, url, { body, headers: { 'if-match': '"1"' } })), expected, title)
  }
  t.match((await s.call('GET', `/v1/agencies/${id}`)).body, { version: 1 })
})

scene('an agency is found by its name, its old names, its communes and its code', async (t, s) => {
  await aCentre(s)
  await anAgency(s, {
    code: 'kv2',
    name: 'Tòa án nhân dân khu vực 2 - Lạng Sơn',
    territory: ['Xã Đồng Đăng', 'Xã Cao Lộc'],
    formerNames: [{ name: 'Tòa án nhân dân huyện Văn Lãng' }]
  })
  await anAgency(s, { code: 'pc01', name: 'Văn phòng Cơ quan Cảnh sát điều tra', kind: 'investigation-office', validTo: '2026-06-30' })
  const cases = [
    ['q=toa an khu vuc 2', 'kv2'],
    ['q=van lang', 'kv2'],
    ['q=huyện Văn Lãng', 'kv2'],
    ['q=dong dang', 'kv2'],
    ['q=Đồng Đăng', 'kv2'],
    ['q=cao loc', 'kv2'],
    ['q=kv2', 'kv2'],
    ['q=PC01', 'pc01'],
    ['q=van', 'kv2 pc01'],
    ['q=hai phong', ''],
    ['kind=investigation-office', 'pc01'],
    ['kind=prison', ''],
    ['kind=%00', ''],
    ['on=2026-06-30', 'kv2 pc01'],
    ['on=2026-07-01', 'kv2'],
    ['on=2025-06-30', ''],
    ['q=van&on=2026-07-01', 'kv2']
  ] as const
  for (const [query, expected] of cases) {
    const { body } = await s.call<{ items: Made[] }>('GET', `/v1/agencies?${query}`, { key: null })
    t.equal(body.items?.map(({ code }) => code).join(' '), expected, query)
  }
  await s.call('PATCH', '/v1/agencies/kv2', { body: { formerNames: [] }, headers: { 'if-match': '"1"' } })
  t.same((await s.call('GET', '/v1/agencies?q=van lang')).body.items, [], 'what is named no more is found no more')
})

scene('an agency that something refers to stays', async (t, s) => {
  await aCentre(s)
  const [parent, child, old] = [await anAgency(s), await anAgency(s), await anAgency(s)]
  await s.call('PATCH', `/v1/agencies/${child.id}`, { body: { parent: parent.id, predecessors: [old.id] }, headers: { 'if-match': '"1"' } })
  const served = await anAgency(s)
  await aPost(s, { agencies: [served.id] })
  for (const [title, { id }] of [
    ['a parent', parent],
    ['a predecessor', old],
    ['served by a post', served]
  ] as const) {
    t.match(
      await s.call('DELETE', `/v1/agencies/${id}`, { headers: { 'if-match': '"1"' } }),
      { status: 409, body: { code: 'IN_USE' } },
      title
    )
  }
  t.equal((await s.call('DELETE', `/v1/agencies/${child.id}`, { headers: { 'if-match': '"2"' } })).status, 204)
  t.equal((await s.call('DELETE', `/v1/agencies/${old.id}`, { headers: { 'if-match': '"1"' } })).status, 204, 'its successor is gone')
})

scene('kinds of agency are data', async (t, s) => {
  await aCentre(s)
  const kind = { sector: 'court', nameVi: 'Tòa chuyên biệt', nameEn: 'Special court' }
  const put = (body: object, version: number) =>
    s.call('PUT', '/v1/agency-kinds/special-court', { body, headers: { 'if-match': `"${version}"` } })
  t.match(await s.call('PUT', '/v1/agency-kinds/special-court', { body: kind }), { status: 428, body: { code: 'IF_MATCH_REQUIRED' } })
  t.match(await put(kind, 1), { status: 412, body: { code: 'STALE_VERSION' } }, 'there is none yet')
  t.match(await put(kind, 0), { status: 200, headers: { etag: '"1"' }, body: { code: 'special-court', version: 1, ...kind } })
  t.equal((await s.call('POST', '/v1/agencies', { body: { ...court, kind: 'special-court' } })).status, 201)
  const renamed = { ...kind, nameVi: 'Tòa án chuyên biệt' }
  t.match(await put(renamed, 0), { status: 412 }, 'there is one by now')
  t.match(await put(renamed, 1), { status: 200, headers: { etag: '"2"' } })
  t.match(await put(kind, 1), { status: 412 }, 'somebody else has renamed it')
  const { body } = await s.call<{ items: { code: string; nameVi: string }[] }>('GET', '/v1/agency-kinds', { key: null })
  t.same(
    body.items.filter(({ code }) => code === 'special-court').map(({ nameVi }) => nameVi),
    ['Tòa án chuyên biệt'],
    'renamed, not doubled'
  )
  t.equal((await s.call('PUT', '/v1/agency-kinds/x', { body: { ...kind, nameVi: ' ' }, headers: { 'if-match': '"0"' } })).status, 400)
})
