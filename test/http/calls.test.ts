import { sql } from 'drizzle-orm'
import { buildApp } from '../../src/app.ts'
import { REPORTS } from '../../src/http/plugins/rate-limit.ts'
import type { Problem } from '../../src/http/problem.ts'
import { MOST_LOOKED_THROUGH } from '../../src/usecases/read-call.ts'
import { type AttemptJson, aCallKey, aNight, type CallJson, HELD, NIGHT, report, tries } from '../support/calls.ts'
import { anAgency, anOfficer, aPost } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

const faults = ({ status, body }: Answer<unknown>): string => {
  const { code, errors = [] } = body as Partial<Problem>
  return [status, ...(errors.length > 0 ? errors.map((each) => `${each.code} ${each.pointer}`) : [code])].join(' ')
}

/** Letters that wait to be sent. */
async function letters(s: Scene): Promise<{ to: string; subject: string; text: string }[]> {
  const { rows } = (await s.deps.db.execute(sql`select data from pgboss.job where name = 'mail' order by created_on, id`)) as unknown as {
    rows: { data: { to: string; subject: string; text: string } }[]
  }
  return rows.map(({ data }) => data)
}

const withAddress = (s: Scene) => s.call('PATCH', '/v1/settings', { body: { email: 'tgpl@example.vn' }, headers: { 'if-match': '"0"' } })

scene('a report is answered with whom to call: those on duty, others who could come, the centre', async (t, s) => {
  const night = await aNight(s)
  const [an, binh, cuong, dung] = night.people
  const answer = await report(s, night)
  t.equal(answer.status, 201)
  t.equal(answer.headers.location, `/v1/calls/${answer.body.id}`)
  t.equal(answer.headers.etag, '"1"')
  t.match(answer.body, { status: 'open', agencyId: night.agency.id, postId: night.post.id, providerId: null, contact: 'none', notKept: [] })
  t.match(answer.body.next, {
    position: 1,
    as: 'primary',
    name: 'Hoàng Thị An',
    numbers: [{ e164: '+84912000001', href: 'tel:+84912000001' }],
    until: '2026-12-06T00:00:00+07:00',
    state: 'open'
  })
  t.same(
    answer.body.order.map(({ as, provider }) => [as, provider?.id ?? null]),
    [['primary', an.id], ['support', binh.id], ...[cuong.id, dung.id].sort().map((id) => ['stand_in', id]), ['centre', null]]
  )
  t.match(answer.body.order.at(-1), { name: /Trung tâm/, numbers: [{ e164: '+842053812345' }], until: null })
  const read = await s.call<CallJson>('GET', `/v1/calls/${answer.body.id}`, { key: night.key })
  const { notKept: _, ...reported } = answer.body
  t.same(read.body, reported, 'and reads the same')
})

scene('numbers by audience, and whoever shows a personal number is on record', async (t, s) => {
  const night = await aNight(s)
  const bare = await aCallKey(s, night.centre.id, night.agency.id, ['calls:read', 'calls:write'])
  const { body } = await report(s, night, {}, { key: bare })
  t.same(body.next?.numbers, [], 'without the scope for direct numbers there are none')
  const before = await s.call<{ items: object[] }>('GET', '/v1/number-readings?limit=50')
  t.same(before.body.items.length, 0)
  await s.call('GET', `/v1/calls/${body.id}`, { key: night.key })
  const { items } = (await s.call<{ items: { operation: string; reader: { name: string } }[] }>('GET', '/v1/number-readings?limit=50')).body
  t.same([...new Set(items.map(({ operation, reader }) => `${operation} ${reader.name}`))], ['getCall Trực ban hình sự'])
  t.equal(items.length, 4, 'each of the four')
})

