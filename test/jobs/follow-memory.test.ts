import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Test } from 'tap'
import { connectPostgres } from '../../db/connect.ts'
import { parseInstant } from '../../src/domain/instant.ts'
import { followMemory } from '../../src/jobs/follow-memory.ts'
import { openMemoryFolder } from '../../src/jobs/memory-folder.ts'
import { type OutageNews, openOutages } from '../../src/usecases/outages.ts'
import { openWire, type Wire } from '../support/cut-wire.ts'
import { aCentreOnDuty, deaf, type Instance, openInstance } from '../support/followed.ts'
import { type RosterJson, stepped } from '../support/months.ts'
import { until } from '../support/receivers.ts'
import { onPostgres, type Scene, scene } from '../support/scene.ts'

interface Answer {
  readonly status: string
  readonly onDuty: readonly { readonly provider: { readonly fullName: string } }[]
  readonly source: { readonly version: number | null; readonly generatedAt: string; readonly stale: boolean }
}

/** How long it is waited for here. */
const SHORT = { statement: 500, lock: 400, silence: 1000 }

const QUESTION = '/v1/on-duty?agency=pc01&at=2026-12-05T02:10:00%2B07:00'
const asked = async (s: Pick<Instance, 'call'>): Promise<Answer> => (await s.call<Answer>('GET', QUESTION)).body

/** The version that answers; undefined while the instance knows no such agency yet. */
const versionTold = async (s: Pick<Instance, 'call'>) => ((await asked(s)) as Partial<Answer>).source?.version

const recalled = (s: Scene, roster: RosterJson): Promise<RosterJson> => stepped(s, roster, 'recall', { body: { reason: 'phân công lại' } })

async function opened(t: Test, open: Promise<Instance>): Promise<Instance> {
  const s = await open
  t.teardown(() => s.close())
  return s
}

onPostgres('what one instance commits another answers within moments; whoever wrote sees it at once', async (t, url) => {
  const [one, other] = [await opened(t, openInstance(url)), await opened(t, openInstance(url))]
  const roster = await aCentreOnDuty(one)
  t.equal((await asked(one)).source.version, 1, 'the writer, at once')
  await until('the other', async () => (await versionTold(other)) === 1)
  await recalled(one, roster)
  t.equal((await asked(one)).status, 'uncovered')
  await until('the other again', async () => (await asked(other)).status === 'uncovered')
  t.same([...one.reports, ...other.reports], [])
})

onPostgres('a lost notification: no answer is older than it says, and the next check makes up for it', async (t, url) => {
  const [one, other] = [await opened(t, openInstance(url)), await opened(t, openInstance(url, { listen: deaf }))]
  const roster = await aCentreOnDuty(one)
  await until('the first version', async () => (await versionTold(other)) === 1)
  await recalled(one, roster)
  const committed = one.deps.now()
  let answers = 0
  await until('the recall', async () => {
    const { status, source } = await asked(other)
    answers += 1
    // both clocks began at START, at most the time between the two openings apart
    if (status === 'on_duty')
      t.ok(parseInstant(source.generatedAt) <= committed + 2000, `${source.generatedAt} claims no more than it knows`)
    return status === 'uncovered'
  })
  t.ok(answers > 0)
})

onPostgres('the database gone: look-ups go on, stale; writes are refused; back: all is current without a restart', async (t, url) => {
  const wire = await openWire(url)
  t.teardown(() => wire.close())
  const [one, other] = [await opened(t, openInstance(wire.url)), await opened(t, openInstance(url))]
  const roster = await aCentreOnDuty(other)
  await until('the first version', async () => (await versionTold(one)) === 1)
  await wire.cut()
  await until('it knows', async () => (await asked(one)).source.stale)
  const answer = await asked(one)
  t.match(answer, { status: 'on_duty', source: { version: 1, stale: true } })
  t.match((await one.call('GET', '/readyz')).body, { ready: true, lookups: true, database: false, stale: true })
  t.match(await one.call('POST', '/v1/centres', { body: { code: 'x' } }), { status: 400 }, 'what is wrong is wrong without a database')
  const refused = await one.call('PATCH', '/v1/rules/double-duty?centre=lang-son', { headers: { 'if-match': '"1"' }, body: { weight: 1 } })
  t.match(refused, { status: 503, headers: { 'retry-after': /\d/ }, body: { code: 'DATABASE_UNAVAILABLE' } })
  await recalled(other, roster)
  await wire.mend()
  await until('current again', async () => (await asked(one)).status === 'uncovered' && !(await asked(one)).source.stale)
  t.equal(one.reports.length, 1, 'it is said once')
})

onPostgres('a network that swallows everything: stale after a while, current again afterwards', async (t, url) => {
  const wire = await openWire(url)
  t.teardown(() => wire.close())
  const one = await opened(t, openInstance(wire.url, { patience: SHORT }))
  await aCentreOnDuty(one)
  wire.hold()
  await until('it knows', async () => (await asked(one)).source.stale)
  t.equal((await asked(one)).status, 'on_duty')
  await wire.mend()
  await until('current again', async () => !(await asked(one)).source.stale)
})

