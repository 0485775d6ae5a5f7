import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { connectPostgres } from '../../db/connect.ts'
import { buildApp } from '../../src/app.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import type { Problem } from '../../src/http/problem.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { ADMIN_KEY, START } from '../support/database.ts'
import { engine } from '../support/engine.ts'
import {
  aDraft,
  aPublication,
  approved,
  at,
  type HeadJson,
  type PlanJson,
  planned,
  QUICK,
  type RosterJson,
  readPublication,
  type SlotJson,
  seated,
  slotsOfRoster,
  stepped,
  WAIT
} from '../support/months.ts'
import { aCentre, aLawyer, anOfficer, aPost, aSigner, type Made } from '../support/people.ts'
import { type Answer, onPostgres, type Scene, scene } from '../support/scene.ts'

/** The first four days of December 2026, Tuesday to Friday: four slots of a post in office hours. */
const WEEK = { validFrom: '2026-12-01', validTo: '2026-12-04' }

/** A centre of three officers with one post of four slots. */
async function smallCentre(s: Scene): Promise<{ officers: Made[]; post: Made }> {
  await aCentre(s)
  const officers = [await anOfficer(s), await anOfficer(s), await anOfficer(s)]
  return { officers, post: await aPost(s, WEEK) }
}

const publish = <Body = HeadJson>(s: Scene, roster: RosterJson, headers: Record<string, string> = {}): Promise<Answer<Body>> =>
  s.call<Body>('POST', `/v1/rosters/${roster.id}/publications`, { headers: { ...at(roster), ...headers } })

/** The answer to publishing the roster as it stands: the first refusal of submitting and approving it, or what publishing says. */
async function publishAsItStands<Body = HeadJson>(s: Scene, roster: RosterJson, centre = ''): Promise<Answer<Body>> {
  const url = (step: string): string => `/v1/rosters/${roster.id}/${step}${centre && `?centre=${centre}`}`
  const submitted = await s.call<RosterJson>('POST', url('submit'), { headers: at(roster) })
  if (submitted.status !== 200) return submitted as Answer<unknown> as Answer<Body>
  const ready = await s.call<RosterJson>('POST', url('approve'), { headers: at(submitted.body) })
  if (ready.status !== 200) return ready as Answer<unknown> as Answer<Body>
  return s.call<Body>('POST', url('publications'), { headers: at(ready.body) })
}

const holders = (slots: readonly SlotJson[]): (string | null)[] => slots.flatMap(({ seats }) => seats.map(({ providerId }) => providerId))
/** Where and when and who, without ids that differ from draft to draft. */
const gist = (slots: readonly SlotJson[]): unknown[] =>
  slots.map(({ postId, start, seats }) => [postId, start, seats.map(({ providerId }) => providerId)])

interface Violations {
  readonly items: readonly {
    readonly ruleId: string
    readonly level: string
    readonly basis: string
    readonly title: string
    readonly detail: string
    readonly mend: string
    readonly seats: readonly { readonly slotId: string; readonly seat: string; readonly postId: string; readonly start: string }[]
    readonly providerIds: readonly string[]
  }[]
  readonly hard: number
  readonly soft: number
}

const violations = async (s: Scene, roster: RosterJson, language = 'vi'): Promise<Violations> =>
  (await s.call<Violations>('GET', `/v1/rosters/${roster.id}/violations`, { headers: { 'accept-language': language } })).body

const publications = async (s: Scene, centre = ''): Promise<readonly HeadJson[]> =>
  (await s.call<{ items: HeadJson[] }>('GET', `/v1/publications${centre && `?centre=${centre}`}`)).body.items

function refused(t: Test, answer: Answer<unknown>, status: number, code: string): Problem {
  const problem = answer.body as Problem
  t.equal(answer.status, status)
  t.equal(problem.code, code)
  t.match(answer.headers['content-type'] ?? '', /application\/problem\+json/)
  return problem
}