scene('every outcome names the next at once; whoever answers has the call', async (t, s) => {
  const night = await aNight(s)
  const [an, binh] = night.people
  const { id } = (await report(s, night)).body
  const first = await tries(s, night, id, { outcome: 'no_answer' })
  t.equal(first.status, 201)
  t.match(first.body, { attempt: { position: 1, as: 'primary', providerId: an.id, outcome: 'no_answer' }, next: { as: 'support' } })
  t.equal(first.body.next?.provider?.id, binh.id)
  const second = await tries(s, night, id, { outcome: 'refused_busy', seconds: 20 })
  t.match(second.body, { attempt: { position: 2, as: 'support', seconds: 20 }, next: { as: 'stand_in' } })
  const back = await tries(s, night, id, { provider: an.code, outcome: 'answered', seconds: 95 })
  t.match(
    back.body,
    { attempt: { position: 3, as: 'primary' }, next: null, call: { status: 'taken', providerId: an.id, next: null } },
    'rang back'
  )
  t.same(
    back.body.call.events.map(({ kind }) => kind),
    ['notified', 'phoned']
  )
  t.equal(faults(await tries(s, night, id, { outcome: 'no_answer' })), '409 CALL_ENDED')
  t.equal(faults(await tries(s, night, id, { provider: binh.id, outcome: 'answered' })), '409 CALL_ENDED')
})

scene('at the end of the order nobody took it: the planner is alarmed once, and the call is listed', async (t, s) => {
  const night = await aNight(s)
  await withAddress(s)
  const { id } = (await report(s, night, { contact: { fullName: 'Lò Văn Ót', phone: '0987654321' } })).body
  for (const [n, outcome] of ['busy', 'no_answer', 'no_answer', 'refused_busy'].entries()) {
    s.setNow(`2026-12-05T02:10:${n + 1}5+07:00`)
    await tries(s, night, id, { outcome })
  }
  t.same(await letters(s), [], 'not before the centre was called too')
  const last = await tries(s, night, id, { outcome: 'no_answer' })
  t.match(last.body, { attempt: { as: 'centre', providerId: null }, next: null, call: { status: 'unanswered' } })
  const [alarm, ...more] = await letters(s)
  t.same(more, [])
  t.match(alarm, { to: 'tgpl@example.vn', subject: /chưa có người nhận/ })
  t.match(alarm?.text, new RegExp(`${id}[^]*Phòng Cảnh sát hình sự[^]*02:10`))
  t.notMatch(JSON.stringify(alarm), /Lò Văn|Ót|987654321/)
  const list = await s.call<{ items: CallJson[] }>('GET', '/v1/calls?status=unanswered&centre=lang-son')
  t.same(
    list.body.items.map((call) => call.id),
    [id]
  )
  s.setNow('2026-12-05T02:12:00+07:00')
  t.equal(faults(await tries(s, night, id, { outcome: 'no_answer' })), '400 MISSING_FIELD /provider', 'nobody is next')
  await tries(s, night, id, { provider: night.people[3].id, outcome: 'no_answer' })
  t.equal((await letters(s)).length, 1, 'alarmed once')
  t.match((await tries(s, night, id, { provider: night.people[3].id, outcome: 'answered' })).body, { call: { status: 'taken' } })
})

scene('the centre may take a call and hand it on to somebody by name', async (t, s) => {
  const night = await aNight(s)
  const [, , cuong] = night.people
  const { id } = (await report(s, night)).body
  t.match((await tries(s, night, id, { centre: true, outcome: 'answered' })).body, {
    call: { status: 'taken', providerId: null },
    next: null
  })
  t.match((await tries(s, night, id, { provider: cuong.id, outcome: 'no_answer' })).body.call, { status: 'taken', providerId: null })
  t.match((await tries(s, night, id, { provider: cuong.id, outcome: 'answered' })).body.call, { status: 'taken', providerId: cuong.id })
  const other = (await report(s, night)).body.id
  const centre = await aCallKey(s, night.centre.id)
  const appoint = (provider: string) =>
    s.call<CallJson>('POST', `/v1/calls/${other}/events`, { key: centre, body: { kind: 'appointed', provider } })
  t.match((await appoint(cuong.id)).body, { status: 'taken', providerId: cuong.id, next: null })
  t.match((await appoint('khong-co')).body, { errors: [{ pointer: '/provider', code: 'BAD_REFERENCE' }] })
})

