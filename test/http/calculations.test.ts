import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { DEFAULT_ZONE, formatInstant, type Instant, parseInstant } from '../../src/domain/instant.ts'
import { type Act, replayed } from '../../src/usecases/act.ts'
import { serverUrl } from '../support/database.ts'
import { given, type HeldCompute, holdingCompute } from '../support/held.ts'
import { aDraft, at, type HeadJson, planned, type RosterJson, stepped } from '../support/months.ts'
import { anAgency, anOfficer, aPost } from '../support/people.ts'
import { type AmendmentJson, aRound, onDuty, type Round, slotOn } from '../support/round.ts'
import type { Answer } from '../support/scene.ts'
import { openService, type Service } from '../support/service.ts'
import { type SwapAnswerJson, type SwapJson, swapBody } from '../support/swaps.ts'

/** What is calculated waits while the test says so, and the clock goes on by a millisecond each time somebody looks. */
interface World extends Round {
  readonly s: Service
  readonly held: HeldCompute
  readonly clock: { now: Instant }
  readonly em: string
}

/** The round, and a fifth officer who has no duty. */
async function opened(t: Test): Promise<World> {
  const held = holdingCompute()
  const clock = { now: parseInstant('2026-11-22T10:00:00+07:00') }
  const now = (): Instant => {
    clock.now = (clock.now + 1) as Instant
    return clock.now
  }
  const s = await openService(undefined, { compute: held.compute, now })
  t.teardown(() => {
    held.hold(false)
    return s.close()
  })
  const round = await aRound(s)
  const { id: em } = await anOfficer(s, { code: 'em', fullName: 'Đàm Thị Em' })
  clock.now = parseInstant('2026-12-01T09:00:00+07:00')
  held.asked.length = 0
  return { ...round, s, held, clock, em }
}

/** The status of another's write, of what no rule looks at. */
const anotherWrite = async ({ s }: World): Promise<number> =>
  (await s.call('POST', '/v1/api-keys', { body: { name: 'tòa án', scopes: ['numbers:agency'] } })).status

/** The answer to a request which calculates just these; while each of them goes on, another's write has its answer. */
async function beside<Body>(t: Test, world: World, tasks: readonly string[], asking: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  const { held } = world
  const before = held.asked.length
  held.hold(true)
  const answer = asking()
  for (;;) {
    const task = await held.next(answer)
    if (task === undefined) break
    const written = await given(anotherWrite(world))
    t.equal(written, 201, `beside ${task.name}`)
    task.letGo()
    if (written === 'nothing') held.hold(false)
  }
  held.hold(false)
  t.strictSame(held.asked.slice(before), tasks, 'each is calculated once')
  return answer
}

const ILL = { absent: 'an', reason: 'Ốm' }
const cover = ({ s }: World, body: object = {}, headers: Record<string, string> = {}) =>
  s.call<{ items: readonly { cover: { id: string; seats: readonly { to: string | null }[] } }[]; code?: string }>('POST', '/v1/covers', {
    body: { ...ILL, ...body },
    headers
  })
const takerOf = ({ body }: Awaited<ReturnType<typeof cover>>): string | null | undefined => body.items[0]?.cover.seats[0]?.to
const count = async ({ s }: World, url: string): Promise<number> =>
  (await s.call<{ items: readonly object[] }>('GET', url)).body.items.length
const away = ({ s }: World, provider: string, day: string) =>
  s.call<{ id: string }>('POST', '/v1/absences', { body: { provider, kind: 'other', from: day, to: day } })

t.test('while a month is judged on its way out, others write', async (t) => {
  const world = await opened(t)
  const { s } = world
  await aPost(s, { code: 'toa', validFrom: '2027-01-04', validTo: '2027-01-08' })
  const { roster } = await planned(s, await aDraft(s, '2027-01'))
  world.held.asked.length = 0
  const step = <Body = RosterJson>(verb: string, { version }: Pick<RosterJson, 'version'>) =>
    beside(t, world, ['violations'], () => s.call<Body>('POST', `/v1/rosters/${roster.id}/${verb}`, { headers: at({ version }) }))
  const submitted = await step('submit', roster)
  t.match(submitted, { status: 200, body: { status: 'submitted' } })
  const approved = await step('approve', submitted.body)
  t.match(approved, { status: 200, body: { status: 'approved' } })
  t.match(await step<HeadJson>('publications', approved.body), { status: 201, body: { number: '02/TB-TGPL' } })
})

