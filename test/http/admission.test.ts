import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { DutyError } from '../../src/domain/errors.ts'
import { MOST_WAITING, PLACES } from '../../src/http/plugins/admission.ts'
import type { OPERATIONS, OperationId } from '../../src/http/scopes.ts'
import { type HeldCompute, holdingCompute } from '../support/held.ts'
import { listen } from '../support/job-streams.ts'
import { aDraft, approved, at, type JobJson, planned, type RosterJson, slotsOfRoster, stepped } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from '../support/people.ts'
import { open as openSocket } from '../support/raw.ts'
import { until } from '../support/receivers.ts'
import { amendmentsOf, aRound, slotOn } from '../support/round.ts'
import { openService, type Service } from '../support/service.ts'
import { offered, type SwapJson, step, swapBody } from '../support/swaps.ts'

/** A centre as whoever asks for it has it. */
interface Asker {
  readonly id: string
  readonly key: string
  readonly otherKey: string
  /** A draft, and its slots. */
  readonly draft: RosterJson
  readonly slots: readonly string[]
}

interface World {
  readonly s: Service
  readonly held: HeldCompute
  /** `an` has a published December too. */
  readonly an: Asker
  readonly binh: Asker
  readonly chi: Asker
  /** What is written, for those who look whether anything was. */
  readonly written: () => Promise<unknown>
}

/** What those who make rosters may. */
const STAFF = [
  'catalogue:read',
  'catalogue:write',
  'rosters:read',
  'rosters:write',
  'rosters:approve',
  'rosters:publish',
  'covers:write',
  'swaps:write'
]

const aKey = async (s: Service, centre: string): Promise<string> =>
  (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'Khóa của Trung tâm', scopes: STAFF, centre } })).body.key

async function asker(s: Service, centre: Made): Promise<Asker> {
  const draft = await aDraft(s, '2027-01', centre.code)
  const slots = (await slotsOfRoster(s, draft.id, centre.code)).map(({ id }) => id)
  return { id: centre.id, key: await aKey(s, centre.id), otherKey: await aKey(s, centre.id), draft, slots }
}