onPostgres('a server that falls silent: one piece of news when that begins and one when it is over, whoever meets it', async (t, url) => {
  const wire = await openWire(url)
  t.teardown(() => wire.close())
  const outages = openOutages(1_500)
  const s = await opened(t, openInstance(wire.url, { patience: SHORT, outages }))
  const news: OutageNews[] = []
  outages.tell((each) => news.push(each))
  await aCentreOnDuty(s)
  wire.hold()
  await until('it is known', () => news.length > 0)
  // the next to notice cannot connect, which takes five seconds; those who write notice too
  for (let n = 0; n < 2; n += 1) {
    t.match(await s.call('GET', '/v1/centres'), { status: 503, headers: { 'retry-after': /\d/ } })
    t.match(await asked(s), { status: 'on_duty', source: { stale: true } })
  }
  t.match(news, [{ reason: /silent|timeout/ }], 'said once')
  t.equal(news.length, 1)
  await wire.mend()
  await until('current again', async () => !(await asked(s)).source.stale)
  await until('its end is said', () => news.length > 1)
  t.match(news[1], { seconds: Number })
  await pause(2_000)
  t.equal(news.length, 2)
  t.same(s.reports, [], 'nobody else says it')
})

onPostgres('a table that cannot be looked at: answers go on, as stale, until it can', async (t, url) => {
  const s = await opened(t, openInstance(url, { patience: SHORT }))
  await aCentreOnDuty(s)
  await until('it is current', async () => (await asked(s)).source.stale === false)
  const other = connectPostgres(url)
  t.teardown(() => other.close())
  const [locked, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const locking = other.db.transaction(async (db) => {
    await db.execute(sql`lock table number_corrections in access exclusive mode`)
    locked.resolve()
    await done.promise
  })
  await locked.promise
  // as if a minute had gone by: it is time to look again
  s.setNow('2026-11-22T10:30:00+07:00')
  await until('it could not be looked at', () => s.reports.length > 0)
  t.match(await asked(s), { status: 'on_duty', source: { version: 1, stale: true } })
  await pause(2_000)
  t.match(await asked(s), { status: 'on_duty', source: { version: 1, stale: true } }, 'still')
  t.equal(s.reports.length, 1, 'said once')
  done.resolve()
  await locking
  await until('it is current again', async () => (await asked(s)).source.stale === false)
})

onPostgres('after a restart without the database it answers what it last knew, stale, and its keys still open', async (t, url) => {
  const folder = await mkdtemp(join(tmpdir(), 'memory-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const wire: Wire = await openWire(url)
  t.teardown(() => wire.close())
  const before = await openInstance(wire.url, { folder })
  await aCentreOnDuty(before)
  const known = await asked(before)
  await until('it is kept', async () => (await readdir(folder)).some((name) => name.startsWith('publication-')))
  await before.close()
  await wire.cut()
  const after = await opened(t, openInstance(wire.url, { folder }))
  const answer = await asked(after)
  t.same(answer.onDuty, known.onDuty)
  t.match(answer.source, { version: 1, stale: true })
  t.ok(parseInstant(answer.source.generatedAt) <= parseInstant(known.source.generatedAt) + 60_000, 'its age is what the file says')
  t.equal((await after.call('GET', '/v1/on-duty?agency=pc01', { key: 'not-a-key-of-anybody' })).status, 503, 'only the database may know')
  await wire.mend()
  await until('current again', async () => !(await asked(after)).source.stale)
})

scene('a clean stop keeps what was acknowledged just before it', async (t, s) => {
  const path = await mkdtemp(join(tmpdir(), 'memory-'))
  t.teardown(() => rm(path, { recursive: true, force: true }))
  const folder = openMemoryFolder(path, (error) => t.fail(String(error)))
  const following = await followMemory(s.deps, { listen: deaf, folder, report: (error) => t.fail(String(error)) })
  await aCentreOnDuty(s)
  await following.close()
  const kept = await openMemoryFolder(path, (error) => t.fail(String(error))).load()
  t.match(kept?.centres, [{ centre: { code: 'lang-son' }, versions: [{ head: { number: 1 } }] }])
})

scene('the folder gives back what was remembered, in files for the owner alone; one that is missing is reported', async (t, s) => {
  const folder = await mkdtemp(join(tmpdir(), 'memory-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await aCentreOnDuty(s)
  const { memory } = s.deps
  await memory.catchUp()
  await memory.centres()
  const reports: unknown[] = []
  const kept = openMemoryFolder(join(folder, 'lookup'), (error) => reports.push(error))
  t.equal(await kept.load(), undefined, 'nothing yet')
  await kept.save(memory.remembered())
  const names = await readdir(join(folder, 'lookup'))
  t.equal(names.length, 3, 'state, centre, publication')
  for (const name of names) t.equal((await stat(join(folder, 'lookup', name))).mode & 0o077, 0, name)
  const plain = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (_, each: unknown) => (each instanceof Map ? [...each] : each)))
  t.same(plain(await kept.load()), plain(memory.remembered()))
  t.same(reports, [])
  const [publication] = names.filter((name) => name.startsWith('publication-'))
  await rm(join(folder, 'lookup', publication ?? ''))
  t.equal(await kept.load(), undefined)
  t.match(reports, [/publication-.* is missing/])
})
