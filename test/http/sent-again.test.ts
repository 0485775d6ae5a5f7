import type { Test } from 'tap'
import { aCallKey, aNight, type CallJson, HELD, type Night, report, tries } from '../support/calls.ts'
import { at, planned, type RosterJson } from '../support/months.ts'
import { openOn } from '../support/open-on.ts'
import { aCentre, anOfficer, aPost, aSigner } from '../support/people.ts'
import { type AmendmentJson, amendmentsOf, aRound, type Round, slotOn } from '../support/round.ts'
import { type Answer, type CallOptions, onPostgres, type Scene, scene } from '../support/scene.ts'
import { asked, done, type SwapAnswerJson, type SwapJson, swapBody } from '../support/swaps.ts'

/** How often an impatient hand sends the same request. */
const TIMES = 8

/** Sends an act many times at once: one is done, the others are refused for what they are. What the one came to. */
async function once<Body>(t: Test, s: Scene, status: number, url: string, options: CallOptions): Promise<Body> {
  const answers = await Promise.all(Array.from({ length: TIMES }, () => s.call<Body & { code?: string }>('POST', url, options)))
  const [won, ...more] = answers.filter((answer) => answer.status === status)
  t.equal(more.length, 0, `${url}: not done twice`)
  const lost = answers.filter((answer) => answer !== won).map((answer) => answer.status)
  t.ok(
    lost.every((each) => [200, 409, 412, 422].includes(each)),
    `${url}: ${lost}`
  )
  if (won === undefined) throw new Error(`${url}: ${JSON.stringify(answers.map(({ body }) => body))}`)
  return won.body
}

onPostgres('an act that is sent many times at once is done once', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await aCentre(s)
  await aSigner(s)
  const people = [await anOfficer(s), await anOfficer(s), await anOfficer(s), await anOfficer(s), await anOfficer(s)]
  const [an, binh] = people.map(({ id }) => id)
  const seats = [{ seat: 'primary', method: 'fixed', provider: an }] as const
  await aPost(s, { code: 'toa', seats: seats as never, validFrom: '2026-12-01', validTo: '2026-12-02' })
  await aPost(s, {
    code: 'cqdt',
    seats: [{ seat: 'primary', method: 'fixed', provider: binh }] as never,
    validFrom: '2026-12-08',
    validTo: '2026-12-09'
  })

  const draft = await once<RosterJson>(t, s, 201, '/v1/rosters', { body: { month: '2026-12' } })
  const { roster } = await planned(s, draft)
  const submitted = await once<RosterJson>(t, s, 200, `/v1/rosters/${roster.id}/submit`, { headers: at(roster) })
  const ready = await once<RosterJson>(t, s, 200, `/v1/rosters/${roster.id}/approve`, { headers: at(submitted) })
  await once(t, s, 201, `/v1/rosters/${roster.id}/publications`, { headers: at(ready) })

  const to = [{ provider: binh, slot: (await slotOn(s, '2026-12-08')).id, seat: 'primary' }]
  const offer = await asked<SwapAnswerJson>(s, { by: an, slot: (await slotOn(s, '2026-12-02')).id, seat: 'primary', to })
  t.equal(offer.status, 201, JSON.stringify(offer.body))
  const { swap } = offer.body
  const accepted = await once<SwapJson>(t, s, 200, `/v1/swaps/${swap.id}/accept`, { body: { by: binh }, headers: at(swap) })
  await once(t, s, 200, `/v1/swaps/${swap.id}/approve`, { headers: at(accepted) })
  const [paper] = await amendmentsOf(s, 'submitted')
  await once(t, s, 200, `/v1/amendments/${paper?.id}/approve`, { body: {}, headers: at({ version: 1 }) })

  s.setNow('2026-12-01T09:00:00+07:00')
  await once(t, s, 201, '/v1/covers', { body: { absent: an, reason: 'Ốm' } })
  const standing = (await s.call<RosterJson>('GET', `/v1/rosters/${roster.id}`)).body
  await once(t, s, 200, `/v1/rosters/${roster.id}/recall`, { body: { reason: 'Sai mẫu' }, headers: at(standing) })

  const { items } = (await s.call<{ items: { kind: string }[] }>('GET', '/v1/publications')).body
  t.same(
    items.map(({ kind }) => kind),
    ['provisional', 'supplement', 'original']
  )
})

interface AmendedJson {
  readonly amendment: AmendmentJson
}

const drawn = (s: Scene, body: object, options: CallOptions = {}): Promise<Answer<AmendedJson>> =>
  s.call('POST', '/v1/publications/2026-12/amendments', { body, ...options })

/** The 5th, An's, given to Chi. */
const toChi = async (s: Scene, { chi }: Round, some: object = {}) => ({
  reason: 'Đi công tác',
  changes: [{ slot: (await slotOn(s, '2026-12-05')).id, seat: 'primary', provider: chi.id }],
  ...some
})