/** Two days of each month from 2027 on. */
const aSmallPost = async (s: Service, centre: string): Promise<void> => {
  const patterns = [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,2', startsAt: '08:00', duration: 'PT2H' }]
  await aPost(s, { centre, code: `nho-${centre}`, patterns, validFrom: '2027-01-01' })
}

async function aWorld(): Promise<World> {
  const held = holdingCompute()
  const s = await openService(undefined, { compute: held.compute })
  await aRound(s)
  const first = (await s.call<Made>('GET', '/v1/centres/lang-son')).body
  await aSmallPost(s, 'lang-son')
  const others = [await aCentre(s), await aCentre(s)] as const
  for (const { code } of others) {
    await anOfficer(s, { centre: code })
    await anOfficer(s, { centre: code })
    await aSmallPost(s, code)
  }
  const [an, binh, chi] = [await asker(s, first), await asker(s, others[0]), await asker(s, others[1])]
  const written = async () => {
    const asked = ['/v1/rosters', '/v1/amendments', '/v1/covers', '/v1/swaps', '/v1/publications', '/v1/absences']
    return Promise.all(asked.map(async (url) => (await s.call('GET', url, { key: an.key })).body))
  }
  return { s, held, an, binh, chi, written }
}

let opened: Promise<World> | undefined
t.teardown(async () => {
  const world = await opened
  world?.held.hold(false)
  await world?.s.close()
})

/** A test in the world of the file, in which calculations are held from now on. */
function inWorld(title: string, body: (t: Test, world: World) => Promise<void>): void {
  void t.test(title, async (t) => {
    opened ??= aWorld()
    const world = await opened
    world.held.hold(true)
    await body(t, world).finally(() => world.held.hold(false))
    await until('nothing is under way', () => world.held.underWay().length === 0)
  })
}

/** A question that calculates. */
const ask = ({ s }: World, { draft, slots, key }: Asker, { by = key, slot = 0 } = {}) =>
  s.call<{ code?: string; detail?: string }>('GET', `/v1/rosters/${draft.id}/candidates?slot=${slots[slot]}&seat=primary`, { key: by })

const times = <T>(count: number, work: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => work(n))
const owners = ({ held }: World): string[] => held.underWay().map(({ owner }) => owner)
const underWay = (world: World, ...wanted: readonly Asker[]): Promise<void> =>
  until(`${wanted.length} under way`, () => owners(world).join() === wanted.map(({ id }) => id).join(), 15)
const statuses = async (answers: readonly Promise<{ status: number }>[]): Promise<number[]> =>
  (await Promise.all(answers)).map(({ status }) => status)
const slotsUnderWay = ({ held }: World): (string | undefined)[] =>
  held.underWay().map(({ input }) => (input as { place?: { slotId: string } }).place?.slotId)

inWorld('sixty questions of one centre keep nobody else waiting', async (t, world) => {
  const { s, held, an, binh, chi } = world
  const many = times(60, () => ask(world, an))
  await underWay(world, an, an)
  const others = [ask(world, binh), ask(world, binh), ask(world, binh)]
  await underWay(world, an, an, binh, binh)
  t.equal(PLACES.question.size, 4, 'now every place is taken')
  const last = ask(world, chi)

  const elsewhere = [
    s.call('GET', '/v1/on-duty?post=cqdt&centre=lang-son', { key: null }),
    s.call('GET', '/v1/on-duty?post=cqdt', { key: an.key }),
    s.call('GET', '/healthz', { key: null }),
    s.call('GET', `/v1/rosters/${an.draft.id}`, { key: an.key }),
    s.call('GET', `/v1/rosters/${binh.draft.id}`, { key: binh.key }),
    s.call('POST', '/v1/branches', { key: binh.key, body: { code: `chi-nhanh-${held.begun()}`, name: 'Chi nhánh số 9' } })
  ]
  t.same(await statuses(elsewhere), [200, 200, 200, 200, 200, 201], 'look-ups, reads and writes go on, of the same centre and of others')

  held.underWay()[0]?.letGo()
  await underWay(world, an, binh, binh, chi)
  held.underWay()[3]?.letGo()
  t.equal((await last).status, 200, 'one is over, and the centre that asked last has its turn')
  held.hold(false)
  t.same(new Set(await statuses([...many, ...others])), new Set([200]), 'in the end everybody is answered')
})

inWorld('a write that calculates waits for no question', async (t, world) => {
  const { s, held, an, binh } = world
  const questions = times(10, () => ask(world, an))
  await underWay(world, an, an)
  const body = { absent: 'an', reason: 'Ốm', until: '2026-12-06T00:00:00+07:00' }
  const cover = s.call('POST', '/v1/covers', { key: an.key, body: { ...body, absent: 'nobody' } })
  t.equal((await cover).status, 400, 'of the same centre: it is read and refused')
  const submitted = s.call('POST', `/v1/rosters/${binh.draft.id}/submit`, { key: binh.key, headers: at(binh.draft), body: null })
  await underWay(world, an, an, binh)
  held.underWay()[2]?.letGo()
  t.match(await submitted, { status: 422, body: { code: 'ROSTER_UNFILLED' } })
  held.hold(false)
  await Promise.all(questions)
})

inWorld('more than may wait are refused at once, and nobody else is', async (t, world) => {
  const { held, an, binh } = world
  const many = times(PLACES.question.perOwner + MOST_WAITING.asker, () => ask(world, an))
  await underWay(world, an, an)
  const refused = await ask(world, an)
  t.match(refused, { status: 429, headers: { 'retry-after': '10' }, body: { code: 'TOO_MANY_WAITING' } })
  t.match(refused.body.detail, /thử lại sau 10 giây/)

  const other = ask(world, an, { by: an.otherKey, slot: 1 })
  const elsewhere = ask(world, binh)
  await underWay(world, an, an, binh)
  held.underWay()[0]?.letGo()
  await until('the other key has its turn', () => slotsUnderWay(world).includes(an.slots[1]))
  t.same(slotsUnderWay(world), [an.slots[0], binh.slots[0], an.slots[1]], 'another key of the same centre goes before the many')
  held.hold(false)
  t.same(new Set(await statuses([...many, other, elsewhere])), new Set([200]))
})

inWorld('the many that ask without a key have one turn between them, and take it in turn by address', async (t, world) => {
  const { s, an } = world
  const from = (ip: string) => s.app.inject({ url: `/v1/centres`, remoteAddress: ip })
  const answers = await Promise.all([...times(40, () => from('192.0.2.1')), from('192.0.2.2')])
  t.same(new Set(answers.map(({ statusCode }) => statusCode)), new Set([200]))
  const flood = times(200, () => from('192.0.2.1'))
  t.equal((await s.call('GET', `/v1/rosters/${an.draft.id}`, { key: an.key })).status, 200)
  t.equal((await from('192.0.2.2')).statusCode, 200)
  const ends = (await Promise.all(flood)).map(({ statusCode }) => statusCode)
  t.same([...new Set(ends)].sort(), [200, 429], 'what is too much of one address is refused')
})

inWorld('ten agencies of one centre, each with several keys, keep no other centre from reporting a call', async (t, world) => {
  const { s, binh, chi } = world
  const made = async (body: object): Promise<string> => (await s.call<{ key: string }>('POST', '/v1/api-keys', { body })).body.key
  const scopes = ['catalogue:read', 'calls:read', 'calls:write']
  const keys: string[] = []
  for (const n of times(10, (n) => n)) {
    const agency = await anAgency(s, { code: `co-quan-${n}`, centre: chi.id })
    for (const key of ['một', 'hai']) keys.push(await made({ name: `Khóa ${key}`, scopes, centre: chi.id, agency: agency.id }))
  }
  const other = await made({ name: 'Khóa báo tin', scopes, centre: binh.id })
  const { code } = (await s.call<Made>('GET', `/v1/centres/${binh.id}`)).body
  const body = { stage: 'arrest', standing: 'arrested', inCustody: true, post: `nho-${code}` }
  const report = () => s.call('POST', '/v1/calls', { key: other, body })
  const from = (ip: string) => s.app.inject({ url: '/v1/centres', remoteAddress: ip })

  const flood = keys.flatMap((key) => times(60, () => s.call('GET', '/v1/providers?limit=200', { key })))
  const nobody = times(10, (n) => times(60, () => from(`198.51.100.${n}`))).flat()
  const reports = await statuses(times(20, report))
  const first = await from('203.0.113.1')
  t.same(new Set(reports), new Set([201]), 'every report of the other centre is taken')
  t.equal(first.statusCode, 200, 'and whoever asks without a key has a turn too')
  const ends = await statuses(flood)
  t.same([...new Set(ends)].sort(), [200, 429])
  t.ok(ends.filter((status) => status === 200).length >= MOST_WAITING.owner, 'as many as may wait of one centre are answered')
  await Promise.all(nobody)
})

inWorld('an outage that one meets is told to all who wait', async (t, world) => {
  const { held, an } = world
  const ends: string[] = []
  const many = times(12, async () => {
    const { status, body } = await ask(world, an)
    ends.push(`${status} ${body.code ?? ''}`.trim())
  })
  await underWay(world, an, an)
  held.underWay()[0]?.fail(new DutyError('DATABASE_UNAVAILABLE'))
  await until('all but one are answered', () => ends.length === 11, 10)
  t.same(new Set(ends), new Set(['503 DATABASE_UNAVAILABLE']))
  t.same(owners(world), [an.id], 'the other one is still under way')
  held.hold(false)
  await Promise.all(many)
  t.equal(ends.at(-1), '200')
})

/** The port of the service. */
async function portOf({ app }: Service): Promise<number> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  return (app.server.address() as AddressInfo).port
}

