import { sql } from 'drizzle-orm'
import { fetchFile } from '../support/documents.ts'
import { readIcs } from '../support/ics.ts'
import { aPublication, at, published, type RosterJson, readPublication, type SlotJson, stepped } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

interface FeedJson {
  readonly id: string
  readonly providerId: string | null
  readonly agencyId: string | null
  readonly numbers: boolean
  readonly revokedAt: string | null
  readonly address: string
}
interface Drawn {
  readonly amendment: { readonly id: string; readonly version: number }
}

async function world(s: Scene) {
  await aCentre(s, { code: 'lang-son' })
  const phones = [
    { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-20' },
    { number: '0912000003', kind: 'personal', visibility: 'internal' }
  ] as const
  const an = await anOfficer(s, { code: 'an', fullName: 'Hoàng Thị An', phones })
  const binh = await anOfficer(s, { code: 'binh', fullName: 'Nông Văn Bình' })
  const court = await anAgency(s, { code: 'kv1' })
  const post = await aPost(s, {
    code: 'diem-1',
    agencies: [court.id],
    seats: [{ seat: 'primary', method: 'fixed', provider: an.id }],
    validFrom: '2026-12-01',
    validTo: '2026-12-04'
  })
  return { an, binh, court, post }
}

const made = async (s: Scene, body: object, key?: string) =>
  s.call<FeedJson>('POST', '/v1/feeds', { body, ...(key !== undefined && { key }) })
const feed = async (s: Scene, body: object): Promise<FeedJson> => {
  const answer = await made(s, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const pathOf = ({ address }: Pick<FeedJson, 'address'>): string => new URL(address).pathname
const read = async (s: Scene, of: FeedJson) => readIcs((await fetchFile(s, pathOf(of), { key: null })).bytes)

scene('whoever knows the address sees the calendar, without a key', async (t, s) => {
  const { an } = await world(s)
  await aPublication(s)
  const mine = await feed(s, { provider: 'an', numbers: false })
  t.equal(mine.providerId, an.id)
  t.match(mine.address, /^https?:\/\/.+\/v1\/feeds\/[\w-]{43}\.ics$/)
  const answer = await fetchFile(s, pathOf(mine), { key: null })
  t.equal(answer.status, 200)
  t.match(answer.headers, { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, max-age=300' })
  t.equal(readIcs(answer.bytes).events.length, 4)
  t.equal((await fetchFile(s, pathOf(mine), { key: null, headers: { 'if-none-match': answer.headers.etag ?? '' } })).status, 304)
})

scene('the secret is kept nowhere: neither in the list nor in the database', async (t, s) => {
  await world(s)
  const mine = await feed(s, { post: 'diem-1', numbers: true })
  const secret = pathOf(mine).split('/').at(-1)?.replace('.ics', '') ?? ''
  const listed = await s.call<{ items: object[] }>('GET', '/v1/feeds')
  t.match(listed.body.items, [{ id: mine.id, numbers: true, revokedAt: null }])
  t.notMatch(JSON.stringify(listed.body), secret)
  const { rows } = (await s.deps.db.execute(sql`select to_jsonb(f)::text as row from feeds f`)) as { rows: unknown[] }
  t.equal(rows.length, 1)
  t.notMatch(JSON.stringify(rows), secret)
})

scene('a revoked address answers no more, and none is guessed', async (t, s) => {
  await world(s)
  const mine = await feed(s, { agency: 'kv1', numbers: false })
  t.equal((await s.call('DELETE', `/v1/feeds/${mine.id}`)).status, 204)
  t.match((await s.call('GET', pathOf(mine), { key: null })).body, { status: 404, code: 'NOT_FOUND' })
  t.equal((await s.call('DELETE', `/v1/feeds/${mine.id}`)).status, 404, 'once')
  t.match((await s.call<{ items: FeedJson[] }>('GET', '/v1/feeds')).body.items[0], { revokedAt: /^2026-/ })
  t.equal((await s.call('GET', `/v1/feeds/${'A'.repeat(43)}.ics`, { key: null })).status, 404)
  t.equal((await s.call('GET', '/v1/feeds/x.ics', { key: null })).status, 404)
})

scene('numbers only where they are wanted, those for agencies, never internal ones', async (t, s) => {
  await world(s)
  await aPublication(s)
  const text = async (numbers: boolean): Promise<string> => JSON.stringify(await read(s, await feed(s, { post: 'diem-1', numbers })))
  t.match(await text(true), '0912 000 002')
  t.notMatch(await text(true), '0912 000 003')
  t.notMatch(await text(false), /\d{4} \d{3} \d{3}/)
})

scene('an amendment shows at once: cancelled for the one, new for the other, with another ETag', async (t, s) => {
  const { binh } = await world(s)
  const head = await aPublication(s)
  const [an, other] = [await feed(s, { provider: 'an', numbers: false }), await feed(s, { provider: 'binh', numbers: false })]
  const before = (await fetchFile(s, pathOf(an), { key: null })).headers.etag
  t.strictSame((await read(s, other)).events, [], 'nothing yet')
  const { slots } = (await readPublication(s, head.id)) as unknown as { slots: readonly SlotJson[] }
  const [slot] = slots
  const body = { reason: 'Đi công tác', changes: [{ slot: slot?.id, seat: 'primary', provider: binh.id }] }
  const { amendment } = (await s.call<Drawn>('POST', '/v1/publications/2026-12/amendments', { body })).body
  await s.call('POST', `/v1/amendments/${amendment.id}/approve`, { body: {}, headers: at(amendment) })
  const uid = `${slot?.id}-primary@lichtruc`
  t.match(
    (await read(s, an)).events.find((event) => event.uid === uid),
    { status: 'CANCELLED', sequence: 1 }
  )
  t.match((await read(s, other)).events, [{ uid, status: 'CONFIRMED', sequence: 1 }])
  t.not((await fetchFile(s, pathOf(an), { key: null })).headers.etag, before)
})

scene('a recalled month is cancelled, and stands again once it is published again', async (t, s) => {
  await world(s)
  await aPublication(s)
  const mine = await feed(s, { provider: 'an', numbers: false })
  const roster = (await s.call<RosterJson>('GET', '/v1/rosters/2026-12')).body
  const recalled = await stepped(s, roster, 'recall', { body: { reason: 'Có sai sót' } })
  const states = async (): Promise<string[]> => (await read(s, mine)).events.map(({ status, sequence }) => `${status} ${sequence}`)
  t.strictSame(await states(), Array(4).fill('CANCELLED 1'))
  await published(s, recalled)
  t.strictSame(await states(), Array(4).fill('CONFIRMED 1'))
})

scene('months: the two before this one and all that follow', async (t, s) => {
  await world(s)
  await aPublication(s)
  const mine = await feed(s, { provider: 'an', numbers: false })
  s.setNow('2027-02-28T23:00:00+07:00')
  t.equal((await read(s, mine)).events.length, 4)
  s.setNow('2027-03-01T00:00:00+07:00')
  const after = await read(s, mine)
  t.strictSame(after, { name: 'Lịch trực trợ giúp pháp lý - Hoàng Thị An', events: [] })
})

scene('a feed follows exactly one thing that is there', async (t, s) => {
  await world(s)
  const faults = [
    [{ numbers: false }, { pointer: '/provider', code: 'MISSING_FIELD' }],
    [
      { provider: 'an', post: 'diem-1', numbers: false },
      { pointer: '/provider', code: 'DUPLICATE_ITEM' }
    ],
    [
      { agency: 'kv9', numbers: false },
      { pointer: '/agency', code: 'BAD_REFERENCE' }
    ]
  ] as const
  for (const [body, error] of faults) t.match((await made(s, body)).body, { status: 400, errors: [error] })
})

scene('nobody puts numbers into a feed that they may not read', async (t, s) => {
  await world(s)
  await anAgency(s, { code: 'kv2' })
  const keyFor = async (body: object): Promise<string> =>
    (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'x', centre: 'lang-son', ...body } })).body.key
  const plain = await keyFor({ scopes: ['feeds:write'] })
  const court = await keyFor({ scopes: ['feeds:write', 'numbers:agency'], agency: 'kv1' })
  const wanted = [
    [plain, { provider: 'an', numbers: true }, 403],
    [plain, { provider: 'an', numbers: false }, 201],
    [court, { agency: 'kv1', numbers: true }, 201],
    [court, { agency: 'kv2', numbers: true }, 403],
    [court, { provider: 'an', numbers: true }, 403]
  ] as const
  for (const [key, body, status] of wanted) t.equal((await made(s, body, key)).status, status, JSON.stringify(body))
})
