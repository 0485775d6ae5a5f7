import type { Problem } from '../../src/http/problem.ts'
import { aCallKey, aNight, type CallJson, NIGHT, type Night, report, type StepJson, tries } from '../support/calls.ts'
import { anAgency, type Made } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

interface LetterJson {
  readonly addressee: string
  readonly paragraphs: readonly string[]
  readonly text: string
}

const code = ({ status, body }: Answer<unknown>): string => `${status} ${(body as Partial<Problem>).code ?? ''}`.trim()
const stepOf = ({ order }: Pick<CallJson, 'order'>, { id }: Made): StepJson | undefined => order.find(({ provider }) => provider?.id === id)
const letter = (s: Scene, { key }: Night, { refusal }: Partial<StepJson> = {}, headers = {}) =>
  s.call<LetterJson>('GET', refusal ?? '/v1/calls/x/refusals/y', { key, headers })

const CASE = '12/QĐ-VPCQCSĐT (PC02)'

/** The first suspect of a case, whom `an` helps. */
async function firstSuspect(s: Scene, night: Night, some: object = {}): Promise<CallJson> {
  const { id } = (await report(s, night, { caseReference: CASE, contact: { fullName: 'Lò Văn Ót', phone: '0987654321' }, ...some })).body
  return (await tries(s, night, id, { outcome: 'answered' })).body.call
}

scene('the second suspect of a case with opposing interests is never offered the first one’s provider', async (t, s) => {
  const night = await aNight(s)
  const [an, binh] = night.people
  const first = await firstSuspect(s, night)
  t.equal(first.providerId, an.id)
  const second = (await report(s, night, { caseReference: '12/qđ-vpcqcsđt  PC02', interests: 'opposing' })).body
  t.ok(second.sameCase)
  t.equal(second.next?.provider?.id, binh.id, 'the next valid person at once')
  t.match(stepOf(second, an), {
    state: 'excluded',
    conflict: { rule: 'several-accused', level: 'block', basis: 'BLTTHS 2015 Điều 72(5)' }
  })
  t.same(stepOf(second, an)?.numbers, [], 'and there is no number to call')
  t.notMatch(JSON.stringify(second), new RegExp(`${first.id}|Lò Văn|Ót|987654321`), 'and nothing of the first client')
  t.equal(code(await tries(s, night, second.id, { provider: an.id, outcome: 'answered' })), '409 CONFLICT_OF_INTEREST')
  t.equal(
    (await report(s, night, { caseReference: '13/QĐ-VPCQCSĐT (PC02)', interests: 'opposing' })).body.next?.provider?.id,
    an.id,
    'another case'
  )
  t.equal((await report(s, night, { interests: 'opposing' })).body.next?.provider?.id, an.id, 'no case')
})

scene('while nobody has said whether interests conflict they come last, and take it only when a person says so', async (t, s) => {
  const night = await aNight(s)
  const [an, binh] = night.people
  await firstSuspect(s, night)
  const second = (await report(s, night, { caseReference: CASE })).body
  t.equal(second.next?.provider?.id, binh.id)
  t.match(stepOf(second, an), { state: 'open', needsConfirmation: true, conflict: { level: 'confirm', rule: 'several-accused' } })
  t.equal(second.order.at(-2)?.provider?.id, an.id, 'the last before the centre')
  t.equal(code(await tries(s, night, second.id, { provider: an.id, outcome: 'answered' })), '409 CONFLICT_OF_INTEREST')
  const apart = await s.call<CallJson>('PATCH', `/v1/calls/${second.id}`, {
    key: night.key,
    body: { interests: 'apart' },
    headers: { 'if-match': '"1"' }
  })
  t.equal(apart.body.next?.provider?.id, an.id, 'declared apart, nothing stands against it')
  t.match((await tries(s, night, second.id, { outcome: 'answered' })).body.call, { status: 'taken', providerId: an.id })
  const third = (await report(s, night, { caseReference: CASE })).body
  const confirmed = await tries(s, night, third.id, { provider: an.id, outcome: 'answered', confirmed: true })
  t.match(confirmed.body, { attempt: { confirmed: true }, call: { status: 'taken' } }, 'or said with the try, on record')
})

scene('victim and suspect of one case are never helped by one person, whatever is said of their interests', async (t, s) => {
  const night = await aNight(s)
  const [an] = night.people
  await firstSuspect(s, night)
  const victim = (
    await report(s, night, { caseReference: CASE, standing: 'victim', inCustody: false, stage: 'investigation', interests: 'apart' })
  ).body
  t.match(stepOf(victim, an), { state: 'excluded', conflict: { rule: 'opposing-interests', level: 'block' } })
  const taken = await tries(s, night, victim.id, { provider: an.id, outcome: 'answered', confirmed: true })
  t.equal(code(taken), '409 CONFLICT_OF_INTEREST', 'no word of anybody helps')
})