t.test('while an amendment is tried, drawn up, read and issued, others write', async (t) => {
  const world = await opened(t)
  const { s, em } = world
  const amendments = '/v1/publications/2026-12/amendments'
  const changes = [{ slot: (await slotOn(s, '2026-12-05')).id, seat: 'primary', provider: em }]
  const body = { reason: 'Ốm', changes, mend: true }
  t.equal((await beside(t, world, ['mend', 'violations'], () => s.call('POST', `${amendments}/preview`, { body }))).status, 200)
  const asked = { body, headers: { 'idempotency-key': 'a' } }
  const drawn = await beside(t, world, ['mend', 'violations'], () => s.call<{ amendment: AmendmentJson }>('POST', amendments, asked))
  t.equal(drawn.status, 201)
  const { id } = drawn.body.amendment
  t.equal((await beside(t, world, ['violations'], () => s.call('GET', `/v1/amendments/${id}`))).status, 200)
  const approve = () => s.call('POST', `/v1/amendments/${id}/approve`, { body: {}, headers: at({ version: 1 }) })
  t.equal((await beside(t, world, ['violations'], approve)).status, 200)
  t.equal(await onDuty(s, '2026-12-05T09:00:00+07:00'), 'Đàm Thị Em v2')
})

t.test('while a swap is offered, looked at and agreed, others write', async (t) => {
  const world = await opened(t)
  const { s, binh } = world
  const body = await swapBody(s, 'an', '2026-12-05', { binh: '2026-12-06', chi: '2026-12-07' })
  const both = ['violations', 'violations']
  t.equal((await beside(t, world, both, () => s.call('POST', '/v1/swaps/preview', { body }))).status, 200)
  const offered = await beside(t, world, both, () => s.call<SwapAnswerJson>('POST', '/v1/swaps', { body }))
  t.equal(offered.status, 201)
  const { id } = offered.body.swap
  t.equal((await beside(t, world, both, () => s.call('GET', `/v1/swaps/${id}`))).status, 200)
  const step = (verb: string, version: number, said: object | null) =>
    beside(t, world, ['violations'], () => s.call<SwapJson>('POST', `/v1/swaps/${id}/${verb}`, { body: said, headers: at({ version }) }))
  t.match(await step('accept', 1, { by: binh.id }), { status: 200, body: { status: 'accepted' } })
  t.match(await step('approve', 2, null), { status: 200, body: { status: 'approved' } })
})

t.test('while a stand-in is looked for, others write', async (t) => {
  const world = await opened(t)
  const { s } = world
  const absence = (await away(world, 'binh', '2026-12-10')).body
  const affected = await beside(t, world, ['newViolations', 'standIns'], () =>
    s.call<{ items: readonly { standIns: readonly object[] }[] }>('GET', `/v1/absences/${absence.id}/affected`)
  )
  t.equal(affected.body.items.length, 1)
  t.ok(affected.body.items[0]?.standIns.length)
  const tasks = ['standIns', 'violations']
  const preview = await beside(t, world, tasks, () => s.call<object>('POST', '/v1/covers/preview', { body: ILL }))
  t.equal(preview.status, 200)
  t.equal(await count(world, '/v1/covers'), 0, 'a preview leaves nothing')
  const made = await beside(t, world, tasks, () => cover(world, {}, { 'idempotency-key': 'c' }))
  t.equal(made.status, 201)
  t.match(await onDuty(s, formatInstant(world.clock.now, DEFAULT_ZONE)), /v2$/)
})

