import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { jobs } from '../../db/schema/jobs.ts'
import type { JobId } from '../../src/domain/ids.ts'
import { eventsIn, follow, hasPlan, listen, until } from '../support/job-streams.ts'
import {
  aDraft,
  at,
  type JobJson,
  type PlanJson,
  planned,
  published,
  QUICK,
  type RosterJson,
  slotsOfRoster,
  WAIT
} from '../support/months.ts'
import { aCentre, anOfficer, aPost } from '../support/people.ts'
import { openService, type Service } from '../support/service.ts'
import { DEAF, DIES, ENDLESS, THROWS } from '../support/stand-in-worker.ts'

/** One service for the file: jobs run beside the requests, so each test has a month of its own and none is rolled back. */
let opened: Promise<Service> | undefined
let months = 0

/** A service with a centre of three officers and a post of four duties a month. */
async function open(): Promise<Service> {
  const s = await openService()
  await aCentre(s, { code: 'trung-tam' })
  for (let n = 0; n < 3; n += 1) await anOfficer(s)
  await aPost(s, { patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,2,3,4', startsAt: '08:00', duration: 'PT2H' }] })
  return s
}

t.teardown(async () => (await opened)?.close())

/** A test with a draft of a month that no other test has. */
function withDraft(title: string, body: (t: Test, s: Service, draft: RosterJson) => Promise<void>): void {
  void t.test(title, async (t) => {
    opened ??= open()
    const s = await opened
    months += 1
    const draft = await aDraft(s, `${2027 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`)
    await body(t, s, draft)
  })
}

const plan = <Body = JobJson>(s: Service, roster: { id: string; version: number }, body: object = QUICK, headers: object = {}) =>
  s.call<Body>('POST', `/v1/rosters/${roster.id}/plan`, { headers: { ...at(roster), ...headers }, body })

const read = async (s: Service, { id }: { id: string }): Promise<JobJson> => (await s.call<JobJson>('GET', `/v1/jobs/${id}`)).body

withDraft('planning answers at once with a job, which ends with the plan written', async (t, s, draft) => {
  const answer = await plan(s, draft)
  t.equal(answer.status, 202)
  t.equal(answer.headers.location, `/v1/jobs/${answer.body.id}`)
  t.notOk('preference-applied' in answer.headers)
  t.match(answer.body, { kind: 'plan', roster: { id: draft.id, href: `/v1/rosters/${draft.id}` }, result: null, problem: null })
  const events = await follow(s, answer.body)
  t.equal(events.at(-1)?.event, 'done')
  const job = await read(s, answer.body)
  t.match(job, { status: 'done', problem: null, result: { version: 2, summary: { seats: 4, filled: 4, unfilled: 0 } } })
  t.strictSame(events.at(-1)?.data, job, 'the last event is the job')
  for (const time of [job.createdAt, job.startedAt, job.finishedAt]) t.match(time, /\+07:00$/)
  t.match((await s.call('GET', `/v1/rosters/${draft.id}`)).body, { version: 2, status: 'draft' })
  t.ok((await slotsOfRoster(s, draft.id)).every(({ seats }) => seats[0]?.providerId))
})

withDraft('a client that waits gets the plan itself', async (t, s, draft) => {
  const answer = await plan<PlanJson>(s, draft, QUICK, WAIT)
  t.equal(answer.status, 200)
  t.equal(answer.headers['preference-applied'], 'wait=60')
  t.equal(answer.headers.etag, '"2"')
  t.strictSame(answer.body.slots, await slotsOfRoster(s, draft.id))
  t.match(answer.body.report, { seed: 1, repeatable: true, budget: { iterations: 20_000, seconds: null } })
})

withDraft('how long a client waits', async (t, s, draft) => {
  const cases = [
    ['wait=0', undefined, 'wait=0'],
    ['WAIT = "1"', undefined, 'wait=1'],
    ['respond-async, wait=1; foo', undefined, 'wait=1'],
    ['wait=1, wait=0', undefined, 'wait=1'],
    ['wait=soon', undefined, undefined],
    ['wait=-1', undefined, undefined],
    ['await=1', undefined, undefined]
  ] as const
  for (const [prefer, , applied] of cases) {
    const { status, headers, body } = await plan(s, draft, { seed: ENDLESS }, { prefer })
    t.equal(status, 202, prefer)
    t.equal(headers['preference-applied'], applied, prefer)
    t.equal((await s.call('DELETE', `/v1/jobs/${body.id}`)).status, 200)
  }
  const answer = await plan<PlanJson>(s, draft, QUICK, { prefer: 'wait=86400' })
  t.match(answer, { status: 200, headers: { 'preference-applied': 'wait=60' } }, 'nobody waits for more than a minute')
})

withDraft('a search that is stopped keeps the best so far', async (t, s, draft) => {
  const { body } = await plan(s, draft, { seed: ENDLESS })
  const under = await until(s, body, hasPlan)
  t.match(under, { status: 'running', progress: { phase: 'search', coverage: { value: 0, bound: 0, gap: 0 } }, result: null })
  t.match(await read(s, body), { status: 'running', progress: under.progress })
  t.match((await s.call('GET', `/v1/rosters/${draft.id}`)).body, { version: 1 }, 'nothing is written while it runs')
  const stopped = await s.call<JobJson>('POST', `/v1/jobs/${body.id}/stop`)
  t.equal(stopped.status, 202)
  const last = (await follow(s, body)).at(-1)
  t.match(last, { event: 'done', data: { result: { report: { stopped: 'cancelled', repeatable: false }, summary: { filled: 4 } } } })
  t.match((await s.call('GET', `/v1/rosters/${draft.id}`)).body, { version: 2 })
  t.match(await s.call('POST', `/v1/jobs/${body.id}/stop`), { status: 409, body: { code: 'JOB_FINISHED' } })
  t.match(await s.call('DELETE', `/v1/jobs/${body.id}`), { status: 409, body: { code: 'JOB_FINISHED' } })
})

withDraft('a job that is cancelled keeps nothing, even when its search hears nothing', async (t, s, draft) => {
  const before = await slotsOfRoster(s, draft.id)
  const { body } = await plan(s, draft, { seed: DEAF })
  await until(s, body, ({ status }) => status === 'running')
  const following = follow(s, body)
  const cancelled = await s.call<JobJson>('DELETE', `/v1/jobs/${body.id}`)
  t.match(cancelled, { status: 200, body: { status: 'cancelled', result: null, problem: null, finishedAt: String } })
  t.equal((await following).at(-1)?.event, 'cancelled')
  t.strictSame(await read(s, body), cancelled.body)
  t.strictSame(await slotsOfRoster(s, draft.id), before)
  t.match(await s.call('DELETE', `/v1/jobs/${body.id}`), { status: 200, body: { status: 'cancelled' } }, 'once more changes nothing')
  t.match(await plan(s, draft, QUICK, WAIT), { status: 200 }, 'the draft may be planned again')
})

withDraft('who waits for a job that somebody cancels gets the job', async (t, s, draft) => {
  const waiting = plan(s, draft, { seed: ENDLESS }, WAIT)
  const list = await running(s, draft)
  await s.call('DELETE', `/v1/jobs/${list.id}`)
  t.match(await waiting, { status: 202, body: { id: list.id, status: 'cancelled' } })
})

/** The job that plans the roster, as soon as there is one. */
async function running(s: Service, draft: RosterJson): Promise<JobJson> {
  for (;;) {
    const { body } = await s.call<{ items: JobJson[] }>('GET', `/v1/jobs?roster=${draft.id}&status=running`)
    if (body.items[0]) return body.items[0]
    // the worker is heard between two turns of the event loop
    await setImmediate()
  }
}

withDraft('a roster has one running plan; another month and a later plan are free', async (t, s, draft) => {
  const { body } = await plan(s, draft, { seed: ENDLESS })
  t.match(await plan(s, draft), { status: 409, body: { code: 'PLAN_RUNNING' } })
  months += 1
  const other = await aDraft(s, `2031-${String((months % 12) + 1).padStart(2, '0')}`)
  t.match(await plan(s, other, QUICK, WAIT), { status: 200 })
  await s.call('DELETE', `/v1/jobs/${body.id}`)
  t.match(await plan(s, draft, QUICK, WAIT), { status: 200 })
})

withDraft('a draft that is changed while the search runs keeps the change, and the job fails', async (t, s, draft) => {
  const [slot] = await slotsOfRoster(s, draft.id)
  const { body } = await plan(s, draft, { seed: ENDLESS })
  await until(s, body, hasPlan)
  const people = await s.call<{ items: { id: string }[] }>('GET', '/v1/providers')
  const provider = people.body.items[0]?.id
  const edit = await s.call('PUT', `/v1/rosters/${draft.id}/slots/${slot?.id}/seats/primary`, { headers: at(draft), body: { provider } })
  t.equal(edit.status, 200)
  const edited = await slotsOfRoster(s, draft.id)
  await s.call('POST', `/v1/jobs/${body.id}/stop`)
  const last = (await follow(s, body)).at(-1)
  t.match(last, {
    event: 'failed',
    data: { problem: { code: 'STALE_VERSION', status: 412, instance: `/v1/jobs/${body.id}` }, result: null }
  })
  t.strictSame(await slotsOfRoster(s, draft.id), edited)
})

withDraft('a draft that is thrown away while the search runs fails the job', async (t, s, draft) => {
  const { body } = await plan(s, draft, { seed: ENDLESS })
  await until(s, body, hasPlan)
  t.equal((await s.call('DELETE', `/v1/rosters/${draft.id}`, { headers: at(draft) })).status, 204)
  await s.call('POST', `/v1/jobs/${body.id}/stop`)
  t.match((await follow(s, body)).at(-1), { event: 'failed', data: { problem: { code: 'NOT_FOUND' } } })
})

for (const [what, seed] of [
  ['a worker that dies in mid-run', DIES],
  ['a search that throws', THROWS]
] as const) {
  withDraft(`${what} fails the job clearly, leaves the draft, and planning again works`, async (t, s, draft) => {
    const before = await slotsOfRoster(s, draft.id)
    const { body } = await plan(s, draft, { seed })
    t.equal((await follow(s, body)).at(-1)?.event, 'failed')
    const vi = await read(s, body)
    t.match(vi, { status: 'failed', problem: { code: 'JOB_FAILED', status: 500 }, result: null })
    t.notMatch(JSON.stringify(vi), /purpose|code 3|\.ts/, 'nothing of the inside is told')
    const en = await s.call<JobJson>('GET', `/v1/jobs/${body.id}`, { headers: { 'accept-language': 'en' } })
    t.match(en.body.problem?.detail, /Try again/)
    t.strictSame(await slotsOfRoster(s, draft.id), before)
    t.match((await s.call('GET', `/v1/rosters/${draft.id}`)).body, { version: 1 })
    t.match(await plan(s, draft, { seed }, WAIT), { status: 500, body: { code: 'JOB_FAILED' } }, 'who waits is told at once')
    t.match(await plan(s, draft, QUICK, WAIT), { status: 200 })
  })
}

withDraft('what became of a job outlives a write that comes too late', async (t, s, draft) => {
  const { body } = await plan(s, draft, { seed: ENDLESS })
  await until(s, body, hasPlan)
  await s.deps.db
    .update(jobs)
    .set({ status: 'cancelled', finishedAt: s.deps.now() })
    .where(eq(jobs.id, body.id as JobId))
  await s.call('POST', `/v1/jobs/${body.id}/stop`)
  t.match((await follow(s, body)).at(-1), { event: 'cancelled' })
  t.match((await s.call('GET', `/v1/rosters/${draft.id}`)).body, { version: 1 }, 'its plan is not written')
})

const wrong = [
  ['no second at all', { seconds: 0 }, ['/seconds']],
  ['a second less than none', { seconds: -1 }, ['/seconds']],
  ['more than an hour', { seconds: 3601 }, ['/seconds']],
  ['a year', { seconds: 31_536_000 }, ['/seconds']],
  ['no move', { iterations: 0 }, ['/iterations']],
  ['more than ten thousand million moves', { iterations: 10_000_000_001 }, ['/iterations']],
  ['a gap below zero', { gap: -1 }, ['/gap']],
  ['all at once', { seconds: 0, iterations: 0, gap: -1 }, ['/iterations', '/seconds', '/gap']]
] as const

withDraft('a budget that makes no sense is refused field by field', async (t, s, draft) => {
  for (const [what, body, pointers] of wrong) {
    const { status, body: problem } = await plan<{ code: string; errors: { pointer: string; code: string }[] }>(s, draft, body)
    t.match({ status, code: problem.code }, { status: 400, code: 'BAD_FIELD' }, what)
    t.same(
      problem.errors.map(({ pointer, code }) => [pointer, code]),
      pointers.map((pointer) => [pointer, 'BAD_VALUE']),
      what
    )
  }
  t.match(await plan(s, draft, { iterations: 1.5 }), { status: 400, body: { errors: [{ pointer: '/iterations' }] } })
  t.match(await plan(s, draft, { hours: 1 }), { status: 400, body: { errors: [{ pointer: '/hours', code: 'UNKNOWN_FIELD' }] } })
  t.match(await s.call('POST', `/v1/rosters/${draft.id}/plan`, { body: QUICK }), { status: 428 })
  t.match(await plan(s, { ...draft, version: 7 }), { status: 412, body: { code: 'STALE_VERSION' } })
  t.same((await s.call<{ items: JobJson[] }>('GET', `/v1/jobs?roster=${draft.id}`)).body.items, [], 'none of them left a job')
  const most = await plan(s, draft, { seconds: 3600, iterations: 10_000_000_000, seed: ENDLESS })
  t.equal(most.status, 202, 'the most is allowed')
  await s.call('DELETE', `/v1/jobs/${most.body.id}`)
})

withDraft('a budget in iterations can be repeated, one in seconds says that it cannot', async (t, s, draft) => {
  const first = await plan<PlanJson>(s, draft, { ...QUICK, seed: 5 }, WAIT)
  const again = await plan<PlanJson>(s, first.body.roster, { ...QUICK, seed: 5 }, WAIT)
  t.strictSame(again.body.slots, first.body.slots)
  t.equal(again.body.report.repeatable, true)
  const timed = await plan<PlanJson>(s, again.body.roster, { seconds: 0.05, iterations: 20_000 }, WAIT)
  t.match(timed.body.report, { repeatable: false, budget: { seconds: 0.05, iterations: 20_000 } })
})

withDraft('the report of the last plan can be read again; a roster that was never planned has none', async (t, s, draft) => {
  t.match(await s.call('GET', `/v1/rosters/${draft.id}/plan`), { status: 404, body: { code: 'NOT_FOUND' } })
  const { body } = await plan<PlanJson>(s, draft, { ...QUICK, seed: 5 }, WAIT)
  const report = await s.call('GET', `/v1/rosters/${body.roster.month}/plan`)
  t.match(report, { status: 200, body: { roster: draft.id, certified: false } })
  t.strictSame(report.body.report, body.report)
  t.match(await s.call('GET', `/v1/rosters/${draft.id}/plan/certificate`), { status: 404, body: { code: 'NOT_FOUND' } })
  const next = await plan<PlanJson>(s, body.roster, { ...QUICK, seed: 6 }, WAIT)
  t.strictSame((await s.call('GET', `/v1/rosters/${draft.id}/plan`)).body.report, next.body.report, 'the newest takes its place')
  t.equal((await s.call('DELETE', `/v1/rosters/${draft.id}`, { headers: at(next.body.roster) })).status, 204, 'and goes with the draft')
})

withDraft('a preview is the plan that would be written, and writes nothing', async (t, s, draft) => {
  const preview = await s.call<PlanJson>('POST', `/v1/rosters/${draft.id}/plan/preview`, { body: QUICK })
  t.equal(preview.status, 200)
  t.ok((await slotsOfRoster(s, draft.id)).every(({ seats }) => seats[0]?.providerId === null))
  t.match(await s.call('GET', `/v1/rosters/${draft.id}/plan`), { status: 404 })
  t.match(await s.call('POST', `/v1/rosters/${draft.id}/plan/preview`, { body: { seconds: 61 } }), {
    status: 400,
    body: { code: 'BAD_FIELD' }
  })
  const written = await planned(s, draft)
  t.strictSame(written.slots, preview.body.slots)
  t.strictSame(written.report, preview.body.report)
  const { number } = await published(s, written.roster)
  t.equal(number, '01/TB-TGPL')
  const refused = await s.call('POST', `/v1/rosters/${draft.id}/plan/preview`, { body: QUICK })
  t.match(refused, { status: 409, body: { code: 'ROSTER_ALREADY_PUBLISHED' } })
  t.match(await plan(s, { ...draft, version: 5 }), { status: 409, body: { code: 'ROSTER_NOT_DRAFT' } })
})

withDraft('jobs are listed newest first, page by page, of one roster or in one state', async (t, s, draft) => {
  const ids: string[] = []
  let roster: { id: string; version: number } = draft
  for (const seed of [1, 2, 3]) {
    const { body } = await plan<PlanJson>(s, roster, { ...QUICK, seed }, WAIT)
    roster = body.roster
  }
  interface List {
    readonly items: JobJson[]
    readonly next: string | null
  }
  let next: string | null = `/v1/jobs?centre=trung-tam&roster=${draft.month}&limit=2`
  while (next !== null) {
    const page: { body: List } = await s.call<List>('GET', next)
    ids.push(...page.body.items.map(({ id }) => id))
    next = page.body.next
  }
  t.equal(ids.length, 3)
  t.same([...ids].sort().reverse(), ids, 'newest first')
  const all = await s.call<List>('GET', '/v1/jobs?centre=trung-tam&status=done&limit=200')
  t.ok(all.body.items.every(({ status }) => status === 'done'))
  t.same(
    all.body.items.filter(({ roster }) => roster.id === draft.id).map(({ id }) => id),
    ids
  )
  for (const after of ['x', v7()])
    t.match(await s.call('GET', `/v1/jobs?centre=trung-tam&after=${after}`), { status: 400, body: { code: 'BAD_CURSOR' } })
  t.match(await s.call('GET', `/v1/jobs/${v7()}?centre=trung-tam`), { status: 404, body: { code: 'NOT_FOUND' } })
  t.match(await s.call('GET', '/v1/jobs/khong-co?centre=trung-tam'), { status: 404 })
})

withDraft(
  'a stream tells how the job stands, every change and the end; a client may come late, come again and leave',
  async (t, s, draft) => {
    const { body } = await plan(s, draft, { seed: ENDLESS })
    const stream = await listen(s, `/v1/jobs/${body.id}/events?centre=trung-tam`)
    t.match(stream.headers, { 'content-type': /^text\/event-stream/, 'cache-control': 'no-store' })
    const [first] = await once(stream, 'data')
    t.match(first, /^event: progress\nid: 1\ndata: \{/)
    stream.destroy()
    const following = s.call<string>('GET', `/v1/jobs/${body.id}/events?centre=trung-tam`, { headers: { 'last-event-id': '99' } })
    await until(s, { id: `${body.id}` }, hasPlan)
    await s.call('POST', `/v1/jobs/${body.id}/stop?centre=trung-tam`)
    const events = eventsIn((await following).body)
    t.match(events[0], { event: 'progress', id: 1 })
    t.equal(events.at(-1)?.event, 'done')
    t.same(
      events.map(({ id }) => id),
      events.map((_, n) => n + 1)
    )
    t.ok(events.slice(0, -1).every(({ event, data }) => event === 'progress' && ['queued', 'running'].includes(data.status)))
    const late = eventsIn((await s.call<string>('GET', `/v1/jobs/${body.id}/events?centre=trung-tam`)).body)
    t.same(
      late.map(({ event }) => event),
      ['done'],
      'who comes after the end is told the end'
    )
  }
)

withDraft('the measures count jobs', async (t, s) => {
  const { body } = await s.call<string>('GET', '/metrics')
  t.match(body, /^jobs_under_way 0$/m)
  for (const status of ['done', 'failed', 'cancelled']) t.match(body, new RegExp(`^jobs_ended_total\\{status="${status}"\\} [1-9]`, 'm'))
})

withDraft('a job is seen and ended by keys of its centre with the scope for it, and by nobody else', async (t, s, draft) => {
  const { body: job } = await plan(s, draft, { seed: ENDLESS })
  await until(s, job, ({ status }) => status === 'running')
  await aCentre(s, { code: 'khong-nguoi' })
  const key = async (centre: string, scopes: string[]): Promise<string> =>
    (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'Thử', scopes, centre } })).body.key
  const reader = await key('trung-tam', ['rosters:read'])
  const stranger = await key('khong-nguoi', ['rosters:read', 'rosters:write'])
  const ways = [
    ['GET', `/v1/jobs/${job.id}`],
    ['DELETE', `/v1/jobs/${job.id}`],
    ['POST', `/v1/jobs/${job.id}/stop`],
    ['GET', `/v1/jobs/${job.id}/events`]
  ] as const
  for (const [method, url] of ways) {
    t.match(await s.call(method, url, { key: null }), { status: 401 }, `${method} ${url} by nobody`)
    t.match(await s.call(method, url, { key: stranger }), { status: 404 }, `${method} ${url} by another centre`)
    if (method !== 'GET') t.match(await s.call(method, url, { key: reader }), { status: 403 }, `${method} ${url} by a reader`)
  }
  t.match(await s.call('GET', `/v1/jobs/${job.id}`, { key: reader }), { status: 200, body: { status: 'running' } })
  t.same((await s.call('GET', '/v1/jobs', { key: stranger })).body.items, [])
  await s.call('DELETE', `/v1/jobs/${job.id}?centre=trung-tam`)
})