scene('a refusal for a conflict is written down with its article, and the next is named', async (t, s) => {
  const night = await aNight(s)
  const [an, binh] = night.people
  await firstSuspect(s, night)
  const { id } = (await report(s, night, { contact: { fullName: 'Vàng A Dế' }, interests: 'opposing' })).body
  const refused = await tries(s, night, id, { outcome: 'refused_conflict', rule: 'relative-of-official' })
  t.equal(refused.body.next?.provider?.id, binh.id)
  const step = stepOf(refused.body.call, an)
  t.match(step, {
    state: 'excluded',
    outcome: 'refused_conflict',
    conflict: { rule: 'relative-of-official', basis: 'BLTTHS 2015 Điều 72(4)a' }
  })
  t.equal(step?.refusal, `/v1/calls/${id}/refusals/${an.id}`)
  const { body, headers } = await letter(s, night, step)
  t.match(body, { addressee: /Vàng A Dế/, text: /Điều 72\(4\)a/ })
  t.match(body.text, /Hoàng Thị An/)
  t.match(body.text, /Nông Văn Bình/, 'and who comes instead')
  t.equal(headers['cache-control'], 'no-store')
  t.notMatch(body.text, /Lò Văn|Ót|987654321/)
  const text = await letter(s, night, step, { accept: 'text/plain', 'accept-language': 'en' })
  t.match(text.headers['content-type'], /^text\/plain/)
  t.match(String(text.body), /NOTICE/)
  t.equal(code(await letter(s, night, { refusal: `/v1/calls/${id}/refusals/${binh.id}` })), '404 NOT_FOUND', 'nothing keeps him from it')
  t.equal(code(await letter(s, night, { refusal: `/v1/calls/${id}/refusals/khong-co` })), '404 NOT_FOUND')
  s.setNow('2026-12-05T02:11:00+07:00')
  const unnamed = await tries(s, night, id, { outcome: 'refused_conflict' })
  t.match(stepOf(unnamed.body.call, binh)?.conflict, { rule: 'not-objective', basis: 'Luật TGPL 2017 Điều 25(2)b' })
  t.equal(code(await tries(s, night, id, { centre: true, outcome: 'refused_conflict' })), '400 BAD_FIELD', 'the centre has no conflict')
  t.equal(code(await tries(s, night, id, { outcome: 'busy', rule: 'not-objective' })), '400 BAD_FIELD')
  t.equal(code(await tries(s, night, id, { provider: an.id, centre: true, outcome: 'busy' })), '400 BAD_FIELD')
})

scene('whoever has a call and is declared out leaves it; the next is named, and the centre has 24 hours', async (t, s) => {
  const night = await aNight(s)
  const [an, binh] = night.people
  const first = await firstSuspect(s, night)
  const exclude = (body: object, key = night.key) => s.call<CallJson>('POST', `/v1/calls/${first.id}/exclusions`, { key, body })
  t.equal(code(await exclude({ rule: 'client-refused' })), '400 BAD_FIELD', 'who?')
  t.equal(code(await exclude({ rule: 'opposing-interests', provider: an.id })), '400 BAD_FIELD', 'that is found, not declared')
  const other = await exclude({ rule: 'witness-or-expert', provider: binh.id })
  t.match(other.body, { status: 'taken', providerId: an.id }, 'somebody else is out: it stays where it is')
  const out = (await exclude({ rule: 'body-refused', provider: an.id })).body
  t.match(out, { status: 'open', providerId: null, next: { as: 'stand_in' } })
  t.match(stepOf(out, an), { state: 'excluded', conflict: { rule: 'body-refused' } })
  t.ok(out.events.some(({ kind }) => kind === 'defence_refused'))
  t.match(
    out.clocks.find(({ rule }) => rule === 'D6'),
    { state: 'running', startedAt: NIGHT, dueAt: '2026-12-06T02:10:00+07:00' }
  )
  const { body } = await letter(s, night, stepOf(out, an))
  t.match(body.addressee, /Lò Văn Ót/)
  await exclude({ rule: 'body-refused', provider: an.id })
  t.equal(
    (await s.call<CallJson>('GET', `/v1/calls/${first.id}`, { key: night.key })).body.exclusions.length,
    2,
    'said twice it stands once'
  )
  const everybody = (await exclude({ rule: 'other-organisation' })).body
  t.same([...new Set(everybody.order.map(({ state }) => state))].sort(), ['excluded', 'open'], 'everybody but the centre')
  t.equal(everybody.next?.as, 'centre')
  const { events, status } = (await tries(s, night, first.id, { outcome: 'answered' })).body.call
  t.equal(status, 'taken')
  t.equal(events.filter(({ kind }) => kind === 'phoned').length, 1, 'that the agency phoned is said once')
})