scene('nobody without card or contract takes a call', async (t, s) => {
  const night = await aNight(s)
  const card = { number: '9/TP-TGPL', from: '2020-01-01', to: '2026-12-04' }
  const gone = await anOfficer(s, { fullName: 'Hết Thẻ', card })
  const { id, order } = (await report(s, night)).body
  t.notOk(order.some(({ provider }) => provider?.id === gone.id))
  t.equal(faults(await tries(s, night, id, { provider: gone.id, outcome: 'answered' })), '409 CONFLICT_OF_INTEREST')
  t.equal((await tries(s, night, id, { provider: gone.id, outcome: 'no_answer' })).status, 201, 'that they did not answer is a fact')
})

scene('who is away, ended, barred or of another role stands in for nobody; fewest calls this month first', async (t, s) => {
  const night = await aNight(s)
  const [, , cuong, dung] = night.people
  const away = await anOfficer(s, { fullName: 'Đi Vắng' })
  await s.call('POST', '/v1/absences', { body: { provider: away.id, kind: 'annual_leave', from: '2026-12-05', to: '2026-12-05' } })
  await anOfficer(s, { fullName: 'Đã Nghỉ', endedOn: '2026-12-04' })
  await anOfficer(s, { fullName: 'Bị Cấm', bars: [{ kind: 'sanction', from: '2026-12-01' }] })
  await anOfficer(s, { fullName: 'Cộng Tác', role: 'collaborator' })
  const standIns = (call: CallJson) => call.order.filter(({ as }) => as === 'stand_in').map(({ provider }) => provider?.id)
  const first = (await report(s, night)).body
  const [one, other] = [cuong.id, dung.id].sort()
  t.same(standIns(first), [one, other])
  await tries(s, night, first.id, { provider: one, outcome: 'answered' })
  t.same(standIns((await report(s, night)).body), [other, one], 'who answered one comes later')
  await anOfficer(s)
  await anOfficer(s)
  t.equal(standIns((await report(s, night)).body).length, 3, 'three at most')
})

scene('a wrong number is no longer verified, and the planner is told', async (t, s) => {
  const night = await aNight(s)
  await withAddress(s)
  const [an, binh] = night.people
  const phonesOf = async (id: string) =>
    (await s.call<{ phones: { e164: string; verifiedOn: string | null }[] }>('GET', `/v1/providers/${id}`)).body.phones
  const { id } = (await report(s, night)).body
  t.match((await tries(s, night, id, { outcome: 'wrong_number' })).body, { next: { as: 'support' } })
  t.match(await phonesOf(an.id), [{ e164: '+84912000001', verifiedOn: null }])
  t.match(await letters(s), [{ subject: /Hoàng Thị An/, text: /0912 000 001/ }])
  s.setNow('2026-12-05T02:11:00+07:00')
  await tries(s, night, id, { outcome: 'wrong_number', number: '0912 999 999' })
  t.match(await phonesOf(binh.id), [{ verifiedOn: '2026-11-20' }], 'a number that is not theirs says nothing of theirs')
  t.ok((await letters(s)).some(({ text }) => text.includes('+84912999999')))
  s.setNow('2026-12-05T02:12:00+07:00')
  t.equal(faults(await tries(s, night, id, { outcome: 'wrong_number', number: '12' })), '400 BAD_PHONE /number')
})