const get = <T>(list: readonly T[], index = 0): T => {
  const found = list[index]
  if (found === undefined) throw new Error(`nothing at ${index}`)
  return found
}

scene('a month from draft to publication: plan, edit by hand, plan again, check, publish', async (t, s) => {
  const { officers, post } = await smallCentre(s)
  await aSigner(s)
  const created = await s.call<RosterJson>('POST', '/v1/rosters', { body: { month: '2026-12', seed: 7 } })
  t.equal(created.status, 201)
  t.equal(created.headers.location, `/v1/rosters/${created.body.id}`)
  t.equal(created.headers.etag, '"1"')
  t.match(created.body, { month: '2026-12', version: 1, status: 'draft', seed: 7, plannedAt: null })

  const empty = await slotsOfRoster(s, '2026-12')
  t.same(
    empty.map(({ start, end }) => [start, end]),
    ['01', '02', '03', '04'].map((day) => [`2026-12-${day}T07:30:00+07:00`, `2026-12-${day}T17:00:00+07:00`])
  )
  t.same(holders(empty), [null, null, null, null])

  const first = await planned(s, created.body)
  t.equal(first.roster.version, 2)
  t.same(first.summary, { seed: 7, seats: 4, filled: 4, unfilled: 0, pinned: 0 })
  t.equal(first.roster.plannedAt, START)
  t.same(gist(first.slots), gist(await slotsOfRoster(s, created.body.id)), 'what the plan says is what is stored')

  const monday = get(first.slots)
  const [holder] = holders([monday])
  const other = get(officers.filter(({ id }) => id !== holder))
  const edited = await seated(s, first.roster, { slot: monday.id }, { provider: other.code })
  t.equal(edited.version, 3)
  t.match(get(get(await slotsOfRoster(s, edited.id)).seats), { providerId: other.id, pinned: true, reasons: [] })

  const again = await planned(s, edited)
  t.equal(again.roster.version, 4)
  t.same(again.summary, { seed: 7, seats: 4, filled: 4, unfilled: 0, pinned: 1 })
  t.match(get(get(again.slots).seats), { providerId: other.id, pinned: true }, 'planning leaves what is pinned')

  const after = await violations(s, again.roster)
  t.match(after, { hard: 0, next: null })
  t.ok(
    after.items.every(({ ruleId }) => ruleId === 'same-hands'),
    'a court changes hands within a week, and nothing else'
  )

  const ready = await approved(s, again.roster)
  t.match(ready, { status: 'approved', version: 6 })
  const published = await publish(s, ready)
  t.equal(published.status, 201)
  t.equal(published.headers.location, `/v1/publications/${published.body.id}`)
  t.match(published.body, {
    rosterId: created.body.id,
    month: '2026-12',
    version: 1,
    number: '01/TB-TGPL',
    year: 2026,
    publishedAt: START,
    effectiveFrom: '2026-12-01T00:00:00+07:00',
    supersededFrom: null
  })
  t.match((await s.call<RosterJson>('GET', '/v1/rosters/2026-12')).body, { status: 'published', version: 7 })
  const frozen = await readPublication(s, published.body.id)
  t.same(
    frozen.slots.map(({ seats }) => get(seats).providerId),
    holders(again.slots)
  )
  t.same(
    frozen.posts.map(({ id }) => id),
    [post.id]
  )

  const roster = (await s.call<RosterJson>('GET', '/v1/rosters/2026-12')).body
  refused(t, await publish(s, ready), 409, 'ROSTER_ALREADY_PUBLISHED')
  refused(t, await publish(s, roster), 409, 'ROSTER_ALREADY_PUBLISHED')
  t.equal((await publications(s)).length, 1)
  for (const [what, answer] of [
    ['plan', await s.call('POST', '/v1/rosters/2026-12/plan', { headers: at(roster) })],
    [
      'edit',
      await s.call('PUT', `/v1/rosters/2026-12/slots/${monday.id}/seats/primary`, { headers: at(roster), body: { provider: other.id } })
    ],
    ['delete', await s.call('DELETE', '/v1/rosters/2026-12', { headers: at(roster) })]
  ] as const) {
    await t.test(`${what} of what is published`, async (t) => void refused(t, answer, 409, 'ROSTER_NOT_DRAFT'))
  }
})

