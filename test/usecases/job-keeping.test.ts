import { like } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { connectPostgres } from '../../db/connect.ts'
import type { Db } from '../../db/handle.ts'
import { installation } from '../../db/schema/access.ts'
import { DutyError } from '../../src/domain/errors.ts'
import { type Instant, parseInstant } from '../../src/domain/instant.ts'
import type { Job } from '../../src/domain/job.ts'
import { listCentres } from '../../src/store/centres.ts'
import { saveFact } from '../../src/store/installation.ts'
import { getJob, insertJob, updateJob } from '../../src/store/jobs.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { type JobDesk, openDesk } from '../../src/usecases/job-desk.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { openWire, type Wire } from '../support/cut-wire.ts'
import { START } from '../support/database.ts'
import { openOn } from '../support/open-on.ts'
import { aCentre } from '../support/people.ts'
import { onPostgres } from '../support/scene.ts'
import { openService } from '../support/service.ts'

const MARK = 'kept by try '

/** A desk with a job, and whatever its tries to keep what was found have left in the database. */
interface Keeping {
  readonly desk: JobDesk
  readonly defects: readonly unknown[]
  readonly job: Job
  readonly read: () => Promise<Job>
  readonly left: () => Promise<string[]>
}

const depsOn = (db: Db): Deps => withMemory({ db, now: () => parseInstant(START), newId: () => v7() })

async function keepingOn(t: Test, db: Db): Promise<Keeping> {
  const [centre] = await listCentres(db)
  const defects: unknown[] = []
  const desk = openDesk({ db, newId: () => v7() }, { defect: (error) => defects.push(error), interrupted: () => undefined })
  t.teardown(() => desk.close())
  const job = {
    ...{ centreId: centre?.id, id: v7(), kind: 'plan', status: 'queued', instance: desk.instance, rosterId: v7() },
    ...{ progress: null, result: null, problem: null, createdAt: 0 as Instant, startedAt: null, finishedAt: null }
  } as Job
  await insertJob(db, job)
  return {
    ...{ desk, defects, job },
    read: () => getJob(db, job.centreId, job.id),
    left: async () =>
      (
        await db
          .select()
          .from(installation)
          .where(like(installation.key, `${MARK}%`))
      ).map(({ key }) => key)
  }
}

/** Work whose keeping leaves a trace of each try, then does what is to happen at that moment. */
const workOf = (happens: (tries: number, db: Db) => Promise<void>) => {
  let tries = 0
  return {
    search: async () => 'found',
    keep: async ({ db }: Deps, found: string) => {
      tries += 1
      const made = tries
      await saveFact(db, `${MARK}${made}`, 1)
      await happens(made, db)
      return { made, result: { found } }
    }
  }
}

/** What the driver says when a connection has been reset. */
const reset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

async function onADatabase(t: Test): Promise<Keeping & { readonly db: Db }> {
  const service = await openService()
  t.teardown(() => service.close())
  await aCentre(service)
  const { db } = service.deps
  return { db, ...(await keepingOn(t, db)) }
}

t.test('a database that is away when a job is to keep what it found is tried again: it is kept, once', async (t) => {
  const { db, desk, job, read, left, defects } = await onADatabase(t)
  const work = workOf(async (tries) => {
    if (tries < 3) throw reset()
  })
  t.equal(await desk.run(depsOn(db), job, work), 3)
  t.match(await read(), { status: 'done', result: { found: 'found' } })
  t.same(await left(), [`${MARK}3`])
  t.same(defects, [])
})

t.test('what somebody has ended meanwhile is not kept', async (t) => {
  const { db, desk, job, read, left } = await onADatabase(t)
  const work = workOf(async (tries) => {
    if (tries > 1) return
    // not in the transaction that fails
    setImmediate(() => void updateJob(db, job, { status: 'cancelled', finishedAt: 0 as Instant }))
    throw reset()
  })
  await t.rejects(desk.run(depsOn(db), job, work), { code: 'JOB_FINISHED' })
  t.match(await read(), { status: 'cancelled', result: null })
  t.same(await left(), [])
})

t.test('what is wrong is said at once', async (t) => {
  const { db, desk, job, read, left } = await onADatabase(t)
  const work = workOf(() => Promise.reject(new DutyError('STALE_VERSION')))
  await t.rejects(desk.run(depsOn(db), job, work), { code: 'STALE_VERSION' })
  t.match(await read(), { status: 'failed', problem: { code: 'STALE_VERSION' } })
  t.same(await left(), [])
})

/** The same with only what the job keeps going over a wire. */
async function overAWire(t: Test, url: string): Promise<Keeping & { readonly wire: Wire; readonly deps: Deps }> {
  const s = await openOn(url)
  t.teardown(() => s.close())
  await aCentre(s)
  const wire = await openWire(url)
  const connection = connectPostgres(wire.url)
  t.teardown(() => connection.close().then(wire.close))
  return { wire, deps: depsOn(connection.db), ...(await keepingOn(t, s.deps.db)) }
}

onPostgres('a connection that is cut while it is kept', async (t, url) => {
  const { wire, deps, desk, job, read, left, defects } = await overAWire(t, url)
  const work = workOf(async (tries) => {
    if (tries > 1) return
    await wire.cut()
    setTimeout(() => void wire.mend(), 1500)
  })
  const made = await desk.run(deps, job, work)
  t.ok(made > 1, `kept by try ${made}`)
  t.match(await read(), { status: 'done', result: { found: 'found' } })
  t.same(await left(), [`${MARK}${made}`])
  t.same(defects, [])
})

onPostgres('a connection that is cut before the answer to the commit comes: kept once all the same', async (t, url) => {
  const { wire, deps, desk, job, read, left, defects } = await overAWire(t, url)
  const work = workOf(async (tries) => {
    if (tries > 1) return
    // the job is updated, and then the answer to the commit is one too many
    wire.cutAfter(1)
    setTimeout(() => void wire.mend(), 1500)
  })
  t.equal(await desk.run(deps, job, work), 1)
  t.match(await read(), { status: 'done', result: { found: 'found' } })
  t.same(await left(), [`${MARK}1`])
  t.same(defects, [])
})
