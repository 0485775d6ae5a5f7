import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { v7 } from 'uuid'
import type { Db } from '../../db/handle.ts'
import type { Remembered } from '../../src/lookup/memory.ts'
import { watchedTables } from '../../src/store/lookup.ts'
import { nameInstallation, openMemory } from '../../src/usecases/memory.ts'
import { aCentreOnDuty } from '../support/followed.ts'
import { aPublication, at, published, type RosterJson, stepped } from '../support/months.ts'
import { openOn } from '../support/open-on.ts'
import { aCentre, anAgency, anOfficer, aPost, type Made } from '../support/people.ts'
import { onPostgres, type Scene, scene } from '../support/scene.ts'

/** Everything in a memory, as text that two memories can be compared by. */
async function contents(memory: Scene['deps']['memory']): Promise<unknown> {
  await memory.catchUp()
  await memory.centres()
  const { keys, centres }: Remembered = memory.remembered()
  const plain = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value)
  const versions = centres.flatMap((index) => index.versions.map(({ head }) => [head.id, head.supersededFrom]))
  return JSON.parse(JSON.stringify({ keys, centres, versions }, plain)) as unknown
}

/** What one memory learnt bit by bit is what another reads in one go. */
async function isWhole(t: Test, s: Scene, title: string): Promise<void> {
  t.same(await contents(s.deps.memory), await contents(openMemory(s.deps)), title)
}

scene('after every write that look-ups answer from, memory holds what a fresh one reads', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  await isWhole(t, s, 'a centre')
  const agency = await anAgency(s)
  await isWhole(t, s, 'an agency')
  const heir = await anAgency<Made & { predecessorIds: readonly string[] }>(s, { predecessors: [agency.code] })
  t.equal(heir.predecessorIds[0], agency.id)
  await isWhole(t, s, 'its heir')
  const officer = await anOfficer(s, { languages: ['tyz'] })
  const other = await anOfficer(s)
  await aPost(s, { agencies: [agency.code], seats: [{ seat: 'primary', method: 'cycle', order: [officer.code, other.code] }] })
  await isWhole(t, s, 'people and a post')
  const head = await aPublication(s)
  await isWhole(t, s, 'a publication')
  const roster = (await s.call<RosterJson>('GET', `/v1/rosters/${head.rosterId}`)).body
  await stepped(s, roster, 'recall', { body: { reason: 'sai ngày nghỉ' } })
  await isWhole(t, s, 'a recall')
  await s.call('PATCH', `/v1/providers/${other.id}`, { headers: at(other), body: { languages: ['nut'] } })
  await isWhole(t, s, 'what somebody speaks')
  const made = await s.call<{ id: string }>('POST', '/v1/api-keys', { body: { name: 'tòa án', scopes: ['numbers:agency'] } })
  t.equal(made.status, 201)
  await isWhole(t, s, 'a key')
  await s.call('DELETE', `/v1/api-keys/${made.body.id}`)
  await isWhole(t, s, 'a key that is revoked')
  const second = await aCentre(s, { code: 'dak-lak' })
  await isWhole(t, s, 'another centre')
  const gone = await s.call('DELETE', `/v1/centres/${second.id}`, { headers: at(second) })
  t.equal(gone.status, 204)
  await isWhole(t, s, 'a centre that is gone')
})

scene('what a transaction took back was never in memory', async (t, s) => {
  await aCentre(s, { code: 'lang-son' })
  const before = await contents(s.deps.memory)
  const undone = s.deps.db.transaction(async (db) => {
    await db.execute(sql`update centres set name = 'tên khác'`)
    throw new Error('undone')
  })
  await t.rejects(undone, /undone/)
  t.same(await contents(s.deps.memory), before)
})

const nameOf = async ({ memory }: Scene['deps'], code: string): Promise<string | undefined> => {
  await memory.catchUp()
  return (await memory.centres()).find(({ centre }) => centre.code === code)?.centre.name
}

onPostgres(
  'a transaction that began first and ends last is seen, though its row of changes is older than others already read',
  async (t, url) => {
    const s = await openOn(url)
    t.teardown(() => s.close())
    for (const code of ['lang-son', 'dak-lak']) await aCentre(s, { code })
    const rename = (db: Db, code: string) => db.execute(sql`update centres set name = 'tên mới' where code = ${code}`)
    const [begun, may] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const slow = s.deps.db.transaction(async (db) => {
      await rename(db, 'lang-son')
      begun.resolve()
      await may.promise
    })
    await begun.promise
    await rename(s.deps.db, 'dak-lak')
    t.equal(await nameOf(s.deps, 'dak-lak'), 'tên mới')
    t.not(await nameOf(s.deps, 'lang-son'), 'tên mới', 'not committed yet')
    may.resolve()
    await slow
    t.equal(await nameOf(s.deps, 'lang-son'), 'tên mới', 'committed since')
  }
)

