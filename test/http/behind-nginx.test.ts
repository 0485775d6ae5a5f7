import type { AddressInfo } from 'node:net'
import t from 'tap'
import { ADMIN_KEY } from '../support/database.ts'
import { aDraft, at } from '../support/months.ts'
import { openNginx, withoutNginx } from '../support/nginx.ts'
import { aCentre, anOfficer, aPost } from '../support/people.ts'
import { openService } from '../support/service.ts'

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: object
}

t.test('behind nginx that packs, everything works as it does without', { skip: withoutNginx }, async (t) => {
  const s = await openService()
  await s.app.listen({ port: 0, host: '127.0.0.1' })
  const nginx = await openNginx((s.app.server.address() as AddressInfo).port)
  t.teardown(async () => {
    await nginx.close()
    await s.close()
  })
  const ask = async (path: string, { method = 'GET', headers = {}, body }: Asked = {}) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const authorization = `Bearer ${ADMIN_KEY}`
    return fetch(nginx.address + path, {
      method,
      headers: { authorization, 'accept-encoding': 'gzip', ...type, ...headers },
      ...(body && { body: JSON.stringify(body) })
    })
  }
  const centre = await aCentre(s, { code: 'trung-tam' })
  const officer = await anOfficer(s)
  const path = `/v1/providers/${officer.id}`

  await t.test('what is read is edited and written, twice, and a stale write is refused', async (t) => {
    const read = await ask(path)
    const etag = read.headers.get('etag') ?? ''
    t.equal(read.headers.get('content-encoding'), 'gzip', 'nginx packs it')
    t.equal(etag, 'W/"1"', 'and weakens the tag')
    t.equal((await read.json()).id, officer.id)
    const first = await ask(path, { method: 'PATCH', headers: { 'if-match': etag }, body: { fullName: 'Hoàng Thị Ân' } })
    t.equal(first.status, 200)
    const second = await ask(path, {
      method: 'PATCH',
      headers: { 'if-match': first.headers.get('etag') ?? '' },
      body: { fullName: 'Hoàng Ân' }
    })
    t.equal(second.status, 200)
    t.equal((await second.json()).fullName, 'Hoàng Ân')
    const stale = await ask(path, { method: 'PATCH', headers: { 'if-match': etag }, body: { fullName: 'Hoàng' } })
    t.equal(stale.status, 412)
    t.equal((await stale.json()).code, 'STALE_VERSION')
    t.equal((await ask(path, { headers: { 'if-none-match': second.headers.get('etag') ?? '' } })).status, 304)
  })

  await t.test('what the service packed itself passes as it is', async (t) => {
    const reply = await ask('/openapi.json')
    t.equal(reply.headers.get('content-encoding'), 'gzip')
    t.equal((await reply.json()).openapi, '3.1.0')
  })

  await t.test('a calendar by its address is whole, and known the next time', async (t) => {
    const feed = await s.call<{ address: string }>('POST', '/v1/feeds', { body: { provider: officer.id, numbers: false } })
    t.equal(feed.status, 201)
    const address = new URL(feed.body.address, 'http://x').pathname
    const calendar = await ask(address)
    t.match(await calendar.text(), /^BEGIN:VCALENDAR[\s\S]*END:VCALENDAR\r\n$/)
    t.equal((await ask(address, { headers: { 'if-none-match': calendar.headers.get('etag') ?? '' } })).status, 304)
  })

  await t.test('a picture is passed on byte by byte', async (t) => {
    const post = await aPost(s, { patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,2,3,4', startsAt: '08:00', duration: 'PT2H' }] })
    const direct = await s.app.inject({ url: `/v1/posts/${post.id}/qr.png`, headers: { authorization: `Bearer ${ADMIN_KEY}` } })
    const passed = await ask(`/v1/posts/${post.id}/qr.png`)
    t.equal(passed.status, direct.statusCode)
    t.same(Buffer.from(await passed.arrayBuffer()), direct.rawPayload)
  })

  await t.test('the events of a job come as they happen', async (t) => {
    const draft = await aDraft(s, '2027-01')
    const job = await s.call<{ id: string }>('POST', `/v1/rosters/${draft.id}/plan`, { headers: at(draft), body: { iterations: 10 } })
    t.equal(job.status, 202)
    const stream = await ask(`/v1/jobs/${job.body.id}/events`)
    t.equal(stream.headers.get('content-encoding'), null)
    t.match(await stream.text(), /^event: \w+\nid: 1\ndata: [\s\S]*event: done\n/)
  })
  t.ok(centre.id)
})
