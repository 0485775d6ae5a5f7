import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Test } from 'tap'
import { openMemoryFolder } from '../../src/jobs/memory-folder.ts'
import type { Remembered } from '../../src/lookup/memory.ts'
import { openMemory } from '../../src/usecases/memory.ts'
import { sha256 } from '../../src/usecases/sha256.ts'
import { CALLER_KEY } from '../support/database.ts'
import { aCentreOnDuty } from '../support/followed.ts'
import { aCentre } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

const END = '.json.gz'

/** A folder that keeps what look-ups of the scene answer from, and a way to alter what it holds. */
async function aFolder(t: Test, s: Scene) {
  const path = await mkdtemp(join(tmpdir(), 'memory-'))
  t.teardown(() => rm(path, { recursive: true, force: true }))
  const reports: unknown[] = []
  const open = (key: Uint8Array | null = CALLER_KEY) => openMemoryFolder(path, (error) => reports.push(error), key ?? undefined)
  const remembered = async (): Promise<Remembered> => {
    await s.deps.memory.catchUp()
    await s.deps.memory.centres()
    return s.deps.memory.remembered()
  }
  const fileOf = async (kind: string): Promise<string> => {
    const name = (await readdir(path)).find((each) => each.startsWith(kind))
    if (name === undefined) throw new Error(`no ${kind} in the folder`)
    return join(path, name)
  }
  const textOf = async (kind: string): Promise<string> => gunzipSync(await readFile(await fileOf(kind))).toString('utf8')
  const alter = async (kind: string, from: string, to: string): Promise<void> => {
    const text = await textOf(kind)
    if (!text.includes(from)) throw new Error(`${kind} does not say ${from}`)
    await writeFile(await fileOf(kind), gzipSync(text.replaceAll(from, to)))
  }
  return { path, reports, open, remembered, textOf, alter }
}

/** Who is said to be on duty, by a memory that begins with what the folder holds. */
const namesIn = (remembered: Remembered | undefined): string[] =>
  (remembered?.centres ?? [])
    .flatMap(({ versions }) => versions.flatMap(({ people }) => [...people.values()].map((p) => p.fullName)))
    .sort()

scene('a file of the folder that was altered is reported, and not believed', async (t, s) => {
  await aCentreOnDuty(s)
  const { reports, open, remembered, alter } = await aFolder(t, s)
  await open().save(await remembered())
  t.same(namesIn(await open().load()), ['Hoàng Thị An', 'Lương Văn Bình'])
  t.same(reports, [])
  for (const [kind, from, to] of [
    ['publication-', 'Hoàng Thị An', 'Kẻ Mạo Danh'],
    ['centre-', 'Phòng Cảnh sát hình sự', 'Phòng Khác']
  ] as const) {
    await open().save(await remembered())
    await alter(kind, from, to)
    t.equal(await open().load(), undefined, kind)
    t.match(reports.splice(0), [new RegExp(`${kind}.* is not what was written`)], `${kind} is said once`)
  }
})

scene('what only one centre says wrongly costs that centre alone', async (t, s) => {
  await aCentreOnDuty(s)
  await aCentre(s, { code: 'dak-lak', name: 'Trung tâm Đắk Lắk' })
  const { reports, open, remembered, alter } = await aFolder(t, s)
  await open().save(await remembered())
  await alter('publication-', 'Hoàng Thị An', 'Kẻ Mạo Danh')
  const left = await open().load()
  t.same(
    left?.centres.map(({ centre }) => centre.code),
    ['dak-lak']
  )
  t.ok((left?.keys ?? []).length > 0)
  t.equal(reports.length, 1)
})

scene('a state whose seal does not fit is answered from as stale, and lets nobody in: its key was lost, or it is forged', async (t, s) => {
  await aCentreOnDuty(s)
  const { reports, open, remembered, alter } = await aFolder(t, s)
  const other = Buffer.alloc(32, 5)
  const before = await remembered()
  t.ok(before.keys.length > 0)
  const cases = [
    ['the key was changed', () => open().load(), () => open(other).load()],
    ['the key was lost', () => open().load(), () => open(null).load()],
    ['it was made without the key', () => open(null).load(), () => open().load()]
  ] as const
  const sealedBy = [undefined, undefined, null] as const
  for (const [index, [title, own, others]] of cases.entries()) {
    await open(sealedBy[index]).save(before)
    t.same((await own())?.keys.length, before.keys.length, `${title}: under its own seal its keys open`)
    t.same(reports, [])
    const left = await others()
    t.match(reports.splice(0), [/^Error: state is not under the seal of CALLER_KEY/], `${title}: said once`)
    t.same(left?.keys, [], title)
    t.same(namesIn(left), ['Hoàng Thị An', 'Lương Văn Bình'], title)
    t.equal(openMemory(s.deps, left).freshness().stale, true, title)
  }
  await open().save(before)
  await alter('state', 'ADMIN_KEY', 'MY_KEY')
  const altered = await open().load()
  t.match(reports.splice(0), [/or the file altered/])
  t.same(altered?.keys, [], 'a key that somebody has written there opens nothing')
})

