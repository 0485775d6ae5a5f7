import { sql } from 'drizzle-orm'
import type { Centre } from '../../src/domain/centre.ts'
import { DutyError } from '../../src/domain/errors.ts'
import type { CentreId, DeliveryId } from '../../src/domain/ids.ts'
import { noMailer } from '../../src/jobs/mailer.ts'
import { openPoster } from '../../src/jobs/post-webhook.ts'
import { findCentre } from '../../src/store/centres.ts'
import { getPublication } from '../../src/store/publications.ts'
import { deliverRecall } from '../../src/usecases/deliver.ts'
import { transact } from '../../src/usecases/deps.ts'
import { buryDelivery, type Senders, sendDelivery } from '../../src/usecases/send-delivery.ts'
import { amended, aWebhook, type DeliveryJson, deliveriesOf, deliveryWorld, inShort, publishedWorld } from '../support/delivery-world.ts'
import { aPublication, at, published, stepped } from '../support/months.ts'
import type { Made } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

/** The deliveries that the queue holds. */
async function queued(s: Scene): Promise<string[]> {
  const found = await s.deps.db.execute(sql`select data->>'delivery' as id from pgboss.job where name = 'delivery' order by 1`)
  return (found as unknown as { rows: { id: string }[] }).rows.map(({ id }) => id)
}

const nowhere: Senders = { mail: noMailer, post: () => Promise.reject(new Error('nothing is posted here')) }
const of = (deliveries: readonly DeliveryJson[], channel: string, code: string | null): DeliveryJson => {
  const found = deliveries.find((each) => each.channel === channel && (each.agency?.code ?? null) === code)
  if (found === undefined) throw new Error(`no ${channel} for ${code}`)
  return found
}

scene('a first version goes to every agency by each of its channels, in the transaction that publishes', async (t, s) => {
  const { kv2 } = await deliveryWorld(s)
  await aWebhook(s, { code: 'toa-2', url: 'https://toa2.example/events', agency: 'kv2' })
  await aWebhook(s, { code: 'tat-ca', url: 'https://bo.example/events' })
  await aWebhook(s, { code: 'tat', url: 'https://off.example/', enabled: false })
  const head = await aPublication(s)
  const found = await deliveriesOf(s, head.id)
  t.same(inShort(found), [
    'issued email kv1 pending',
    'issued portal cqdt sent',
    'issued portal kv1 sent',
    'issued portal kv2 sent',
    'issued webhook * pending',
    'issued webhook kv2 pending'
  ])
  t.match(of(found, 'email', 'kv1'), { address: 'kv1@toaan.example', attempts: 0, failure: null, sentAt: null })
  t.match(of(found, 'webhook', 'kv2'), { address: 'https://toa2.example/events', agency: { id: kv2.id } })
  t.equal(of(found, 'portal', 'cqdt').address, '', 'an agency without e-mail and webhook has the portal alone')
  const pending = found.filter(({ status }) => status === 'pending').map(({ id }) => id)
  t.same(await queued(s), pending.sort(), 'each that is to be sent is in the queue, nothing else')
})

scene('what is rolled back is neither listed nor queued', async (t, s) => {
  const { head } = await publishedWorld(s)
  const centre = await findCentre(s.deps.db, 'lang-son')
  const publication = await getPublication(s.deps.db, centre?.id as CentreId, head.id)
  const [queuedBefore, listedBefore] = [await queued(s), await deliveriesOf(s, head.id)]
  const again = (fails: boolean) =>
    transact(s.deps, async (deps) => {
      await deliverRecall(deps, centre as Centre, publication)
      if (fails) throw new Error('undone')
    })
  await t.rejects(again(true), { message: 'undone' })
  t.same(await queued(s), queuedBefore)
  t.same(await deliveriesOf(s, head.id), listedBefore)
  await again(false)
  t.equal((await queued(s)).length, queuedBefore.length + 1, 'what is committed is there')
})

