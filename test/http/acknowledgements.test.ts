import { sql } from 'drizzle-orm'
import type { Centre } from '../../src/domain/centre.ts'
import type { AgencyId, PublicationId } from '../../src/domain/ids.ts'
import { findCentre } from '../../src/store/centres.ts'
import { acknowledgementLink } from '../../src/usecases/acknowledgement-link.ts'
import { type QueuedMail, sendMail } from '../../src/usecases/mail.ts'
import { remindAcknowledgements } from '../../src/usecases/remind-acknowledgements.ts'
import type { Mail } from '../../src/usecases/send-delivery.ts'
import { amended, deliveriesOf, publishedWorld } from '../support/delivery-world.ts'
import { type RosterJson, stepped } from '../support/months.ts'
import { type Scene, scene } from '../support/scene.ts'

interface AcknowledgementJson {
  readonly agency: { readonly id: string; readonly code: string }
  readonly acknowledgedAt: string | null
  readonly by: string | null
  readonly remindedAt: string | null
  readonly workingHours: number
  readonly overdue: boolean
}

const listed = async (s: Scene, ref = '2026-12'): Promise<readonly AcknowledgementJson[]> =>
  (await s.call<{ items: readonly AcknowledgementJson[] }>('GET', `/v1/publications/${ref}/acknowledgements`)).body.items
const ofAgency = async (s: Scene, code: string): Promise<AcknowledgementJson> => {
  const found = (await listed(s)).find(({ agency }) => agency.code === code)
  if (found === undefined) throw new Error(`${code} was not asked`)
  return found
}
const keyOf = async (s: Scene, agency: string): Promise<string> => {
  const body = { name: `Văn thư ${agency}`, centre: 'lang-son', agency, scopes: ['publications:acknowledge'] }
  return (await s.call<{ key: string }>('POST', '/v1/api-keys', { body })).body.key
}

scene('an agency acknowledges by its key, once for all', async (t, s) => {
  const { head } = await publishedWorld(s)
  const url = `/v1/publications/${head.id}/acknowledgements`
  const key = await keyOf(s, 'kv1')
  t.match(await s.call('POST', url, { key, body: {} }), { status: 201, body: { agency: { code: 'kv1' }, by: 'Văn thư kv1' } })
  s.setNow('2026-11-25T10:00:00+07:00')
  const again = await s.call('POST', url, { key, body: { by: 'Người khác' } })
  t.match(again, { status: 201, body: { by: 'Văn thư kv1', acknowledgedAt: '2026-11-22T10:00:00+07:00' } }, 'the first word stands')
  t.same(
    (await listed(s)).map(({ agency, by }) => `${agency.code} ${by}`).sort(),
    ['cqdt null', 'kv1 Văn thư kv1', 'kv2 null'],
    'who has, and who has not'
  )
  t.ok((await deliveriesOf(s, head.id)).every(({ agency, acknowledgedAt }) => (agency?.code === 'kv1') === (acknowledgedAt !== null)))
})

scene('the centre acknowledges for an agency that has told it', async (t, s) => {
  const { head } = await publishedWorld(s)
  const body = { agency: 'kv2', by: 'Bà Thư ký, qua điện thoại' }
  const answer = await s.call('POST', `/v1/publications/${head.id}/acknowledgements`, { body })
  t.match(answer, { status: 201, body: { agency: { code: 'kv2' }, by: 'Bà Thư ký, qua điện thoại' } })
})

scene('whoever was not asked cannot acknowledge', async (t, s) => {
  await publishedWorld(s)
  const key = await keyOf(s, 'kv1')
  const url = '/v1/publications/2026-12/acknowledgements'
  t.match(await s.call('POST', url, { key, body: { agency: 'kv2' } }), { status: 404, body: { code: 'NOT_FOUND' } }, 'for another agency')
  t.match(await s.call('POST', url, { body: {} }), { status: 400, body: { errors: [{ pointer: '/agency', code: 'MISSING_FIELD' }] } })
  t.match(await s.call('POST', url, { body: { agency: 'nobody' } }), { status: 404, body: { code: 'NOT_FOUND' } })
  t.match(await s.call('POST', url, { key: null, body: {} }), { status: 401 })
  await amended(s, '2026-12', 'truc-kv1', 'binh')
  t.match(
    await s.call('POST', url, { body: { agency: 'kv2' } }),
    { status: 422, body: { code: 'NOT_ADDRESSED' } },
    'of a version not sent to it'
  )
})

