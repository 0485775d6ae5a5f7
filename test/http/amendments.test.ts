import { aPublication, at, type PublicationJson, readPublication, type SlotJson, slotsOfRoster, stepped } from '../support/months.ts'
import { aCentre, anOfficer, aPost } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

interface DifferenceJson {
  readonly kind: string
  readonly post: { readonly code: string } | null
  readonly slotId: string | null
  readonly start: string | null
  readonly end: string | null
  readonly seat: string | null
  readonly from: { readonly fullName: string } | null
  readonly to: { readonly fullName: string } | null
  readonly people: readonly object[]
}
interface AmendmentJson {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly decision: string | null
  readonly publicationId: string | null
}
interface Drawn {
  readonly amendment: AmendmentJson
  readonly effect: { readonly changes: readonly DifferenceJson[]; readonly against: readonly { readonly ruleId: string }[] }
}

/** Around the clock on the first twelve days of December, by An, Bình, Chi and Dũng in turn; at the court in office hours from the 21st to the 31st. */
async function world(s: Scene) {
  await aCentre(s, { code: 'lang-son' })
  const an = await anOfficer(s, { code: 'an', fullName: 'Hoàng Thị An' })
  const chi = await anOfficer(s, { code: 'chi', fullName: 'Lý Thị Chi' })
  const others = [
    await anOfficer(s, { code: 'binh', fullName: 'Nông Văn Bình' }),
    await anOfficer(s, { code: 'dung', fullName: 'Vi Văn Dũng' })
  ]
  const order = [an.id, others[0]?.id ?? '', chi.id, others[1]?.id ?? '']
  const seats = [{ seat: 'primary', method: 'cycle', order }] as const
  await aPost(s, {
    code: 'cqdt',
    patterns: [{ rrule: 'FREQ=DAILY', startsAt: '00:00', duration: 'P1D' }],
    seats,
    validFrom: '2026-12-01',
    validTo: '2026-12-12'
  })
  await aPost(s, { code: 'toa', seats: [{ seat: 'primary', method: 'fixed', provider: chi.id }], validFrom: '2026-12-21' })
  return { an, chi, head: await aPublication(s) }
}

