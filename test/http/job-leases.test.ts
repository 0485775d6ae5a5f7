import { once } from 'node:events'
import { eq } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { jobs } from '../../db/schema/jobs.ts'
import type { JobId, RosterId } from '../../src/domain/ids.ts'
import type { Job } from '../../src/domain/job.ts'
import { sweepJobs } from '../../src/jobs/sweep-jobs.ts'
import { findCentre } from '../../src/store/centres.ts'
import { insertJob } from '../../src/store/jobs.ts'
import { transact } from '../../src/usecases/deps.ts'
import { followJob } from '../../src/usecases/follow-job.ts'
import { interruptJobs } from '../../src/usecases/jobs.ts'
import { eventsIn, follow, hasPlan, listen, until } from '../support/job-streams.ts'
import { aDraft, at, type JobJson, QUICK, type RosterJson, slotsOfRoster, WAIT } from '../support/months.ts'
import { aCentre, anOfficer, aPost } from '../support/people.ts'
import { until as soon } from '../support/receivers.ts'
import { openService, type Service } from '../support/service.ts'
import { DEAF, ENDLESS } from '../support/stand-in-worker.ts'

/** Two instances over one database: on a server each over connections of its own, embedded as two desks in one process. */
interface Two {
  readonly one: Service
  readonly other: Service
}

let opened: Promise<Two> | undefined
let months = 0