scene('an agency sees its own calls and nobody else’s', async (t, s) => {
  const night = await aNight(s)
  const other = await anAgency(s, { code: 'pc04' })
  const stranger = await aCallKey(s, night.centre.id, other.id)
  const centre = await aCallKey(s, night.centre.id)
  const { id } = (await report(s, night, { contact: { fullName: 'Lò Văn Ót' } })).body
  const asStranger = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
    s.call('' === path ? method : method, `/v1/calls/${id}${path}`, { key: stranger, body, headers: { 'if-match': '"1"' } })
  for (const [method, path, body] of [
    ['GET', ''],
    ['GET', '/contact'],
    ['GET', `/refusals/${night.people[0].id}`],
    ['PATCH', '', { interests: 'apart' }],
    ['POST', '/attempts', { outcome: 'no_answer' }],
    ['POST', '/events', { kind: 'phoned' }],
    ['POST', '/exclusions', { provider: night.people[0].id, rule: 'client-refused' }],
    ['POST', '/close', { as: 'withdrawn' }],
    ['POST', '/erase']
  ] as const) {
    t.equal(faults(await asStranger(method, path, body)), '404 NOT_FOUND', `${method} ${path}`)
  }
  t.equal(faults(await s.call('POST', '/v1/conflict-checks', { key: stranger, body: { call: id } })), '404 NOT_FOUND')
  const seen = async (key: string) => (await s.call<{ items: CallJson[] }>('GET', '/v1/calls', { key })).body.items.map((call) => call.id)
  t.same([await seen(night.key), await seen(stranger), await seen(centre)], [[id], [], [id]])
  t.equal(faults(await report(s, night, { agency: 'pc02' }, { key: stranger })), '404 NOT_FOUND', 'nor reports for another')
  t.equal(faults(await report(s, night, { post: 'pc02-truc' }, { key: stranger })), '404 NOT_FOUND')
  t.equal((await report(s, night, { post: 'pc02-truc', agency: 'pc02' })).status, 201)
  t.equal(faults(await report(s, night, {}, { key: stranger })), '422 NO_POST')
  t.match((await report(s, night, {}, { key: stranger })).body, { detail: /0205 3812 345/ })
  t.equal(faults(await s.call('GET', `/v1/calls/${id}`, { key: null })), '401 KEY_REQUIRED')
  t.equal(
    faults(await report(s, night, {}, { key: await aCallKey(s, night.centre.id, night.agency.id, ['calls:read']) })),
    '403 SCOPE_MISSING'
  )
})

scene('only the centre registers, appoints, pauses and ends; the agency says that its person wants it no more', async (t, s) => {
  const night = await aNight(s)
  const { id } = (await report(s, night)).body
  const post = (path: string, body: object) => s.call<CallJson>('POST', `/v1/calls/${id}/${path}`, { key: night.key, body })
  for (const kind of ['registered', 'appointed', 'paused', 'resumed'])
    t.equal(faults(await post('events', { kind })), '403 CENTRE_ONLY', kind)
  for (const as of ['guided', 'case']) t.equal(faults(await post('close', { as })), '403 CENTRE_ONLY', as)
  t.match((await post('close', { as: 'withdrawn' })).body, { status: 'withdrawn', endedAt: NIGHT, next: null })
})

scene('a report is refused with every fault: unknown fields above all, for there is no place for a story', async (t, s) => {
  const night = await aNight(s)
  const cases = [
    [{ narrative: 'kể chuyện' }, 'UNKNOWN_FIELD /narrative'],
    [{ contact: { fullName: 'A', note: 'x' } }, 'UNKNOWN_FIELD /contact/note'],
    [{ contact: { fullName: '  ' } }, 'MISSING_FIELD /contact/fullName'],
    [{ contact: { phone: '0987654321' } }, 'MISSING_FIELD /contact/fullName'],
    [{ contact: { fullName: 'A', phone: '12' } }, 'BAD_PHONE /contact/phone'],
    [{ stage: 'unknown' }, 'BAD_FIELD /stage'],
    [{ entitlement: 'rich' }, 'BAD_REFERENCE /entitlement'],
    [{ caseReference: ' 1/ ' }, 'BAD_VALUE /caseReference'],
    [{ requestedAt: '2026-12-05T02:10:01+07:00' }, 'BAD_PERIOD /requestedAt'],
    [{ requestedAt: '2026-12-05T02:00:00' }, 'BAD_INSTANT /requestedAt']
  ] as const
  for (const [some, fault] of cases) t.equal(faults(await report(s, night, some)), `400 ${fault}`, JSON.stringify(some))
  const key = await aCallKey(s, night.centre.id)
  t.equal(faults(await report(s, night, {}, { key })), '400 MISSING_FIELD /agency', 'the centre says for whom')
  t.equal((await report(s, night, { agency: 'pc02' }, { key })).body.agencyId, night.agency.id)
  t.equal((await report(s, night, { post: 'pc02-truc' }, { key })).body.agencyId, null)
  t.match((await report(s, night, { entitlement: 'accused-minor', minor: true, urgency: 'trial' })).body, {
    entitlement: 'accused-minor',
    urgency: 'trial'
  })
})