scene('an amendment goes only to those whose post it changes', async (t, s) => {
  await publishedWorld(s)
  await aWebhook(s, { code: 'tat-ca', url: 'https://bo.example/events' })
  const id = await amended(s, '2026-12', 'truc-kv1', 'binh')
  t.same(inShort(await deliveriesOf(s, id)), ['amended email kv1 pending', 'amended portal kv1 sent', 'amended webhook * pending'])
})

scene('an emergency cover is told at once as provisional, and the document that confirms it to the same agencies', async (t, s) => {
  await publishedWorld(s)
  s.setNow('2026-12-01T08:00:00+07:00')
  const body = { absent: 'an', reason: 'Cấp cứu', standIn: 'binh', until: '2026-12-01T17:00:00+07:00' }
  const covered = await s.call<{ items: readonly { cover: { publicationId: string } }[] }>('POST', '/v1/covers', { body })
  if (covered.status !== 201) throw new Error(JSON.stringify(covered.body))
  const found = await deliveriesOf(s, covered.body.items[0]?.cover.publicationId ?? '')
  t.same(inShort(found), ['provisional email kv1 pending', 'provisional portal kv1 sent'])

  const drawn = await s.call<{ amendment: Made }>('POST', '/v1/publications/2026-12/amendments', { body: { reason: 'Xác nhận trực thay' } })
  const { id, version } = drawn.body.amendment
  const done = await s.call<{ publicationId: string }>('POST', `/v1/amendments/${id}/approve`, { headers: at({ version }), body: {} })
  t.equal(done.status, 200)
  t.same(inShort(await deliveriesOf(s, done.body.publicationId)), ['amended email kv1 pending', 'amended portal kv1 sent'])
})

scene('an agency that is abolished gets nothing more', async (t, s) => {
  const { kv1 } = await publishedWorld(s)
  s.setNow('2026-11-24T08:00:00+07:00')
  const ended = await s.call('PATCH', '/v1/agencies/kv1', { headers: { 'if-match': `"${kv1.version}"` }, body: { validTo: '2026-11-23' } })
  t.equal(ended.status, 200)
  t.same(inShort(await deliveriesOf(s, await amended(s, '2026-12', 'truc-kv1', 'binh'))), [])
})

scene('a recall is told to everybody, and the version after it goes to everybody as a first one', async (t, s) => {
  const { head } = await publishedWorld(s)
  const { body: roster } = await s.call<{ id: string; version: number }>('GET', '/v1/rosters/2026-12')
  const recalled = await stepped(s, roster as never, 'recall', { body: { reason: 'Sai mẫu' } })
  const found = (await deliveriesOf(s, head.id)).filter(({ event }) => event === 'recalled')
  t.same(inShort(found), [
    'recalled email kv1 pending',
    'recalled portal cqdt sent',
    'recalled portal kv1 sent',
    'recalled portal kv2 sent'
  ])
  const second = await published(s, recalled)
  t.same(inShort(await deliveriesOf(s, second.id)), [
    'issued email kv1 pending',
    'issued portal cqdt sent',
    'issued portal kv1 sent',
    'issued portal kv2 sent'
  ])
})

scene('without a mail server a letter waits in the list of what was given up, and can be sent again', async (t, s) => {
  const { head, kv1 } = await publishedWorld(s)
  const letter = of(await deliveriesOf(s, head.id), 'email', 'kv1')
  t.match(await s.call('POST', `/v1/deliveries/${letter.id}/resend`), { status: 409, body: { code: 'DELIVERY_PENDING' } })
  await sendDelivery(s.deps, nowhere, letter.id as DeliveryId, 1)
  const { body: dead } = await s.call<{ items: readonly DeliveryJson[]; next: unknown }>('GET', '/v1/deliveries?status=dead')
  t.match(dead, { items: [{ id: letter.id, status: 'dead', attempts: 1, failure: { code: 'MAIL_NOT_CONFIGURED' } }], next: null })
  t.match(dead.items[0]?.failure?.detail, /SMTP_URL/)
  await s.call('PATCH', '/v1/agencies/kv1', { headers: { 'if-match': `"${kv1.version}"` }, body: { email: 'moi@toaan.example' } })
  const again = await s.call<DeliveryJson>('POST', `/v1/deliveries/${letter.id}/resend`)
  t.match(again, { status: 202, body: { id: letter.id, status: 'pending', address: 'moi@toaan.example', failure: null } })
  t.equal((await queued(s)).filter((id) => id === letter.id).length, 2, 'it is queued once more')
  t.same((await s.call<{ items: unknown[] }>('GET', '/v1/deliveries?status=dead')).body.items, [])
})