interface Wish {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body?: unknown
  readonly version?: number
}

/** Asks over a connection of its own; returns how to hang up. */
async function askAloud({ s, an }: World, { method, url, body, version }: Wish): Promise<() => void> {
  const payload = body === undefined ? '' : JSON.stringify(body)
  const { socket } = openSocket(await portOf(s))
  const head = [
    `${method} ${url} HTTP/1.1`,
    'Host: x',
    `Authorization: Bearer ${an.key}`,
    ...(version === undefined ? [] : [`If-Match: "${version}"`]),
    ...(body === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(payload)}`])
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${payload}`)
  return () => void socket.destroy()
}

inWorld('whoever hangs up while waiting leaves the queue', async (t, world) => {
  const { held, an } = world
  const url = `/v1/rosters/${an.draft.id}/candidates?slot=${an.slots[0]}&seat=primary`
  const hangUps = await Promise.all(times(6, () => askAloud(world, { method: 'GET', url })))
  await underWay(world, an, an)
  const begun = held.begun()
  for (const hangUp of hangUps) hangUp()
  await until('their places are free', () => owners(world).length === 0)
  const after = ask(world, an)
  await underWay(world, an)
  t.equal(held.begun(), begun + 1, 'none of those who waited was calculated for')
  held.hold(false)
  t.equal((await after).status, 200)
})

