import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { connectPglite } from '../../db/connect.ts'
import { until } from '../support/receivers.ts'
import {
  ANSWERS,
  COMPLETE,
  cannotBeNobody,
  folderOf,
  KEY,
  launch,
  NOBODY,
  read,
  running,
  stop,
  untilSo,
  write
} from '../support/started.ts'

t.setTimeout(600_000)

const skip = cannotBeNobody()

interface OnDuty {
  readonly status: string
  readonly source: { readonly stale: boolean }
}
const QUESTION = '/v1/on-duty?agency=pc01&centre=lang-son'

/** A folder with a demo in it, and the admin's key. */
async function aKeptFolder(): Promise<{ readonly folder: string; readonly key: string }> {
  const folder = join(folderOf(t), 'data')
  const started = await running({ DATA_DIR: folder }, { line: COMPLETE })
  const key = KEY.exec(started.said())?.[1] ?? ''
  await untilSo(started, () => existsSync(join(folder, 'lookup/state.json.gz')))
  await stop(t, started)
  return { folder, key }
}

let made: ReturnType<typeof aKeptFolder> | undefined
const kept = (): ReturnType<typeof aKeptFolder> => {
  made ??= aKeptFolder()
  return made
}

/** Look-ups are answered, stale; what needs the database is refused; one line was written. */
async function goesOn(t: Test, started: Awaited<ReturnType<typeof running>>, key: string): Promise<void> {
  t.match(started.complained(), /^[^\n]+\n$/, 'one line')
  t.match(await read<OnDuty>(started.address, QUESTION), { status: 'on_duty', source: { stale: true } })
  const body = { name: 'x', scopes: ['numbers:agency'], centre: 'lang-son', agency: 'pc01' }
  t.match(await write(started.address, '/v1/api-keys', key, body), { status: 503, body: { code: 'DATABASE_UNAVAILABLE' } })
  t.match(await read(started.address, '/readyz'), { ready: true, lookups: true, database: false, stale: true })
  await stop(t, started)
}

const damages = [
  [
    'a control file full of noise',
    (pglite: string) => writeFileSync(join(pglite, 'global/pg_control'), randomBytes(8192)),
    /cannot be opened/
  ],
  ['no database any more', (pglite: string) => rmSync(pglite, { recursive: true }), /is gone, though there was one \([^)]*lookup\)/],
  [
    'an emptied database',
    (pglite: string) => {
      rmSync(pglite, { recursive: true })
      mkdirSync(pglite)
    },
    /is gone, though there was one \([^)]*lookup\)/
  ]
] as const

void t.test('an embedded database that is broken or gone stops no look-up, and no demo takes its place', async (t) => {
  const { folder, key } = await kept()
  for (const [title, damage, sentence] of damages) {
    await t.test(title, async (t) => {
      const DATA_DIR = join(folderOf(t), 'data')
      cpSync(folder, DATA_DIR, { recursive: true })
      damage(join(DATA_DIR, 'pglite'))
      const started = await running({ DATA_DIR }, { line: ANSWERS })
      await untilSo(started, () => sentence.test(started.complained()))
      await goesOn(t, started, key)
      t.notOk(existsSync(join(DATA_DIR, 'pglite/PG_VERSION')) && title !== damages[0][0], 'no new database was made')
      t.equal(readdirSync(join(DATA_DIR, 'lookup')).filter((name) => name.startsWith('centre-')).length, 2, 'what was known is kept')
    })
  }
})

void t.test('with the key of callers lost as well, look-ups go on from what is left, and no other key takes its place', async (t) => {
  const { folder, key } = await kept()
  const DATA_DIR = join(folderOf(t), 'data')
  cpSync(folder, DATA_DIR, { recursive: true })
  for (const name of ['pglite', 'caller.key']) rmSync(join(DATA_DIR, name), { recursive: true })
  const started = await running({ DATA_DIR }, { line: ANSWERS })
  await untilSo(started, () => /is gone, though there was one \([^)]*lookup\)/.test(started.complained()))
  t.match(started.complained(), /caller\.key of this database is gone: put the key back/)
  t.match(started.complained(), /state is not under the seal of CALLER_KEY/)
  t.match(await read<OnDuty>(started.address, QUESTION), { status: 'on_duty', source: { stale: true } })
  t.match(await write(started.address, '/v1/api-keys', key, {}), { status: 503 }, 'who it is only the database may know')
  await stop(t, started)
  t.notOk(existsSync(join(DATA_DIR, 'caller.key')))
})

/** Where the folder has the file of a table or an index. */
async function fileOf(folder: string, relation: string): Promise<string> {
  const copy = join(folderOf(t), 'pglite')
  cpSync(join(folder, 'pglite'), copy, { recursive: true })
  const { executeSql, close } = await connectPglite(copy)
  const { rows } = await executeSql(`select pg_relation_filepath('${relation}') as file`)
  await close()
  return join('pglite', String(rows[0]?.file))
}

