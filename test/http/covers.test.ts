import type { Test } from 'tap'
import {
  aPublication,
  at,
  type HeadJson,
  published,
  type RosterJson,
  readPublication,
  type SlotJson,
  slotsOfRoster,
  stepped
} from '../support/months.ts'
import { openOn, race } from '../support/open-on.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { amendmentsOf, approveAmendment, aRound, NAMES, onDuty, slotOn } from '../support/round.ts'
import { type Answer, onPostgres, type Scene, scene } from '../support/scene.ts'

interface CoverJson {
  readonly id: string
  readonly absentId: string
  readonly absenceId: string
  readonly reason: string
  readonly start: string
  readonly end: string
  readonly seats: readonly { readonly slotId: string; readonly seat: string; readonly to: string | null }[]
  readonly publicationId: string
  readonly confirmedBy: string | null
  readonly by: string
}
interface Covered {
  readonly items: readonly {
    readonly cover: CoverJson
    readonly month: string
    readonly version: number
    readonly seats: readonly {
      readonly slotId: string
      readonly start: string
      readonly seat: string
      readonly to: string | null
      readonly candidates: readonly {
        readonly providerId: string
        readonly rank: number | null
        readonly reasons: readonly { readonly seats: readonly { readonly slotId: string; readonly start: string }[] }[]
      }[]
    }[]
  }[]
}

const NIGHT = '2026-12-05T02:00:00+07:00'