type Calculating = {
  [Id in OperationId]: (typeof OPERATIONS)[Id][1] extends 'question' | 'act' | 'trial' ? Id : never
}[OperationId]

/** A request for each operation that calculates: one that is missing does not compile. */
async function wishes({ s, an, held }: World): Promise<Record<Calculating, Wish>> {
  held.hold(false)
  const made = async (url: string, body: object): Promise<Made> => {
    const answer = await s.call<Made>('POST', url, { key: an.key, body })
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
    return answer.body
  }
  // whoever has one centre alone names none
  const own: Service = { ...s, call: (method, url, options = {}) => s.call(method, url, { key: an.key, ...options }) }
  const slot = (await slotOn(own, '2026-12-05')).id
  const changes = [{ slot, seat: 'primary', provider: 'chi' }]
  await made('/v1/publications/2026-12/amendments', { reason: 'Ốm', changes })
  const [amendment] = await amendmentsOf(own, 'submitted')
  const trade = await swapBody(own, 'an', '2026-12-09', { chi: '2026-12-11' })
  const offer = (await offered(own, 'an', '2026-12-09', { chi: '2026-12-11' })).swap
  const agreed = await offered(own, 'binh', '2026-12-06', { dung: '2026-12-12' })
  const accepted = (await step<SwapJson>(own, agreed.swap, 'accept', { by: 'dung' })).body
  const away = { provider: 'an', from: '2026-12-05', to: '2026-12-06' }
  const absence = await made('/v1/absences', { ...away, kind: 'annual_leave' })
  const court = { provider: 'binh', start: '2026-12-10T08:00:00+07:00', end: '2026-12-10T11:00:00+07:00', kind: 'hearing' }
  const engagement = await made('/v1/engagements', court)
  const [full, submitted, ready] = [
    (await planned(own, await aDraft(own, '2027-02'))).roster,
    await stepped(own, (await planned(own, await aDraft(own, '2027-03'))).roster, 'submit'),
    await approved(own, (await planned(own, await aDraft(own, '2027-04'))).roster)
  ]
  held.hold(true)
  const [month, draft] = ['/v1/rosters/2026-12', `/v1/rosters/${an.draft.id}`]
  const cover = { absent: 'binh', reason: 'Ốm', until: '2026-12-03T00:00:00+07:00' }
  const get = (url: string): Wish => ({ method: 'GET', url })
  const post = (url: string, body: unknown, version?: number): Wish => ({
    method: 'POST',
    url,
    body,
    ...(version !== undefined && { version })
  })
  return {
    previewRotation: get('/v1/posts/cqdt/rotation?months=3'),
    listViolations: get(`${month}/violations`),
    listCandidates: get(`${month}/candidates?slot=${slot}&seat=primary`),
    explainRoster: get(`${month}/explanations?provider=an`),
    explainUnfilled: get(`${draft}/unfilled`),
    previewReplan: post(`${month}/replan/preview`, { absent: [away] }),
    compareWhatIf: post(`${draft}/what-if`, { variants: [{ name: 'một' }] }),
    previewAmendment: post('/v1/publications/2026-12/amendments/preview', { reason: 'Ốm', changes }),
    getAmendment: get(`/v1/amendments/${amendment?.id}`),
    previewCover: post('/v1/covers/preview', cover),
    previewSwap: post('/v1/swaps/preview', trade),
    getSwap: get(`/v1/swaps/${offer.id}`),
    listAffectedByAbsence: get(`/v1/absences/${absence.id}/affected`),
    listAffectedByEngagement: get(`/v1/engagements/${engagement.id}/affected`),
    replanRoster: post(`${draft}/replan`, null, an.draft.version),
    submitRoster: post(`/v1/rosters/${full.id}/submit`, null, full.version),
    approveRoster: post(`/v1/rosters/${submitted.id}/approve`, null, submitted.version),
    publishRoster: post(`/v1/rosters/${ready.id}/publications`, null, ready.version),
    createAmendment: post('/v1/publications/2026-12/amendments', { reason: 'Ốm', changes }),
    approveAmendment: post(`/v1/amendments/${amendment?.id}/approve`, null, amendment?.version ?? 0),
    createCover: post('/v1/covers', cover),
    createSwap: post('/v1/swaps', trade),
    acceptSwap: post(`/v1/swaps/${offer.id}/accept`, { by: 'chi' }, offer.version),
    approveSwap: post(`/v1/swaps/${accepted.id}/approve`, null, accepted.version),
    previewPlan: post(`${draft}/plan/preview`, { iterations: 1000 })
  }
}

