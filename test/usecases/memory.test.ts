import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import type { Db } from '../../db/handle.ts'
import type { Remembered } from '../../src/lookup/memory.ts'
import { openMemory } from '../../src/usecases/memory.ts'
import { aPublication, at, type RosterJson, stepped } from '../support/months.ts'
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

t.test('a memory that has read nothing says that it is stale', async (t) => {
  const { freshness } = openMemory({ db: {} as Db, now: () => 20_000 as never })
  t.same(freshness(), { generatedAt: 0, stale: true })
})