const cover = <Body = Covered>(s: Scene, body: object): Promise<Answer<Body>> => s.call<Body>('POST', '/v1/covers', { body })
const covered = async (s: Scene, body: object): Promise<Covered['items']> => {
  const answer = await cover(s, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body.items
}
const refused = (t: Test, answer: Answer<unknown>, status: number, code: string, pointer?: string): void => {
  t.match(answer, { status, body: { code, ...(pointer === undefined ? {} : { errors: [{ pointer }] }) } }, `${code} ${pointer ?? ''}`)
}
const absencesOf = async (s: Scene, provider: string) =>
  (await s.call<{ items: { kind: string; from: string; to: string; note: string }[] }>('GET', `/v1/absences?provider=${provider}`)).body
    .items
const versions = async (s: Scene): Promise<number> => (await s.call<{ items: object[] }>('GET', '/v1/publications')).body.items.length
const listed = async (s: Scene, query = ''): Promise<readonly CoverJson[]> =>
  (await s.call<{ items: CoverJson[] }>('GET', `/v1/covers${query}`)).body.items

scene('at two in the morning: the very next question names the stand-in', async (t, s) => {
  const { an, chi, head } = await aRound(s)
  s.setNow(NIGHT)
  const slot = await slotOn(s, '2026-12-05')
  t.equal(await onDuty(s, NIGHT), `${NAMES.an} v1`)
  const [answer] = await covered(s, { absent: 'an', reason: ' Cấp cứu ', kind: 'sick_leave' })
  t.match(answer, { month: '2026-12', version: 2 })
  t.match(answer?.seats, [{ seat: 'primary', start: NIGHT, to: chi.id, candidates: [{ providerId: chi.id, rank: 1 }] }])
  t.match(answer?.cover, {
    absentId: an.id,
    reason: 'Cấp cứu',
    start: NIGHT,
    end: '2026-12-06T00:00:00+07:00',
    confirmedBy: null,
    by: String
  })
  const asked = [
    [NIGHT, `${NAMES.chi} v2`, 'from that instant'],
    ['2026-12-05T01:59:59+07:00', `${NAMES.an} v1`, 'the second before'],
    ['2026-12-05T23:59:59+07:00', `${NAMES.chi} v2`, 'to the end of the slot'],
    ['2026-12-06T00:00:00+07:00', `${NAMES.binh} v2`, 'then as before']
  ] as const
  for (const [instant, wanted, title] of asked) t.equal(await onDuty(s, instant), wanted, title)

  const parts = (await slotsOfRoster(s, '2026-12')).filter(({ day }) => day === '2026-12-05')
  t.match(
    parts,
    [
      { id: slot.id, start: slot.start, end: NIGHT, seats: [{ providerId: an.id }] },
      { start: NIGHT, end: slot.end, seats: [{ providerId: chi.id }] }
    ],
    'the slot is cut in two'
  )
  t.equal(parts.length, 2)
  t.same([answer?.seats[0]?.slotId, answer?.cover.seats[0]?.slotId], [parts[1]?.id, parts[1]?.id], 'and the rest is what is covered')
  const reasons = answer?.seats[0]?.candidates.flatMap(({ reasons }) => reasons.flatMap(({ seats }) => seats)) ?? []
  t.ok(reasons.some(({ slotId }) => slotId === parts[1]?.id) && reasons.every(({ start }) => start !== ''), 'as reasons against others say')
  t.match(await absencesOf(s, 'an'), [{ kind: 'sick_leave', from: '2026-12-05', to: '2026-12-05', note: 'Cấp cứu' }])

  const provisional = await readPublication(s, '2026-12')
  t.match(provisional, { id: answer?.cover.publicationId, version: 2, kind: 'provisional', number: null, effectiveFrom: NIGHT })
  t.match(provisional, { document: { signer: null, reason: 'Cấp cứu', number: null } })
  t.match((await readPublication(s, head.id)).supersededFrom, NIGHT)
  const [paper] = await amendmentsOf(s, 'submitted')
  t.match(paper, { origin: 'cover', reason: 'Cấp cứu', status: 'submitted' }, 'the approver is asked afterwards')

  s.setNow('2026-12-05T08:00:00+07:00')
  t.same(await listed(s, '?unconfirmed=true'), [answer?.cover])
  const issued = await approveAmendment(s, paper ?? { id: '', version: 1 })
  t.equal(issued.status, 200, JSON.stringify(issued.body))
  const numbered = await readPublication(s, issued.body.publicationId)
  t.match(numbered, {
    version: 3,
    kind: 'replacement',
    number: '02/TB-TGPL',
    document: { reason: 'Cấp cứu', amends: { number: '01/TB-TGPL' } }
  })
  t.same(
    numbered.slots.map(({ start, end, seats }) => [start, end, seats]),
    provisional.slots.map(({ start, end, seats }) => [start, end, seats]),
    'the number says what answered since two'
  )
  t.same(await listed(s, '?unconfirmed=true'), [])
  const confirmed = { ...answer?.cover, confirmedBy: numbered.id }
  t.same(await listed(s), [confirmed])
  t.same((await s.call('GET', `/v1/covers/${confirmed.id}`)).body, confirmed)
  t.equal(await onDuty(s, '2026-12-05T03:00:00+07:00'), `${NAMES.chi} v2`, 'what answered then is not rewritten')
})

scene('a preview writes nothing, and is what happens', async (t, s) => {
  await aRound(s)
  s.setNow(NIGHT)
  const body = { absent: 'an', reason: 'Ốm', until: '2026-12-10T00:00:00+07:00' }
  const before = await slotsOfRoster(s, '2026-12')
  const preview = await s.call<Covered>('POST', '/v1/covers/preview', { body })
  t.equal(preview.status, 200)
  t.same(await slotsOfRoster(s, '2026-12'), before)
  t.same([await absencesOf(s, 'an'), await listed(s), await amendmentsOf(s, 'submitted'), await versions(s)], [[], [], [], 1])
  const made = await covered(s, body)
  const known = JSON.stringify([before, (await s.call('GET', '/v1/providers')).body])
  const withoutNew = (items: Covered['items']): unknown =>
    JSON.parse(JSON.stringify(items).replace(/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g, (id) => (known.includes(id) ? id : 'new')))
  t.same(withoutNew(preview.body.items), withoutNew(made))
})

scene('every duty in the time is covered, one under way from now on', async (t, s) => {
  const { an, chi } = await aRound(s)
  s.setNow(NIGHT)
  const [answer] = await covered(s, { absent: an.id, reason: 'Nhập viện', until: '2026-12-31T00:00:00+07:00' })
  t.same(
    answer?.seats.map(({ start }) => start.slice(0, 10)),
    ['2026-12-05', '2026-12-09']
  )
  t.equal(answer?.cover.end, '2026-12-31T00:00:00+07:00')
  t.match(await absencesOf(s, 'an'), [{ kind: 'other', from: '2026-12-05', to: '2026-12-30' }])
  t.equal(await onDuty(s, '2026-12-09T10:00:00+07:00'), `${NAMES.chi} v2`)
  t.equal(answer?.seats[1]?.to, chi.id)
})

scene('without an end it is the duty under way, never one to come', async (t, s) => {
  await aRound(s)
  s.setNow('2026-12-06T02:00:00+07:00')
  refused(t, await cover(s, { absent: 'an', reason: 'Ốm' }), 422, 'NOTHING_TO_COVER')
  t.same([await listed(s), await absencesOf(s, 'an'), await versions(s)], [[], [], 1])
  s.setNow('2026-12-08T23:59:59+07:00')
  refused(t, await cover(s, { absent: 'an', reason: 'Ốm' }), 422, 'NOTHING_TO_COVER')
  const [answer] = await covered(s, { absent: 'an', reason: 'Ốm', until: '2026-12-09T08:00:00+07:00' })
  t.same(
    answer?.seats.map(({ start }) => start),
    ['2026-12-09T00:00:00+07:00'],
    'those to come are named by their end'
  )
  t.equal(await onDuty(s, '2026-12-09T00:00:00+07:00'), `${NAMES.chi} v2`)
})

scene('a cover sent again is the same cover, whoever sends it and however', async (t, s) => {
  const { an, chi } = await aRound(s)
  s.setNow(NIGHT)
  const first = await cover(s, { absent: 'an', reason: 'Ốm' })
  t.equal(first.status, 201)
  const made = first.body.items[0]?.cover
  const desk = await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'Trực ban', scopes: ['covers:write'] } })
  const again = [
    [{ absent: 'an', reason: 'Ốm' }, 'the same'],
    [{ absent: an.id, reason: 'Cấp cứu' }, 'in other words'],
    [{ absent: 'an', reason: 'Ốm', standIn: 'chi' }, 'with who stands in already'],
    [{ absent: 'an', reason: 'Ốm', until: '2026-12-05T12:00:00+07:00' }, 'until some time of it'],
    [{ absent: 'an', reason: 'Ốm', leaveEmpty: true }, 'or empty, where nobody has to']
  ] as const
  for (const [body, title] of again) {
    s.setNow('2026-12-05T02:10:00+07:00')
    const answer = await s.call<Covered>('POST', '/v1/covers', { body, key: desk.body.key })
    t.match(answer, { status: 200, headers: { location: `/v1/covers/${made?.id}` } }, title)
    t.same(answer.body.items[0]?.cover, made, title)
    t.match(answer.body.items, [{ version: 2, seats: [{ start: NIGHT, to: chi.id, candidates: [] }] }], title)
  }
  const other = await cover<{ code: string; detail: string }>(s, { absent: 'an', reason: 'Ốm', standIn: 'dung' })
  t.match(other, { status: 409, body: { code: 'ALREADY_COVERED', detail: new RegExp(NAMES.chi) } }, 'another stand-in is another matter')
  t.same([(await listed(s)).length, (await absencesOf(s, 'an')).length, await versions(s)], [1, 1, 2], 'nothing more is written')
  t.equal(await onDuty(s, '2026-12-05T02:10:00+07:00'), `${NAMES.chi} v2`)

  const longer = await cover(s, { absent: 'an', reason: 'Nhập viện', until: '2026-12-10T00:00:00+07:00' })
  t.match(longer, { status: 201, body: { items: [{ seats: [{ start: '2026-12-09T00:00:00+07:00' }] }] } }, 'more days are more duties')
  const both = await cover(s, { absent: 'an', reason: 'Nhập viện', until: '2026-12-10T00:00:00+07:00' })
  t.same([both.status, both.body.items.map(({ cover }) => cover.id)], [200, [made?.id, longer.body.items[0]?.cover.id]])
})