const CONTACT = { fullName: 'Lò Văn Ót', phone: '0987654321' }
const CASE = '12/QĐ-VPCQCSĐT'

const countOf = async (s: Scene, plural: string): Promise<number> =>
  (await s.call<{ items: unknown[] }>('GET', `/v1/${plural}`)).body.items.length

scene('a duty offered again for the same ones is the swap that is open', async (t, s) => {
  const { an, binh, chi, dung } = await aRound(s)
  const wanted = { [binh.id]: '2026-12-10', [chi.id]: '2026-12-11' }
  const first = await asked(s, await swapBody(s, an.id, '2026-12-09', wanted))
  t.equal(first.status, 201)
  const { swap } = first.body
  const otherWay = { [chi.id]: '2026-12-11', [binh.id]: '2026-12-10' }
  for (const [to, reason] of [
    [wanted, undefined],
    [otherWay, 'Việc gia đình']
  ] as const) {
    const again = await asked(s, await swapBody(s, an.id, '2026-12-09', to, reason))
    t.match(again, { status: 200, headers: { location: `/v1/swaps/${swap.id}`, etag: '"1"' } })
    t.same(again.body, first.body, 'with what it would do')
  }
  t.equal(await countOf(s, 'swaps'), 1)

  const others = await asked(s, await swapBody(s, an.id, '2026-12-09', { [dung.id]: '2026-12-08' }))
  t.equal(others.status, 201, 'for others it is another offer')
  const accepted = await done(s, swap, 'accept', { by: chi.id })
  const late = await asked(s, await swapBody(s, an.id, '2026-12-09', wanted))
  t.match(late, { status: 200, body: { swap: { id: swap.id, status: 'accepted', version: accepted.version } } }, 'as it is by now')
  await done(s, accepted, 'withdraw', { by: an.id })
  t.equal((await asked(s, await swapBody(s, an.id, '2026-12-09', wanted))).status, 201, 'one that is over is offered anew')
})

scene('an amendment drawn up again is the one that awaits the approver', async (t, s) => {
  const round = await aRound(s)
  const body = await toChi(s, round)
  const first = await drawn(s, body)
  t.equal(first.status, 201)
  const { amendment } = first.body
  const again = await drawn(s, body)
  t.match(again, { status: 200, headers: { location: `/v1/amendments/${amendment.id}`, etag: '"1"' } })
  t.same(again.body, first.body)

  const planner = await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'Văn phòng', scopes: ['rosters:write'] } })
  t.equal((await drawn(s, body, { key: planner.body.key })).status, 201, 'by another maker it is theirs')
  t.equal((await drawn(s, { ...body, reason: 'Nghỉ ốm' })).status, 201, 'the reason stands on the document')
  t.equal((await drawn(s, { ...body, kind: 'supplement' })).status, 201)
  t.equal((await drawn(s, { ...body, changesFrom: '2026-12-03T00:00:00+07:00' })).status, 201)
  t.equal(await countOf(s, 'amendments'), 5)

  await s.call('POST', `/v1/amendments/${amendment.id}/withdraw`, { body: { reason: 'Nhầm' }, headers: at(amendment) })
  t.equal((await drawn(s, body)).status, 201, 'one that is withdrawn is drawn up anew')
})

scene('slots cut anew are the same amendment, whatever their ids', async (t, s) => {
  await aRound(s)
  const { id, version } = (await s.call<{ id: string; version: number }>('GET', '/v1/posts/cqdt')).body
  const patterns = [
    { rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'PT12H' },
    { rrule: 'FREQ=DAILY', startsAt: '12:00', duration: 'PT12H' }
  ]
  t.equal((await s.call('PATCH', `/v1/posts/${id}`, { body: { patterns }, headers: at({ version }) })).status, 200)
  const body = { reason: 'Đổi ca', recut: true, mend: true }
  const first = await drawn(s, body)
  t.equal(first.status, 201)
  const again = await drawn(s, body)
  t.same([again.status, again.body.amendment.id], [200, first.body.amendment.id])
})