scene('events come in order, after the call and not in the future', async (t, s) => {
  const night = await aNight(s)
  const key = await aCallKey(s, night.centre.id)
  const { id } = (await report(s, night)).body
  const event = async (body: object) => faults(await s.call('POST', `/v1/calls/${id}/events`, { key, body })).replace(/^200 $/, 'ok')
  s.setNow('2026-12-05T03:00:00+07:00')
  t.equal(await event({ kind: 'resumed' }), '409 CALL_EVENT_ORDER')
  t.equal(await event({ kind: 'defence_refused' }), '409 CALL_EVENT_ORDER')
  t.equal(await event({ kind: 'registered', at: '2026-12-05T02:09:59+07:00' }), '400 BAD_PERIOD /at')
  t.equal(await event({ kind: 'registered', at: '2026-12-05T03:00:01+07:00' }), '400 BAD_PERIOD /at')
  t.equal(await event({ kind: 'registered', provider: night.people[0].id }), '400 UNKNOWN_FIELD /provider')
  t.equal(await event({ kind: 'registered' }), 'ok')
  t.equal(await event({ kind: 'registered' }), '409 CALL_EVENT_ORDER')
  t.equal(await event({ kind: 'requested', at: '2026-12-05T02:10:01+07:00' }), '400 BAD_PERIOD /at')
  t.equal(await event({ kind: 'requested', at: '2026-12-05T01:00:00+07:00' }), 'ok')
  t.equal(await event({ kind: 'requested', at: '2026-12-05T01:00:00+07:00' }), 'ok', 'sent again it is the one that is there')
  t.equal(await event({ kind: 'requested', at: '2026-12-05T01:10:00+07:00' }), '409 CALL_EVENT_ORDER')
  t.equal(await event({ kind: 'phoned', at: '2026-12-05T01:30:00+07:00' }), 'ok', 'between the request and the report')
  t.equal(await event({ kind: 'paused', at: '2026-12-05T02:30:00+07:00' }), 'ok')
  t.equal(await event({ kind: 'paused' }), '409 CALL_EVENT_ORDER')
  t.equal(await event({ kind: 'resumed', at: '2026-12-05T02:20:00+07:00' }), '400 BAD_PERIOD /at')
  t.equal(await event({ kind: 'resumed' }), 'ok')
  for (const kind of ['notified', 'guided', 'case_opened', 'withdrawn']) t.equal(await event({ kind }), '400 BAD_FIELD /kind')
})

