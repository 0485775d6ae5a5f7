import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import { connectCopy, imageOf } from '../../db/connect.ts'
import { findServer } from '../../scripts/postgres.ts'
import { buildApp } from '../../src/app.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import { openMemoryFolder } from '../../src/jobs/memory-folder.ts'
import { readChanges } from '../../src/store/lookup.ts'
import { nameInstallation, withMemory } from '../../src/usecases/memory.ts'
import { fillDatabase, START } from '../support/database.ts'
import { engine } from '../support/engine.ts'
import { aCentreOnDuty, type Instance, openInstance } from '../support/followed.ts'
import { type HeadJson, published, type RosterJson, stepped } from '../support/months.ts'
import { callOn } from '../support/open-on.ts'
import { operatorOf } from '../support/operator.ts'
import { aCentre } from '../support/people.ts'
import { until } from '../support/receivers.ts'
import { onPostgres, type Scene } from '../support/scene.ts'

interface Answer {
  readonly status: string
  readonly source: { readonly version: number | null; readonly stale: boolean }
}

const QUESTION = '/v1/on-duty?agency=pc01&at=2026-12-05T02:10:00%2B07:00'
const asked = async (s: Pick<Scene, 'call'>): Promise<Answer> => (await s.call<Answer>('GET', QUESTION)).body

/** What it says once it says that it is current. */
async function current(s: Pick<Scene, 'call'>): Promise<Answer> {
  let answer = await asked(s)
  await until('it is current', async () => {
    answer = await asked(s)
    return answer.source?.stale === false
  })
  return answer
}

/** Every version that it answers from, by id: two databases may number theirs alike. */
const idsIn = (s: Scene): string[] => s.deps.memory.remembered().centres.flatMap(({ versions }) => versions.map(({ head }) => head.id))

async function opened(t: Test, open: Promise<Instance>): Promise<Instance> {
  const s = await open
  t.teardown(() => s.close())
  return s
}

/** The month published anew, after a recall: a version that the database as it was before has never seen. */
async function anew(s: Scene): Promise<HeadJson> {
  const [roster] = (await s.call<{ items: RosterJson[] }>('GET', '/v1/rosters')).body.items
  return published(s, await stepped(s, roster as RosterJson, 'recall', { body: { reason: 'phân công lại' } }))
}