const draw = (s: Scene, body: object, ref = '2026-12') => s.call<Drawn>('POST', `/v1/publications/${ref}/amendments`, { body })
const drawn = async (s: Scene, body: object): Promise<Drawn> => {
  const answer = await draw(s, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const approve = (s: Scene, { id, version }: AmendmentJson, body: object = {}) =>
  s.call<{ amendment: AmendmentJson; publicationId: string }>('POST', `/v1/amendments/${id}/approve`, { body, headers: at({ version }) })
const issued = async (s: Scene, body: object): Promise<PublicationJson> => {
  const done = await approve(s, (await drawn(s, body)).amendment)
  if (done.status !== 200) throw new Error(JSON.stringify(done.body))
  return readPublication(s, done.body.publicationId)
}
const ofDay = async (s: Scene, day: string): Promise<SlotJson> => {
  const found = (await slotsOfRoster(s, '2026-12')).find((slot) => slot.day === day)
  if (found === undefined) throw new Error(`no slot on ${day}`)
  return found
}
const who = async (s: Scene, post: string, instant: string, version = ''): Promise<string> => {
  const asked = `/v1/on-duty?post=${post}&at=${encodeURIComponent(instant)}${version && `&version=${version}`}`
  const { body } = await s.call<{ status: string; onDuty: { provider: { fullName: string } }[]; source: { version: number } }>('GET', asked)
  return `${body.onDuty[0]?.provider.fullName ?? body.status} v${body.source.version}`
}
const holder = async (s: Scene, day: string): Promise<string> => (await ofDay(s, day)).seats[0]?.providerId ?? ''
/** Somebody who may take the duty of that day: in a round of four, whoever comes two days later. */
const freeOn = (s: Scene, day: string): Promise<string> => holder(s, `2026-12-${String(Number(day.slice(8)) + 2).padStart(2, '0')}`)

const refused = (
  t: { match(found: unknown, wanted: object): void },
  answer: { status: number; body: unknown },
  status: number,
  code: string
) => t.match(answer, { status, body: { code } })

scene('an amendment is drawn up, approved, and then a numbered version that answers', async (t, s) => {
  const { head } = await world(s)
  const first = await readPublication(s, head.id)
  const slot = await ofDay(s, '2026-12-05')
  const to = await freeOn(s, '2026-12-05')
  const body = {
    reason: 'Người trực bận phiên tòa',
    changes: [{ slot: slot.id, seat: 'primary', provider: to }],
    changesFrom: '2026-12-05T00:00:00+07:00'
  }
  const preview = await s.call('POST', '/v1/publications/2026-12/amendments/preview', { body })
  t.equal(preview.status, 200)
  t.equal(await holder(s, '2026-12-05'), slot.seats[0]?.providerId, 'a preview writes nothing')

  const { amendment, effect } = await drawn(s, body)
  t.same(preview.body, effect, 'preview equals result')
  t.match(effect.changes, [
    { kind: 'seat', post: { code: 'cqdt' }, seat: 'primary', start: '2026-12-05T00:00:00+07:00', end: '2026-12-06T00:00:00+07:00' }
  ])
  t.equal(effect.changes.length, 1)
  t.match(amendment, { status: 'submitted', publicationId: null })
  t.same(await readPublication(s, '2026-12'), first, 'nothing is issued yet')

  const done = await approve(s, amendment)
  t.match(done, { status: 200, body: { amendment: { status: 'issued' } } })
  const second = await readPublication(s, done.body.publicationId)
  t.match(second, {
    version: 2,
    kind: 'replacement',
    number: '02/TB-TGPL',
    document: { reason: 'Người trực bận phiên tòa', amends: { version: 1, number: '01/TB-TGPL' }, signer: { title: 'GIÁM ĐỐC' } }
  })
  const { supersededFrom, ...frozen } = await readPublication(s, head.id)
  t.equal(supersededFrom, '2026-12-01T00:00:00+07:00', 'the first never answered')
  t.same({ ...frozen, supersededFrom: null }, first, 'and says what it said')
  const diff = await s.call<{ against: number; items: DifferenceJson[] }>('GET', `/v1/publications/${second.id}/diff`, { key: null })
  t.same(diff.body, { version: 2, against: 1, items: effect.changes })
  t.same((await s.call('GET', `/v1/publications/${head.id}/diff`)).body, { version: 1, against: null, items: [] })
  t.equal((await s.call('GET', `/v1/publications/${head.id}/diff?against=9`)).status, 404)
  const html = await s.call<string>('GET', `/v1/publications/${second.id}/diff.html`, { key: null })
  t.match(html.headers, { 'content-type': /^text\/html/ })
  for (const { from, to } of effect.changes) t.ok(html.body.includes(from?.fullName ?? '?') && html.body.includes(to?.fullName ?? '?'))
  interface Page {
    readonly items: readonly { readonly version: number }[]
    readonly next: string | null
  }
  const page = (await s.call<Page>('GET', '/v1/publications?limit=1')).body
  const last = (await s.call<Page>('GET', page.next ?? '')).body
  t.same([page.items[0]?.version, last.items[0]?.version, last.next], [2, 1, null], 'each version is a line of the list')
  const steps = await s.call<{ items: { step: string; reason: string | null }[] }>('GET', '/v1/rosters/2026-12/steps')
  t.same(
    steps.body.items.map(({ step }) => step),
    ['submitted', 'approved', 'published', 'amended']
  )
})

scene('a duty under way changes hands from now on, and both versions are asked for ever', async (t, s) => {
  await world(s)
  s.setNow('2026-12-05T02:10:25+07:00')
  const slot = await ofDay(s, '2026-12-05')
  const [before, after] = [slot.seats[0]?.providerId ?? '', await freeOn(s, '2026-12-05')]
  const version = await issued(s, { reason: 'Ốm', changes: [{ slot: slot.id, seat: 'primary', provider: after }] })
  const parts = version.slots.filter(({ start }) => start.startsWith('2026-12-05'))
  t.match(parts, [
    { id: slot.id, start: '2026-12-05T00:00:00+07:00', end: '2026-12-05T02:10:00+07:00', seats: [{ providerId: before }] },
    { start: '2026-12-05T02:10:00+07:00', end: '2026-12-06T00:00:00+07:00', seats: [{ providerId: after }] }
  ])
  const name = (id: string) => version.people.find((person) => person.id === id)?.fullName
  const [old, now] = [name(before), name(after)]
  const asked = [
    ['2026-12-05T02:10:24+07:00', '', `${old} v1`, 'the second before'],
    ['2026-12-05T02:10:25+07:00', '', `${now} v2`, 'the very next'],
    ['2026-12-05T23:59:59+07:00', '', `${now} v2`, 'to the end of the slot'],
    ['2026-12-05T12:00:00+07:00', '1', `${old} v1`, 'what the first version said of the afternoon'],
    ['2026-12-05T01:00:00+07:00', '2', `${old} v2`, 'what the second says of the night']
  ] as const
  for (const [instant, said, wanted, title] of asked) t.equal(await who(s, 'cqdt', instant, said), wanted, title)
  t.equal((await s.call('GET', '/v1/on-duty?post=cqdt&version=3')).status, 404)
  const { items } = (await s.call<{ items: DifferenceJson[] }>('GET', '/v1/publications/2026-12/diff')).body
  t.match(items, [{ kind: 'seat', start: '2026-12-05T02:10:00+07:00', end: '2026-12-06T00:00:00+07:00' }])
  t.equal(items.length, 1, 'the cut itself is no difference')
})

scene('the past stays, the future may be cut at any minute', async (t, s) => {
  const { an } = await world(s)
  s.setNow('2026-12-05T10:00:00+07:00')
  const change = async (day: string, provider: string) => ({ slot: (await ofDay(s, day)).id, seat: 'primary', provider })
  const past = await change('2026-12-04', an.id)
  refused(t, await draw(s, { reason: 'x', changes: [past] }), 422, 'AMENDS_THE_PAST')
  const to = await freeOn(s, '2026-12-07')
  const changes = [await change('2026-12-07', to)]
  refused(t, await draw(s, { reason: 'x', changes, changesFrom: '2026-12-05T09:59:00+07:00' }), 422, 'AMENDS_THE_PAST')
  const version = await issued(s, { reason: 'Họp từ 18 giờ', changes, changesFrom: '2026-12-07T18:00:00+07:00' })
  t.same(
    version.slots.filter(({ start }) => start.startsWith('2026-12-07')).map(({ start, end }) => [start.slice(11, 16), end.slice(8, 16)]),
    [
      ['00:00', '07T18:00'],
      ['18:00', '08T00:00']
    ]
  )
})

scene('what is wrong with an amendment is named, and nothing is written', async (t, s) => {
  const { an, head } = await world(s)
  const slot = await ofDay(s, '2026-12-05')
  const good = { slot: slot.id, seat: 'primary', provider: an.id }
  const faults = [
    [{ reason: ' ', changes: [good] }, '/reason', 'MISSING_FIELD'],
    [{ reason: 'x', changes: [{ ...good, provider: 'khong-ai' }] }, '/changes/0/provider', 'BAD_REFERENCE'],
    [{ reason: 'x', changes: [good, { ...good, slot: 'khong-co' }] }, '/changes/1/slot', 'BAD_REFERENCE'],
    [{ reason: 'x', changes: [{ ...good, seat: 'support' }] }, '/changes/0/seat', 'BAD_REFERENCE'],
    [{ reason: 'x', changes: [{ seat: 'primary', provider: 'an' }] }, '/changes/0/slot', 'MISSING_FIELD'],
    [{ reason: 'x', changes: [good], changesFrom: 'mai' }, '/changesFrom', 'BAD_INSTANT']
  ] as const
  for (const [body, pointer, code] of faults) {
    t.match(await draw(s, body), { status: 400, body: { errors: [{ pointer, code }] } }, `${pointer} ${code}`)
  }
  refused(t, await draw(s, { reason: 'x' }), 422, 'NOTHING_AMENDED')
  refused(t, await draw(s, { reason: 'x', changes: [{ ...good, provider: slot.seats[0]?.providerId }] }), 422, 'NOTHING_AMENDED')
  refused(t, await draw(s, { reason: 'x', recut: true }), 422, 'NOTHING_AMENDED')
  t.equal((await draw(s, { reason: 'x' }, '2026-11')).status, 404)
  t.same((await s.call<{ items: object[] }>('GET', '/v1/amendments')).body.items, [])
  t.equal((await readPublication(s, '2026-12')).id, head.id)
})

scene('an approver meets breaches, second thoughts and people who were faster', async (t, s) => {
  await world(s)
  const slot = await ofDay(s, '2026-12-05')
  const beside = await holder(s, '2026-12-04')
  const breaking = await drawn(s, { reason: 'x', changes: [{ slot: slot.id, seat: 'primary', provider: beside }] })
  t.match(breaking.effect.against, [{ ruleId: 'rest-between' }], 'breaches are told when it is drawn up')
  refused(t, await approve(s, breaking.amendment), 422, 'RULE_VIOLATED')
  refused(t, await approve(s, breaking.amendment, { overrides: [{ rule: 'absent-provider', reason: 'x' }] }), 400, 'BAD_FIELD')
  const empty = await drawn(s, { reason: 'x', changes: [{ slot: slot.id, seat: 'primary', provider: null }] })
  refused(t, await approve(s, empty.amendment), 422, 'ROSTER_UNFILLED')
  refused(t, await approve(s, { ...empty.amendment, version: 7 }), 412, 'STALE_VERSION')

  const back = await s.call<AmendmentJson>('POST', `/v1/amendments/${empty.amendment.id}/return`, {
    body: { reason: 'Không để trống' },
    headers: at({ version: 1 })
  })
  t.match(back, { status: 200, body: { status: 'returned', decision: 'Không để trống' } })
  refused(t, await approve(s, back.body), 409, 'AMENDMENT_DECIDED')

  const overridden = await approve(s, breaking.amendment, { overrides: [{ rule: 'rest-between', reason: 'Cả ba người đồng ý' }] })
  t.equal(overridden.status, 200)
  const version = await readPublication(s, overridden.body.publicationId)
  t.match(version, { document: { overrides: [{ ruleId: 'rest-between', reason: 'Cả ba người đồng ý' }] } }, 'and it stays visible')

  const to = await freeOn(s, '2026-12-08')
  const eighth = (await ofDay(s, '2026-12-08')).id
  const third = await holder(s, '2026-12-06')
  const [slow, fast] = [
    await drawn(s, { reason: 'Chậm', changes: [{ slot: eighth, seat: 'primary', provider: to }] }),
    await drawn(s, { reason: 'Nhanh', changes: [{ slot: eighth, seat: 'primary', provider: third }] })
  ]
  const overrides = [{ rule: 'rest-between', reason: 'Đồng ý' }]
  t.equal((await approve(s, fast.amendment, { overrides })).status, 200)
  const lost = await s.call<Drawn>('GET', `/v1/amendments/${slow.amendment.id}`)
  t.match(lost.body.amendment, { status: 'failed', decision: 'SEAT_CHANGED' }, 'the other fails and says why')
  refused(t, await approve(s, lost.body.amendment), 409, 'AMENDMENT_DECIDED')
  const pages: string[] = []
  for (let next: string | null = '/v1/amendments?limit=2'; next !== null; ) {
    const page: { items: AmendmentJson[]; next: string | null } = (await s.call<typeof page>('GET', next)).body
    pages.push(page.items.map(({ status }) => status).join(' '))
    next = page.next
  }
  t.same(pages, ['issued failed', 'returned issued'], 'newest first, page by page')
  refused(t, await s.call('GET', '/v1/amendments?after=x'), 400, 'BAD_CURSOR')
  const failed = (await s.call<{ items: AmendmentJson[] }>('GET', '/v1/amendments?status=failed')).body.items
  t.match(failed, [{ id: slow.amendment.id }])
  const taken = { reason: 'x', changes: [{ slot: eighth, seat: 'primary', provider: to }] }
  refused(t, await draw(s, taken, version.id), 412, 'STALE_VERSION')
})

scene('who draws an amendment up does not approve it where the centre wants two people', async (t, s) => {
  await world(s)
  const settings = await s.call('PATCH', '/v1/settings', { body: { separateApprover: true }, headers: { 'if-match': '"0"' } })
  t.equal(settings.status, 200)
  const to = await freeOn(s, '2026-12-05')
  const { amendment } = await drawn(s, {
    reason: 'x',
    changes: [{ slot: (await ofDay(s, '2026-12-05')).id, seat: 'primary', provider: to }]
  })
  refused(t, await approve(s, amendment), 409, 'APPROVER_IS_SUBMITTER')
  const other2 = await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'Giám đốc', scopes: ['rosters:approve'] } })
  const key = other2.body.key
  const done = await s.call('POST', `/v1/amendments/${amendment.id}/approve`, { key, body: {}, headers: at(amendment) })
  t.equal(done.status, 200)
})