scene('a call ends as guidance or as a case with the code of the Ministry, once', async (t, s) => {
  const night = await aNight(s)
  const key = await aCallKey(s, night.centre.id)
  const close = async (id: string, body: object) => s.call<CallJson>('POST', `/v1/calls/${id}/close`, { key, body })
  const [first, second] = [(await report(s, night)).body.id, (await report(s, night)).body.id]
  for (const caseCode of [
    'TT.TGTT.1.2018',
    'XX.TGTT.01.2018',
    'TT.TGTT.01.2017',
    'TT.TGTT.01.2027',
    'CN0.TV.01.2020',
    'TT.TGTT.00.2020',
    'TT TGTT 01 2018'
  ])
    t.equal(faults(await close(first, { as: 'case', caseCode })), '400 BAD_CASE_CODE /caseCode', caseCode)
  t.equal(faults(await close(first, { as: 'case' })), '400 MISSING_FIELD /caseCode')
  t.equal(faults(await close(first, { as: 'guided', caseCode: 'TT.TV.01.2026' })), '400 UNKNOWN_FIELD /caseCode')
  t.match((await close(first, { as: 'case', caseCode: ' cn1.tgtt.123.2026 ' })).body, {
    status: 'case',
    caseCode: 'CN1.TGTT.123.2026',
    next: null
  })
  t.equal(faults(await close(first, { as: 'guided' })), '409 CALL_ENDED')
  t.equal(faults(await tries(s, night, first, { outcome: 'answered' })), '409 CALL_ENDED')
  const change = { key, body: { interests: 'apart' }, headers: { 'if-match': '"2"' } }
  t.equal(faults(await s.call('PATCH', `/v1/calls/${first}`, change)), '409 CALL_ENDED')
  t.match((await close(second, { as: 'guided' })).body, { status: 'guided', caseCode: null, endedAt: NIGHT })
})

scene('the clocks of the law run, stop, and are overdue; each is alarmed once', async (t, s) => {
  const { remindAll } = await import('../../src/usecases/remind.ts')
  const night = await aNight(s)
  await withAddress(s)
  const key = await aCallKey(s, night.centre.id)
  const { id, clocks } = (await report(s, night, { requestedAt: '2026-12-04T22:00:00+07:00' })).body
  const shown = (list: CallJson['clocks']) => list.map(({ rule, state, dueAt }) => `${rule} ${state} ${dueAt}`)
  t.same(
    shown(clocks),
    [
      'D1 met 2026-12-05T10:00:00+07:00',
      'D2 running 2026-12-05T02:10:00+07:00',
      'D4 running 2026-12-05T02:10:00+07:00',
      'D5 running 2026-12-04T22:00:00+07:00'
    ].map((line) => (line.startsWith('D5') ? line.replace('running', 'overdue') : line))
  )
  t.match(clocks[0], { basis: /Điều 31\(3\)/, ruleFrom: '2018-01-01' })
  const overdue = async () =>
    (await s.call<{ items: CallJson[] }>('GET', '/v1/calls?overdue=true', { key })).body.items.map((call) => call.id)
  t.same(await overdue(), [id])
  await tries(s, night, id, { outcome: 'answered' })
  await s.call('POST', `/v1/calls/${id}/events`, { key, body: { kind: 'registered' } })
  t.same(await overdue(), [], 'phoned, if late; registered')
  s.setNow('2026-12-05T02:26:00+07:00')
  t.same(await overdue(), [id], 'nobody is appointed')
  await remindAll(s.deps)
  await remindAll(s.deps)
  const alarms = (await letters(s)).filter(({ subject }) => /Quá thời hạn/.test(subject))
  t.equal(alarms.length, 1)
  t.match(alarms[0]?.text, /TTLT 10\/2018 Điều 3\(4\)/)
  t.match(alarms[0]?.text, new RegExp(id))
  s.setNow('2026-12-05T14:10:01+07:00')
  await remindAll(s.deps)
  const later = (await letters(s)).filter(({ subject }) => /Quá thời hạn/.test(subject))
  t.equal(later.length, 2)
  t.ok(
    later.some(({ text }) => text.includes('Điều 31(2)')),
    'twelve hours later the next'
  )
  await s.call('POST', `/v1/calls/${id}/events`, { key, body: { kind: 'appointed' } })
  t.same(await overdue(), [])
  t.same(
    (await s.call<CallJson>('GET', `/v1/calls/${id}`, { key })).body.clocks.map(({ rule, state }) => `${rule} ${state}`),
    ['D1 met', 'D2 met', 'D3 late', 'D4 late', 'D5 late']
  )
})

