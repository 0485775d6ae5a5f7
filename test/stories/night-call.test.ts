import type { Test } from 'tap'
import { remindAll } from '../../src/usecases/remind.ts'
import { aCallKey, aNight, type CallJson, type ClockJson, NIGHT, type StepJson } from '../support/calls.ts'
import { anAgency } from '../support/people.ts'
import { type Answer, scene } from '../support/scene.ts'

/*
 * 02:10 on a night in December: the criminal police has arrested two suspects in emergency, one of them 16. Their interests go against
 * each other. The first person refuses for a conflict, the second takes one of them, the third the other.
 */

interface OnDutyJson {
  readonly status: string
  readonly onDuty: readonly {
    readonly seat: string
    readonly provider: { readonly fullName: string }
    readonly numbers: readonly object[]
  }[]
}

const CASE = '77/QĐ-PC02'
const CHILD = { fullName: 'Lò Văn Ót', phone: '0987654321', address: 'xã Cao Lộc', relation: 'mẹ' }
const OTHER = { fullName: 'Vàng A Dế', phone: '0977000111' }
const SECRETS = /Lò Văn|Ót|987654321|Vàng A|977000111/

const ok = <Body>({ status, body }: Answer<Body>, expected: number): Body => {
  if (status !== expected) throw new Error(`${status} instead of ${expected}: ${JSON.stringify(body)}`)
  return body
}
const stepOf = ({ order }: CallJson, id: string): StepJson | undefined => order.find(({ provider }) => provider?.id === id)
const clock = ({ clocks }: CallJson, rule: string): ClockJson | undefined => clocks.find((each) => each.rule === rule)

/** What one party sees of a call: nobody else's names, numbers or calls in it. */
function tellsNothing(t: Test, seen: unknown, of: readonly string[], title: string): void {
  const text = JSON.stringify(seen)
  t.notMatch(text, SECRETS, title)
  for (const id of of) t.notOk(text.includes(id), `${title}: not ${id}`)
}