scene('the report of a person, sent again before anybody was called, is that call', async (t, s) => {
  const night = await aNight(s)
  const said = { contact: CONTACT, caseReference: CASE, requestedAt: '2026-12-05T02:00:00+07:00' }
  const first = await report(s, night, said)
  t.equal(first.status, 201)
  s.setNow('2026-12-05T02:19:00+07:00')
  const spelt = { contact: { fullName: ' Lò  Văn Ót', phone: '+84 987 654 321' }, caseReference: '12/qđ-vpcqcsđt' }
  const again = await report(s, night, { ...said, ...spelt })
  t.match(again, {
    status: 200,
    headers: { location: `/v1/calls/${first.body.id}`, etag: '"1"' },
    body: { id: first.body.id, notKept: [] }
  })
  t.same(again.body.events, first.body.events)

  for (const [title, other] of [
    ['another person', { contact: { ...CONTACT, fullName: 'Lò Văn Páo' } }],
    ['another number', { contact: { ...CONTACT, phone: '0987654322' } }],
    ['another case', { caseReference: '13/QĐ-VPCQCSĐT' }],
    ['no case', { caseReference: null }],
    ['another standing', { standing: 'arrested' }],
    ['a minor', { minor: true }],
    ['asked at another time', { requestedAt: '2026-12-05T01:00:00+07:00' }],
    ['no time', { requestedAt: null }]
  ] as const) {
    t.equal((await report(s, night, { ...said, ...other })).status, 201, title)
  }
  const centre = { body: { ...HELD, ...said, agency: night.agency.id, post: night.post.id } }
  t.equal((await s.call('POST', '/v1/calls', centre)).status, 201, 'another reporter')

  s.setNow('2026-12-05T02:20:00+07:00')
  t.equal((await report(s, night, said)).status, 201, 'after ten minutes')
})

scene('once somebody was called, and of people without a name, each report is a call of its own', async (t, s) => {
  const night = await aNight(s)
  for (const _ of ['the first accused', 'the second']) t.equal((await report(s, night, { caseReference: CASE })).status, 201)
  const { body } = await report(s, night, { contact: CONTACT })
  await tries(s, night, body.id, { outcome: 'no_answer' })
  t.equal((await report(s, night, { contact: CONTACT })).status, 201)
  t.equal((await s.call<{ items: CallJson[] }>('GET', '/v1/calls')).body.items.length, 4)
})

scene('a try or an event told again of the same instant is not recorded twice', async (t, s) => {
  const night = await aNight(s)
  const { id } = (await report(s, night)).body
  s.setNow('2026-12-05T02:20:00+07:00')
  const at = '2026-12-05T02:12:00+07:00'
  const first = await tries(s, night, id, { outcome: 'no_answer', at })
  t.equal(first.status, 201)
  const again = await tries(s, night, id, { outcome: 'no_answer', at })
  t.match(again, { status: 200, body: { attempt: { position: 1 } } })
  t.same(again.body, first.body, 'and the same one is next')
  const [one, other] = night.people.map((person) => person.id)
  t.equal((await tries(s, night, id, { outcome: 'no_answer', at, provider: one })).status, 200)
  t.equal((await tries(s, night, id, { outcome: 'busy', at, provider: other })).status, 201, 'somebody else, from another line')
  const took = { outcome: 'answered', at: '2026-12-05T02:15:00+07:00', provider: other, confirmed: true }
  t.equal((await tries(s, night, id, took)).status, 201)
  t.match(await tries(s, night, id, took), { status: 200, body: { call: { status: 'taken' } } }, 'told again after it was taken')

  const phoned = { kind: 'phoned', at: '2026-12-05T02:16:00+07:00' }
  const tell = () => s.call<CallJson>('POST', `/v1/calls/${id}/events`, { key: night.key, body: phoned })
  const told = await tell()
  t.same((await tell()).body.events, told.body.events)
  t.equal((await s.call<CallJson>('GET', `/v1/calls/${id}`)).body.attempts.length, 3)
})

scene('an outcome told twice in a moment, of nobody named, passes over nobody', async (t, s) => {
  const night = await aNight(s)
  const { id } = (await report(s, night)).body
  const [first, second] = night.people.map((person) => person.id)
  const both = await Promise.all([1, 2].map(() => tries(s, night, id, { outcome: 'no_answer' })))
  t.same(both.map(({ status }) => status).sort(), [200, 201])
  t.match(both[0]?.body.call.attempts, [{ providerId: first }])
  t.same(
    both.map(({ body }) => body.next?.provider?.id),
    [second, second],
    'whoever is next was not called yet'
  )
  t.equal((await tries(s, night, id, { outcome: 'busy' })).status, 201, 'another outcome is of somebody else')
  const other = { key: await aCallKey(s, night.centre.id), body: { outcome: 'busy' } }
  t.equal((await s.call('POST', `/v1/calls/${id}/attempts`, other)).status, 201, 'and so is what another asker tells')
  t.equal((await tries(s, night, id, { outcome: 'no_answer', provider: first })).status, 201, 'who is named is meant')

  const { id: next } = (await report(s, night)).body
  t.equal((await tries(s, night, next, { outcome: 'no_answer' })).status, 201)
  s.setNow('2026-12-05T02:10:09.999+07:00')
  t.match(await tries(s, night, next, { outcome: 'no_answer' }), { status: 200, body: { attempt: { position: 1, providerId: first } } })
  s.setNow('2026-12-05T02:10:10+07:00')
  t.match(await tries(s, night, next, { outcome: 'no_answer' }), { status: 201, body: { attempt: { position: 2, providerId: second } } })
})

