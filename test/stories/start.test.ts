import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { readConfig } from '../../src/config.ts'
import { COMPLETE, folderOf, KEY, launch, READY, read, running, stop, untilSo } from '../support/started.ts'

// a demo is planned here, on whatever machine this is
t.setTimeout(400_000)

interface List {
  readonly items: readonly {
    readonly id: string
    readonly code: string
    readonly month: string
    readonly number: string
    readonly status: string
  }[]
}

/** Two centres, two published months each with their numbers, nobody twice. */
async function isComplete(t: Test, address: string, key: string): Promise<string> {
  const centres = await read<List>(address, '/v1/centres')
  t.same(centres.items.map(({ code }) => code).sort(), ['dak-lak', 'lang-son'])
  const all: unknown[] = []
  for (const [code, people, posts] of [
    ['lang-son', 22, 5],
    ['dak-lak', 41, 18]
  ] as const) {
    const publications = await read<List>(address, `/v1/publications?centre=${code}`)
    t.same(
      publications.items.map(({ number }) => number),
      ['02/TB-TGPL', '01/TB-TGPL'],
      code
    )
    const rosters = await read<List>(address, `/v1/rosters?centre=${code}`, key)
    t.same(
      rosters.items.map(({ status }) => status),
      ['published', 'published']
    )
    const providers = await read<List>(address, `/v1/providers?centre=${code}&limit=200`, key)
    t.equal(providers.items.length, people, `${code}: people`)
    t.equal((await read<List>(address, `/v1/posts?centre=${code}&limit=200`)).items.length, posts, `${code}: posts`)
    all.push(publications.items)
    const now = await read<{ status: string; fallback: { numbers: unknown[] } }>(address, `/v1/on-duty?post=dieu-tra&centre=${code}`)
    t.equal(now.status, 'on_duty', `${code}: somebody is on duty at this very moment`)
  }
  return JSON.stringify(all)
}

const wrong = [
  ['PORT', 'abc', /PORT/],
  ['SEED', 'x', /SEED.*demo, none/],
  ['LOG_LEVEL', 'loud', /LOG_LEVEL/],
  ['DATABASE_URL', 'foo', /DATABASE_URL/],
  ['ADMIN_KEY', 'short', /ADMIN_KEY/]
] as const

void t.test('what the environment may say and may not', async (t) => {
  for (const [name, value] of [
    ...wrong,
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['SEED', 'DEMO'],
    ['DATABASE_URL', 'mysql://a/b'],
    ['ADMIN_KEY', 'with spaces in between']
  ]) {
    t.throws(() => readConfig({ [name]: value }), { message: new RegExp(`^${name} .*\\.$`) }, `${name}=${value}`)
  }
  t.match(readConfig({ PORT: ' 8080 ', DATABASE_URL: '', LOG_LEVEL: 'silent' }), { port: 8080, databaseUrl: undefined, seed: 'demo' })
  t.match(readConfig({ DATABASE_URL: 'postgres://a:b@c/d' }), { port: 3000, host: '127.0.0.1', dataDir: './.data', seed: 'none' })
  t.ok(Object.isFrozen(readConfig({})))
})

void t.test('a wrong setting stops it with one sentence', async (t) => {
  const here = folderOf(t)
  for (const [name, value, sentence] of wrong) {
    const started = launch({ DATA_DIR: join(here, 'never'), [name]: value })
    await t.test(`${name}=${value}`, async (t) => {
      t.same(await started.ended, { code: 1, signal: null })
      t.match(started.complained(), sentence)
      t.match(started.complained(), /^[^\n]+\.\n$/, 'one line, one sentence, no stack')
      t.equal(started.said(), '')
      if (name === 'ADMIN_KEY') t.notMatch(started.complained(), value, 'a secret is not repeated')
    })
  }
  t.notOk(existsSync(join(here, 'never')), 'and nothing is made')
})