scene('two suspects arrested in one night, one of them 16, with interests against each other', async (t, s) => {
  const night = await aNight(s)
  const [an, binh, cuong, dung] = night.people
  const ask = <Body>(method: 'GET' | 'POST', url: string, options: object = {}) => s.call<Body>(method, url, { key: night.key, ...options })
  const report = async (body: object): Promise<CallJson> =>
    ok(
      await ask<CallJson>('POST', '/v1/calls', {
        body: { stage: 'arrest', standing: 'held', inCustody: true, caseReference: CASE, interests: 'opposing', ...body }
      }),
      201
    )
  const attempt = async (id: string, body: object) =>
    ok(await ask<{ next: StepJson | null; call: CallJson }>('POST', `/v1/calls/${id}/attempts`, { body }), 201)
  const read = async (id: string, key = night.key): Promise<CallJson> => ok(await s.call<CallJson>('GET', `/v1/calls/${id}`, { key }), 200)
  const event = (id: string, kind: string, more: object = {}): Promise<Answer<CallJson>> =>
    s.call<CallJson>('POST', `/v1/calls/${id}/events`, { body: { kind, ...more } })

  // who is it? the desk sees direct numbers, the street does not
  const seen = (await ask<OnDutyJson>('GET', '/v1/on-duty?q=canh+sat+hinh+su')).body
  t.match(seen, { status: 'on_duty', onDuty: [{ seat: 'primary', provider: { fullName: 'Hoàng Thị An' } }, { seat: 'support' }] })
  t.ok(seen.onDuty.every(({ numbers }) => numbers.length > 0))
  const street = (await s.call<OnDutyJson>('GET', `/v1/on-duty?agency=${night.agency.code}&centre=lang-son`, { key: null })).body
  t.ok(street.onDuty.every(({ numbers }) => numbers.length === 0))

  // the child first
  const child = await report({ minor: true, entitlement: 'accused-minor', requestedAt: '2026-12-05T02:00:00+07:00', contact: CHILD })
  t.equal(child.next?.provider?.id, an.id)
  tellsNothing(t, child, [], 'the answer to a report repeats nothing of the person')
  t.match(clock(child, 'D1'), {
    state: 'met',
    startedAt: '2026-12-05T02:00:00+07:00',
    dueAt: '2026-12-05T14:00:00+07:00',
    stoppedAt: NIGHT
  })

  // An knows an investigator of the case: she may not, and Bình is named at once
  s.setNow('2026-12-05T02:13:00+07:00')
  const refused = await attempt(child.id, { outcome: 'refused_conflict', rule: 'relative-of-official' })
  t.equal(refused.next?.provider?.id, binh.id)
  const reason = ok(await ask<{ text: string }>('GET', stepOf(refused.call, an.id)?.refusal ?? ''), 200)
  t.match(reason.text, /Hoàng Thị An/)
  t.match(reason.text, /BLTTHS 2015 Điều 72\(4\)a|Điều 72\(4\)a/)
  t.match(reason.text, /Nông Văn Bình/)
  const taken = (await attempt(child.id, { outcome: 'answered', seconds: 95 })).call
  t.match(taken, { status: 'taken', providerId: binh.id })
  t.match(clock(taken, 'D5'), { state: 'met' }, 'rung within minutes')

  // the other suspect of the same case: An is related to the case, Bình has the child, so a third person
  s.setNow('2026-12-05T02:20:00+07:00')
  const other = await report({ minor: false, contact: OTHER })
  t.match(stepOf(other, an.id), { state: 'excluded', conflict: { rule: 'relative-of-official' } })
  t.match(stepOf(other, binh.id), { state: 'excluded', conflict: { rule: 'several-accused', basis: 'BLTTHS 2015 Điều 72(5)' } })
  const third = other.next?.provider?.id
  t.ok(third === cuong.id || third === dung.id, 'somebody who is not on duty')
  tellsNothing(t, other, [child.id], 'the second call says nothing of the first')
  t.match((await attempt(other.id, { outcome: 'answered' })).call, { status: 'taken', providerId: third })

  // registered and appointed: the child's in time, the other's not
  s.setNow('2026-12-05T02:30:00+07:00')
  for (const { id } of [child, other]) ok(await event(id, 'registered'), 200)
  ok(await event(child.id, 'appointed'), 200)
  t.match(clock(await read(child.id), 'D3'), { state: 'met', startedAt: '2026-12-05T02:30:00+07:00', dueAt: '2026-12-05T14:30:00+07:00' })
  t.match(clock(await read(other.id), 'D3'), { state: 'running', dueAt: '2026-12-05T14:30:00+07:00' })
  s.setNow('2026-12-05T14:30:01+07:00')
  t.match(clock(await read(other.id), 'D3'), { state: 'overdue' })
  const overdue = ok(await s.call<{ items: readonly CallJson[] }>('GET', '/v1/calls?overdue=true'), 200)
  t.same(
    overdue.items.map(({ id }) => id),
    [other.id],
    'the list of what is late'
  )
  ok(await event(other.id, 'appointed'), 200)
  t.match(clock(await read(other.id), 'D3'), { state: 'late' }, 'late stays on record')

  // who may see what
  const stranger = await aCallKey(s, night.centre.id, (await anAgency(s, { code: 'pc04' })).id)
  for (const { id } of [child, other]) t.equal((await s.call('GET', `/v1/calls/${id}`, { key: stranger })).status, 404)
  t.same((await s.call<{ items: object[] }>('GET', '/v1/calls', { key: stranger })).body.items, [])
  t.equal((await s.call('GET', `/v1/calls/${child.id}`, { key: null })).status, 401)
  t.match(ok(await s.call<object>('GET', `/v1/calls/${child.id}/contact`), 200), { fullName: 'Lò Văn Ót', phone: '+84987654321' })
  tellsNothing(t, ok(await s.call<object>('GET', '/v1/calls'), 200), [], 'lists name nobody')

  // the records: An's own number was read by the police, by name and time, and by nobody without a key
  const readings = ok(
    await s.call<{ items: readonly { reader: { name: string } }[] }>('GET', `/v1/number-readings?provider=${an.id}`),
    200
  ).items
  t.ok(readings.length > 0)
  t.ok(readings.every(({ reader }) => reader.name === 'Trực ban hình sự'))

  // the ends: a case with the Ministry's code, and simple guidance; then nothing names anybody any more
  const closed = await s.call<CallJson>('POST', `/v1/calls/${child.id}/close`, {
    body: { as: 'case', caseCode: 'TT.TGTT.01.2026' }
  })
  t.match(ok(closed, 200), { status: 'case', caseCode: 'TT.TGTT.01.2026' })
  ok(await s.call('POST', `/v1/calls/${other.id}/close`, { body: { as: 'guided' } }), 200)
  s.setNow('2027-06-01T08:00:00+07:00')
  await remindAll(s.deps)
  const erased = await read(child.id)
  t.ok(erased.erasedAt !== null)
  t.equal((await s.call('GET', `/v1/calls/${child.id}/contact`)).status, 404)
  t.match(erased, { status: 'case', providerId: binh.id }, 'what is counted stays')
})