scene('what a cover left no longer stands once somebody else took over', async (t, s) => {
  await aRound(s)
  s.setNow(NIGHT)
  await covered(s, { absent: 'an', reason: 'Ốm' })
  s.setNow('2026-12-05T04:30:00+07:00')
  const overrides = [{ rule: 'rest-between', reason: 'Chỉ còn người này' }]
  await covered(s, { absent: 'chi', reason: 'Tai nạn', standIn: 'dung', overrides })
  refused(t, await cover(s, { absent: 'an', reason: 'Ốm' }), 422, 'NOTHING_TO_COVER')
  t.equal((await cover(s, { absent: 'chi', reason: 'Tai nạn' })).status, 200)
})

scene('nor of a duty that is not cut: the seat is the same, who has it is not', async (t, s) => {
  await aRound(s)
  s.setNow('2026-12-05T00:00:00+07:00')
  const [first] = await covered(s, { absent: 'an', reason: 'Ốm', standIn: 'chi' })
  const overrides = [{ rule: 'rest-between', reason: 'Chỉ còn người này' }]
  const [second] = await covered(s, { absent: 'chi', reason: 'Tai nạn', standIn: 'dung', overrides })
  t.equal(second?.seats[0]?.slotId, first?.seats[0]?.slotId)
  refused(t, await cover(s, { absent: 'an', reason: 'Ốm' }), 422, 'NOTHING_TO_COVER')
})