scene('unpinned hands are planned over, an emptied seat is free again', async (t, s) => {
  const { officers } = await smallCentre(s)
  const { roster, slots } = await planned(s, await aDraft(s))
  const [slot, next] = [get(slots), get(slots, 1)]
  const odd = get(officers.filter(({ id }) => !holders([slot]).includes(id)))
  const loose = await seated(s, roster, { slot: slot.id }, { provider: odd.id, pinned: false })
  const emptied = await seated(s, loose, { slot: next.id }, { provider: null })
  const before = await slotsOfRoster(s, roster.id)
  t.same(holders(before).slice(0, 2), [odd.id, null])
  t.match(get(get(before).seats), { pinned: false })
  const preview = await s.call<PlanJson>('POST', `/v1/rosters/${roster.id}/plan/preview`, { body: QUICK })
  t.same(gist(preview.body.slots), gist(slots))
  t.same(gist((await planned(s, emptied)).slots), gist(slots), 'the same data and seed give the first plan again')
})

scene('every write of a roster asks for the version it was read at', async (t, s) => {
  const { officers } = await smallCentre(s)
  const draft = await aDraft(s)
  const { roster, slots } = await planned(s, draft)
  const seat = `/v1/rosters/${roster.id}/slots/${get(slots).id}/seats/primary`
  const writes = [
    ['POST', `/v1/rosters/${roster.id}/plan`, undefined],
    ['PUT', seat, { provider: get(officers).id }],
    ['DELETE', `/v1/rosters/${roster.id}`, undefined],
    ['POST', `/v1/rosters/${roster.id}/publications`, undefined]
  ] as const
  for (const [method, url, body] of writes) {
    await t.test(`${method} ${url.split('/').at(-1)}`, async (t) => {
      refused(t, await s.call(method, url, { body }), 428, 'IF_MATCH_REQUIRED')
      refused(t, await s.call(method, url, { body, headers: at(draft) }), 412, 'STALE_VERSION')
      refused(t, await s.call(method, url, { body, headers: { 'if-match': 'W/"1"' } }), 412, 'STALE_VERSION')
    })
  }
  t.same(holders(await slotsOfRoster(s, roster.id)), holders(slots), 'nothing was written')
  const read = await s.call('GET', `/v1/rosters/${roster.id}`)
  t.equal(read.headers.etag, '"2"')
  t.equal((await s.call('GET', `/v1/rosters/${roster.id}`, { headers: { 'if-none-match': '"2"' } })).status, 304)
})

scene('what does not exist is not found, who does not exist is a wrong field', async (t, s) => {
  await smallCentre(s)
  const { roster, slots } = await planned(s, await aDraft(s))
  const put = (slot: string, seat: string, body: object) =>
    s.call('PUT', `/v1/rosters/${roster.id}/slots/${slot}/seats/${seat}`, { headers: at(roster), body })
  refused(t, await s.call('GET', '/v1/rosters/2031-01'), 404, 'NOT_FOUND')
  refused(t, await s.call('GET', `/v1/rosters/${v7()}`), 404, 'NOT_FOUND')
  refused(t, await put(v7(), 'primary', { provider: null }), 404, 'NOT_FOUND')
  refused(t, await put(get(slots).id, 'support', { provider: null }), 404, 'NOT_FOUND')
  refused(t, await put(get(slots).id, 'third', { provider: null }), 400, 'BAD_FIELD')
  t.match(refused(t, await put(get(slots).id, 'primary', { provider: 'ai-do' }), 400, 'BAD_FIELD').errors, [
    { pointer: '/provider', code: 'BAD_REFERENCE' }
  ])
  t.match(refused(t, await put(get(slots).id, 'primary', { provider: null, because: 1 }), 400, 'BAD_FIELD').errors, [
    { code: 'UNKNOWN_FIELD' }
  ])
  refused(t, await s.call('POST', '/v1/rosters', { body: { month: '2026-13' } }), 400, 'BAD_MONTH')
})