const notice = (days: readonly object[]) => ({
  number: '99/TB-BNV',
  title: 'Thông báo minh họa về hoán đổi ngày làm việc',
  issuedOn: '2026-12-10',
  status: 'announced',
  source: 'Dữ liệu minh họa',
  days
})

scene('a late notice: the month is cut anew from now on, by one amendment', async (t, s) => {
  const { chi } = await world(s)
  s.setNow('2026-12-10T09:00:00+07:00')
  const untouched = (await slotsOfRoster(s, '2026-12')).filter(({ day }) => day !== '2026-12-24')
  await s.call('POST', '/v1/calendar/notices', {
    body: notice([
      { day: '2026-12-24', kind: 'swapped_off', nameVi: 'Nghỉ hoán đổi', nameEn: 'Swapped' },
      { day: '2026-12-26', kind: 'make_up_day', nameVi: 'Làm bù', nameEn: 'Make-up day' }
    ])
  })
  const empty = await drawn(s, { reason: 'Theo Thông báo số 99/TB-BNV', recut: true })
  t.same(
    empty.effect.changes.map(({ kind, start }) => `${kind} ${start?.slice(0, 10)}`),
    ['removed 2026-12-24', 'added 2026-12-26']
  )
  refused(t, await approve(s, empty.amendment), 422, 'ROSTER_UNFILLED')
  const named = await issued(s, {
    reason: 'Theo Thông báo số 99/TB-BNV',
    recut: true,
    changes: [{ post: 'toa', start: '2026-12-26T07:30:00+07:00', seat: 'primary', provider: chi.id }]
  })
  t.match(
    named.slots.filter(({ start }) => start.startsWith('2026-12-26')),
    [{ dayKind: 'make_up_day', start: '2026-12-26T07:30:00+07:00', seats: [{ providerId: chi.id }] }]
  )
  t.same(
    named.slots.filter(({ start }) => start.startsWith('2026-12-24')).map(({ postId }) => postId),
    [],
    'no court sits on the 24th'
  )
  const kept = await slotsOfRoster(s, '2026-12')
  t.same(
    kept.filter(({ day }) => day !== '2026-12-26').map(({ id, start, seats }) => [id, start, seats[0]?.providerId]),
    untouched.map(({ id, start, seats }) => [id, start, seats[0]?.providerId]),
    'every other slot stays, with everybody in it'
  )
  t.equal(await who(s, 'toa', '2026-12-24T09:00:00+07:00'), 'outside_hours v2')
  t.equal(await who(s, 'toa', '2026-12-24T09:00:00+07:00', '1'), 'Lý Thị Chi v1')
})