inWorld('whatever calculates for somebody ends when they hang up, its place is free, and nothing is written', async (t, world) => {
  const { held, an, written } = world
  const asked = Object.entries(await wishes(world)) as [Calculating, Wish][]
  const before = await written()
  for (const [operation, wish] of asked) {
    for (let n = 0; n < 3; n += 1) {
      const hangUp = await askAloud(world, wish)
      await until(`${operation} is under way`, () => owners(world).join() === an.id, 10)
      hangUp()
      await until(`${operation} is no longer under way`, () => held.underWay().length === 0, 10)
    }
    t.pass(`${operation}: three times, which is more than it has places`)
  }
  t.same(await written(), before)
})

inWorld('what only waits takes nobody’s place', async (t, world) => {
  const { s, held, chi } = world
  const { key } = chi
  held.hold(false)
  const [first, ...others] = await Promise.all(
    ['05', '06', '07', '08', '09'].map((month) => s.call<RosterJson>('POST', '/v1/rosters', { key, body: { month: `2027-${month}` } }))
  )
  held.hold(true)
  const plan = ({ id }: RosterJson, headers: object) =>
    s.call<JobJson>('POST', `/v1/rosters/${id}/plan`, { key, headers: { 'if-match': '"1"', ...headers }, body: {} })
  const job = (await plan(first?.body as RosterJson, {})).body
  const streams = await Promise.all(times(5, () => listen(s, `/v1/jobs/${job.id}/events?centre=${chi.id}`)))
  const waits = others.map(({ body }) => plan(body, { prefer: 'wait=60' }))
  await underWay(world, ...times(1 + others.length, () => chi))
  t.equal((await s.call('GET', '/v1/jobs', { key })).status, 200)
  held.hold(false)
  t.same(await statuses(waits), [200, 200, 200, 200])
  for (const stream of streams) stream.destroy()
})

void t.test('a service that closes answers what is under way, and refuses at once what waits', async (t) => {
  const world = await aWorld()
  const { s, held, an } = world
  held.hold(true)
  const many = times(7, () => ask(world, an))
  await underWay(world, an, an)
  const closing = s.app.close()
  t.match(
    await Promise.all(many.slice(2)),
    times(5, () => ({ status: 503, body: { code: 'SERVICE_CLOSING' } }))
  )
  held.hold(false)
  t.same(await statuses(many.slice(0, 2)), [200, 200])
  await closing
  await s.close()
})