scene('grounds that are only raised put somebody behind the others', async (t, s) => {
  const night = await aNight(s)
  const [an, binh] = night.people
  const { id } = (await report(s, night)).body
  const exclude = (confirmed: boolean) =>
    s.call<CallJson>('POST', `/v1/calls/${id}/exclusions`, { key: night.key, body: { rule: 'not-objective', provider: an.id, confirmed } })
  const raised = (await exclude(false)).body
  t.equal(raised.next?.provider?.id, binh.id)
  t.match(stepOf(raised, an), { state: 'open', needsConfirmation: true })
  t.match(stepOf((await exclude(true)).body, an), { state: 'excluded' })
  t.match(stepOf((await exclude(false)).body, an), { state: 'excluded' }, 'what is certain is not taken back')
})

scene('what is true of a person in a case holds for every client of it; what one client said does not', async (t, s) => {
  const night = await aNight(s)
  const [an, binh] = night.people
  const first = (await report(s, night, { caseReference: CASE, interests: 'apart' })).body
  const exclude = (body: object) => s.call<CallJson>('POST', `/v1/calls/${first.id}/exclusions`, { key: night.key, body })
  await exclude({ rule: 'former-official', provider: an.id })
  await exclude({ rule: 'client-refused', provider: binh.id })
  const second = (await report(s, night, { caseReference: CASE, interests: 'apart' })).body
  t.match(stepOf(second, an), { state: 'excluded', conflict: { rule: 'former-official' } })
  t.match(stepOf(second, binh), { state: 'open', conflict: null })
})

scene('somebody with a tie to the agency that reports comes last and is asked first', async (t, s) => {
  const night = await aNight(s)
  const [an, binh] = night.people
  const body = { ties: [{ agency: night.agency.id, relation: 'vợ là điều tra viên' }] }
  await s.call('PATCH', `/v1/providers/${an.id}`, { body, headers: { 'if-match': '"1"' } })
  const { body: call } = await report(s, night)
  t.equal(call.next?.provider?.id, binh.id)
  t.match(stepOf(call, an), { needsConfirmation: true, conflict: { rule: 'relative-of-official' } })
  t.notMatch(JSON.stringify(call), /điều tra viên/)
})

scene('a check tells what a report would be told, and writes nothing', async (t, s) => {
  const night = await aNight(s)
  const [an] = night.people
  const check = (body: object, key = night.key) => s.call<CallJson>('POST', '/v1/conflict-checks', { key, body })
  const asked = { stage: 'arrest', standing: 'held', caseReference: CASE, interests: 'opposing' }
  t.equal((await check(asked)).body.next?.provider?.id, an.id, 'the centre has no key yet, and no case')
  const first = await firstSuspect(s, night)
  const before = (await s.call<{ items: object[] }>('GET', '/v1/calls', { key: night.key })).body.items
  const checked = (await check(asked)).body
  t.match(stepOf(checked, an), { state: 'excluded', conflict: { rule: 'several-accused' } })
  t.same((await s.call<{ items: object[] }>('GET', '/v1/calls', { key: night.key })).body.items, before)
  const second = (await report(s, night, { ...asked, inCustody: false })).body
  const bare = ({ order }: CallJson) => order.map(({ refusal: _, ...step }) => step)
  t.same(bare(checked), bare(second))
  t.same((await check({ call: second.id })).body.order, second.order)
  t.equal((await check({ call: first.id })).body.next, null, 'somebody has it')
  t.equal(code(await check({ call: second.id, stage: 'arrest' })), '400 BAD_FIELD')
  t.equal(code(await check({ stage: 'arrest' })), '400 BAD_FIELD')
  t.equal(code(await check({ call: 'x' })), '404 NOT_FOUND')
  t.equal(code(await check({ ...asked, narrative: 'x' })), '400 BAD_FIELD')
  const other = await anAgency(s, { code: 'pc04' })
  t.equal(code(await check({ ...asked, agency: 'pc02' }, await aCallKey(s, night.centre.id, other.id))), '404 NOT_FOUND')
})