scene('lists come in pages, newest first; what is overdue too', async (t, s) => {
  const night = await aNight(s)
  const ids: string[] = []
  for (let n = 0; n < 3; n += 1) ids.unshift((await report(s, night)).body.id)
  s.setNow('2026-12-05T09:00:00+07:00')
  for (const query of ['limit=2', 'limit=2&overdue=true', 'limit=2&status=open', 'limit=2&overdue=true&status=open']) {
    const first = await s.call<{ items: CallJson[]; next: string }>('GET', `/v1/calls?${query}`, { key: night.key })
    t.same(
      first.body.items.map(({ id }) => id),
      ids.slice(0, 2),
      query
    )
    const second = await s.call<{ items: CallJson[]; next: null }>('GET', first.body.next, { key: night.key })
    t.match(second.body, { items: [{ id: ids[2] }], next: null }, query)
  }
  t.same((await s.call<{ items: [] }>('GET', '/v1/calls?overdue=true&status=taken', { key: night.key })).body.items, [])
  t.equal(faults(await s.call('GET', '/v1/calls?after=x', { key: night.key })), '400 BAD_CURSOR')
  t.equal(faults(await s.call('GET', '/v1/calls?overdue=true&after=x', { key: night.key })), '400 BAD_CURSOR')
})

scene('outside hours, and of an agency that was abolished, there is still somebody to call', async (t, s) => {
  const night = await aNight(s)
  const [court] = [await anAgency(s, { code: 'toa', name: 'Tòa án', predecessors: [], validFrom: '2025-07-01' })]
  const old = await anAgency(s, { code: 'toa-cu', name: 'Tòa án cũ', validFrom: '2015-01-01', validTo: '2025-06-30' })
  await s.call('PATCH', `/v1/agencies/${court.id}`, { body: { predecessors: [old.id] }, headers: { 'if-match': '"1"' } })
  await aPost(s, { code: 'toa-truc', agencies: [court.id], validFrom: '2026-12-01' })
  const key = await aCallKey(s, night.centre.id)
  for (const agency of ['toa', 'toa-cu']) {
    const { body } = await report(s, night, { agency }, { key })
    t.match(body, { next: { as: 'stand_in' } }, agency)
    t.equal(body.order.length, 4, 'three others and the centre')
  }
})

scene('the same request under one key is one call', async (t, s) => {
  const night = await aNight(s)
  const headers = { 'idempotency-key': 'goi-1' }
  const some = { contact: { fullName: 'Lò Văn Ót', phone: '0987654321', address: 'Bản Nà Pó' } }
  const first = await report(s, night, some, { headers })
  const again = await report(s, night, some, { headers })
  t.same(again.body, first.body)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal(faults(await report(s, night, { contact: { fullName: 'Khác' } }, { headers })), '422 IDEMPOTENCY_KEY_REUSED')
  const { rows } = (await s.deps.db.execute(sql`select row_to_json(k)::text as text from idempotency_keys k`)) as unknown as {
    rows: { text: string }[]
  }
  t.equal(rows.length, 1)
  t.notMatch(rows[0]?.text, /Lò Văn|Ót|987654321|Nà Pó/)
  const tried = () =>
    s.call<AttemptJson>('POST', `/v1/calls/${first.body.id}/attempts`, {
      key: night.key,
      body: { outcome: 'busy' },
      headers: { 'idempotency-key': 'thu-1' }
    })
  t.same((await tried()).body, (await tried()).body, 'and one try')
})

