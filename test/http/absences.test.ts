import type { Problem } from '../../src/http/problem.ts'
import { aCentre, anAgency, anOfficer, type Made } from '../support/people.ts'
import { type Answer, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')

scene('absences, engagements and pairs are entered, read, changed, listed and removed', async (t, s) => {
  await aCentre(s)
  const [an, binh] = [await anOfficer(s, { code: 'an' }), await anOfficer(s, { code: 'binh' })]
  const agency = await anAgency(s, { code: 'toa' })
  const cases = [
    [
      'absences',
      { provider: 'an', kind: 'annual_leave', from: '2026-12-01', to: '2026-12-01', note: ' về quê ' },
      { providerId: an.id, kind: 'annual_leave', from: '2026-12-01', to: '2026-12-01', note: 'về quê' },
      { to: '2026-12-05', note: null },
      { to: '2026-12-05', note: null, from: '2026-12-01' }
    ],
    [
      'engagements',
      { provider: 'an', kind: 'hearing', start: '2026-12-01T01:00:00Z', end: '2026-12-01T11:30:00+07:00', agency: 'toa' },
      { providerId: an.id, agencyId: agency.id, start: '2026-12-01T08:00:00+07:00', end: '2026-12-01T11:30:00+07:00', reachable: false },
      { end: '2026-12-01T10:00:00+07:00', reachable: true, agency: null },
      { start: '2026-12-01T08:00:00+07:00', end: '2026-12-01T10:00:00+07:00', reachable: true, agencyId: null }
    ],
    [
      'pairs',
      { providers: ['binh', 'an'], from: '2026-12-01', reason: 'vợ chồng' },
      { providerIds: [an.id, binh.id].sort(), kind: 'apart', from: '2026-12-01', to: null, reason: 'vợ chồng' },
      { to: '2026-12-01' },
      { to: '2026-12-01', reason: 'vợ chồng' }
    ],
    [
      'pairs',
      { providers: ['binh', 'an'], kind: 'together', from: '2026-12-01' },
      { kind: 'together' },
      { to: '2026-12-31' },
      { kind: 'together', to: '2026-12-31' }
    ]
  ] as const
  for (const [plural, body, view, change, changed] of cases) {
    const created = await s.call<Made>('POST', `/v1/${plural}`, { body })
    t.match(created, { status: 201, body: { version: 1, ...view } }, plural)
    const url = `/v1/${plural}/${created.body.id}`
    t.same((await s.call('GET', url)).body, created.body)
    t.match(await s.call('PATCH', url, { body: change, headers: { 'if-match': '"1"' } }), { status: 200, body: { version: 2, ...changed } })
    t.equal((await s.call<{ items: Made[] }>('GET', `/v1/${plural}`)).body.items.length, 1)
    t.equal((await s.call('GET', `/v1/${plural}/an`)).status, 404, 'no code names one')
    t.equal((await s.call('DELETE', url, { headers: { 'if-match': '"2"' } })).status, 204)
    t.equal((await s.call('GET', url)).status, 404)
  }
})

scene('absences and engagements are listed by person, in order of time', async (t, s) => {
  await aCentre(s)
  for (const code of ['an', 'binh']) {
    await anOfficer(s, { code })
    for (const month of ['12', '10', '11']) {
      await s.call('POST', '/v1/absences', { body: { provider: code, kind: 'other', from: `2026-${month}-01`, to: `2026-${month}-02` } })
      const [start, end] = [`2026-${month}-01T08:00:00+07:00`, `2026-${month}-01T09:00:00+07:00`]
      await s.call('POST', '/v1/engagements', { body: { provider: code, kind: 'other', start, end } })
    }
  }
  for (const plural of ['absences', 'engagements']) {
    const first: string[] = []
    for (let next: string | null = `/v1/${plural}?provider=an&limit=2`; next !== null; ) {
      const { body }: Answer<{ items: { from?: string; start?: string }[]; next: string | null }> = await s.call('GET', next)
      first.push(...body.items.map(({ from, start }) => (from ?? start ?? '').slice(0, 7)))
      next = body.next
    }
    t.same(first, ['2026-10', '2026-11', '2026-12'], plural)
    t.equal((await s.call<{ items: unknown[] }>('GET', `/v1/${plural}`)).body.items.length, 6)
    t.equal((await s.call('GET', `/v1/${plural}?provider=khong-co`)).status, 404)
  }
})

scene('periods must be ones, and instants must say their zone', async (t, s) => {
  await aCentre(s)
  const [{ id }] = [await anOfficer(s, { code: 'an' }), await anOfficer(s, { code: 'binh' })]
  const absence = { provider: 'an', kind: 'other', from: '2026-12-02', to: '2026-12-03' }
  const engagement = { provider: 'an', kind: 'other', start: '2026-12-02T08:00:00+07:00', end: '2026-12-02T09:00:00+07:00' }
  const pair = { providers: ['an', 'binh'], from: '2026-12-02' }
  const cases = [
    ['absences', { ...absence, to: '2026-12-01' }, '400 BAD_PERIOD /to'],
    ['absences', { ...absence, from: '02/12/2026' }, '400 BAD_DAY /from'],
    ['absences', { ...absence, from: '2026-11-31', to: '2026-13-01' }, '400 BAD_DAY /from BAD_DAY /to'],
    ['absences', { ...absence, kind: 'holiday' }, '400 BAD_FIELD /kind'],
    ['absences', { ...absence, provider: 'khong-co' }, '400 BAD_REFERENCE /provider'],
    ['absences', { ...absence, to: null }, '400 BAD_FIELD /to'],
    ['engagements', { ...engagement, start: '2026-12-02T08:00:00' }, '400 BAD_INSTANT /start'],
    ['engagements', { ...engagement, end: '2026-12-02' }, '400 BAD_INSTANT /end'],
    ['engagements', { ...engagement, start: '2026-12-02 08:00', end: '9h' }, '400 BAD_INSTANT /start BAD_INSTANT /end'],
    ['engagements', { ...engagement, end: '2026-12-02T08:00:00+07:00' }, '400 BAD_PERIOD /end'],
    ['engagements', { ...engagement, end: '2026-12-02T00:59:59Z' }, '400 BAD_PERIOD /end'],
    ['engagements', { ...engagement, agency: 'khong-co' }, '400 BAD_REFERENCE /agency'],
    ['pairs', { ...pair, providers: ['an', id] }, '400 DUPLICATE_ITEM /providers/1'],
    ['pairs', { ...pair, providers: ['an'] }, '400 BAD_FIELD /providers'],
    ['pairs', { ...pair, providers: ['an', 'binh', 'an'] }, '400 BAD_FIELD /providers'],
    ['pairs', { ...pair, to: '2026-12-01' }, '400 BAD_PERIOD /to'],
    ['pairs', { ...pair, kind: 'near' }, '400 BAD_FIELD /kind']
  ] as const
  for (const [plural, body, expected] of cases) {
    t.equal(faults(await s.call<Problem>('POST', `/v1/${plural}`, { body })), expected, `${plural} ${JSON.stringify(body)}`)
  }
  for (const [plural, body] of [
    ['absences', absence],
    ['engagements', engagement],
    ['pairs', pair]
  ] as const) {
    t.equal((await s.call('POST', `/v1/${plural}`, { body })).status, 201, `${plural}: while this is one`)
  }
  const { id: ending } = (await s.call<Made>('POST', '/v1/absences', { body: absence })).body
  const answer = await s.call<Problem>('PATCH', `/v1/absences/${ending}`, { body: { to: '2026-12-01' }, headers: { 'if-match': '"1"' } })
  t.equal(faults(answer), '400 BAD_PERIOD /to', 'a change is checked with what stays')
})