void t.test('a centre without people is told so', async (t) => {
  opened ??= open()
  const s = await opened
  await aPost(s, { centre: 'khong-nguoi' })
  const draft = await aDraft(s, '2026-12', 'khong-nguoi')
  for (const path of ['plan', 'plan/preview']) {
    const answer = await s.call('POST', `/v1/rosters/${draft.id}/${path}?centre=khong-nguoi`, { headers: at(draft), body: QUICK })
    t.match(answer, { status: 422, body: { code: 'NO_PROVIDERS' } }, path)
  }
  t.same((await s.call<{ items: JobJson[] }>('GET', '/v1/jobs?centre=khong-nguoi')).body.items, [])
})

void t.test('closing the service ends its streams, and its jobs as interrupted', async (t) => {
  const s = await open()
  const draft = await aDraft(s, '2026-12')
  const { body } = await plan(s, draft, { seed: ENDLESS })
  await until(s, body, hasPlan)
  const stream = await listen(s, `/v1/jobs/${body.id}/events`)
  let text = ''
  stream.on('data', (chunk: string) => {
    text += chunk
  })
  const waiting = plan(s, { ...draft, version: 1 }, {}, WAIT)
  t.match(await waiting, { status: 409 })
  const ended = once(stream, 'end')
  await s.app.close()
  await ended
  t.match(eventsIn(text).at(-1), { event: 'failed', data: { problem: { code: 'JOB_INTERRUPTED' } } })
  const [row] = await s.deps.db
    .select()
    .from(jobs)
    .where(eq(jobs.id, body.id as JobId))
  t.match(row, { status: 'failed', problem: { code: 'JOB_INTERRUPTED' } })
  await s.close()
})