scene('a seat left empty is the same cover again, until there is somebody', async (t, s) => {
  await aRound(s)
  await s.call('POST', '/v1/absences', { body: { provider: 'chi', kind: 'annual_leave', from: '2026-12-05', to: '2026-12-05' } })
  s.setNow(NIGHT)
  const [made] = await covered(s, { absent: 'an', reason: 'Ốm', leaveEmpty: true })
  const again = await cover(s, { absent: 'an', reason: 'Ốm', leaveEmpty: true })
  t.same([again.status, again.body.items[0]?.cover.id], [200, made?.cover.id])
  refused(t, await cover(s, { absent: 'an', reason: 'Ốm', standIn: 'dung' }), 422, 'NOTHING_TO_COVER')
})

scene('whoever stands in may need a stand-in too: the rest is cut again', async (t, s) => {
  await aRound(s)
  s.setNow(NIGHT)
  await covered(s, { absent: 'an', reason: 'Ốm' })
  s.setNow('2026-12-05T04:30:40+07:00')
  const overrides = [{ rule: 'rest-between', reason: 'Chỉ còn người này' }]
  await covered(s, { absent: 'chi', reason: 'Tai nạn', standIn: 'dung', overrides })
  t.same(
    (await slotsOfRoster(s, '2026-12'))
      .filter(({ day }) => day === '2026-12-05')
      .map(({ start, end }) => [start.slice(11, 16), end.slice(11, 16)]),
    [
      ['00:00', '02:00'],
      ['02:00', '04:30'],
      ['04:30', '00:00']
    ]
  )
  const asked = [
    ['2026-12-05T01:00:00+07:00', `${NAMES.an} v1`],
    ['2026-12-05T04:30:39+07:00', `${NAMES.chi} v2`],
    ['2026-12-05T04:30:40+07:00', `${NAMES.dung} v3`]
  ] as const
  for (const [instant, wanted] of asked) t.equal(await onDuty(s, instant), wanted)
  const [paper, other] = await amendmentsOf(s, 'submitted')
  t.ok(other, 'each cover asks for its paper')
  t.equal((await approveAmendment(s, paper ?? { id: '', version: 1 })).status, 200)
  t.same(await amendmentsOf(s, 'submitted'), [], 'one number says both')
  t.same(await listed(s, '?unconfirmed=true'), [])
})

