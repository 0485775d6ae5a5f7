import { createHash } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { hostname } from 'node:os'
import { Webhook } from 'standardwebhooks'
import t, { type Test } from 'tap'
import { openPoster, publicLookup } from '../../src/jobs/post-webhook.ts'
import { isPublicAddress } from '../../src/usecases/receiver-address.ts'
import { amended, aWebhook, type DeliveryJson, deliveriesOf, deliveryWorld } from '../support/delivery-world.ts'
import { aPublication } from '../support/months.ts'
import { openPostOffice, type PostOffice } from '../support/post-office.ts'
import { openMailbox, openReceiver, type Received, until } from '../support/receivers.ts'

interface EventJson {
  readonly type: string
  readonly id: string
  readonly timestamp: string
  readonly version: number
  readonly data: {
    readonly centre: { readonly code: string }
    readonly publication: { readonly number: string | null; readonly reason: string | null }
    readonly agency: { readonly code: string } | null
    readonly changes: readonly {
      readonly kind: string
      readonly post: { readonly code: string }
      readonly to: { readonly fullName: string }
    }[]
    readonly links: {
      readonly publication: string
      readonly documents: readonly { readonly href: string }[]
      readonly acknowledge: string | null
    }
  }
}

/** An office, a receiver and a mailbox that end with the test. */
async function opened(t: Test) {
  const [office, receiver, mailbox] = [await openPostOffice(), await openReceiver(), await openMailbox()]
  t.teardown(async () => {
    await office.close()
    await receiver.close()
    await mailbox.close()
  })
  return { office, receiver, mailbox }
}

const only = async (s: PostOffice, ref: string, channel: string): Promise<DeliveryJson> => {
  const [found] = (await deliveriesOf(s, ref)).filter((each) => each.channel === channel)
  if (found === undefined) throw new Error(`no ${channel}`)
  return found
}
const has = (s: PostOffice, ref: string, channel: string, status: string, seconds?: number) =>
  until(`${channel} ${status}`, async () => (await only(s, ref, channel)).status === status, seconds)

/** The event, if the signature is right by the library that receivers use. */
const verified = ({ body, headers }: Received, secret: string): EventJson =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as EventJson