t.test('names, codes and notes are written meanwhile: what was calculated holds', async (t) => {
  const world = await opened(t)
  const { s, held, em } = world
  const agency = await anAgency(s, { code: 'vks' })
  const absence = (await away(world, 'em', '2026-12-20')).body
  const posts = await s.call<{ items: readonly { id: string; version: number }[] }>('GET', '/v1/posts')
  const [post] = posts.body.items
  held.asked.length = 0
  held.hold(true)
  const answer = cover(world)
  t.ok(await held.next(answer), 'it calculates')
  const corrected = async (url: string, body: object): Promise<number> => {
    const headers = at((await s.call<{ version: number }>('GET', url)).body)
    return (await s.call('PATCH', url, { body, headers })).status
  }
  t.equal(await corrected(`/v1/posts/${post?.id}`, { name: 'Điểm trực mới' }), 200)
  t.equal(await corrected(`/v1/providers/${em}`, { fullName: 'Đàm Thị Êm', code: 'emm' }), 200)
  t.equal(await corrected(`/v1/absences/${absence.id}`, { note: 'Có giấy' }), 200)
  t.equal(await corrected(`/v1/agencies/${agency.id}`, { name: 'Tòa án mới', address: 'Số 1', email: 'a@example.vn' }), 200)
  held.hold(false)
  t.equal((await answer).status, 201)
  t.strictSame(held.asked, ['standIns', 'violations'])
})

t.test('who was found is away by the time of writing: another is found', async (t) => {
  const world = await opened(t)
  const { s, held } = world
  const first = takerOf((await s.call('POST', '/v1/covers/preview', { body: ILL })) as Awaited<ReturnType<typeof cover>>)
  held.asked.length = 0
  held.hold(true)
  const answer = cover(world)
  ;(await held.next())?.letGo()
  t.ok(await held.next(), 'it calculates')
  t.equal((await away(world, first ?? '', '2026-12-01')).status, 201)
  held.hold(false)
  const made = await answer
  t.equal(made.status, 201)
  t.ok(takerOf(made))
  t.not(takerOf(made), first)
  t.strictSame(held.asked, ['standIns', 'violations', 'standIns', 'violations'], 'all is calculated again, on what there is now')
  t.equal(await count(world, '/v1/absences?provider=an'), 1)
})

t.test('a minute goes by meanwhile: the duty under way is cut at the one in which it is written', async (t) => {
  const world = await opened(t)
  const { s, held, clock } = world
  held.hold(true)
  const answer = cover(world)
  t.ok(await held.next(), 'it calculates')
  clock.now = parseInstant('2026-12-01T09:01:00+07:00')
  held.hold(false)
  t.equal((await answer).status, 201)
  t.strictSame(held.asked, ['standIns', 'standIns', 'violations'])
  t.match(await onDuty(s, '2026-12-01T09:00:59+07:00'), /Hoàng Thị An v1/)
  t.match(await onDuty(s, '2026-12-01T09:02:00+07:00'), /v2$/)
})

t.test('of many who ask for one cover, one has it calculated and the others find it', async (t) => {
  const world = await opened(t)
  const { held } = world
  held.hold(true)
  const answers = Promise.all(Array.from({ length: 12 }, () => cover(world)))
  t.ok(await held.next(), 'it calculates')
  t.equal(await given(anotherWrite(world)), 201)
  held.hold(false)
  const all = await answers
  t.same(all.map(({ status }) => status).sort(), [...Array(11).fill(200), 201])
  t.equal(new Set(all.map(({ body }) => body.items[0]?.cover.id)).size, 1)
  t.strictSame(held.asked, ['standIns', 'violations'])
})

t.test('the same request twice under one key, while it is calculated: one answer, and the same again', async (t) => {
  const world = await opened(t)
  const { held } = world
  held.hold(true)
  const asking = () => cover(world, {}, { 'idempotency-key': 'k' })
  const answers = [asking(), asking()]
  t.ok(await held.next(), 'it calculates')
  held.hold(false)
  const [one, two] = await Promise.all(answers)
  t.match([one?.status, two?.status], [201, 201])
  t.same(one?.body, two?.body)
  t.same([one, two].map((each) => each?.headers['idempotency-replayed'] ?? 'false').sort(), ['false', 'true'])
})

