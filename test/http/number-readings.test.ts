import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { CentreId, ProviderId } from '../../src/domain/ids.ts'
import type { Problem } from '../../src/http/problem.ts'
import { openReadings } from '../../src/usecases/number-readings.ts'
import { aPublication } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface ReadingJson {
  readonly id: string
  readonly reader: { readonly id: string | null; readonly name: string }
  readonly provider: { readonly id: string; readonly code: string | null; readonly fullName: string | null }
  readonly operation: string
  readonly firstAt: string
  readonly lastAt: string
  readonly times: number
}

const readings = async (s: Scene, query = ''): Promise<readonly ReadingJson[]> =>
  (await s.call<{ items: readonly ReadingJson[] }>('GET', `/v1/number-readings${query}`)).body.items
const short = ({ reader, provider, operation, times }: ReadingJson): string => `${reader.name} ${provider.code} ${operation} ${times}`

/** What is on record, shortly, oldest first, but for what the admin's key read while the scene was set. */
const record = async (s: Scene): Promise<string[]> =>
  (await readings(s))
    .filter(({ reader }) => reader.name !== 'ADMIN_KEY')
    .map(short)
    .toReversed()

async function aKey(s: Scene, name: string, scopes: readonly string[], agency?: string): Promise<{ id: string; key: string }> {
  const body = { name, scopes, ...(agency && { agency, centre: 'lang-son' }) }
  const made = await s.call<{ id: string; key: string }>('POST', '/v1/api-keys', { body })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}

interface World {
  readonly court: Made
  readonly other: Made
  readonly an: Made
}