void t.test('a table or an index that was emptied is no table without rows: it is told, and nothing is made anew', async (t) => {
  const { folder, key } = await kept()
  for (const relation of ['api_keys', 'publications', 'centres', 'slots', 'api_keys_pkey']) {
    await t.test(relation, async (t) => {
      const DATA_DIR = join(folderOf(t), 'data')
      cpSync(folder, DATA_DIR, { recursive: true })
      truncateSync(join(DATA_DIR, await fileOf(folder, relation)))
      const started = await running({ DATA_DIR }, { line: ANSWERS })
      await untilSo(started, () => / is damaged \(XX00[12]: [^\n]*restore it from a backup\./.test(started.complained()))
      t.notMatch(started.said(), KEY, 'no new key')
      await goesOn(t, started, key)
    })
  }
})

void t.test('damage that shows while the service runs shuts the database, and is told once', async (t) => {
  const { folder, key } = await kept()
  const DATA_DIR = join(folderOf(t), 'data')
  cpSync(folder, DATA_DIR, { recursive: true })
  writeFileSync(join(DATA_DIR, await fileOf(folder, 'slots')), randomBytes(8192))
  const started = await running({ DATA_DIR, SEED: 'none' })
  const { address } = started
  const { items } = await read<{ items: { month: string }[] }>(address, '/v1/rosters?centre=lang-son', key)
  const headers = { authorization: `Bearer ${key}` }
  const reply = await fetch(`${address}/v1/rosters/${items[0]?.month}/slots?centre=lang-son`, { headers })
  t.equal(reply.status, 503)
  await untilSo(started, () => started.complained() !== '')
  t.match(started.complained(), / is damaged \(XX00[12]: [^\n]*restore it from a backup\./)
  // the next check finds that the database is lost
  await until('look-ups are called stale', async () => (await read<OnDuty['source']>(address, '/readyz')).stale)
  await goesOn(t, started, key)
})

/** A file system of its own of so many bytes, which only root can make. */
function smallDisk(t: Test, size: string): string {
  const path = folderOf(t)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path])
  t.teardown(() => execFileSync('umount', ['--lazy', path]))
  return path
}

const cannotMount = (): string | false => {
  if (process.platform !== 'linux') return 'only Linux has tmpfs'
  const { status } = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
  return status !== 0 && 'only root can mount a small disk'
}

const noDisk = cannotMount()

void t.test('a first start on a disk without room is refused with one sentence, at whatever stage', { skip: noDisk }, async (t) => {
  for (const size of ['4k', '20m', '40m']) {
    const started = launch({ DATA_DIR: smallDisk(t, size), SEED: 'none' })
    t.same(await started.ended, { code: 1, signal: null }, size)
    t.match(started.complained(), /^[^\n]* is full, or its quota used up \(\w+\): make room [^\n]*\.\n$/, size)
  }
})

void t.test(
  'a disk that fills refuses writes, stops no look-up, and writes go on when there is room again',
  { skip: noDisk },
  async (t) => {
    const { folder, key } = await kept()
    const disk = smallDisk(t, '110m')
    const DATA_DIR = join(disk, 'data')
    cpSync(folder, DATA_DIR, { recursive: true })
    const started = await running({ DATA_DIR, LOG_LEVEL: 'warn' })
    const body = { name: 'x'.repeat(200), scopes: ['numbers:agency'], centre: 'lang-son', agency: 'pc01' }
    const enter = async () => (await write(started.address, '/v1/api-keys', key, body)).status
    const fill = join(disk, 'fill')
    spawnSync('dd', ['if=/dev/zero', `of=${fill}`, 'bs=64k'], { stdio: 'ignore' })
    let status = 201
    for (let tries = 0; tries < 200 && status === 201; tries += 1) status = await enter()
    t.equal(status, 503)
    t.match(await read<OnDuty>(started.address, QUESTION), { status: 'on_duty' })
    for (let tries = 0; tries < 5; tries += 1) t.equal(await enter(), 503)
    rmSync(fill)
    t.equal(await enter(), 201)
    const begun = started.said().match(/"reason":"53100"/g) ?? []
    t.equal(begun.length, 1, 'the reason is said once')
    t.notMatch(started.said(), /DATABASE_UNAVAILABLE/)
    await stop(t, started)
  }
)

void t.test('a kept folder that only reads stops no look-up either', { skip }, async (t) => {
  const { folder, key } = await kept()
  const DATA_DIR = join(folderOf(t), 'data')
  cpSync(folder, DATA_DIR, { recursive: true })
  for (const path of [join(DATA_DIR, '..'), DATA_DIR, join(DATA_DIR, 'lookup')]) chmodSync(path, 0o755)
  const lookups = readdirSync(join(DATA_DIR, 'lookup')).map((name) => `lookup/${name}`)
  for (const name of ['caller.key', ...lookups]) chmodSync(join(DATA_DIR, name), 0o644)
  const started = await running({ DATA_DIR }, { line: ANSWERS, uid: NOBODY })
  await untilSo(started, () => / cannot be written/.test(started.complained()))
  await goesOn(t, started, key)
})

void t.test('a database that is gone while nothing can be remembered stops the start rather than be made anew', async (t) => {
  const DATA_DIR = join(folderOf(t), 'data')
  mkdirSync(join(DATA_DIR, 'lookup'), { recursive: true })
  writeFileSync(join(DATA_DIR, 'lookup/centre-1.json.gz'), 'cut short')
  const started = launch({ DATA_DIR })
  t.same(await started.ended, { code: 1, signal: null })
  t.match(started.complained(), /is gone, though there was one \([^)]*lookup\): restore it from a backup[^\n]*\.\n$/)
  t.notOk(existsSync(join(DATA_DIR, 'pglite')))
})

void t.test('a folder that cannot be written refuses with one sentence where nothing is remembered', { skip }, async (t) => {
  const DATA_DIR = folderOf(t)
  chmodSync(DATA_DIR, 0o755)
  const started = launch({ DATA_DIR }, { uid: NOBODY })
  t.same(await started.ended, { code: 1, signal: null })
  t.match(started.complained(), /^[^\n]* cannot be written: [^\n]*\.\n$/)
})