scene('what was not known is said later, under the version', async (t, s) => {
  const night = await aNight(s)
  const { id } = (await report(s, night, HELD)).body
  const change = (version: number, body: object) =>
    s.call<CallJson>('PATCH', `/v1/calls/${id}`, { key: night.key, body, headers: { 'if-match': `"${version}"` } })
  t.match(await change(1, { entitlement: 'child', interests: 'apart' }), {
    status: 200,
    headers: { etag: '"2"' },
    body: { entitlement: 'child', interests: 'apart' }
  })
  t.equal(faults(await change(1, { interests: 'opposing' })), '412 STALE_VERSION')
  t.equal(faults(await change(2, { entitlement: 'rich' })), '400 BAD_REFERENCE /entitlement')
  t.equal(faults(await change(2, { standing: 'victim' })), '400 UNKNOWN_FIELD /standing')
  t.equal(faults(await s.call('PATCH', `/v1/calls/${id}`, { key: night.key, body: { interests: 'apart' } })), '428 IF_MATCH_REQUIRED')
})

scene('a number that was answered counts as verified that day, and the record says that a call did it', async (t, s) => {
  const night = await aNight(s)
  const [an] = night.people
  const { id } = (await report(s, night)).body
  await tries(s, night, id, { outcome: 'answered', number: '0912 000 001' })
  const confirmed = await s.call<{ items: readonly object[] }>('GET', `/v1/providers/${an.id}/number-confirmations`)
  t.match(confirmed.body.items, [{ number: '+84912000001', on: '2026-12-05', how: 'call' }])
  const provider = await s.call<{ phones: readonly object[] }>('GET', `/v1/providers/${an.id}`)
  t.match(provider.body.phones, [{ verifiedOn: '2026-12-05' }])
})

scene('a page of overdue calls looks through so many and no more, and says that others follow', async (t, s) => {
  const night = await aNight(s)
  const { id } = (await report(s, night, { requestedAt: '2026-12-04T22:00:00+07:00' })).body
  // as many that nobody has waited for, reported since
  await s.deps.db.execute(sql`
    insert into calls (centre_id, id, version, reported_at, reported_by, agency_id, post_id, stage, standing, in_custody, minor, interests, status, updated_at)
    select centre_id, ('ffffffff-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, reported_at, reported_by, agency_id, post_id, stage, standing,
      in_custody, minor, interests, status, updated_at
    from calls, generate_series(1, ${MOST_LOOKED_THROUGH}::int) n where id = ${id}::uuid`)
  interface Listed {
    readonly items: CallJson[]
    readonly next: string | null
  }
  const list = async (url: string | null) => (await s.call<Listed>('GET', url ?? '', { key: night.key })).body
  const first = await list('/v1/calls?overdue=true&limit=5')
  t.same(first.items, [])
  t.type(first.next, 'string', 'nothing in this page, and yet there is more')
  const second = await list(first.next)
  t.same(
    second.items.map((call) => call.id),
    [id]
  )
  t.equal(second.next, null)
  t.same(await list('/v1/calls?overdue=true&status=guided'), { items: [], next: null }, 'what is over is never overdue')
})

scene('an agency reports so many people a minute, whatever keys it has', async (t, s) => {
  const night = await aNight(s)
  const app = await buildApp({ ...s.deps, limits: { key: 6000, address: 6000 } })
  t.teardown(() => app.close())
  const ask = async (key: string, payload: object = HELD) =>
    app.inject({ method: 'POST', url: '/v1/calls', payload, headers: { authorization: `Bearer ${key}` } })
  const second = await aCallKey(s, night.centre.id, night.agency.id)
  for (let n = 0; n < REPORTS; n += 1) {
    const answer = await ask(n % 2 === 0 ? night.key : second)
    if (answer.statusCode !== 201) throw new Error(answer.body)
  }
  for (const key of [night.key, second]) {
    const refused = await ask(key)
    t.match(refused, { statusCode: 429, headers: { 'retry-after': '1' } })
    t.match(refused.json(), { code: 'TOO_MANY_REQUESTS' })
  }
  const centre = await aCallKey(s, night.centre.id)
  t.equal((await ask(centre, { ...HELD, agency: night.agency.id })).statusCode, 201, 'the centre reports what it is told')
  s.setNow('2026-12-05T02:10:01+07:00')
  t.equal((await ask(night.key)).statusCode, 201, 'one more a second later')
})