async function open(): Promise<Two> {
  const one = await openService()
  await aCentre(one, { code: 'trung-tam' })
  for (let n = 0; n < 3; n += 1) await anOfficer(one)
  await aPost(one, { patterns: [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,2,3,4', startsAt: '08:00', duration: 'PT2H' }] })
  return { one, other: await openService(one) }
}

t.teardown(async () => {
  const two = await opened
  await two?.other.close()
  await two?.one.close()
})

/** A test with a draft of a month that no other test has. */
function withDraft(title: string, body: (t: Test, two: Two, draft: RosterJson) => Promise<void>): void {
  void t.test(title, async (t) => {
    opened ??= open()
    const two = await opened
    months += 1
    await body(t, two, await aDraft(two.one, `2027-${String(months).padStart(2, '0')}`))
  })
}

const plan = (s: Service, roster: { id: string; version: number }, body: object = QUICK, headers: object = {}) =>
  s.call<JobJson>('POST', `/v1/rosters/${roster.id}/plan`, { headers: { ...at(roster), ...headers }, body })

const read = async (s: Service, { id }: { id: string }): Promise<JobJson> => (await s.call<JobJson>('GET', `/v1/jobs/${id}`)).body

/** A job that one instance works on, and has a plan for. */
async function underWay({ one }: Two, draft: RosterJson, seed = ENDLESS): Promise<JobJson> {
  const { body } = await plan(one, draft, { seed })
  return until(one, body, seed === ENDLESS ? hasPlan : ({ status }) => status === 'running')
}

const longAgo = new Date(0)
/** Lets the lease of a job run out, as that of an instance that was paused for long. */
const lapse = ({ deps }: Service, { id }: { id: string }, db = deps.db) =>
  db
    .update(jobs)
    .set({ leaseUntil: longAgo.getTime() as never })
    .where(eq(jobs.id, id as JobId))

withDraft('an instance that starts leaves the jobs of others alone, however long they take', async (t, two, draft) => {
  const job = await underWay(two, draft)
  const third = await openService(two.one)
  t.same(await interruptJobs(third.deps), [])
  await third.close()
  t.match(await read(two.other, job), { status: 'running', problem: null }, 'nor does one that ends take it along')
  await lapse(two.one, job)
  await soon('the lease renewed', async () => {
    const [row] = await two.one.deps.db
      .select()
      .from(jobs)
      .where(eq(jobs.id, job.id as JobId))
    return (row?.leaseUntil ?? 0) > Date.now()
  })
  t.same(await interruptJobs(two.other.deps), [], 'its owner renews the lease as long as it works')
  await two.one.call('POST', `/v1/jobs/${job.id}/stop`)
  t.match((await follow(two.one, job)).at(-1), { event: 'done' })
})

withDraft('a job is stopped from any instance, and keeps the best so far', async (t, two, draft) => {
  const job = await underWay(two, draft)
  t.match(await until(two.other, job, hasPlan), { status: 'running' }, 'whose progress every instance tells')
  const following = follow(two.other, job)
  const stopped = await two.other.call<JobJson>('POST', `/v1/jobs/${job.id}/stop`)
  t.match(stopped, { status: 202, body: { id: job.id, status: 'running' } })
  const events = await following
  t.match(events[0], { event: 'progress', data: { progress: { best: Number } } })
  t.match(events.at(-1), { event: 'done', data: { result: { report: { stopped: 'cancelled' }, summary: { filled: 4 } } } })
  t.match((await two.one.call('GET', `/v1/rosters/${draft.id}`)).body, { version: 2 })
  t.match(await two.other.call('POST', `/v1/jobs/${job.id}/stop`), { status: 409, body: { code: 'JOB_FINISHED' } })
})

withDraft('a job is cancelled from any instance, and its threads are free again', async (t, two, draft) => {
  const before = await slotsOfRoster(two.one, draft.id)
  const job = await underWay(two, draft, DEAF)
  t.match(await two.other.call('DELETE', `/v1/jobs/${job.id}`), { status: 200, body: { status: 'cancelled' } })
  t.match((await follow(two.one, job)).at(-1), { event: 'cancelled' }, 'its owner hears of it')
  await soon('the deaf thread ended', () => two.one.pool.size() === 0)
  t.strictSame(await slotsOfRoster(two.one, draft.id), before)
  t.match(await plan(two.other, draft, QUICK, WAIT), { status: 200 }, 'and any instance may plan the draft')
})

withDraft('an instance that lost its lease keeps nothing, and says so', async (t, two, draft) => {
  const said: string[] = []
  two.one.app.log.warn = ((_: unknown, text: string) => said.push(text)) as never
  const job = await underWay(two, draft)
  const interrupted = await transact(two.other.deps, async (deps) => {
    await lapse(two.other, job, deps.db)
    return interruptJobs(deps)
  })
  t.match(interrupted, [{ id: job.id, status: 'failed', problem: { code: 'JOB_INTERRUPTED' } }])
  t.match((await follow(two.one, job)).at(-1), { event: 'failed', data: { problem: { code: 'JOB_INTERRUPTED', status: 503 } } })
  t.same(said, ['a job was interrupted: what it had found is lost'])
  t.match((await two.one.call('GET', `/v1/rosters/${draft.id}`)).body, { version: 1 })
  t.match(await plan(two.other, draft, QUICK, WAIT), { status: 200 }, 'the draft may be planned again')
})

/** A job of an instance that is gone. */
async function orphan({ deps }: Service, rosterId: string, status: Job['status']): Promise<Job> {
  const centre = await findCentre(deps.db, 'trung-tam')
  if (centre === undefined) throw new Error('no centre')
  const job: Job = {
    centreId: centre.id,
    id: v7() as JobId,
    kind: 'plan',
    status,
    instance: 'an earlier run',
    rosterId: rosterId as RosterId,
    progress: null,
    result: null,
    problem: null,
    createdAt: deps.now(),
    startedAt: null,
    finishedAt: null
  }
  await insertJob(deps.db, job)
  return job
}

withDraft('a job whose instance is gone is interrupted once its lease has run out, said once, and no sooner', async (t, two, draft) => {
  const { one, other } = two
  const [running, queued] = [await orphan(one, draft.id, 'running'), await orphan(one, v7(), 'queued')]
  const told: string[] = []
  const log = { interrupted: ({ id }: Job) => told.push(id), report: (error: unknown) => t.fail(String(error)) }
  const early = [sweepJobs(one.deps, log), sweepJobs(other.deps, log)]
  await Promise.all(early.map((sweep) => sweep.close()))
  t.same(told, [], 'its lease might still be renewed')
  t.match(await plan(one, draft), { status: 409, body: { code: 'PLAN_RUNNING' } })
  t.match(await other.call('POST', `/v1/jobs/${running.id}/stop`), { status: 202 })
  for (const job of [running, queued]) await lapse(one, job)
  const following = follow(other, running)
  const sweeps = [sweepJobs(one.deps, log), sweepJobs(other.deps, log)]
  await Promise.all(sweeps.map((sweep) => sweep.close()))
  t.same(told.sort(), [running.id, queued.id].sort(), 'of two that look at once one tells')
  for (const job of [running, queued])
    t.match(await read(one, job), { status: 'failed', problem: { code: 'JOB_INTERRUPTED', status: 503 } })
  t.match((await following).at(-1), { event: 'failed' }, 'who follows it is told')
  t.match(await plan(other, draft, QUICK, WAIT), { status: 200 })
})

withDraft('the stream of a job elsewhere ends with the instance that tells it', async (t, two, draft) => {
  const job = await underWay(two, draft)
  const third = await openService(two.one)
  const stream = await listen(third, `/v1/jobs/${job.id}/events`)
  const [first] = (await once(stream, 'data')) as [string]
  const chunks = [first]
  stream.on('data', (chunk: string) => chunks.push(chunk))
  const ended = once(stream, 'end')
  await third.close()
  await ended
  t.ok(eventsIn(chunks.join('')).every(({ event }) => event === 'progress'))
  const desk = { find: () => undefined, closing: AbortSignal.abort() }
  const [running] = await two.one.deps.db
    .select()
    .from(jobs)
    .where(eq(jobs.id, job.id as JobId))
  const told = new Promise((resolve) => followJob(two.one.deps, desk, running as Job).watch((_, last) => resolve(last)))
  t.equal(await told, true, 'and at once where the service closes already')
  t.match(await two.one.call('DELETE', `/v1/jobs/${job.id}`), { status: 200 })
})