async function folderFor(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'memory-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

onPostgres(
  'a restore under a running process: versions that are gone are forgotten, and what is issued after it answers',
  async (t, url) => {
    const s = await opened(t, openInstance(url))
    await aCentreOnDuty(s)
    await current(s)
    const [first] = idsIn(s)
    const operator = operatorOf(t, url)
    const copy = await operator.copy()
    await current(s)
    const ghost = await anew(s)
    t.match(await current(s), { source: { version: 2 } })
    t.same(idsIn(s), [first, ghost.id])
    await copy.restore()
    await until('it knows that the connection is lost', async () => (await asked(s)).source.stale)
    t.match(await current(s), { status: 'on_duty', source: { version: 1 } }, 'superseded no more')
    t.same(idsIn(s), [first])
    const real = await anew(s)
    t.match(await current(s), { source: { version: 2 } })
    t.same(idsIn(s), [first, real.id], 'the signed one, not the ghost')
  }
)

onPostgres('a restore under a kept folder: the next start believes the database', async (t, url) => {
  const folder = await folderFor(t)
  const before = await openInstance(url, { folder })
  const operator = operatorOf(t, url)
  await aCentreOnDuty(before)
  await current(before)
  const [first] = idsIn(before)
  const copy = await operator.copy()
  await current(before)
  const ghost = await anew(before)
  await until('the ghost is kept', async () => (await readdir(folder)).some((name) => name.includes(ghost.id)))
  await before.close()
  await copy.restore()
  const after = await opened(t, openInstance(url, { folder }))
  t.match(await asked(after), { source: { version: 1, stale: false } }, 'from its first answer on')
  const real = await anew(after)
  t.match(await current(after), { source: { version: 2 } })
  t.same(idsIn(after), [first, real.id])
  await until('the ghost is gone from the folder', async () => !(await readdir(folder)).some((name) => name.includes(ghost.id)))
})

/** The newest tools that the tests' server has beside it; a server given by its address may have none here. */
const bin = findServer()

/** Runs one of them, which must succeed. */
const toolsOf =
  (t: Test, bin: string) =>
  (name: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync(join(bin, name), args, { encoding: 'utf8' })
    t.equal(status, 0, stderr)
  }

onPostgres('a restore over the tables, with every connection still there, is noticed as well', async (t, url) => {
  if (bin === undefined) return t.comment('needs pg_dump, which is not here')
  const s = await opened(t, openInstance(url))
  await aCentreOnDuty(s)
  await current(s)
  const versions = idsIn(s)
  const file = join(await folderFor(t), 'dump')
  const tool = toolsOf(t, bin)
  tool('pg_dump', '-Fc', '-f', file, url)
  await anew(s)
  t.match(await current(s), { source: { version: 2 } })
  tool('pg_restore', '--clean', '--if-exists', '--single-transaction', '-n', 'public', '-d', url, file)
  await until('it is as it was', async () => (await asked(s)).source.version === 1)
  t.same(idsIn(s), versions)
  t.match(await current(s), { status: 'on_duty', source: { version: 1 } })
  t.same(s.reports, [], 'nothing was lost for it')
})

onPostgres('a restore of data alone, past the triggers, is noticed within a minute', async (t, url) => {
  if (bin === undefined) return t.comment('needs pg_dump, which is not here')
  const s = await opened(t, openInstance(url))
  await aCentreOnDuty(s)
  await current(s)
  const versions = idsIn(s)
  const file = join(await folderFor(t), 'dump')
  const tool = toolsOf(t, bin)
  tool('pg_dump', '-Fc', '-t', 'publications', '-f', file, url)
  await anew(s)
  t.match(await current(s), { source: { version: 2 } })
  await s.deps.db.execute(sql`truncate publications cascade`)
  tool('pg_restore', '--data-only', '--disable-triggers', '-d', url, file)
  t.equal((await asked(s)).source.version, 2, 'nothing has told of it')
  s.setNow('2026-11-22T10:30:00+07:00')
  await until('it is as it was', async () => (await asked(s)).source.version === 1)
  t.same(idsIn(s), versions)
  t.match(await current(s), { status: 'on_duty', source: { version: 1 } })
})

onPostgres('a history that has gone back is told from one that went on', async (t, url) => {
  const s = await opened(t, openInstance(url))
  await aCentreOnDuty(s)
  const { mark } = await readChanges(s.deps.db, null)
  t.same((await readChanges(s.deps.db, mark)).changed, [], 'nothing since')
  const ahead = { ...mark, snapshot: '4000000000:4000000000:' }
  t.equal((await readChanges(s.deps.db, ahead)).changed, null, 'a mark beyond where the database is')
  t.equal((await readChanges(s.deps.db, { ...mark, history: 'another' })).changed, null)
  await s.deps.db.execute(sql`truncate lookup_changes`)
  t.equal((await readChanges(s.deps.db, mark)).changed, null, 'tables that were filled anew')
})

onPostgres('another installation at the same address: nothing of the one before is answered, nor opens', async (t, url) => {
  const folder = await folderFor(t)
  const before = await openInstance(url, { folder })
  const operator = operatorOf(t, url)
  const copy = await operator.copy()
  await nameInstallation(before.deps)
  await until('it is there again', () =>
    before.deps.memory.catchUp().then(
      () => true,
      () => false
    )
  )
  await aCentreOnDuty(before)
  await until('it is kept', async () => (await readdir(folder)).some((name) => name.startsWith('publication-')))
  await before.close()
  await copy.restore()
  const after = await openMemoryFolder(folder, (error) => t.fail(String(error))).load()
  t.equal(after?.centres.length, 1)
  const s = await opened(t, openInstance(url, { folder }))
  await nameInstallation(s.deps)
  t.match(await asked(s), { status: 'on_duty', source: { version: 1, stale: true } }, 'while it has no centre it may be a mistake')
  await aCentre(s, { code: 'dak-lak', name: 'Trung tâm Đắk Lắk' })
  await until('it is believed', () => !s.deps.memory.freshness().stale)
  t.match(await s.call('GET', QUESTION), { status: 404 })
  t.match(s.deps.memory.remembered().centres, [{ centre: { code: 'dak-lak' } }])
  t.teardown(() => rm(`${folder}.${after?.installation}`, { recursive: true, force: true }))
  await until('what was kept is put aside', () => existsSync(`${folder}.${after?.installation}`))
})

onPostgres(
  'dropped, made anew and restored under a running process: never less than what was known, which is stale until all is there',
  async (t, url) => {
    if (bin === undefined) return t.comment('needs pg_dump, which is not here')
    const s = await opened(t, openInstance(url))
    await nameInstallation(s.deps)
    await aCentreOnDuty(s)
    await current(s)
    const file = join(await folderFor(t), 'dump')
    const tool = toolsOf(t, bin)
    tool('pg_dump', '-Fc', '-f', file, url)
    await operatorOf(t, url).renew()
    const steps = [[], ['--section=pre-data'], ['--section=data']] as const
    for (const args of steps) {
      if (args.length > 0) tool('pg_restore', ...args, '-d', url, file)
      for (let n = 0; n < 3; n += 1) {
        await s.deps.memory.catchUp().then(
          () => t.fail(`believed after ${args.join() || 'it was made'}`),
          () => undefined
        )
        t.match(await asked(s), { status: 'on_duty', source: { version: 1, stale: true } }, args.join() || 'made anew')
        t.equal((await s.call('GET', '/v1/on-duty?agency=pc01')).status, 200, 'its keys still open')
      }
    }
    tool('pg_restore', '--section=post-data', '-d', url, file)
    t.match(await current(s), { status: 'on_duty', source: { version: 1 } })
  }
)

for (const [title, tables] of [
  ['all centres', 'centres'],
  ['all keys', 'api_keys'],
  ['all versions', 'publications']
] as const) {
  onPostgres(`a table that was emptied past the triggers takes nothing out of memory: ${title}`, async (t, url) => {
    const s = await opened(t, openInstance(url))
    await aCentreOnDuty(s)
    await current(s)
    await s.deps.db.execute(sql.raw(`truncate ${tables} cascade`))
    // as if a minute had gone by: it is time to look again
    s.setNow('2026-11-22T10:30:00+07:00')
    await until('it is told', () => s.reports.length > 0)
    for (let n = 0; n < 3; n += 1) {
      await t.rejects(s.deps.memory.catchUp(), {
        code: 'DATABASE_UNAVAILABLE',
        cause: { message: /the database is empty, or not restored/ }
      })
      t.match(await asked(s), { status: 'on_duty', source: { version: 1, stale: true } })
    }
    t.equal(s.reports.length, 1, 'said once')
  })
}

t.test('an image of the embedded database as it was before, under a kept folder', async (t) => {
  const image = await imageOf(fillDatabase)
  const folder = openMemoryFolder(await folderFor(t), (error) => t.fail(String(error)))
  const open = async (from: Blob) => {
    const connection = await connectCopy(from)
    const deps = withMemory({ db: connection.db, now: () => parseInstant(START), newId: () => v7(), optimise: engine }, await folder.load())
    await nameInstallation(deps)
    const app = await buildApp(deps)
    t.teardown(() => app.close().then(connection.close))
    const s: Scene = { deps, app, setNow: () => undefined, call: callOn(app) }
    return s
  }
  const before = await open(image)
  await aCentreOnDuty(before)
  t.match(await asked(before), { source: { version: 1, stale: false } })
  await folder.save(before.deps.memory.remembered())
  const kept = await folder.load()
  t.equal(kept?.centres.length, 1)
  const after = await open(image)
  t.match(
    await asked(after),
    { status: 'on_duty', source: { version: 1, stale: true } },
    'of an image without a centre nothing is believed'
  )
  await aCentreOnDuty(after)
  t.match(await asked(after), { status: 'on_duty', source: { version: 1, stale: false } })
  t.equal(after.deps.memory.remembered().centres.length, 1)
})
