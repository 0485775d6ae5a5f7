import type { Problem } from '../../src/http/problem.ts'
import { aDraft, aPublication, approved, at, type HeadJson, type PublicationJson, planned, readPublication } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

/** Tuesday to Friday, the first four days of December 2026. */
const WEEK = { validFrom: '2026-12-01', validTo: '2026-12-04' }
const DUTY = { number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' } as const
const PERSONAL = { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-20' } as const
const INTERNAL = { number: '0912000003', kind: 'personal', visibility: 'internal' } as const

const keyFor = async (s: Scene, body: object): Promise<string> => (await s.call<{ key: string }>('POST', '/v1/api-keys', { body })).body.key

const numbersIn = ({ people }: PublicationJson): string[] => people.flatMap(({ phones }) => phones.map(({ e164 }) => e164)).sort()

scene('what is published stays: names, numbers, posts and people as they were', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  const officer = await anOfficer(s, { fullName: 'Nông Thị Bình', phones: [DUTY] })
  const agency = await anAgency(s, { name: 'Tòa án nhân dân khu vực 1' })
  const post = await aPost(s, { ...WEEK, name: 'Điểm trực cũ', agencies: [agency.id] })
  const head = await aPublication(s)
  const before = await readPublication(s, head.id)
  t.match(before.people, [{ id: officer.id, fullName: 'Nông Thị Bình', phones: [{ e164: '+84912000001', national: '0912 000 001' }] }])

  const changes = [
    [`/v1/providers/${officer.id}`, { fullName: 'Nông Thị Khác', phones: [{ number: '0987654321', kind: 'duty' }], endedOn: '2026-12-01' }],
    [`/v1/posts/${post.id}`, { name: 'Điểm trực mới', mode: 'on_site' }],
    [`/v1/agencies/${agency.id}`, { name: 'Tòa án khác' }],
    ['/v1/centres/lang-son', { name: 'Trung tâm khác', documentSymbol: 'TB-KHAC' }]
  ] as const
  for (const [url, body] of changes) {
    const { status } = await s.call('PATCH', url, { headers: at({ version: 1 }), body })
    t.equal(status, 200, url)
  }
  await s.call('POST', '/v1/absences', { body: { provider: officer.id, kind: 'sick_leave', from: '2026-12-01', to: '2026-12-31' } })

  t.same(await readPublication(s, head.id), before)
  t.same(await readPublication(s, '2026-12'), before, 'a month names its newest version')
  const answer = await s.call<{ onDuty: object[]; source: object }>('GET', `/v1/on-duty?post=${post.code}&at=2026-12-02T08:00:00%2B07:00`)
  t.match(answer.body.onDuty, [
    { provider: { fullName: 'Nông Thị Bình' }, post: { name: 'Điểm trực cũ' }, mode: 'phone', numbers: [{ national: '0912 000 001' }] }
  ])
  t.match(answer.body.source, { publication: '01/TB-TGPL', version: 1 })
})

scene('numbers are for those who may read them', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  await anOfficer(s, { phones: [PERSONAL, DUTY, INTERNAL] })
  const [own, foreign] = [await anAgency(s), await anAgency(s)]
  await aPost(s, { ...WEEK, agencies: [own.id] })
  const head = await aPublication(s)
  const scopes = ['numbers:agency']
  const readers = [
    ['nobody in particular', null, ['+84912000001']],
    [
      'the agency of the post',
      await keyFor(s, { name: 'TAND', scopes, centre: 'lang-son', agency: own.id }),
      ['+84912000001', '+84912000002']
    ],
    ['another agency', await keyFor(s, { name: 'CA', scopes, centre: 'lang-son', agency: foreign.id }), ['+84912000001']],
    ['a key without that scope', await keyFor(s, { name: 'x', scopes: ['rosters:read'], centre: 'lang-son' }), ['+84912000001']],
    [
      'the centre itself',
      await keyFor(s, { name: 'y', scopes: ['numbers:internal'], centre: 'lang-son' }),
      ['+84912000001', '+84912000002', '+84912000003']
    ]
  ] as const
  const tags = new Set<string>()
  for (const [title, key, expected] of readers) {
    await t.test(title, async (t) => {
      const answer = await s.call<PublicationJson>('GET', `/v1/publications/${head.id}`, { key })
      t.equal(answer.status, 200)
      t.same(numbersIn(answer.body), expected)
      const etag = answer.headers.etag ?? ''
      tags.add(`${etag} ${expected.length}`)
      t.equal((await s.call('GET', `/v1/publications/${head.id}`, { key, headers: { 'if-none-match': etag } })).status, 304)
    })
  }
  t.equal(new Set([...tags].map((tag) => tag.split(' ')[0])).size, tags.size, 'what differs has another ETag')
})

