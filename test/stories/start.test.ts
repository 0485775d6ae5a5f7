import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { readConfig } from '../../src/config.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const READY = /OpenAPI: +(http:\/\/[^/\s]+)\/openapi\.json/

// a demo is planned here, on whatever machine this is
t.setTimeout(400_000)

interface Started {
  readonly child: ChildProcess
  readonly said: () => string
  readonly complained: () => string
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ code: number | null; signal: string | null }>
}

/** `node src/server.ts` with exactly these settings; it never outlives the tests. */
function launch(settings: Record<string, string>): Started {
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: root,
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', PORT: '0', LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  process.once('exit', () => child.kill('SIGKILL'))
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  return { child, said: () => out, complained: () => err, ended }
}

/** Waits until the condition holds or the process ends. */
async function until(started: Started, holds: () => boolean): Promise<void> {
  let over = false
  void started.ended.then(() => {
    over = true
  })
  while (!holds() && !over) await pause(50)
  if (!holds()) throw new Error(`it ended:\n${started.said()}\n${started.complained()}`)
}

/** Starts and waits for the address, which is said last. */
async function running(settings: Record<string, string>): Promise<Started & { address: string; seconds: number }> {
  const from = performance.now()
  const started = launch(settings)
  await until(started, () => READY.test(started.said()))
  return { ...started, address: READY.exec(started.said())?.[1] ?? '', seconds: (performance.now() - from) / 1000 }
}

async function stop(t: Test, { child, ended }: Started): Promise<void> {
  child.kill('SIGTERM')
  t.same(await ended, { code: 0, signal: null }, 'SIGTERM ends it cleanly')
}

function folder(t: Test): string {
  const made = mkdtempSync(join(tmpdir(), 'lichtruc-start-'))
  t.teardown(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const KEY = /admin key \(shown once\): (\S+)/

const read = async <Body>(address: string, path: string, key?: string): Promise<Body> => {
  const reply = await fetch(`${address}${path}`, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } })
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
  return (await reply.json()) as Body
}

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
  const here = folder(t)
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
  t.match(started.complained(), /^[^\n]*ECONNREFUSED[^\n]*\n$/)
})

void t.test('without demo data it starts empty, with a key given and none printed', async (t) => {
  const ADMIN_KEY = 'a-key-for-this-test-0123456789'
  const started = await running({ DATA_DIR: folder(t), SEED: 'none', ADMIN_KEY })
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
  const settings = { DATA_DIR: folder(t), SEED: 'none' }
  const failed = launch({ ...settings, PORT })
  t.same(await failed.ended, { code: 1, signal: null })
  t.match(failed.complained(), /^[^\n]*EADDRINUSE[^\n]*\n$/)
  const again = await running(settings)
  t.match(failed.said() + again.said(), KEY)
  await stop(t, again)
})

void t.test('the first start makes a demo; killed in the middle, the next one completes it; the third changes nothing', async (t) => {
  const DATA_DIR = folder(t)
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
  t.comment(`completed in ${first.seconds.toFixed(1)} s`)
  const said = first.said()
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
  const key = KEY.exec(early + said)?.[1]
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