void t.test('a database that is not there stops it with one line', async (t) => {
  const started = launch({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
  t.same(await started.ended, { code: 1, signal: null })
  t.match(started.complained(), /^[^\n]*The database server 127\.0\.0\.1:1 is out of reach[^\n]*ECONNREFUSED[^\n]*\.\n$/)
})

void t.test('without demo data it starts empty, with a key given and none printed', async (t) => {
  const ADMIN_KEY = 'a-key-for-this-test-0123456789'
  const started = await running({ DATA_DIR: folderOf(t), SEED: 'none', ADMIN_KEY })
  t.notMatch(started.said(), KEY)
  t.notMatch(started.said(), ADMIN_KEY)
  t.same((await read<List>(started.address, '/v1/centres')).items, [])
  t.same((await read<List>(started.address, '/v1/api-keys', ADMIN_KEY)).items.length, 1)
  t.match(await read(started.address, '/readyz'), { ready: true, database: true })
  t.match(await (await fetch(started.address)).text(), /Chưa có Trung tâm nào/)
  await stop(t, started)
})

void t.test('a start that fails on its port does not lose the admin key', async (t) => {
  const holder = createServer().listen(0, '127.0.0.1')
  t.teardown(() => holder.close())
  await once(holder, 'listening')
  const PORT = String((holder.address() as AddressInfo).port)
  const settings = { DATA_DIR: folderOf(t), SEED: 'none' }
  const failed = launch({ ...settings, PORT })
  t.same(await failed.ended, { code: 1, signal: null })
  t.match(failed.complained(), /^[^\n]*EADDRINUSE[^\n]*\.\n$/)
  t.notOk(existsSync(join(settings.DATA_DIR, 'pglite')), 'the database was not even opened')
  const again = await running(settings)
  t.match(failed.said() + again.said(), KEY)
  await stop(t, again)
})

void t.test('the first start makes a demo; killed in the middle, the next one completes it; the third changes nothing', async (t) => {
  const DATA_DIR = folderOf(t)
  let early = ''
  for (const milliseconds of [2500, 7500]) {
    const killed = launch({ DATA_DIR })
    await Promise.race([pause(milliseconds), killed.ended])
    killed.child.kill('SIGKILL')
    t.same(await killed.ended, { code: null, signal: 'SIGKILL' })
    t.comment(READY.test(killed.said()) ? 'it was ready before it was killed' : `killed after ${milliseconds} ms, not ready yet`)
    t.equal(killed.complained(), '')
    early += killed.said()
  }

  const first = await running({ DATA_DIR })
  t.match(early + first.said(), /opening the database.*entering the demo.*planning and publishing/s, 'what is being done is said')
  t.match(await read(first.address, '/v1/on-duty?post=dieu-tra&centre=lang-son'), { status: 'on_duty' }, 'one centre is there')
  await untilSo(first, () => COMPLETE.test(early + first.said()))
  const said = early + first.said()
  for (const text of [
    'tỉnh Lạng Sơn',
    'tỉnh Đắk Lắk',
    'dữ liệu minh họa',
    'Lịch trực tuần này',
    'Đang trực lúc',
    '/docs',
    '/openapi.json',
    'Trung tâm)'
  ]) {
    t.ok(said.includes(text), text)
  }
  t.match(
    said,
    /Cơ quan điều tra Công an tỉnh \(trực 24\/24 giờ\) +người trực +\p{Lu}.* 0900 000 [12]\d\d/u,
    'who is on duty now, with a number'
  )
  t.match(said, /\d\d\/\d\d/, 'days of the week')
  const key = KEY.exec(said)?.[1]
  t.ok(key, 'the admin key was shown, by one start or the other')
  const ADMIN_KEY = key ?? 'a-key-for-this-test-0123456789'
  let before = ''
  if (key !== undefined) before = await isComplete(t, first.address, key)
  await stop(t, first)

  const second = await running({ DATA_DIR, ...(key === undefined ? { ADMIN_KEY } : {}) })
  t.comment(`ready again in ${second.seconds.toFixed(1)} s`)
  t.ok(second.seconds < 20, 'a database that is filled is ready soon')
  t.notMatch(second.said(), KEY, 'no new key')
  const after = await isComplete(t, second.address, ADMIN_KEY)
  if (before !== '') t.equal(after, before, 'the same publications as before')
  await stop(t, second)
})
