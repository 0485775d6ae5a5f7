import { eq, sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { deliveries, webhooks } from '../../db/schema/deliveries.ts'
import type { CentreId, WebhookId } from '../../src/domain/ids.ts'
import { insertDeliveries } from '../../src/store/deliveries.ts'
import { getPublication } from '../../src/store/publications.ts'
import { newDelivery, queueDeliveries } from '../../src/usecases/deliver.ts'
import { transact } from '../../src/usecases/deps.ts'
import { queueMail } from '../../src/usecases/mail.ts'
import { aWebhook } from '../support/delivery-world.ts'
import { aPublication, type HeadJson } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from '../support/people.ts'
import { openPostOffice, PATIENT, type PostOffice } from '../support/post-office.ts'
import { openMailbox, openReceiver, until } from '../support/receivers.ts'

/** An office whose tries last as long as a receiver is given, and a receiver that never answers; both end with the test. */
async function opened(t: Test) {
  const [office, dead] = [await openPostOffice(undefined, PATIENT), await openReceiver()]
  dead.answer = () => undefined
  t.teardown(async () => {
    await dead.close()
    await office.close()
  })
  return { office, dead }
}

/** A centre with a post of two days, nothing published. */
async function centreOf(s: PostOffice, code: string): Promise<Made> {
  const centre = await aCentre(s, { code })
  await anAgency(s, { centre: code, code: `toa-${code}` })
  const { id } = await anOfficer(s, { centre: code, code: `an-${code}` })
  const seats = [{ seat: 'primary', method: 'fixed', provider: id }] as const
  await aPost(s, { centre: code, code: `truc-${code}`, agencies: [`toa-${code}`], seats, validFrom: '2026-12-01', validTo: '2026-12-02' })
  return centre
}

t.test('30 receivers of one centre that never answer leave the healthy one of another its turn', async (t) => {
  const { office, dead } = await opened(t)
  const healthy = await openReceiver()
  t.teardown(() => healthy.close())
  await centreOf(office, 'nhieu')
  for (let n = 0; n < 30; n += 1) await aWebhook(office, { code: `chet-${n}`, url: `${dead.url}/${n}` }, 'nhieu')
  await aPublication(office, '2026-12', 'nhieu')
  await centreOf(office, 'it')
  await aWebhook(office, { code: 'song', url: healthy.url }, 'it')
  await aPublication(office, '2026-12', 'it')
  office.useRealClock()
  const workers = await office.openWorkers({})
  await until('the event of the other centre', () => healthy.received.length > 0)
  t.ok(dead.received.length <= 3, `${dead.received.length} places are held by receivers that never answer`)
  await dead.close()
  await workers.close()
})

/** So many more events of a publication for one webhook, as a busy month makes them. */
async function moreEvents({ deps }: PostOffice, { centreId, head, webhookId }: Of, count: number): Promise<void> {
  const publication = await getPublication(deps.db, centreId, head.id)
  await transact(deps, async (deps) => {
    const one = { publication, event: 'issued', agencyId: null, channel: 'webhook', address: 'https://x.example', webhookId } as const
    const made = Array.from({ length: count }, () => newDelivery(deps, one))
    await insertDeliveries(deps.db, made)
    await queueDeliveries(deps, made)
  })
}
interface Of {
  readonly centreId: CentreId
  readonly head: HeadJson
  readonly webhookId: WebhookId
}

/** How many jobs could leave now. */
async function waiting({ deps }: PostOffice): Promise<number> {
  const found = await deps.db.execute(
    sql`select 1 from pgboss.job where name = 'delivery' and state <= 'active' and start_after <= clock_timestamp()`
  )
  return (found as unknown as { readonly rows: readonly unknown[] }).rows.length
}

t.test('a receiver that keeps failing is left alone, without a place and without losing anything', async (t) => {
  const { office, dead } = await opened(t)
  const centre = await centreOf(office, 'mot')
  const hook = await aWebhook(office, { code: 'hong', url: dead.url }, 'mot')
  const of: Of = { centreId: centre.id as CentreId, head: await aPublication(office, '2026-12', 'mot'), webhookId: hook.id as WebhookId }
  office.useRealClock()
  await moreEvents(office, of, 20)
  dead.answer = (response) => void response.writeHead(503).end()
  const stands = async () => (await office.deps.db.select().from(webhooks).where(eq(webhooks.id, of.webhookId)))[0]
  const pending = async () => (await office.deps.db.select().from(deliveries).where(eq(deliveries.status, 'pending'))).length

  const workers = await office.openWorkers({})
  await until('it is left alone', async () => ((await stands())?.restingUntil ?? 0) > Date.now())
  await until('what waits for it is put off', async () => (await waiting(office)) === 0)
  t.ok(
    dead.received.length >= 3 && dead.received.length <= 12,
    `${dead.received.length} tries of 21 events: three, and those under way by then`
  )
  t.equal(await pending(), 21, 'none is given up')

  await t.test('tried again after a rest, it gets everything', async (t) => {
    dead.answer = (response) => void response.writeHead(200).end()
    await office.deps.db.update(webhooks).set({ restingUntil: (Date.now() - 1) as never })
    await office.deps.db.execute(sql`update pgboss.job set start_after = now() where name = 'delivery' and state < 'active'`)
    await until('all are sent', async () => (await pending()) === 0)
    t.match(await stands(), { failures: 0, restingUntil: null })
  })

  await t.test('who sends again by hand, or changes the webhook, has it tried at once', async (t) => {
    const rest = { failures: 5, restingUntil: (Date.now() + 600_000) as never }
    await office.deps.db.update(webhooks).set(rest)
    const [sent] = await office.deps.db.select().from(deliveries).where(eq(deliveries.webhookId, of.webhookId)).limit(1)
    const before = dead.received.length
    t.match(await office.call('POST', `/v1/deliveries/${sent?.id}/resend?centre=mot`), { status: 202 })
    await until('it is tried', () => dead.received.length > before)
    await office.deps.db.update(webhooks).set(rest)
    const changed = await office.call('PATCH', `/v1/webhooks/${hook.id}?centre=mot`, {
      headers: { 'if-match': `"${hook.version}"` },
      body: { url: `${dead.url}/moved` }
    })
    t.equal(changed.status, 200)
    t.match(await stands(), { failures: 0, restingUntil: null })
  })
  await workers.close()
})

t.test(
  'letters of busy centres do not stand before those of another, even where they hold every place, and each line keeps its order',
  async (t) => {
    const { office } = await opened(t)
    const mailbox = await openMailbox()
    t.teardown(() => mailbox.close())
    const letters = (centre: string, count: number) =>
      Array.from({ length: count }, (_, n) => ({ to: `${n}@${centre}.example`, subject: `${centre} ${n}`, text: 'x' }))
    const queue = (centre: string, count: number) =>
      transact(office.deps, (deps) => queueMail(deps, { id: centre as CentreId }, letters(centre, count)))
    const busy = ['mot', 'hai', 'ba']
    for (const centre of busy) await queue(centre, 8)
    await queue('it', 2)
    const workers = await office.openWorkers({ smtp: mailbox.url })
    await until('all are sent', () => mailbox.letters.length === 26)
    await workers.close()
    const order = mailbox.letters.map(({ to }) => to)
    const places = ['0@it.example', '1@it.example'].map((to) => order.indexOf(to))
    t.ok(places[0] !== undefined && places[0] < 6, `its first letter left as number ${places[0]} of ${order}`)
    t.ok(places[1] !== undefined && places[1] < 10, `its second as number ${places[1]}`)
    for (const centre of busy) {
      const those = order.filter((to) => to.endsWith(`@${centre}.example`))
      t.same(those, [...those].sort(), `those of ${centre} in order`)
    }
  }
)