scene('a stand-in that is named must be allowed; the centre’s own rules may be overridden, with a reason that stays', async (t, s) => {
  await aRound(s)
  s.setNow(NIGHT)
  const body = { absent: 'an', reason: 'Ốm', standIn: 'binh' }
  refused(t, await cover(s, body), 422, 'RULE_VIOLATED')
  const law = [{ rule: 'absent-provider', reason: 'x' }]
  t.match(await cover(s, { ...body, overrides: law }), {
    status: 400,
    body: { errors: [{ pointer: '/overrides/0/rule', code: 'OVERRIDE_FORBIDDEN' }] }
  })
  t.same([await absencesOf(s, 'an'), await versions(s)], [[], 1], 'what is refused writes nothing')
  const overrides = [{ rule: 'rest-between', reason: 'Không còn ai khác' }]
  await covered(s, { ...body, overrides })
  t.equal(await onDuty(s, NIGHT), `${NAMES.binh} v2`)
})

scene('a month that is recalled after a cover can be published again: what is over is nobody’s to mend', async (t, s) => {
  const { head } = await aRound(s)
  s.setNow(NIGHT)
  await s.call('POST', '/v1/absences', { body: { provider: 'chi', kind: 'annual_leave', from: '2026-12-05', to: '2026-12-05' } })
  await covered(s, { absent: 'an', reason: 'Ốm', leaveEmpty: true })
  const roster = async () => (await s.call<RosterJson>('GET', `/v1/rosters/${head.rosterId}`)).body
  await stepped(s, await roster(), 'recall', { body: { reason: 'Sai thể thức' } })
  const early = await s.call('POST', `/v1/rosters/${head.rosterId}/submit`, { headers: at(await roster()) })
  refused(t, early, 422, 'ROSTER_UNFILLED')
  s.setNow('2026-12-06T00:00:00+07:00')
  const again = await published(s, await roster())
  t.match(again, { version: 3, kind: 'replacement', number: '02/TB-TGPL' })
  t.match(await listed(s), [{ confirmedBy: again.id }], 'and it confirms the cover')
})

scene('when nobody is free the seat is left empty only if that is said', async (t, s) => {
  await aRound(s)
  await s.call('POST', '/v1/absences', { body: { provider: 'chi', kind: 'annual_leave', from: '2026-12-05', to: '2026-12-05' } })
  s.setNow(NIGHT)
  refused(t, await cover(s, { absent: 'an', reason: 'Ốm' }), 409, 'NO_STAND_IN')
  t.equal(await onDuty(s, NIGHT), `${NAMES.an} v1`)
  const [answer] = await covered(s, { absent: 'an', reason: 'Ốm', leaveEmpty: true })
  t.match(answer?.seats, [{ to: null }])
  const { body } = await s.call('GET', '/v1/on-duty?post=cqdt')
  t.match(
    body,
    { status: 'uncovered', reason: { code: 'unfilled' }, onDuty: [], fallback: { numbers: [{ kind: 'office' }] } },
    'the centre answers'
  )
  const [paper] = await amendmentsOf(s, 'submitted')
  t.equal((await approveAmendment(s, paper ?? { id: '', version: 1 })).status, 200)
})

/** One slot with two people, and as many others. */
async function inPairs(s: Scene, others: number) {
  await aCentre(s)
  const [one, two] = [await anOfficer(s, { code: 'mot', fullName: NAMES.an }), await anOfficer(s, { code: 'hai', fullName: NAMES.binh })]
  for (let n = 0; n < others; n += 1) await anOfficer(s, { code: `du-${n}`, fullName: n === 0 ? NAMES.chi : NAMES.dung })
  await aPost(s, {
    code: 'cqdt',
    seats: [
      { seat: 'primary', method: 'fixed', provider: one.id },
      { seat: 'support', method: 'fixed', provider: two.id }
    ],
    validFrom: '2026-12-01',
    validTo: '2026-12-02'
  })
  return { one, two, head: await aPublication(s) }
}