scene('an amendment may mend by itself what is left open', async (t, s) => {
  const { an } = await world(s)
  s.setNow('2026-12-03T09:00:00+07:00')
  await s.call('POST', '/v1/absences', { body: { provider: an.id, kind: 'sick_leave', from: '2026-12-05', to: '2026-12-31' } })
  const slots = await slotsOfRoster(s, '2026-12')
  const hers = slots.filter(({ day, seats }) => day >= '2026-12-05' && seats[0]?.providerId === an.id)
  t.ok(hers.length > 0)
  const { amendment, effect } = await drawn(s, { reason: 'An nghỉ ốm', mend: true })
  t.same(
    effect.against.filter(({ ruleId }) => ruleId === 'absent-provider'),
    []
  )
  t.same(
    effect.changes.filter(({ from }) => from?.fullName === 'Hoàng Thị An').map(({ start }) => start?.slice(0, 10)),
    hers.map(({ day }) => day),
    'all her duties to come, and no past one'
  )
  const overrides = [{ rule: 'rest-between', reason: 'Chỉ còn hai người' }]
  t.equal((await approve(s, amendment, { overrides })).status, 200)
  t.same(
    (await slotsOfRoster(s, '2026-12')).filter(({ day, seats }) => day >= '2026-12-05' && seats[0]?.providerId === an.id),
    []
  )
})

scene('a recalled month takes its open amendments with it', async (t, s) => {
  await world(s)
  const to = await freeOn(s, '2026-12-05')
  const { amendment } = await drawn(s, {
    reason: 'x',
    changes: [{ slot: (await ofDay(s, '2026-12-05')).id, seat: 'primary', provider: to }]
  })
  const roster = (await s.call<Parameters<typeof stepped>[1]>('GET', '/v1/rosters/2026-12')).body
  await stepped(s, roster, 'recall', { body: { reason: 'Sai thể thức' } })
  const found = await s.call<Drawn>('GET', `/v1/amendments/${amendment.id}`)
  t.match(found.body.amendment, { status: 'failed', decision: 'ROSTER_NOT_PUBLISHED' })
  refused(t, await draw(s, { reason: 'x', mend: true }), 409, 'ROSTER_NOT_PUBLISHED')
})