scene('publications are listed newest first, and those of another centre are not there', async (t, s) => {
  await aCentre(s, { code: 'mot' })
  await aCentre(s, { code: 'hai' })
  for (const centre of ['mot', 'hai']) {
    await anOfficer(s, { centre })
    await aPost(s, { centre, patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=10', startsAt: '08:00', duration: 'PT1H' }] })
  }
  for (const month of ['2026-12', '2027-01', '2027-02']) await aPublication(s, month, 'mot')
  const elsewhere = await aPublication(s, '2026-12', 'hai')
  interface Page {
    readonly items: readonly HeadJson[]
    readonly next: string | null
  }
  const first = (await s.call<Page>('GET', '/v1/publications?centre=mot&limit=2', { key: null })).body
  t.same(
    first.items.map(({ month, number }) => [month, number]),
    [
      ['2027-02', '03/TB-TGPL'],
      ['2027-01', '02/TB-TGPL']
    ]
  )
  const second = (await s.call<Page>('GET', first.next ?? '', { key: null })).body
  t.same(
    second.items.map(({ month }) => month),
    ['2026-12']
  )
  t.equal(second.next, null)
  const wrong = await s.call<Problem>('GET', `/v1/publications/${elsewhere.id}?centre=mot`)
  t.equal(wrong.status, 404)
  t.equal(wrong.body.code, 'NOT_FOUND')
  t.equal((await s.call('GET', '/v1/publications/2031-01?centre=mot')).status, 404)
  t.equal((await s.call<Problem>('GET', '/v1/publications?centre=mot&before=soon')).body.code, 'BAD_MONTH')
})

scene('the database itself keeps a publication from being changed or removed', async (t, s) => {
  await aCentre(s)
  await anOfficer(s)
  await aPost(s, WEEK)
  const head = await aPublication(s)
  for (const statement of [
    `update publications set published_by = 'ai đó' where id = '${head.id}'`,
    `update publications set content = '{}' where id = '${head.id}'`,
    `delete from publications where id = '${head.id}'`
  ]) {
    await t.rejects(
      s.deps.db.transaction((db) => db.execute(statement)),
      statement
    )
  }
  t.equal((await readPublication(s, head.id)).publishedBy, head.publishedBy)
})

scene('who stood duty cannot be deleted, only ended', async (t, s) => {
  await aCentre(s)
  const officer = await anOfficer(s)
  await aPost(s, WEEK)
  await aPublication(s)
  const answer = await s.call<Problem>('DELETE', `/v1/providers/${officer.id}`, { headers: at(officer) })
  t.equal(answer.status, 409)
  t.equal(answer.body.code, 'HAS_HISTORY')
})

scene('the publisher’s name is that of the key', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  await anOfficer(s)
  await aPost(s, WEEK)
  const key = await keyFor(s, { name: 'Giám đốc Trung tâm', scopes: ['rosters:publish'], centre: 'lang-son' })
  const roster = await approved(s, (await planned(s, await aDraft(s))).roster)
  const answer = await s.call<HeadJson>('POST', `/v1/rosters/${roster.id}/publications`, { key, headers: at(roster) })
  t.match(answer.body, { publishedBy: 'Giám đốc Trung tâm', number: '01/TB-TGPL' })
})
