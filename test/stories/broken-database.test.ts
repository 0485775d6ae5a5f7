import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
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

t.setTimeout(400_000)

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
  ['no database any more', (pglite: string) => rmSync(pglite, { recursive: true }), /is gone while .* remembers centres/],
  [
    'an emptied database',
    (pglite: string) => {
      rmSync(pglite, { recursive: true })
      mkdirSync(pglite)
    },
    /is gone while .* remembers centres/
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
  t.match(started.complained(), /is gone while .* remembers centres: restore it from a backup[^\n]*\.\n$/)
  t.notOk(existsSync(join(DATA_DIR, 'pglite')))
})

void t.test('a folder that cannot be written refuses with one sentence where nothing is remembered', { skip }, async (t) => {
  const DATA_DIR = folderOf(t)
  chmodSync(DATA_DIR, 0o755)
  const started = launch({ DATA_DIR }, { uid: NOBODY })
  t.same(await started.ended, { code: 1, signal: null })
  t.match(started.complained(), /^[^\n]* cannot be written: [^\n]*\.\n$/)
})