t.test('letters and events leave, are tried again, given up, and sent again by hand', async (t) => {
  const { office, receiver, mailbox } = await opened(t)
  await deliveryWorld(office)
  const { secret = '' } = await aWebhook(office, { code: 'toa-1', url: `${receiver.url}/hook?x=1`, agency: 'kv1' })
  const head = await aPublication(office)
  t.equal(receiver.received.length + mailbox.letters.length, 0, 'nothing leaves before somebody works')
  office.useRealClock()
  const workers = await office.openWorkers({ smtp: mailbox.url })

  await t.test('a signed event', async (t) => {
    await has(office, head.id, 'webhook', 'sent')
    const delivery = await only(office, head.id, 'webhook')
    t.equal(receiver.received.length, 1)
    const [event] = receiver.received as [Received]
    t.equal(event.path, '/hook?x=1')
    t.match(event.headers, { 'content-type': 'application/json; charset=utf-8', 'webhook-id': delivery.id })
    const told = verified(event, secret)
    t.match(told, {
      type: 'publication.issued',
      id: delivery.id,
      version: 1,
      data: { centre: { code: 'lang-son' }, publication: { number: '01/TB-TGPL' }, agency: { code: 'kv1' }, changes: [] }
    })
    t.match(told.data.links, {
      publication: `https://lichtruc.example/v1/publications/${head.id}?centre=lang-son`,
      acknowledge: /^https:\/\/lichtruc\.example\/acknowledge\/[\w-]{43}$/
    })
    for (const href of [told.data.links.publication, ...told.data.links.documents.map((each) => each.href)]) {
      t.equal((await office.call('GET', href.replace('https://lichtruc.example', ''))).status, 200, href)
    }
    t.throws(() => verified({ ...event, body: event.body.replace('kv1', 'kv2') }, secret), 'a changed body is not ours')
    const link = new URL(told.data.links.acknowledge ?? '').pathname
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    t.equal((await office.call('POST', link, { key: null, headers: form, body: '' })).status, 200, 'the link acknowledges')
    t.ok((await only(office, head.id, 'email')).acknowledgedAt)
  })

  await t.test('a letter with its papers', async (t) => {
    await has(office, head.id, 'email', 'sent')
    const delivery = await only(office, head.id, 'email')
    t.equal(mailbox.letters.length, 1)
    const [{ to, letter }] = mailbox.letters as [(typeof mailbox.letters)[number]]
    t.equal(to, 'kv1@toaan.example')
    t.equal(letter.messageId, `<${delivery.id}@tgpl.example>`)
    t.match(letter.from, { name: 'Trung tâm TGPL', address: 'lichtruc@tgpl.example' })
    t.equal(letter.subject, 'Thông báo số 01/TB-TGPL: Lịch trực trợ giúp pháp lý tháng 12 năm 2026')
    for (const text of [
      'Kính gửi: Tòa án nhân dân khu vực 1 - Lạng Sơn',
      'trân trọng gửi Quý cơ quan',
      '/acknowledge/',
      'Please acknowledge receipt'
    ]) {
      t.ok(letter.text?.includes(text), text)
    }
    t.match(
      letter.attachments.map(({ filename, mimeType }) => ({ filename, mimeType })),
      [
        { filename: 'lich-truc-lang-son-2026-12-01-tb-tgpl.pdf', mimeType: 'application/pdf' },
        { filename: 'lich-truc-lang-son-2026-12-01-tb-tgpl.docx', mimeType: /wordprocessingml/ }
      ]
    )
    const starts = letter.attachments.map(({ content }) =>
      Buffer.from(content as ArrayBuffer)
        .subarray(0, 4)
        .toString('latin1')
    )
    t.same(starts, ['%PDF', 'PK\u0003\u0004'])
  })

  await t.test('an amendment says what changed, and for whom', async (t) => {
    const id = await amended(office, '2026-12', 'truc-kv1', 'binh')
    await has(office, id, 'webhook', 'sent')
    await has(office, id, 'email', 'sent')
    const told = verified(receiver.received.at(-1) as Received, secret)
    t.match(told, {
      type: 'publication.amended',
      version: 2,
      data: { publication: { number: '02/TB-TGPL' } }
    })
    t.match(told.data.changes, [
      { kind: 'seat', seat: 'primary', post: { code: 'truc-kv1' }, from: { fullName: 'Hoàng Thị An' }, to: { fullName: 'Nông Văn Bình' } }
    ])
    const { letter } = mailbox.letters.at(-1) ?? {}
    t.equal(letter?.subject, 'Thông báo số 02/TB-TGPL: Điều chỉnh Lịch trực trợ giúp pháp lý tháng 12 năm 2026')
    t.notMatch(JSON.stringify([told, letter]), /bận phiên tòa/, 'but not why')
    t.match(
      letter?.text,
      /- TAND khu vực 1, từ 07:30 đến 17:00 ngày 01\/12\/2026: người trực là Nông Văn Bình \(0912 \d{3} \d{3}\), thay Hoàng Thị An\.\n/
    )
  })

  await t.test('a dead receiver: tried again, given up, listed, and sent again under the same id', async (t) => {
    const before = receiver.received.length
    receiver.answer = (response) => void response.writeHead(503, { location: receiver.url }).end('later')
    mailbox.refusal = { code: 550, text: 'No such user here' }
    const id = await amended(office, '2026-12', 'truc-kv1', 'an')
    await has(office, id, 'webhook', 'dead')
    await has(office, id, 'email', 'dead')
    const dead = await only(office, id, 'webhook')
    t.match(dead, { attempts: 3, sentAt: null, failure: { code: 'RECEIVER_REFUSED', said: 'HTTP 503' } })
    const tries = receiver.received.slice(before)
    t.same(new Set(tries.map(({ headers }) => headers['webhook-id'])), new Set([dead.id]), 'three tries, one id')
    t.equal(tries.length, 3)
    for (const each of tries) t.equal(verified(each, secret).id, dead.id, 'each signed anew')
    t.match(await only(office, id, 'email'), { attempts: 3, failure: { code: 'RECEIVER_REFUSED', said: 'SMTP 550' } })
    const listed = await office.call<{ items: readonly DeliveryJson[] }>('GET', '/v1/deliveries?status=dead')
    t.same(listed.body.items.map(({ channel }) => channel).sort(), ['email', 'webhook'])

    receiver.answer = (response) => void response.writeHead(204).end()
    mailbox.refusal = undefined
    for (const { id } of listed.body.items) t.equal((await office.call('POST', `/v1/deliveries/${id}/resend`)).status, 202)
    await has(office, id, 'webhook', 'sent')
    await has(office, id, 'email', 'sent')
    t.equal(receiver.received.at(-1)?.headers['webhook-id'], dead.id)
    t.match(await only(office, id, 'webhook'), { status: 'sent', attempts: 4, failure: null })
  })

  await t.test('a redirect is not followed, and nobody there is a failure with its code', async (t) => {
    const elsewhere = await openReceiver()
    receiver.answer = (response) => void response.writeHead(307, { location: elsewhere.url }).end()
    await mailbox.close()
    const id = await amended(office, '2026-12', 'truc-kv1', 'binh')
    await has(office, id, 'webhook', 'dead')
    await has(office, id, 'email', 'dead')
    t.match(await only(office, id, 'webhook'), { failure: { code: 'RECEIVER_REFUSED', said: 'HTTP 307' } })
    t.match(await only(office, id, 'email'), { failure: { code: 'RECEIVER_UNREACHABLE', said: 'ESOCKET' } })
    t.equal(elsewhere.received.length, 0)
    await elsewhere.close()
  })
  await workers.close()
})

t.test('events are posted to nobody private', async (t) => {
  const receiver = await openReceiver()
  t.teardown(() => receiver.close())
  const strict = openPoster(false)
  t.teardown(() => strict.close())
  const { port } = new URL(receiver.url)
  const secret = `whsec_${createHash('sha256').update('x').digest('base64')}`
  const event = { id: 'x', secret, at: Date.now() as never, body: '{}' }
  for (const host of ['127.0.0.1', '[::1]', '2130706433', '[::ffff:127.0.0.1]', 'localhost']) {
    const refused = { code: 'RECEIVER_UNREACHABLE', params: { said: 'ADDRESS_FORBIDDEN' } }
    await t.rejects(strict.post({ ...event, url: `https://${host}:${port}/` }), refused, host)
  }
  t.equal(receiver.received.length, 0)

  for (const all of [true, false]) {
    const refused = new Promise((done) => publicLookup('localhost', { all }, (error) => done(error)))
    t.match(await refused, { code: 'ADDRESS_FORBIDDEN' }, 'a name is asked for on connecting, and refused by what is behind it')
  }
  const known = await lookup(hostname()).catch(() => undefined)
  const skip = (known === undefined || isPublicAddress(known.address)) && 'this machine has no name that leads to itself'
  await t.test('the name of this machine', { skip }, async (t) => {
    const refused = { code: 'RECEIVER_UNREACHABLE', params: { said: 'ADDRESS_FORBIDDEN' } }
    await t.rejects(strict.post({ ...event, url: `https://${hostname()}:${port}/` }), refused)
  })
})