onPostgres('whoever asks while it catches up gets what was committed before asking', async (t, url) => {
  const s = await openOn(url)
  t.teardown(() => s.close())
  await aCentre(s, { code: 'lang-son' })
  for (let round = 0; round < 30; round += 1) {
    const before = s.deps.memory.catchUp()
    await s.deps.db.execute(sql`update centres set name = ${`tên ${round}`}`)
    t.equal(await nameOf(s.deps, 'lang-son'), `tên ${round}`)
    await before
  }
})

/** Writes what no trigger tells of, as a restore does, or a database that took the place of another. */
async function unheard({ deps }: Scene, ...statements: readonly string[]): Promise<void> {
  await deps.db.execute(sql`set local session_replication_role = replica`)
  for (const statement of statements) await deps.db.execute(sql.raw(statement))
  await deps.db.execute(sql`set local session_replication_role = origin`)
}

/** A centre whose month has a version that was recalled and one that answers. */
async function twoVersions(s: Scene): Promise<void> {
  const roster = await aCentreOnDuty(s)
  await published(s, await stepped(s, roster, 'recall', { body: { reason: 'sai ngày nghỉ' } }))
}

/** What may have become of what is known while the database was out of sight. */
const UNHEARD: readonly (readonly [string, readonly string[]])[] = [
  ['a version that is gone', ['delete from publications where version = 2', 'update publications set superseded_from = null']],
  ['another text under the same id', [`update publications set said = replace(said, '"demo":false', '"demo":true') where version = 1`]],
  ['a version told by its content, as older ones are', ['update publications set said = null']],
  ['what stands around it', [`update publications set symbol = 'TB-KHAC'`]],
  [
    'a centre, its agencies, posts and people',
    [`update centres set name = 'x'`, `update agencies set name = 'y'`, `update providers set languages = '["tyz"]'`]
  ],
  ['a centre that is gone', [`delete from centres where code = 'dak-lak'`]],
  [
    'a key that is gone',
    [
      `insert into api_keys select (jsonb_populate_record(k, jsonb_build_object('id', gen_random_uuid(), 'hash', 'x'))).* from api_keys k limit 1`,
      `delete from api_keys where hash <> 'x'`
    ]
  ]
]

for (const [title, statements] of UNHEARD) {
  scene(`after a loss everything is compared: ${title}`, async (t, s) => {
    await twoVersions(s)
    await aCentre(s, { code: 'dak-lak', name: 'Trung tâm Đắk Lắk' })
    const before = await contents(s.deps.memory)
    await unheard(s, ...statements)
    t.same(await contents(s.deps.memory), before, 'nothing has told of it')
    s.deps.memory.lose()
    t.equal(s.deps.memory.freshness().stale, true)
    await isWhole(t, s, title)
    t.not(JSON.stringify(await contents(s.deps.memory)), JSON.stringify(before))
    t.equal(s.deps.memory.freshness().stale, false)
  })
}

for (const [title, statements] of UNHEARD) {
  scene(`without a loss it is seen within a minute: ${title}`, async (t, s) => {
    await twoVersions(s)
    await aCentre(s, { code: 'dak-lak', name: 'Trung tâm Đắk Lắk' })
    const before = await contents(s.deps.memory)
    await unheard(s, ...statements)
    t.same(await contents(s.deps.memory), before, 'nothing has told of it')
    s.setNow('2026-11-22T10:01:00+07:00')
    await isWhole(t, s, title)
    t.not(JSON.stringify(await contents(s.deps.memory)), JSON.stringify(before))
    t.equal(s.deps.memory.freshness().stale, false)
  })
}

/** With one of these every centre, key or version goes, also by the cascade: that is no change of somebody's. */
const VITAL = ['centres', 'agencies', 'publications', 'api_keys']

for (const table of watchedTables.filter((name) => !VITAL.includes(name))) {
  scene(`a table that was emptied unheard is seen within a minute: ${table}`, async (t, s) => {
    await twoVersions(s)
    await contents(s.deps.memory)
    await unheard(s, `truncate ${table} cascade`)
    s.setNow('2026-11-22T10:01:00+07:00')
    await isWhole(t, s, table)
  })
}