scene('both people of a slot fall ill: two others stand in', async (t, s) => {
  await inPairs(s, 2)
  s.setNow('2026-12-01T09:00:00+07:00')
  await covered(s, { absent: 'mot', reason: 'Ngộ độc' })
  await covered(s, { absent: 'hai', reason: 'Ngộ độc' })
  const people = (await onDuty(s, '2026-12-01T09:00:00+07:00')).replace(/ v\d+$/, '').split(', ')
  t.same(people.sort(), [NAMES.chi, NAMES.dung].sort())
  const slots = (await slotsOfRoster(s, '2026-12')).filter(({ day }) => day === '2026-12-01')
  t.same(
    slots.map(({ start }) => start.slice(11, 16)),
    ['07:30', '09:00'],
    'cut once: the second cover finds it cut at that minute'
  )
})

scene('with nobody left for the first seat the support answers', async (t, s) => {
  await inPairs(s, 0)
  s.setNow('2026-12-01T09:00:00+07:00')
  refused(t, await cover(s, { absent: 'mot', reason: 'Ốm' }), 409, 'NO_STAND_IN')
  await covered(s, { absent: 'mot', reason: 'Ốm', leaveEmpty: true })
  t.equal(await onDuty(s, '2026-12-01T09:00:00+07:00'), `${NAMES.binh} v2`)
})

scene('what cannot be covered is refused, and nothing is written', async (t, s) => {
  await aRound(s)
  s.setNow(NIGHT)
  const good = { absent: 'an', reason: 'Ốm' }
  const cases = [
    [{ ...good, standIn: 'an' }, 400, 'BAD_FIELD', '/standIn'],
    [{ ...good, standIn: 'khong-ai' }, 400, 'BAD_FIELD', '/standIn'],
    [{ ...good, absent: 'khong-ai' }, 400, 'BAD_FIELD', '/absent'],
    [{ ...good, reason: ' ' }, 400, 'BAD_FIELD', '/reason'],
    [{ ...good, until: NIGHT }, 400, 'BAD_FIELD', '/until'],
    [{ ...good, until: 'mai' }, 400, 'BAD_FIELD', '/until'],
    [{ ...good, urgent: true }, 400, 'BAD_FIELD', '/urgent'],
    [{ absent: 'binh', reason: 'Ốm', until: '2026-12-05T20:00:00+07:00' }, 422, 'NOTHING_TO_COVER', undefined]
  ] as const
  for (const [body, status, code, pointer] of cases) refused(t, await cover(s, body), status, code, pointer)
  const nobody = await anOfficer(s)
  refused(t, await cover(s, { ...good, absent: nobody.id }), 422, 'NOTHING_TO_COVER')
  t.same([await listed(s), await amendmentsOf(s, 'submitted'), await versions(s)], [[], [], 1])
  t.equal((await s.call('GET', '/v1/covers/khong-co')).status, 404)
  const made = await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'Xem', scopes: ['rosters:read'] } })
  t.equal((await s.call('POST', '/v1/covers', { key: made.body.key, body: good })).status, 403)
})

scene('asked twice under one key it happens once', async (t, s) => {
  await aRound(s)
  s.setNow(NIGHT)
  const asking = { body: { absent: 'an', reason: 'Ốm' }, headers: { 'idempotency-key': 'truc-thay-1' } }
  const [one, again] = [await s.call('POST', '/v1/covers', asking), await s.call('POST', '/v1/covers', asking)]
  t.same([one.status, again.status, again.body], [201, 201, one.body])
  t.equal(await versions(s), 2)
})