scene('what is unacknowledged after the working hours is overdue, and reminded once', async (t, s) => {
  await publishedWorld(s)
  const settings = await s.call<{ version: number }>('GET', '/v1/settings')
  const headers = { 'if-match': settings.headers.etag ?? '' }
  const set = await s.call('PATCH', '/v1/settings', { headers, body: { email: 'trungtam@lichtruc.example' } })
  t.equal(set.status, 200)
  const centre = (await findCentre(s.deps.db, 'lang-son')) as Centre
  // published on a Sunday; Monday has 7.5 working hours, Tuesday the 24th is a holiday, 8 hours to acknowledge
  s.setNow('2026-11-25T07:59:00+07:00')
  t.match(await ofAgency(s, 'kv1'), { workingHours: 7.98, overdue: false })
  t.equal(await remindAcknowledgements(s.deps, centre), 0)
  await s.call('POST', '/v1/publications/2026-12/acknowledgements', { body: { agency: 'kv2' } })
  s.setNow('2026-11-25T08:00:00+07:00')
  t.match(await ofAgency(s, 'kv1'), { workingHours: 8, overdue: true, remindedAt: null })
  t.match(await ofAgency(s, 'kv2'), { overdue: false })
  t.equal(await remindAcknowledgements(s.deps, centre), 2, 'kv1 and cqdt')
  t.equal(await remindAcknowledgements(s.deps, centre), 0, 'once')
  t.match(await ofAgency(s, 'kv1'), { remindedAt: '2026-11-25T08:00:00+07:00', overdue: true })
  const mails = await letters(s)
  t.same(mails.map(({ to }) => to).sort(), ['kv1@toaan.example', 'trungtam@lichtruc.example'])
  const toAgency = mails.find(({ to }) => to === 'kv1@toaan.example')
  t.match(toAgency, { subject: /^Đề nghị xác nhận đã nhận: Thông báo số 01\/TB-TGPL/, text: /\/acknowledge\/[\w-]{43}\n/ })
  t.match(mails.find(({ to }) => to === 'trungtam@lichtruc.example')?.text, /- Tòa án nhân dân khu vực 1/)
})

scene('of several versions only the newest is reminded of, and a recalled one not at all', async (t, s) => {
  const { head } = await publishedWorld(s)
  const centre = (await findCentre(s.deps.db, 'lang-son')) as Centre
  const second = await amended(s, '2026-12', 'truc-kv1', 'binh')
  s.setNow('2026-11-26T08:00:00+07:00')
  t.equal(await remindAcknowledgements(s.deps, centre), 3)
  const reminded = async (ref: string) => (await listed(s, ref)).filter(({ remindedAt }) => remindedAt).map(({ agency }) => agency.code)
  t.same((await reminded(head.id)).sort(), ['cqdt', 'kv2'], 'whom the amendment does not concern has the first version')
  t.same(await reminded(second), ['kv1'])

  const third = await amended(s, '2026-12', 'truc-kv1', 'an')
  const { body: roster } = await s.call<RosterJson>('GET', '/v1/rosters/2026-12')
  await stepped(s, roster, 'recall', { body: { reason: 'Sai mẫu' } })
  s.setNow('2026-12-30T08:00:00+07:00')
  t.equal(await remindAcknowledgements(s.deps, centre), 0)
  t.same(await reminded(third), [])
})

/** The queued letters as they would leave. */
async function letters(s: Scene): Promise<Mail[]> {
  const found = await s.deps.db.execute(sql`select id, data from pgboss.job where name = 'mail'`)
  const sent: Mail[] = []
  for (const { id, data } of (found as unknown as { rows: { id: string; data: QueuedMail }[] }).rows) {
    holdsNoSecret(data)
    await sendMail(s.deps, { mail: async (mail) => void sent.push(mail) }, data, id)
  }
  return sent
}
const holdsNoSecret = ({ text }: QueuedMail): void => {
  if (/acknowledge\/[\w-]{43}/.test(text)) throw new Error('a secret lies in the queue')
}