for (const table of VITAL) {
  scene(`a table that was emptied unheard takes nothing out of memory, which is stale: ${table}`, async (t, s) => {
    await twoVersions(s)
    await contents(s.deps.memory)
    const { confirmedAt, ...before } = s.deps.memory.remembered()
    await unheard(s, `truncate ${table} cascade`)
    s.setNow('2026-11-22T10:01:00+07:00')
    for (let n = 0; n < 2; n += 1) {
      await t.rejects(s.deps.memory.catchUp(), { code: 'DATABASE_UNAVAILABLE' })
      s.deps.memory.lose()
      t.match(s.deps.memory.freshness(), { stale: true, generatedAt: confirmedAt })
    }
    const { confirmedAt: _, ...after } = s.deps.memory.remembered()
    t.same(after, before)
  })
}

scene('another installation in place of this one, unheard: nothing of it is believed', async (t, s) => {
  await twoVersions(s)
  await nameInstallation(s.deps)
  s.deps.memory.lose()
  await contents(s.deps.memory)
  await unheard(s, `update installation set value = '"another"' where key = 'installation'`, `update centres set name = 'x'`)
  s.setNow('2026-11-22T10:01:00+07:00')
  await s.deps.memory.catchUp()
  t.equal(s.deps.memory.remembered().installation, 'another')
  await isWhole(t, s, 'the other')
})

/** What another memory reads as somebody who may read those tables and no other. */
async function readAs({ deps }: Scene, tables: readonly string[]): Promise<Remembered> {
  const role = sql.identifier(`reader_${v7()}`)
  let read: Remembered | undefined
  const undo = new Error('undone')
  const reading = deps.db.transaction(async (db) => {
    await db.execute(sql`create role ${role}`)
    for (const table of tables) await db.execute(sql`grant select on ${sql.identifier(table)} to ${role}`)
    await db.execute(sql`set local role ${role}`)
    const memory = openMemory({ ...deps, db })
    await memory.catchUp()
    await memory.centres()
    read = memory.remembered()
    throw undo
  })
  await reading.catch((error: unknown) => {
    if (error !== undo) throw error
  })
  return read as Remembered
}

scene('memory is read from no table that is not looked at', async (t, s) => {
  await twoVersions(s)
  const { centres, keys } = await readAs(s, ['lookup_changes', ...watchedTables])
  t.match(centres, [{ centre: { code: 'lang-son' }, versions: [{}, {}] }])
  t.ok(keys.length > 0)
})

scene('so is everything when the clock was set back: how long ago the last check was is not known', async (t, s) => {
  await twoVersions(s)
  await s.deps.memory.catchUp()
  await unheard(s, `update centres set name = 'x'`)
  s.setNow('2026-11-22T09:59:00+07:00')
  t.equal(s.deps.memory.freshness().stale, true)
  t.equal(s.deps.memory.freshness().generatedAt, s.deps.now(), 'no answer is right at an instant to come')
  await isWhole(t, s, 'set back')
  t.equal(await nameOf(s.deps, 'lang-son'), 'x')
})

scene('a loss while it catches up is not made good by that', async (t, s) => {
  await twoVersions(s)
  await contents(s.deps.memory)
  await unheard(s, `update centres set name = 'x'`)
  const catching = s.deps.memory.catchUp()
  s.deps.memory.lose()
  await catching
  t.equal(s.deps.memory.freshness().stale, true)
  await s.deps.memory.catchUp()
  t.equal(s.deps.memory.freshness().stale, false)
  t.equal(await nameOf(s.deps, 'lang-son'), 'x')
})

scene('what is remembered of another installation is forgotten at the first contact; of this one it answers on, as stale', async (t, s) => {
  await twoVersions(s)
  t.equal(await nameInstallation(s.deps), true)
  t.equal(await nameInstallation(s.deps), false, 'once')
  s.deps.memory.lose()
  await contents(s.deps.memory)
  const own = s.deps.memory.remembered()
  t.match(own.installation, /^[0-9a-f-]{36}$/)
  for (const [installation, left] of [
    [own.installation, 1],
    ['another', 0]
  ] as const) {
    const memory = openMemory(s.deps, { ...own, installation })
    t.equal(memory.remembered().centres.length, 1)
    t.equal(memory.freshness().stale, true)
    await memory.catchUp()
    t.equal(memory.remembered().centres.length, left, `before anything is read anew: ${installation}`)
    t.equal(memory.remembered().installation, own.installation)
  }
})

t.test('a memory that has read nothing says that it is stale', async (t) => {
  const { freshness } = openMemory({ db: {} as Db, now: () => 20_000 as never })
  t.same(freshness(), { generatedAt: 0, stale: true })
})