scene('a month has one roster, and one without posts has none', async (t, s) => {
  await smallCentre(s)
  refused(t, await s.call('POST', '/v1/rosters', { body: { month: '2027-03' } }), 422, 'ROSTER_EMPTY')
  refused(t, await s.call('GET', '/v1/rosters/2027-03'), 404, 'NOT_FOUND')
  const draft = await aDraft(s)
  t.match(refused(t, await s.call('POST', '/v1/rosters', { body: { month: '2026-12' } }), 409, 'ROSTER_EXISTS').errors, [
    { pointer: '/month' }
  ])
  t.equal((await s.call('DELETE', `/v1/rosters/${draft.id}`, { headers: at(draft) })).status, 204)
  refused(t, await s.call('GET', '/v1/rosters/2026-12'), 404, 'NOT_FOUND')
  t.not((await aDraft(s)).id, draft.id, 'the month is free again')
})

scene('a month of more slots than a roster may have is refused by name, before any is cut', async (t, s) => {
  await smallCentre(s)
  const patterns = Array.from({ length: 20 }, (_, hour) => ({
    rrule: 'FREQ=DAILY',
    startsAt: `${String(hour).padStart(2, '0')}:00`,
    duration: 'PT1H'
  }))
  for (let n = 1; n <= 9; n += 1) await aPost(s, { name: `Điểm ${n}`, patterns, validFrom: '2027-05-01' })
  await aPost(s, { name: 'Điểm 10', patterns: patterns.slice(1), validFrom: '2027-05-01' })
  const problem = refused(t, await s.call('POST', '/v1/rosters', { body: { month: '2027-05' } }), 422, 'ROSTER_TOO_LARGE')
  t.match(problem.detail, /tháng 2027-05 có hơn 6000 ca.*"Điểm 1" với 620 ca/)
  refused(t, await s.call('GET', '/v1/rosters/2027-05'), 404, 'NOT_FOUND')
})

scene('nobody to take a seat: it says why for each candidate, and publishing refuses', async (t, s) => {
  await aCentre(s)
  const officer = await anOfficer(s, { fullName: 'Nông Thị Vắng' })
  const lawyer = await aLawyer(s, { contracts: [{ number: '9/HĐ-TGPL', from: '2024-01-01', to: '2026-11-30' }], joinedOn: '2024-01-01' })
  await s.call('POST', '/v1/absences', { body: { provider: officer.id, kind: 'annual_leave', from: '2026-12-02', to: '2026-12-03' } })
  await aPost(s, WEEK)
  const { roster, slots, summary } = await planned(s, await aDraft(s))
  t.same(summary, { seed: 1, seats: 4, filled: 2, unfilled: 2, pinned: 0 })
  t.same(holders(slots), [officer.id, null, null, officer.id])
  const { reasons } = get(get(slots, 1).seats)
  t.same(
    reasons.map(({ providerId, ruleId }) => [providerId, ruleId]).sort(),
    [
      [officer.id, 'absent-provider'],
      [lawyer.id, 'contract-valid']
    ].sort()
  )
  for (const reason of reasons) t.ok(reason.basis !== '' && reason.title !== '' && reason.title !== reason.ruleId, reason.title)

  const problem = refused(t, await publishAsItStands(s, roster), 422, 'ROSTER_UNFILLED')
  t.match(problem.detail, /2/)
  const found = await violations(s, roster)
  t.equal(found.hard, 2)
  t.same(
    found.items.map(({ ruleId, seats }) => [ruleId, seats.map(({ slotId }) => slotId)]),
    [get(slots, 1), get(slots, 2)].map(({ id }) => ['coverage', [id]])
  )
  t.same(await publications(s), [])
})