const SAID = [
  ['HTTP 503', 'HTTP 503'],
  ['SMTP 550', 'SMTP 550'],
  ['ECONNREFUSED', 'ECONNREFUSED'],
  ['connect ECONNREFUSED 10.9.8.7:25', null],
  ['getaddrinfo ENOTFOUND mail.noi-bo.lan', null],
  ['10.9.8.7', null],
  ['550 5.7.1 mail.noi-bo.lan [10.9.8.7] refused', null],
  ['HTTP 503 from 10.9.8.7', null]
] as const

scene('a failure is told by a closed list of reasons: no address and no host of ours or theirs', async (t, s) => {
  const { head } = await publishedWorld(s)
  const letter = of(await deliveriesOf(s, head.id), 'email', 'kv1')
  const failed = async () => of(await deliveriesOf(s, head.id), 'email', 'kv1').failure
  for (const [said, told] of SAID) {
    for (const error of [
      new DutyError('RECEIVER_UNREACHABLE', { said }),
      new DutyError('ADDRESS_FORBIDDEN', { address: '10.9.8.7', said }),
      new Error(said)
    ]) {
      const senders: Senders = { ...nowhere, mail: () => Promise.reject(error) }
      await sendDelivery(s.deps, senders, letter.id as DeliveryId, 1).catch(() => undefined)
      t.equal((await failed())?.said, error instanceof DutyError ? told : null, `${error.message}`)
      t.notMatch(JSON.stringify(await failed()), /10[.]9|noi-bo/)
    }
    await s.deps.db.execute(sql`update deliveries set failure = ${`RECEIVER_REFUSED ${said}`} where id = ${letter.id}`)
    t.equal((await failed())?.said, told, 'as an earlier release wrote it')
  }
})

scene('that a name leads to an address of ours is told as that there is no such name', async (t, s) => {
  const { head } = await publishedWorld(s)
  const letter = of(await deliveriesOf(s, head.id), 'email', 'kv1')
  const poster = openPoster(false)
  t.teardown(() => poster.close())
  const told = async (url: string) => {
    const event = { id: letter.id, url, secret: `whsec_${Buffer.from('x'.repeat(32)).toString('base64')}`, at: s.deps.now(), body: '{}' }
    const failed = sendDelivery(s.deps, { ...nowhere, mail: () => poster.post(event) }, letter.id as DeliveryId, 1)
    await failed.catch(() => undefined)
    return of(await deliveriesOf(s, head.id), 'email', 'kv1').failure
  }
  const unknown = await told('https://nowhere.invalid/')
  t.match(unknown, { code: 'RECEIVER_UNREACHABLE', detail: /không được phép gửi tới/, said: null })
  t.same(await told('https://localhost/'), unknown, 'by the name')
  t.same(await told('https://10.9.8.7/'), unknown, 'by the address')
  await s.deps.db.execute(sql`update deliveries set failure = 'ADDRESS_FORBIDDEN' where id = ${letter.id}`)
  t.same((await of(await deliveriesOf(s, head.id), 'email', 'kv1')).failure, unknown, 'as an earlier release wrote it')
})

scene('a try that ended without a word, because its process died, is given up aloud', async (t, s) => {
  const { head } = await publishedWorld(s)
  const letter = of(await deliveriesOf(s, head.id), 'email', 'kv1')
  await buryDelivery(s.deps, letter.id as DeliveryId)
  t.match(of(await deliveriesOf(s, head.id), 'email', 'kv1'), { status: 'dead', failure: { code: 'SENDING_INTERRUPTED', said: null } })
  await buryDelivery(s.deps, letter.id as DeliveryId)
  t.equal(of(await deliveriesOf(s, head.id), 'email', 'kv1').attempts, 1, 'once')
})