/** What has no code, and one more of each that differs in a single field. */
const WITHOUT_CODE = [
  ['absences', { provider: 'an', kind: 'sick_leave', from: '2026-12-01', to: '2026-12-02', note: null }, { note: 'Giấy ra viện' }],
  [
    'engagements',
    { provider: 'an', kind: 'hearing', start: '2026-12-01T08:00:00+07:00', end: '2026-12-01T11:00:00+07:00' },
    { reachable: true }
  ],
  ['pairs', { providers: ['an', 'binh'], from: '2026-12-01' }, { kind: 'together' }],
  ['preferences', { provider: 'an', kind: 'avoid', from: '2026-12-01', weekdays: [6, 7], posts: ['b', 'a'] }, { posts: ['a'] }]
] as const

/** The same in other words. */
const REWORDED: Readonly<Record<string, object>> = {
  absences: { note: ' ' },
  engagements: { start: '2026-12-01T01:00:00Z', reachable: false },
  pairs: { providers: ['binh', 'an'], kind: 'apart' },
  preferences: { weekdays: [7, 6], posts: ['a', 'b'] }
}

async function aCatalogue(s: Scene): Promise<void> {
  await aCentre(s, { code: 'lang-son' })
  for (const code of ['an', 'binh']) await anOfficer(s, { code })
  for (const code of ['a', 'b']) await aPost(s, { code })
}

scene('what has no code is known by all that it says', async (t, s) => {
  await aCatalogue(s)
  for (const [plural, said, other] of WITHOUT_CODE) {
    const first = await s.call('POST', `/v1/${plural}`, { body: said })
    t.equal(first.status, 201, plural)
    for (const body of [said, { ...said, ...REWORDED[plural] }]) {
      const again = await s.call('POST', `/v1/${plural}`, { body })
      t.match(again, { status: 200, headers: { location: `/v1/${plural}/${first.body.id}`, etag: '"1"' } }, plural)
      t.same(again.body, first.body, plural)
    }
    t.equal((await s.call('POST', `/v1/${plural}`, { body: { ...said, ...other } })).status, 201, `${plural}: another field is another`)
    t.equal(await countOf(s, plural), 2, plural)
  }
})

scene('half a character is dropped from a text, under a key of its own as well', async (t, s) => {
  await aCatalogue(s)
  const body = { provider: 'an', kind: 'other', from: '2026-12-01', to: '2026-12-01', note: 'Ốm\ud800' }
  const headers = { 'idempotency-key': 'x' }
  t.match(await s.call('POST', '/v1/absences', { body, headers }), { status: 201, body: { note: 'Ốm' } })
  t.equal((await s.call('POST', '/v1/absences', { body, headers })).headers['idempotency-replayed'], 'true')
})

/** Sends a request fifty times at once: one makes it, the others are told of it, or to come again where the machine is too slow for all of them. */
async function fifty(t: Test, title: string, send: () => Promise<Answer<unknown>>, idOf: (body: never) => string): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 50 }, send))
  const told = answers.filter(({ status }) => status !== 503)
  t.same(told.map(({ status }) => status).sort(), [...Array(told.length - 1).fill(200), 201], title)
  t.equal(new Set(told.map(({ body }) => idOf(body as never))).size, 1, title)
}

onPostgres('fifty at once make one', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  const round = await aRound(s)
  const { an, binh } = round
  const offer = await swapBody(s, an.id, '2026-12-09', { [binh.id]: '2026-12-10' })
  await fifty(
    t,
    'swap',
    () => asked(s, offer),
    ({ swap }: SwapAnswerJson) => swap.id
  )
  const change = await toChi(s, round)
  await fifty(
    t,
    'amendment',
    () => drawn(s, change),
    ({ amendment }: AmendedJson) => amendment.id
  )
  t.equal(await countOf(s, 'amendments'), 1)
  const away = { provider: 'an', kind: 'other', from: '2026-12-20', to: '2026-12-21' }
  await fifty(
    t,
    'absence',
    () => s.call('POST', '/v1/absences', { body: away }),
    ({ id }: { id: string }) => id
  )
})

onPostgres('fifty reports at once are one call, and one try', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  const night: Night = await aNight(s)
  await fifty(
    t,
    'call',
    () => report(s, night, { contact: CONTACT }),
    ({ id }: { id: string }) => id
  )
  const { body } = await s.call<{ items: CallJson[] }>('GET', '/v1/calls')
  t.equal(body.items.length, 1)
  const [call] = body.items
  const at = '2026-12-05T02:10:00+07:00'
  const send = () => tries(s, night, call?.id ?? '', { outcome: 'no_answer', at })
  await fifty(t, 'attempt', send, ({ attempt }: { attempt: { position: number } }) => String(attempt.position))
})