scene('what is kept of another installation is put aside whole, as is all of it where no centre would be left', async (t, s) => {
  await aCentreOnDuty(s)
  const { path, reports, open, remembered } = await aFolder(t, s)
  const asides = [`${path}.one`, `${path}.two`, `${path}.one.2`]
  for (const aside of asides) t.teardown(() => rm(aside, { recursive: true, force: true }))
  const first = { ...(await remembered()), installation: 'one' }
  await open().save(first)
  const next = open()
  await next.load()
  await next.save({ ...first, installation: 'two' })
  t.match(reports.splice(0), [/\.one is what was kept of another database/])
  const other = openMemoryFolder(asides[0] ?? '', (error) => reports.push(error), CALLER_KEY)
  t.match(await other.load(), { installation: 'one', centres: [{ centre: { code: 'lang-son' } }], keys: [{ name: 'ADMIN_KEY' }] })
  t.match(await open().load(), { installation: 'two', centres: [{ centre: { code: 'lang-son' } }] })
  await next.save({ ...first, installation: 'two', centres: [] })
  t.ok((await readdir(asides[1] ?? '')).some((name) => name.startsWith('centre-')))
  await next.save(first)
  await next.save({ ...first, installation: 'two' })
  t.equal((await readdir(asides[2] ?? '')).length, 3, 'nothing is put in the place of what was put aside before')
  t.equal(reports.length, 2)
})

scene('a folder of the first format is not read', async (t, s) => {
  const { path, reports, open } = await aFolder(t, s)
  await writeFile(join(path, `state${END}`), gzipSync(JSON.stringify({ format: 1, confirmedAt: 1, keys: [], centres: [] })))
  t.equal(await open().load(), undefined)
  t.same(reports, [])
})

scene('the next save puts right what was altered, and takes away what nobody needs', async (t, s) => {
  await aCentreOnDuty(s)
  const { path, open, remembered, alter, textOf } = await aFolder(t, s)
  await open().save(await remembered())
  await writeFile(join(path, `centre-before${END}`), 'x')
  await alter('publication-', 'Hoàng Thị An', 'Kẻ Mạo Danh')
  const next = open()
  await next.load()
  await next.save(await remembered())
  t.match(await textOf('publication-'), 'Hoàng Thị An')
  t.same(namesIn(await open().load()), ['Hoàng Thị An', 'Lương Văn Bình'])
  t.equal((await readdir(path)).length, 3)
})

scene('with the database there, what was altered is read anew: the seal alone is not what is believed', async (t, s) => {
  await aCentreOnDuty(s)
  const { path, reports, open, remembered } = await aFolder(t, s)
  const honest = await remembered()
  /** As somebody who has the key would write it: a false number for one person, under digests and seal that fit. */
  const forged = JSON.parse(JSON.stringify(honest, (_, each: unknown) => (each instanceof Map ? undefined : each))) as Remembered
  const [index] = forged.centres
  const [version] = index?.versions ?? []
  const [person] = version?.said.people ?? []
  Object.assign(person ?? {}, { fullName: 'Kẻ Mạo Danh' })
  Object.assign(version?.head ?? {}, { number: 99 })
  Object.assign(index?.agencies[0] ?? {}, { name: 'Phòng Khác' })
  Object.assign(version ?? {}, { digest: sha256(JSON.stringify(version?.said)) })
  await open().save(forged)
  const believed = await open().load()
  t.match(namesIn(believed), ['Kẻ Mạo Danh'], 'with the database away nothing tells it')
  t.same(reports, [])
  const memory = openMemory(s.deps, believed)
  t.equal(memory.freshness().stale, true)
  await memory.catchUp()
  await memory.centres()
  const plain = (value: Remembered): unknown =>
    JSON.parse(JSON.stringify(value, (_, each: unknown) => (each instanceof Map ? [...each] : each)))
  t.same(plain(memory.remembered()), plain(honest))
  const next = open()
  await next.save(memory.remembered())
  t.same(namesIn(await open().load()), namesIn(honest))
  t.equal((await readdir(path)).length, 3)
})