scene('who has no address cannot be sent to; an address entered later makes a letter of it', async (t, s) => {
  const { head, kv2 } = await publishedWorld(s)
  const portal = of(await deliveriesOf(s, head.id), 'portal', 'kv2')
  t.match(await s.call('POST', `/v1/deliveries/${portal.id}/resend`), { status: 422, body: { code: 'RECIPIENT_WITHOUT_ADDRESS' } })
  await s.call('PATCH', '/v1/agencies/kv2', { headers: { 'if-match': `"${kv2.version}"` }, body: { email: 'kv2@toaan.example' } })
  const made = await s.call<DeliveryJson>('POST', `/v1/deliveries/${portal.id}/resend`)
  t.match(made, { status: 202, body: { channel: 'email', address: 'kv2@toaan.example', status: 'pending' } })
  t.ok((await queued(s)).includes(made.body.id))
  t.match(await s.call('POST', `/v1/deliveries/${portal.id}/resend`), { status: 409, body: { code: 'DELIVERY_PENDING' } })
})

scene('a webhook that is gone or off is said so', async (t, s) => {
  await deliveryWorld(s)
  const hook = await aWebhook(s, { code: 'tat-ca', url: 'https://bo.example/events' })
  const head = await aPublication(s)
  await s.call('DELETE', '/v1/webhooks/tat-ca', { headers: { 'if-match': `"${hook.version}"` } })
  const event = of(await deliveriesOf(s, head.id), 'webhook', null)
  await sendDelivery(s.deps, nowhere, event.id as DeliveryId, 1)
  t.match(of(await deliveriesOf(s, head.id), 'webhook', null), { status: 'dead', failure: { code: 'WEBHOOK_GONE' } })
  t.match(await s.call('POST', `/v1/deliveries/${event.id}/resend`), { status: 410, body: { code: 'WEBHOOK_GONE' } })
})

scene('lists come in pages, newest first, and show an agency its own alone', async (t, s) => {
  const { head } = await publishedWorld(s)
  interface Page {
    readonly items: readonly DeliveryJson[]
    readonly next: string | null
  }
  const all: DeliveryJson[] = []
  for (let next: string | null = '/v1/deliveries?limit=3'; next !== null; ) {
    const { body }: { body: Page } = await s.call<Page>('GET', next)
    all.push(...body.items)
    next = body.next
  }
  t.same(all.map(({ id }) => id).sort(), (await deliveriesOf(s, head.id)).map(({ id }) => id).sort())
  const body = { name: 'kv1', centre: 'lang-son', agency: 'kv1', scopes: ['rosters:read'] }
  const { key } = (await s.call<{ key: string }>('POST', '/v1/api-keys', { body })).body
  for (const url of ['/v1/deliveries', `/v1/publications/${head.id}/deliveries`]) {
    const seen = await s.call<Page>('GET', url, { key })
    t.same([...new Set(seen.body.items.map(({ agency }) => agency?.code))], ['kv1'], url)
  }
})

const bad = [
  ['GET', '/v1/deliveries?status=lost', 400, 'BAD_FIELD'],
  ['GET', '/v1/deliveries?after=x', 400, 'BAD_FIELD'],
  ['GET', '/v1/publications/2031-01/deliveries', 404, 'NOT_FOUND'],
  ['POST', '/v1/deliveries/x/resend', 404, 'NOT_FOUND'],
  ['POST', '/v1/deliveries/019b0b1e-7c1a-7000-8000-000000000001/resend', 404, 'NOT_FOUND']
] as const
scene('bad requests have their codes, and nobody without a key sees who is written to', async (t, s) => {
  const { head } = await publishedWorld(s)
  for (const [method, url, status, code] of bad) t.match(await s.call(method, url), { status, body: { code } }, `${method} ${url}`)
  t.match(await s.call('GET', `/v1/publications/${head.id}/deliveries`, { key: null }), { status: 401, body: { code: 'KEY_REQUIRED' } })
})