const linkOf = async (s: Scene, publication: string, agency: string): Promise<string> =>
  new URL(await acknowledgementLink(s.deps, publication as PublicationId, agency as AgencyId)).pathname

scene('the link in a letter shows on opening and acknowledges on pressing', async (t, s) => {
  const { head, kv1 } = await publishedWorld(s)
  const link = await linkOf(s, head.id, kv1.id)
  t.equal(link, await linkOf(s, head.id, kv1.id), 'the same on every try')
  const opened = await s.call<string>('GET', link, { key: null })
  t.match(opened, { status: 200, headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } })
  for (const text of ['tháng 12 năm 2026', 'Tòa án nhân dân khu vực 1 - Lạng Sơn', '01/TB-TGPL', '<form method="post">'])
    t.ok(opened.body.includes(text), text)
  await s.call('HEAD', link, { key: null })
  t.equal((await ofAgency(s, 'kv1')).acknowledgedAt, null, 'opening, as a scanner of mail does, acknowledges nothing')
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const pressed = await s.call<string>('POST', link, { key: null, headers: form, body: 'by=B%C3%A0+L%C3%BD+%3Cb%3E' })
  t.equal(pressed.status, 200)
  t.match(pressed.body, /Đã xác nhận<\/strong> lúc 10:00 ngày 22\/11\/2026, người nhận: Bà Lý &/)
  t.notOk(pressed.body.includes('<b>'), 'what somebody types is shown, never run')
  t.notOk(pressed.body.includes('<form'))
  t.match(await ofAgency(s, 'kv1'), { by: 'Bà Lý <b>', acknowledgedAt: '2026-11-22T10:00:00+07:00' })
  t.match((await s.call<string>('POST', link, { key: null, headers: form, body: 'by=Ai+khac' })).body, /Bà Lý/)
})

scene('a link pressed without a name bears the name of the agency; a link that is none of ours is 404', async (t, s) => {
  const { head, kv1, kv2 } = await publishedWorld(s)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const link = await linkOf(s, head.id, kv1.id)
  await s.call('POST', link, { key: null, headers: form, body: '' })
  t.match(await ofAgency(s, 'kv1'), { by: 'Tòa án nhân dân khu vực 1 - Lạng Sơn' })
  t.not(link, await linkOf(s, head.id, kv2.id))
  for (const wrong of ['/acknowledge/x', `${link}x`, link.replace(/.$/, '')]) {
    const answer = await s.call<string>('GET', wrong, { key: null })
    t.match(answer, { status: 404, body: /Không có liên kết này/ })
    t.equal((await s.call('POST', wrong, { key: null, headers: form, body: '' })).status, 404)
  }
})

const RUBBISH = [
  ['JSON with a number', 'application/json', '{"by":1}', 400],
  ['JSON with a list', 'application/json', '{"by":["x"]}', 400],
  ['JSON with null', 'application/json', '{"by":null}', 400],
  ['JSON that is a list', 'application/json', '[]', 400],
  ['JSON that is a text', 'application/json', '"by"', 400],
  ['broken JSON', 'application/json', '{', 400],
  ['plain text', 'text/plain', 'by=x', 415],
  ['a file', 'application/octet-stream', 'x', 415],
  ['several parts', 'multipart/form-data; boundary=x', '--x--', 415],
  ['too much', 'application/x-www-form-urlencoded', `by=${'x'.repeat(5000)}`, 413]
] as const

scene('what no button sends acknowledges nothing, and breaks nothing', async (t, s) => {
  const { head, kv1 } = await publishedWorld(s)
  const link = await linkOf(s, head.id, kv1.id)
  const press = (type: string, body: string) => s.call('POST', link, { key: null, headers: { 'content-type': type }, body })
  for (const [title, type, body, status] of RUBBISH) t.equal((await press(type, body)).status, status, title)
  t.equal((await ofAgency(s, 'kv1')).acknowledgedAt, null)
  t.equal((await press('application/x-www-form-urlencoded', 'by=M%E1%BB%99t&by=Hai&other=x')).status, 200, 'a field twice is the last one')
  t.match(await ofAgency(s, 'kv1'), { by: 'Hai' })
})