scene('violations name the article, the people, the seats and the mend, in both languages', async (t, s) => {
  const { officers, post } = await smallCentre(s)
  const away = get(officers)
  await s.call('PATCH', `/v1/providers/${away.id}`, { headers: at(away), body: { fullName: 'Nông Thị Vắng' } })
  await s.call('POST', '/v1/absences', { body: { provider: away.id, kind: 'sick_leave', from: '2026-12-02', to: '2026-12-02' } })
  const { roster, slots } = await planned(s, await aDraft(s))
  const slot = get(slots, 1)
  const edited = await seated(s, roster, { slot: slot.id }, { provider: away.id })
  const [vi, en] = [await violations(s, edited, 'vi'), await violations(s, edited, 'en')]
  for (const [language, found] of [
    ['vi', vi],
    ['en', en]
  ] as const) {
    await t.test(language, async (t) => {
      const hard = found.items.filter(({ level }) => level === 'hard')
      t.equal(hard.length, found.hard)
      t.equal(found.items.length, found.hard + found.soft)
      const absent = get(hard.filter(({ ruleId }) => ruleId === 'absent-provider'))
      t.same(absent.providerIds, [away.id])
      t.same(absent.seats, [{ slotId: slot.id, seat: 'primary', postId: post.id, start: slot.start }])
      t.match(absent.detail, /Nông Thị Vắng/)
      t.notMatch(absent.detail + absent.mend + absent.title, /[{}]/, 'every placeholder is filled')
      for (const text of [absent.basis, absent.title, absent.mend]) t.ok(text.length > 5, text)
    })
  }
  t.match(get(vi.items).detail, /vắng mặt/)
  t.match(get(en.items).detail, /is away/)
})

const handBreaches = [
  [
    'an absent person',
    'absent-provider',
    async (s: Scene, officers: readonly Made[]) => {
      await s.call('POST', '/v1/absences', { body: { provider: get(officers).id, kind: 'training', from: '2026-12-01', to: '2026-12-31' } })
    }
  ],
  ['two courts at once', 'double-duty', async (s: Scene) => void (await aPost(s, { ...WEEK, mode: 'on_site', name: 'Trụ sở khác' }))]
] as const

for (const [title, ruleId, arrange] of handBreaches) {
  scene(`by hand: ${title} cannot be published, and nothing is left half-written`, async (t, s) => {
    await aCentre(s)
    const officers = [await anOfficer(s), await anOfficer(s), await anOfficer(s)]
    await aPost(s, { ...WEEK, mode: 'on_site' })
    await arrange(s, officers)
    const { roster, slots } = await planned(s, await aDraft(s))
    const first = get(slots)
    const wrong = slots.filter(({ start }) => start === first.start)
    let edited = roster
    for (const slot of wrong) edited = await seated(s, edited, { slot: slot.id }, { provider: get(officers).id })
    const before = await slotsOfRoster(s, roster.id)

    const problem = refused(t, await publishAsItStands(s, edited), 422, 'RULE_VIOLATED')
    t.match(problem.detail, /\d/)
    t.ok((await violations(s, edited)).items.some((violation) => violation.ruleId === ruleId && violation.level === 'hard'))
    t.same(await publications(s), [])
    refused(t, await s.call('GET', '/v1/publications/2026-12'), 404, 'NOT_FOUND')
    t.same(await slotsOfRoster(s, roster.id), before)
    const waiting = (await s.call<RosterJson>('GET', `/v1/rosters/${roster.id}`)).body
    t.match(waiting, { status: 'submitted', version: edited.version + 1 })

    let mended = await stepped(s, waiting, 'return', { body: { reason: 'Vi phạm quy tắc' } })
    for (const slot of wrong) mended = await seated(s, mended, { slot: slot.id }, { provider: null })
    const { roster: ready } = await planned(s, mended)
    t.match((await publishAsItStands(s, ready)).body, { number: '01/TB-TGPL' }, 'the refusal took no number')
  })
}