t.test('where it never settles the third time is the last: it is calculated as it is written, on what it has read', async (t) => {
  const world = await opened(t)
  const { s, held } = world
  const wanted = takerOf((await s.call('POST', '/v1/covers/preview', { body: ILL })) as Awaited<ReturnType<typeof cover>>)
  held.asked.length = 0
  held.hold(true)
  const answer = cover(world, {}, { 'idempotency-key': 'k' })
  const written: Promise<number>[] = []
  for (;;) {
    const task = await held.next(answer)
    if (task === undefined) break
    // somebody writes what the rules look at, each time, once of who was found; who is kept waiting by the last round writes after it
    const day = `2026-12-${String(written.length + 5).padStart(2, '0')}`
    const writing = written.length === 1 ? away(world, wanted ?? '', '2026-12-01') : away(world, 'em', day)
    written.push(writing.then(({ status }) => status))
    await Promise.race([writing, setTimeout(1_000)])
    task.letGo()
  }
  held.hold(false)
  const made = await answer
  t.equal(made.status, 201, JSON.stringify(made.body))
  t.ok(takerOf(made))
  t.not(takerOf(made), wanted, 'on the data that it committed on')
  t.strictSame(new Set(await Promise.all(written)), new Set([201]), 'nobody else is refused')
  t.strictSame(held.asked, ['standIns', 'standIns', 'standIns', 'violations'])
  t.same([await count(world, '/v1/covers'), await count(world, '/v1/publications')], [1, 2])
})

t.test('of last rounds there is one at a time', async (t) => {
  let [within, most, inputs] = [0, 0, 0]
  const unlike = (owner: string): Promise<string> => {
    let open = false
    const calculate = async (): Promise<string> => {
      const last = open
      if (last) within += 1
      most = Math.max(most, within)
      await setTimeout(5)
      if (last) within -= 1
      return last ? 'within' : 'between'
    }
    const transaction = async (act: Act): Promise<string> => {
      open = true
      inputs += 1
      try {
        return await act.answerTo({ owner, task: 'violations', input: inputs, calculate })
      } finally {
        open = false
      }
    }
    return replayed(v7, transaction)
  }
  t.strictSame(await Promise.all([unlike('an'), unlike('binh'), unlike('chi')]), ['within', 'within', 'within'])
  t.equal(most, 1)
})

t.test('the month is taken back while a stand-in is looked for: nothing is covered', async (t) => {
  const world = await opened(t)
  const { s, held, head } = world
  held.hold(true)
  const answer = cover(world)
  t.ok(await held.next(), 'it calculates')
  const roster = (await s.call<RosterJson>('GET', `/v1/rosters/${head.rosterId}`)).body
  await stepped(s, roster, 'recall', { body: { reason: 'Sai' } })
  held.hold(false)
  t.match(await answer, { status: 422, body: { code: 'NOTHING_TO_COVER' } })
  t.same([await count(world, '/v1/covers'), await count(world, '/v1/absences?provider=an'), held.asked.length], [0, 0, 1])
})

/** Until no transaction is open on the database. */
async function isIdle(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const open =
    'select 1 from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() limit 1'
  try {
    for (let tries = 0; tries < 300; tries += 1) {
      if ((await client.query(open)).rowCount === 0) {
        await client.query('select id from rosters for update nowait')
        return true
      }
      await setTimeout(100)
    }
    return false
  } finally {
    await client.end()
  }
}

t.test('many that calculate hold no place at the server and no lock', { skip: serverUrl === undefined }, async (t) => {
  const world = await opened(t)
  const { s, held, em } = world
  const changes = [{ slot: (await slotOn(s, '2026-12-05')).id, seat: 'primary', provider: em }]
  const amendment = { reason: 'Ốm', changes }
  const preview = () => s.call('POST', '/v1/publications/2026-12/amendments/preview', { body: amendment })
  held.hold(true)
  const answers = Promise.all([...Array.from({ length: 12 }, () => cover(world)), ...Array.from({ length: 12 }, preview)])
  t.ok(await held.next(), 'it calculates')
  t.ok(await isIdle(s.database.url))
  for (let n = 0; n < 12; n += 1) t.equal(await given(anotherWrite(world)), 201)
  held.hold(false)
  const statuses = (await answers).map(({ status }) => status)
  t.same(statuses.slice(12), Array(12).fill(200))
  t.same(statuses.slice(0, 12).sort(), [...Array(11).fill(200), 201])
})