scene('duties of two months: both switch at once, each with its own paper', async (t, s) => {
  await aCentre(s)
  const one = await anOfficer(s, { fullName: NAMES.an })
  await anOfficer(s, { fullName: NAMES.binh })
  const seats = [{ seat: 'primary', method: 'fixed', provider: one.id }] as const
  await aPost(s, { code: 'cqdt', seats, validFrom: '2026-12-30', validTo: '2027-01-05' })
  await aPublication(s)
  await aPublication(s, '2027-01')
  s.setNow('2026-12-31T09:00:00+07:00')
  const items = await covered(s, { absent: one.id, reason: 'Ốm', until: '2027-01-04T12:00:00+07:00' })
  t.same(
    items.map(({ month, seats, version }) => [month, version, seats.map(({ start }) => start.slice(0, 10))]),
    [
      ['2026-12', 2, ['2026-12-31']],
      ['2027-01', 2, ['2027-01-04']]
    ]
  )
  t.equal(new Set(items.map(({ cover }) => cover.absenceId)).size, 1, 'one absence')
  t.match(await absencesOf(s, one.id), [{ from: '2026-12-31', to: '2027-01-04' }])
  t.equal(await onDuty(s, '2026-12-31T09:00:00+07:00'), `${NAMES.binh} v2`)
  t.equal(await onDuty(s, '2027-01-04T08:00:00+07:00'), `${NAMES.binh} v2`)
  t.equal(await onDuty(s, '2027-01-05T08:00:00+07:00'), `${NAMES.an} v2`)
  t.equal((await amendmentsOf(s, 'submitted')).length, 2)
})

scene('only the agencies of the posts concerned are told', async (t, s) => {
  await aRound(s)
  const other = await anAgency(s, { code: 'toa-khac', name: 'Tòa án khác' })
  t.ok(other)
  const { body: post } = await s.call<{ agencyIds?: string[]; agencies?: { id: string }[] }>('GET', '/v1/posts/cqdt')
  s.setNow(NIGHT)
  const [answer] = await covered(s, { absent: 'an', reason: 'Ốm' })
  interface Deliveries {
    readonly items: readonly { readonly event: string; readonly agency: { readonly id: string } | null }[]
  }
  const { items } = (await s.call<Deliveries>('GET', `/v1/publications/${answer?.cover.publicationId}/deliveries`)).body
  t.same(
    items.map(({ event, agency }) => [event, agency?.id]),
    [['provisional', post.agencyIds?.[0] ?? post.agencies?.[0]?.id]]
  )
})

onPostgres('two cover for the same person at once: one cover, told to both, every time', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await aRound(s)
  for (const [round, [absent, day]] of (
    [
      ['an', '2026-12-01'],
      ['binh', '2026-12-02'],
      ['dung', '2026-12-04']
    ] as const
  ).entries()) {
    const asking = () => cover(s, { absent, reason: 'Ốm', until: `${day}T23:00:00+07:00` })
    const answers = await race(round * 3, asking, asking)
    t.same(answers.map(({ status }) => status).sort(), [200, 201])
    t.equal(new Set(answers.map(({ body }) => body.items[0]?.cover.id)).size, 1)
    const newest = (await s.call<{ slots: readonly SlotJson[] }>('GET', '/v1/publications/2026-12')).body
    const roster = await slotsOfRoster(s, '2026-12')
    t.same(
      newest.slots.map(({ id, seats }) => [id, seats[0]?.providerId]),
      roster.map(({ id, seats }) => [id, seats[0]?.providerId])
    )
    t.equal((await absencesOf(s, absent)).length, 1, 'the loser leaves no absence behind')
    t.equal((await s.call<{ items: HeadJson[] }>('GET', '/v1/publications')).body.items[0]?.version, round + 2)
  }
})

onPostgres('fifty at once cover one duty, once', async (t, url) => {
  const s = await openOn(url)
  t.teardown(s.close)
  await aRound(s)
  s.setNow(NIGHT)
  const answers = await Promise.all(Array.from({ length: 50 }, () => cover(s, { absent: 'an', reason: 'Ốm' })))
  t.same(answers.map(({ status }) => status).sort(), [...Array(49).fill(200), 201])
  t.equal(new Set(answers.map(({ body }) => body.items[0]?.cover.id)).size, 1)
  t.same([(await listed(s)).length, (await absencesOf(s, 'an')).length, await versions(s)], [1, 1, 2])
  t.match(await onDuty(s, '2026-12-09T10:00:00+07:00'), NAMES.an, 'and the duties to come are where they were')
})
