import type { Problem } from '../../src/http/problem.ts'
import { aCentre, aSigner, type Made } from '../support/people.ts'
import { type Answer, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

const director = { code: 'giam-doc', fullName: 'Tô Văn Bách', title: 'GIÁM ĐỐC', validFrom: '2020-01-01' }

scene('signers are entered, read, found, changed and removed', async (t, s) => {
  await aCentre(s)
  const created = await s.call<Made>('POST', '/v1/signers', { body: director })
  t.match(created, { status: 201, headers: { location: `/v1/signers/${created.body.id}`, etag: '"1"' } })
  t.same(created.body, { id: created.body.id, version: 1, ...director, authority: null, validTo: null })
  for (const ref of ['giam-doc', created.body.id]) t.same((await s.call('GET', `/v1/signers/${ref}`)).body, created.body)
  await aSigner(s, { code: 'pho-giam-doc', fullName: 'Ma Thị Thảo', title: 'Phó Giám đốc', authority: 'kt.giám đốc' })
  const list = async (query: string) => (await s.call<{ items: Made[] }>('GET', `/v1/signers${query}`)).body.items.map(({ code }) => code)
  t.same(await list(''), ['giam-doc', 'pho-giam-doc'], 'the director first')
  t.same(await list('?q=thao'), ['pho-giam-doc'], 'without diacritics')
  t.match((await s.call('GET', '/v1/signers/pho-giam-doc')).body, { title: 'PHÓ GIÁM ĐỐC', authority: 'KT. GIÁM ĐỐC' }, 'as on paper')
  const changed = await s.call('PATCH', '/v1/signers/giam-doc', { body: { validTo: '2027-06-30' }, headers: { 'if-match': '"1"' } })
  t.match(changed, { status: 200, body: { version: 2, validTo: '2027-06-30', fullName: 'Tô Văn Bách' } })
  const acting = { title: 'Q. Giám đốc', authority: null }
  const deputy = await s.call('PATCH', '/v1/signers/pho-giam-doc', { body: acting, headers: { 'if-match': '"1"' } })
  t.match(deputy.body, { title: 'Q. GIÁM ĐỐC', authority: null }, 'who acts as the head does so in the title')
  t.equal((await s.call('DELETE', '/v1/signers/giam-doc', { headers: { 'if-match': '"1"' } })).status, 412)
  t.equal((await s.call('DELETE', '/v1/signers/giam-doc', { headers: { 'if-match': '"2"' } })).status, 204)
  t.same(await list(''), ['pho-giam-doc'])
})

scene('what makes no signer is refused, every fault at once', async (t, s) => {
  await aCentre(s)
  const cases = [
    ['nothing under the name and title', { fullName: ' ', title: '\t' }, '400 MISSING_FIELD /fullName MISSING_FIELD /title'],
    ['an end before the beginning', { validTo: '2019-12-31' }, '400 BAD_PERIOD /validTo'],
    ['a day that is none', { validFrom: '2020-02-30' }, '400 BAD_DAY /validFrom'],
    ['an authority of no kind', { authority: 'THAY GIÁM ĐỐC' }, '400 BAD_VALUE /authority'],
    ['an authority of nobody', { authority: 'KT.' }, '400 BAD_VALUE /authority'],
    ['quyền, which belongs to the title', { authority: 'Q. GIÁM ĐỐC' }, '400 BAD_VALUE /authority'],
    ['a field of a provider', { card: null }, '400 UNKNOWN_FIELD /card'],
    ['one day', { code: 'mot-ngay', validTo: '2020-01-01' }, '201'],
    ['an empty authority is none', { authority: ' ' }, '201'],
    ['the same code', {}, '409 CODE_TAKEN /code']
  ] as const
  for (const [title, change, expected] of cases) {
    t.equal(faults(await s.call<Problem>('POST', '/v1/signers', { body: { ...director, ...change } })), expected, title)
  }
  t.match((await s.call('GET', '/v1/signers/giam-doc')).body, { authority: null })
})

scene('signers belong to their centre', async (t, s) => {
  await aCentre(s, { code: 'mot' })
  await aCentre(s, { code: 'hai' })
  await aSigner(s, { centre: 'mot' })
  t.equal((await s.call('GET', '/v1/signers/giam-doc?centre=hai')).status, 404)
  t.equal((await s.call('GET', '/v1/signers/giam-doc?centre=mot')).status, 200)
  await aSigner(s, { centre: 'hai' })
  t.match(await s.call('DELETE', '/v1/centres/mot', { headers: { 'if-match': '"1"' } }), { status: 409, body: { code: 'IN_USE' } })
})