/** Two courts with a post each in December: An, with a personal number, at the one; Bình, with a duty line alone, at the other. */
async function world(s: Scene, an: Partial<Parameters<typeof anOfficer>[1]> = {}): Promise<World> {
  await aCentre(s, { code: 'lang-son', phones: [{ number: '0912000090', kind: 'personal', visibility: 'public' }] })
  const personal = [
    { number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' },
    { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-20' }
  ] as const
  const first = await anOfficer(s, { code: 'an', fullName: 'Hoàng Thị An', phones: personal, ...an })
  const second = await anOfficer(s, { code: 'binh', fullName: 'Nông Văn Bình' })
  const [court, other] = [await anAgency(s, { code: 'kv1' }), await anAgency(s, { code: 'kv2' })]
  const days = { validFrom: '2026-12-01', validTo: '2026-12-04' }
  const fixed = ({ id }: Made) => [{ seat: 'primary' as const, method: 'fixed' as const, provider: id }]
  await aPost(s, { code: 'truc-kv1', agencies: [court.id], seats: fixed(first), ...days })
  await aPost(s, { code: 'truc-kv2', agencies: [other.id], seats: fixed(second), ...days })
  await aPublication(s)
  return { court, other, an: first }
}

const AT = encodeURIComponent('2026-12-02T08:00:00+07:00')

scene('an agency that is told a personal number leaves a row: who, when, whose', async (t, s) => {
  const { court, other, an } = await world(s)
  const { id, key } = await aKey(s, 'Tòa án khu vực 1', ['numbers:agency'], court.id)
  s.setNow('2026-12-02T08:00:01+07:00')
  const before = (await readings(s)).length
  t.equal((await s.call('GET', '/v1/on-duty?agency=kv1', { key })).status, 200)
  const [row, ...rest] = await readings(s)
  t.equal(rest.length, before)
  t.match(row, {
    reader: { id, name: 'Tòa án khu vực 1' },
    provider: { id: an.id, code: 'an', fullName: 'Hoàng Thị An' },
    operation: 'getOnDuty',
    firstAt: '2026-12-02T08:00:01+07:00',
    lastAt: '2026-12-02T08:00:01+07:00',
    times: 1
  })
  await s.call('GET', '/v1/on-duty?agency=kv2', { key })
  t.equal((await readings(s)).length, before + 1, 'a duty line is nobody’s own')
  const foreign = await aKey(s, 'Tòa án khu vực 2', ['numbers:agency'], other.id)
  await s.call('GET', '/v1/on-duty?agency=kv1', { key: foreign.key })
  t.equal((await readings(s)).length, before + 1, 'who is shown none has read none')
})

scene('what nobody is shown is nobody’s reading; what a person has opened to all is', async (t, s) => {
  await world(s)
  for (const path of [`on-duty?agency=kv1&at=${AT}`, 'publications/2026-12', 'publications/2026-12/documents/csv', 'posts']) {
    t.equal((await s.call('GET', `/v1/${path}`, { key: null })).status, 200, path)
  }
  t.same(await record(s), [])
})

scene('a number that a person has opened to everybody leaves a row of the public', async (t, s) => {
  await world(s, {
    phones: [{ number: '0912000002', kind: 'personal', visibility: 'public', verifiedOn: '2026-11-20' }],
    publicConsentOn: '2026-01-01'
  })
  await s.call('GET', '/v1/publications/2026-12', { key: null })
  t.same(await record(s), ['công chúng an getPublication 1'])
  t.match((await readings(s, '?reader=công chúng'))[0], { reader: { id: null } })
})

scene('every operation that shows numbers of people is on record', async (t, s) => {
  const { court } = await world(s)
  const { key } = await aKey(s, 'CA', ['numbers:agency', 'catalogue:read'])
  const own = await aKey(s, 'TA', ['numbers:agency', 'feeds:write'], court.id)
  const cases = [
    ['providers', key, ['CA an listProviders 1']],
    ['providers/an', key, ['CA an getProvider 1']],
    ['providers', (await aKey(s, 'NV', ['catalogue:read'])).key, []],
    ['publications/2026-12', key, ['CA an getPublication 1']],
    ['publications/2026-12/documents/json', key, ['CA an getDocument 1']],
    ['publications/2026-12/documents/csv', key, ['CA an getDocument 1']],
    ['publications/2026-12/documents/ics?post=truc-kv1', key, ['CA an getDocument 1']],
    ['publications/2026-12/documents/ics?post=truc-kv2', key, []],
    ['publications/2026-12/documents/csv?audience=public', key, []],
    ['publications/2026-12/documents/txt', own.key, ['TA an getDocument 1']]
  ] as const
  for (const [path, reader, expected] of cases) {
    await t.test(path, async (t) => {
      const before = await record(s)
      t.equal((await s.call('GET', `/v1/${path}`, { key: reader })).status, 200)
      t.same((await record(s)).slice(before.length), expected)
    })
  }
  const { etag = '' } = (await s.call('GET', '/v1/publications/2026-12', { key })).headers
  const before = await record(s)
  for (const path of ['publications/2026-12', 'providers/an', 'publications/2026-12/documents/csv']) {
    const known = path === 'publications/2026-12' ? etag : '*'
    t.equal((await s.call('GET', `/v1/${path}`, { key, headers: { 'if-none-match': known } })).status, 304)
  }
  t.same(await record(s), before, 'nothing is shown of what is unchanged')
})

scene('a feed with numbers is read by whoever follows it', async (t, s) => {
  const { court } = await world(s)
  const { key } = await aKey(s, 'TA', ['numbers:agency', 'feeds:write'], court.id)
  for (const numbers of [true, false]) {
    const made = await s.call<{ id: string; address: string }>('POST', '/v1/feeds', { body: { agency: 'kv1', numbers }, key })
    const path = new URL(made.body.address).pathname
    const before = await record(s)
    t.equal((await s.call('GET', path, { key: null })).status, 200)
    const expected = numbers ? [`lịch đăng ký ${made.body.id} an getFeedCalendar 1`] : []
    t.same((await record(s)).slice(before.length), expected)
  }
})

scene('the planner’s own lists and changes are readings too, but not what they have just entered', async (t, s) => {
  const { an } = await world(s)
  const { key } = await aKey(s, 'Người lập lịch', ['catalogue:write', 'numbers:internal'])
  const phones = [{ number: '0912000077', kind: 'personal' }]
  const body = { code: 'moi', fullName: 'Người Mới', role: 'legal_aid_officer', joinedOn: '2026-01-01', phones }
  t.equal((await s.call('POST', '/v1/providers', { body, key })).status, 201)
  t.same(await record(s), [])
  await s.call('PATCH', '/v1/providers/an', { body: { dutyShare: 90 }, key, headers: { 'if-match': `"${an.version}"` } })
  await s.call('GET', '/v1/numbers', { key })
  const how = { how: 'planner' }
  await s.call('POST', '/v1/providers/an/number-confirmations', { body: how, key, headers: { 'if-match': `"${an.version + 1}"` } })
  t.same((await record(s)).toSorted(), [
    'Người lập lịch an confirmNumbers 1',
    'Người lập lịch an listNumbers 1',
    'Người lập lịch an updateProvider 1',
    'Người lập lịch moi listNumbers 1'
  ])
})

scene('the list: by person, reader and days, newest first, in pages', async (t, s) => {
  const { an } = await world(s)
  const [one, two] = [
    await aKey(s, 'Một', ['numbers:agency', 'catalogue:read']),
    await aKey(s, 'Hai', ['numbers:agency', 'catalogue:read'])
  ]
  for (const [instant, { key }] of [
    ['2026-12-01T00:00:00+07:00', one],
    ['2026-12-01T23:59:59+07:00', two],
    ['2026-12-02T00:00:00+07:00', one],
    ['2026-12-03T09:00:00+07:00', two]
  ] as const) {
    s.setNow(instant)
    await s.call('GET', '/v1/providers/an', { key })
  }
  const found = async (query: string): Promise<string[]> =>
    (await readings(s, query)).map(({ reader, lastAt }) => `${reader.name} ${lastAt.slice(8, 10)}`)
  t.same(await found('?from=2026-12-01'), ['Hai 03', 'Một 02', 'Hai 01', 'Một 01'])
  t.same(await found('?from=2026-12-01&to=2026-12-01'), ['Hai 01', 'Một 01'], 'days of the centre, the last one counted')
  t.same(await found('?from=2026-12-02&to=2026-12-02'), ['Một 02'])
  t.same(await found(`?reader=${one.id}`), ['Một 02', 'Một 01'])
  t.same(await found('?reader=Hai'), ['Hai 03', 'Hai 01'])
  t.same(await found('?reader=%00'), [])
  t.same(await found('?provider=an&from=2026-12-03'), ['Hai 03'])
  t.same(await found(`?provider=${an.id}&from=2026-12-03`), ['Hai 03'])
  t.same(await found('?provider=binh'), [], 'a duty line was all there was')
  t.match(await s.call('GET', '/v1/number-readings?provider=nobody'), { status: 404 })
  t.match(await s.call('GET', '/v1/number-readings?from=2026-13-01'), { status: 400, body: { code: 'BAD_DAY' } })
  t.match(await s.call('GET', '/v1/number-readings?from=2026-12-02&to=2026-12-01'), { status: 400, body: { code: 'BAD_PERIOD' } })
  t.match(await s.call('GET', '/v1/number-readings?after=x'), { status: 400, body: { code: 'BAD_CURSOR' } })
  const first: Answer<{ items: readonly ReadingJson[]; next: string | null }> = await s.call(
    'GET',
    '/v1/number-readings?from=2026-12-01&limit=3'
  )
  const rest: typeof first = await s.call('GET', first.body.next ?? '')
  t.same([first.body.items.length, rest.body.items.length, rest.body.next], [3, 1, null])
})

scene('it is for those alone who keep the record, each centre its own', async (t, s) => {
  await world(s)
  const { key: reader } = await aKey(s, 'CA', ['numbers:agency', 'catalogue:read'])
  await s.call('GET', '/v1/providers/an', { key: reader })
  t.match(await s.call('GET', '/v1/number-readings', { key: reader }), { status: 403, body: { code: 'SCOPE_MISSING' } })
  t.match(await s.call('GET', '/v1/number-readings', { key: null }), { status: 401 })
  const { key } = await aKey(s, 'Thanh tra', ['audit:read'])
  const { body } = await s.call<{ items: readonly ReadingJson[] } & Problem>('GET', '/v1/number-readings', { key })
  t.ok(body.items.length > 0)
  t.notMatch(JSON.stringify(body), /912000/, 'who read a number does not say the number')
  await aCentre(s, { code: 'dak-lak' })
  const elsewhere = await s.call<{ items: readonly ReadingJson[] }>('GET', '/v1/number-readings?centre=dak-lak', { key })
  t.same(elsewhere.body.items, [])
})

scene('a record that cannot be written keeps no answer back, and is written later', async (t, s) => {
  await world(s)
  const { key } = await aKey(s, 'CA', ['numbers:agency', 'catalogue:read'])
  await s.deps.db.execute(sql`alter table number_readings rename to away`)
  t.equal((await s.call('GET', '/v1/providers/an', { key })).status, 200)
  await s.deps.db.execute(sql`alter table away rename to number_readings`)
  t.same(await record(s), ['CA an getProvider 1'])
})

scene('readings of a centre that is gone meanwhile go with it, and hold no others up', async (t, s) => {
  const { id } = await aCentre(s)
  const log = openReadings(s.deps)
  for (const centreId of [v7(), id] as CentreId[])
    log.note({ centreId, readerId: null, reader: 'Trực ban', providerId: v7() as ProviderId, operation: 'getOnDuty' })
  await log.flush()
  t.equal(log.waiting, 0)
  const { rows } = (await s.deps.db.execute(sql`select centre_id from number_readings where reader = 'Trực ban'`)) as unknown as {
    rows: object[]
  }
  t.same(rows, [{ centre_id: id }])
})