scene('numbers run without a gap over a year and a centre, refused attempts included', async (t, s) => {
  await aCentre(s, { code: 'mot' })
  await aCentre(s, { code: 'hai', documentSymbol: 'TB-TT' })
  for (const centre of ['mot', 'hai']) {
    await anOfficer(s, { centre })
    await aPost(s, { centre, patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=10', startsAt: '08:00', duration: 'PT1H' }] })
  }
  const numberOf = async (month: string, centre: string): Promise<string | null> => (await aPublication(s, month, centre)).number
  t.equal(await numberOf('2026-12', 'mot'), '01/TB-TGPL')
  t.equal(await numberOf('2026-12', 'hai'), '01/TB-TT')
  const refusedOne = await aDraft(s, '2027-01', 'mot')
  refused(t, await publishAsItStands(s, refusedOne, 'mot'), 422, 'ROSTER_UNFILLED')
  const { roster } = await planned(s, refusedOne, 'mot')
  refused(t, await s.call('POST', `/v1/rosters/${roster.id}/publications?centre=mot`, { headers: at(roster) }), 409, 'ROSTER_NOT_APPROVED')
  const second = await publishAsItStands(s, roster, 'mot')
  t.match(second.body, { number: '02/TB-TGPL', year: 2026 }, 'the year of the document, not of the month')
  t.equal(await numberOf('2027-02', 'mot'), '03/TB-TGPL')
  s.setNow('2027-01-01T00:00:00+07:00')
  t.equal(await numberOf('2027-03', 'mot'), '01/TB-TGPL')
  t.equal(await numberOf('2027-01', 'hai'), '01/TB-TT')
  s.setNow('2026-12-31T23:59:59+07:00')
  t.equal(await numberOf('2027-04', 'mot'), '04/TB-TGPL')
})

scene('one centre never sees the rosters of another', async (t, s) => {
  const [one, other] = [await aCentre(s, { code: 'mot' }), await aCentre(s, { code: 'hai' })]
  for (const centre of [one.code, other.code]) {
    await anOfficer(s, { centre })
    await aPost(s, { centre, ...WEEK })
  }
  const draft = await aDraft(s, '2026-12', 'mot')
  refused(t, await s.call('GET', `/v1/rosters/${draft.id}?centre=hai`), 404, 'NOT_FOUND')
  refused(t, await s.call('GET', `/v1/rosters/${draft.id}`), 400, 'CENTRE_REQUIRED')
  t.equal((await s.call('POST', '/v1/rosters?centre=hai', { body: { month: '2026-12' } })).status, 201)
  const own = await s.call<{ key: string }>('POST', '/v1/api-keys', {
    body: { name: 'Người lập lịch', scopes: ['rosters:read', 'rosters:write'], centre: 'hai' }
  })
  const asOther = { key: own.body.key }
  t.equal((await s.call('GET', '/v1/rosters/2026-12', asOther)).status, 200)
  refused(t, await s.call('GET', `/v1/rosters/${draft.id}`, asOther), 404, 'NOT_FOUND')
  refused(t, await s.call('GET', '/v1/rosters/2026-12?centre=mot', asOther), 404, 'NOT_FOUND')
  refused(t, await s.call('POST', '/v1/rosters/2026-12/publications', { ...asOther, headers: at(draft) }), 403, 'SCOPE_MISSING')
  refused(t, await s.call('GET', '/v1/rosters/2026-12', { key: null }), 401, 'KEY_REQUIRED')
})

scene('preview shows the plan and writes nothing; same data and seed, same plan', async (t, s) => {
  await smallCentre(s)
  await aPost(s, { ...WEEK, name: 'Điểm trực thứ hai' })
  const draft = await aDraft(s, '2026-12', undefined, 5)
  const before = await slotsOfRoster(s, draft.id)
  const preview = await s.call<PlanJson>('POST', `/v1/rosters/${draft.id}/plan/preview`, { body: QUICK })
  t.equal(preview.status, 200)
  t.same(await slotsOfRoster(s, draft.id), before)
  t.match((await s.call('GET', `/v1/rosters/${draft.id}`)).body, { version: 1, plannedAt: null })
  const other = await s.call<PlanJson>('POST', `/v1/rosters/${draft.id}/plan/preview`, { body: { ...QUICK, seed: 6 } })
  t.equal(other.body.summary.seed, 6)
  const plan = await planned(s, draft)
  t.same(plan.slots, preview.body.slots)
  t.same(plan.summary, preview.body.summary)
  t.same((await planned(s, plan.roster)).slots, plan.slots, 'planning twice changes nothing')
  const six = await s.call<PlanJson>('POST', `/v1/rosters/${draft.id}/plan`, {
    headers: { ...at({ version: plan.roster.version + 1 }), ...WAIT },
    body: { ...QUICK, seed: 6 }
  })
  t.same(six.body.slots, other.body.slots)
  t.equal(six.body.roster.seed, 6, 'the seed is remembered')
})

scene('a publication under an Idempotency-Key happens once', async (t, s) => {
  await smallCentre(s)
  const roster = await approved(s, (await planned(s, await aDraft(s))).roster)
  const key = { 'idempotency-key': 'gui-lan-dau' }
  const [first, again] = [await publish(s, roster, key), await publish(s, roster, key)]
  t.equal(first.status, 201)
  t.equal(again.status, 201)
  t.same(again.body, first.body)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal((await publications(s)).length, 1)
})

scene('rosters are listed newest first, page by page', async (t, s) => {
  await aCentre(s)
  await anOfficer(s)
  await aPost(s, { patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=10', startsAt: '08:00', duration: 'PT1H' }] })
  for (const month of ['2026-12', '2027-02', '2027-01']) await aDraft(s, month)
  interface Page {
    readonly items: readonly RosterJson[]
    readonly next: string | null
  }
  const first = (await s.call<Page>('GET', '/v1/rosters?limit=2')).body
  t.same(
    first.items.map(({ month }) => month),
    ['2027-02', '2027-01']
  )
  const second = (await s.call<Page>('GET', first.next ?? '')).body
  t.same(
    second.items.map(({ month }) => month),
    ['2026-12']
  )
  t.equal(second.next, null)
})

scene('a declared cycle goes on in the next month where the published one stopped', async (t, s) => {
  await aCentre(s)
  const officers = [await anOfficer(s), await anOfficer(s), await anOfficer(s)]
  const order = officers.map(({ id }) => id)
  await aPost(s, {
    patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,8,15,22', startsAt: '08:00', duration: 'PT2H' }],
    seats: [{ seat: 'primary', method: 'cycle', order }]
  })
  const inTurn = (from: number, count: number): string[] => Array.from({ length: count }, (_, n) => get(order, (from + n) % 3))
  const december = await planned(s, await aDraft(s))
  t.same(holders(december.slots), inTurn(0, 4))
  const tooEarly = await planned(s, await aDraft(s, '2027-01'))
  t.same(holders(tooEarly.slots), inTurn(0, 4), 'a draft moves no turn')
  t.equal((await publishAsItStands(s, december.roster)).status, 201)
  const january = await planned(s, tooEarly.roster)
  t.same(holders(january.slots), inTurn(4, 4))
  t.equal((await publishAsItStands(s, january.roster)).status, 201)
  t.same(holders((await planned(s, await aDraft(s, '2027-02'))).slots), inTurn(8, 4))
})

scene('an absence entered after the plan is seen when publishing', async (t, s) => {
  await smallCentre(s)
  const { roster, slots } = await planned(s, await aDraft(s))
  const [holder] = holders(slots)
  await s.call('POST', '/v1/absences', { body: { provider: holder, kind: 'sick_leave', from: '2026-12-01', to: '2026-12-31' } })
  refused(t, await publishAsItStands(s, roster), 422, 'RULE_VIOLATED')
  const waiting = (await s.call<RosterJson>('GET', `/v1/rosters/${roster.id}`)).body
  const returned = await stepped(s, waiting, 'return', { body: { reason: 'Có người nghỉ ốm' } })
  t.equal((await publishAsItStands(s, (await planned(s, returned)).roster)).status, 201)
})

/** The service over a server, on as many connections as it takes: requests of this scene race. */
async function openOn(url: string): Promise<Scene & { close: () => Promise<void> }> {
  const connection = connectPostgres(url)
  const deps = withMemory({ db: connection.db, now: () => parseInstant(START), newId: () => v7(), optimise: engine })
  const app = await buildApp(deps)
  return {
    deps,
    app,
    setNow: () => undefined,
    call: async <Body>(method: Parameters<Scene['call']>[0], target: string, { body, headers = {} }: Parameters<Scene['call']>[2] = {}) => {
      const payload = body === undefined ? {} : { payload: body as object }
      const reply = await app.inject({ method, url: target, headers: { authorization: `Bearer ${ADMIN_KEY}`, ...headers }, ...payload })
      const text = Object.entries(reply.headers).map(([name, value]) => [name, String(value)])
      return { status: reply.statusCode, headers: Object.fromEntries(text), body: (reply.body ? reply.json() : undefined) as Body }
    },
    close: async () => {
      await app.close()
      await connection.close()
    }
  }
}

onPostgres('two who publish the same roster at once: one wins, one number is taken', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await smallCentre(s)
  const roster = await approved(s, (await planned(s, await aDraft(s))).roster)
  const answers = await Promise.all([1, 2, 3, 4].map(() => publish<HeadJson & Problem>(s, roster)))
  t.same(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
  for (const { body } of answers.filter(({ status }) => status === 409)) t.equal(body.code, 'ROSTER_ALREADY_PUBLISHED')
  t.same(
    (await publications(s)).map(({ number }) => number),
    ['01/TB-TGPL']
  )
})

onPostgres('rosters published at once take consecutive numbers', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await aCentre(s)
  const officer = await anOfficer(s)
  await aPost(s, { patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=10', startsAt: '08:00', duration: 'PT1H' }] })
  const rosters: RosterJson[] = []
  for (const month of ['2026-12', '2027-01', '2027-02', '2027-03', '2027-04'])
    rosters.push(await approved(s, (await planned(s, await aDraft(s, month))).roster))
  const leave = { provider: officer.id, kind: 'sick_leave', from: '2027-04-10', to: '2027-04-10' }
  await s.call('POST', '/v1/absences', { body: leave })
  const answers = await Promise.all(rosters.map((roster) => publish(s, roster)))
  t.same(
    answers.map(({ status }) => status),
    [201, 201, 201, 201, 422]
  )
  t.same((await publications(s)).map(({ number }) => number).sort(), ['01/TB-TGPL', '02/TB-TGPL', '03/TB-TGPL', '04/TB-TGPL'])
})

onPostgres('two who write the same roster at once: one of them reads again', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  const { officers } = await smallCentre(s)
  const { roster, slots } = await planned(s, await aDraft(s))
  const edit = (slot: SlotJson) =>
    s.call('PUT', `/v1/rosters/${roster.id}/slots/${slot.id}/seats/primary`, { headers: at(roster), body: { provider: get(officers).id } })
  const submit = s.call('POST', `/v1/rosters/${roster.id}/submit`, { headers: at(roster) })
  const answers = await Promise.all([edit(get(slots)), edit(get(slots, 1)), submit])
  t.equal(answers.filter(({ status }) => status < 300).length, 1)
  for (const { status } of answers.filter((answer) => answer.status >= 300)) t.ok(status === 412 || status === 409, String(status))
})

onPostgres('two who open the same month at once: one roster', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await smallCentre(s)
  const answers = await Promise.all([1, 2, 3].map(() => s.call('POST', '/v1/rosters', { body: { month: '2026-12' } })))
  t.same(answers.map(({ status }) => status).sort(), [201, 409, 409])
})

t.test('the builders of months say what went wrong', async (t) => {
  const s = { call: async () => ({ status: 500, headers: {}, body: {} }) } as unknown as Scene
  await t.rejects(aDraft(s), /answered 500/)
})
