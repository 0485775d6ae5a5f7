import type { Entitlement } from '../../src/domain/call.ts'
import type { Problem } from '../../src/http/problem.ts'
import { type Scene, scene } from '../support/scene.ts'

const on = async (s: Scene, day?: string): Promise<readonly Entitlement[]> =>
  (await s.call<{ items: Entitlement[] }>('GET', `/v1/entitlements${day === undefined ? '' : `?on=${day}`}`, { key: null })).body.items
const line = (items: readonly Entitlement[], code: string): Entitlement | undefined => items.find((each) => each.code === code)

const LINE = { nameVi: 'Người cao tuổi', nameEn: 'Elderly person', basis: 'Luật mới Điều 7', from: '2028-01-01' }
const put = (s: Scene, code: string, some: object = {}, version = 0, options: object = {}) =>
  s.call<Entitlement & Problem & { version: number }>('PUT', `/v1/entitlements/${code}`, {
    body: { ...LINE, ...some },
    headers: { 'if-match': `"${version}"` },
    ...options
  })

scene('the list is the law of the day asked about; today without a day', async (t, s) => {
  const [before, after] = [await on(s, '2026-12-31'), await on(s, '2027-01-01')]
  t.match(line(before, 'martyr-family')?.nameVi, /khó khăn về tài chính/)
  t.notMatch(line(after, 'martyr-family')?.nameVi, /khó khăn về tài chính/)
  t.same(await on(s, '2017-12-31'), [], 'before the law')
  t.same(await on(s), await on(s, '2026-11-22'))
  t.equal(new Set(before.map(({ code }) => code)).size, before.length, 'each code once')
  t.match((await s.call('GET', '/v1/entitlements?on=2026-13-01', { key: null })).body, { code: 'BAD_DAY' })
})

scene('a line is added or changed; two lines of a code never meet', async (t, s) => {
  t.equal((await put(s, 'moi')).status, 200)
  t.match((await put(s, 'moi', { to: '2028-12-31' }, 1)).body, { code: 'moi', from: '2028-01-01', to: '2028-12-31' })
  t.equal(line(await on(s, '2028-12-31'), 'moi')?.basis, 'Luật mới Điều 7')
  t.equal(line(await on(s, '2029-01-01'), 'moi'), undefined)
  t.equal((await put(s, 'moi', { from: '2029-01-01' })).status, 200, 'the day after')
  for (const some of [{ from: '2028-06-01', to: '2028-06-30' }, { from: '2027-01-01' }, { from: '2030-01-01' }])
    t.match((await put(s, 'moi', some)).body, { errors: [{ pointer: '/from', code: 'BAD_PERIOD' }] }, JSON.stringify(some))
  t.equal((await put(s, 'moi', { from: '2027-01-01', to: '2027-12-31' })).status, 200, 'the day before')
  t.equal(line(await on(s, '2028-06-01'), 'moi')?.to, '2028-12-31', 'the others stay')
  t.equal((await put(s, 'Mới')).status, 400)
  t.equal((await put(s, 'moi', { from: '2035-01-01', to: '2034-01-01' })).status, 400)
  t.equal((await put(s, 'moi', {}, 0, { key: null })).status, 401)
})

scene('a write names the version that it changes', async (t, s) => {
  t.match(await put(s, 'moi', {}, 0, { headers: {} }), { status: 428, body: { code: 'IF_MATCH_REQUIRED' } })
  t.match(await put(s, 'moi', {}, 1), { status: 412, body: { code: 'STALE_VERSION' } }, 'there is none yet')
  t.match(await put(s, 'moi'), { status: 200, headers: { etag: '"1"' }, body: { version: 1 } })
  t.match(await put(s, 'moi', { basis: 'y' }), { status: 412 }, 'there is one by now')
  t.match(await put(s, 'moi', { basis: 'y' }, 1), { status: 200, headers: { etag: '"2"' }, body: { version: 2 } })
  t.match(await put(s, 'moi', { basis: 'z' }, 1), { status: 412 }, 'somebody else has changed it')
  t.match(line(await on(s, '2028-06-01'), 'moi'), { basis: 'y', version: 2 })
})
