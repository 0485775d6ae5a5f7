import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import t, { type Test } from 'tap'
import { onPostgres } from '../support/scene.ts'
import { ANSWERS, COMPLETE, folderOf, KEY, launch, read, running, stop, untilSo, write } from '../support/started.ts'

t.setTimeout(500_000)

const asked = async <Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
    .query<Row>(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end())
}

/** The same address with some of its parts replaced. */
const at = (url: string, parts: Partial<URL>): string => Object.assign(new URL(url), parts).href

/** What is still there when the database of the test is gone. */
const maintenance = (server: string): string => at(server, { pathname: '/postgres' })

/** A database on that server with nothing in it, which goes with the test. */
async function emptyDatabase(t: Test, server: string): Promise<string> {
  const url = maintenance(server)
  const name = `lichtruc_empty_${randomBytes(4).toString('hex')}`
  await asked(url, `create database ${name} template template0`)
  t.teardown(() => asked(url, `drop database ${name} with (force)`))
  return at(url, { pathname: `/${name}` })
}

onPostgres('what PostgreSQL refuses at a start is one sentence with its reason, and no password', async (t, server) => {
  const url = await emptyDatabase(t, server)
  const user = `clerk_${randomBytes(4).toString('hex')}`
  await asked(url, `create role ${user} login password 'a-secret-word'`)
  t.teardown(() => asked(maintenance(server), `drop role ${user}`))
  const clerk = at(url, { username: user, password: 'a-secret-word' })
  const refusals = [
    ['an unknown host', at(url, { hostname: 'nowhere.invalid' }), /The host of DATABASE_URL, nowhere\.invalid:\d+, is not known/],
    ['nobody at the port', at(url, { port: '1' }), /is out of reach: [^\n]*ECONNREFUSED/],
    ['a wrong password', at(clerk, { password: 'a-wrong-word' }), new RegExp(`does not let the user "${user}" of DATABASE_URL in`)],
    ['an unknown database', at(url, { pathname: '/not_there' }), /has no database "not_there"/],
    ['no right to create tables', clerk, new RegExp(`The user "${user}" lacks a right on the database [^\n]*: permission denied`)]
  ] as const
  for (const [title, DATABASE_URL, sentence] of refusals) {
    await t.test(title, async (t) => {
      const started = launch({ DATABASE_URL, DATA_DIR: join(folderOf(t), 'data') })
      t.same(await started.ended, { code: 1, signal: null })
      t.match(started.complained(), sentence)
      t.match(started.complained(), /^[^\n]+\.\n$/, 'one line, one sentence, no stack')
      t.notMatch(started.complained(), /-word/, 'no password')
    })
  }
  await t.test('the rights that README names are enough', async (t) => {
    await asked(url, `grant create on schema public to ${user}`)
    await asked(url, `grant create on database ${new URL(url).pathname.slice(1)} to ${user}`)
    const started = await running({ DATABASE_URL: clerk, DATA_DIR: join(folderOf(t), 'data') })
    await stop(t, started)
  })
  await asked(url, `drop owned by ${user} cascade`)
})

onPostgres('three that start at once on an empty database come up, with one demo between them', async (t, server) => {
  const url = await emptyDatabase(t, server)
  const settings = { DATABASE_URL: url, SEED: 'demo' }
  const all = await Promise.all(
    [1, 2, 3].map(() => running({ ...settings, DATA_DIR: join(folderOf(t), 'data'), CALLER_KEY: Buffer.alloc(32, 7).toString('base64') }))
  )
  await untilSo(all[0] ?? failed(), () => all.some(({ said }) => COMPLETE.test(said())))
  for (const started of all) {
    t.equal(started.complained(), '')
    const { items } = await read<{ items: { code: string }[] }>(started.address, '/v1/centres')
    t.same(items.map(({ code }) => code).sort(), ['dak-lak', 'lang-son'])
  }
  t.equal(all.filter(({ said }) => KEY.test(said())).length, 1, 'one of them made the key, and said it')
  t.same(await asked(url, 'select count(*)::int as n from publications'), [{ n: 4 }], 'two months each, once')
  for (const started of all) await stop(t, started)
})

function failed(): never {
  throw new Error('nothing was started')
}

onPostgres(
  'a start on an empty database while look-ups remember centres makes nothing in it, and answers from what is kept',
  async (t, server) => {
    const settings = { DATA_DIR: join(folderOf(t), 'data'), SEED: 'demo', CALLER_KEY: Buffer.alloc(32, 7).toString('base64') }
    const url = await emptyDatabase(t, server)
    const first = await running({ ...settings, DATABASE_URL: url })
    const key = KEY.exec(first.said())?.[1] ?? ''
    await stop(t, first)
    const lookups = (): string[] => readdirSync(join(settings.DATA_DIR, 'lookup')).sort()
    const kept = lookups()
    const empty = await emptyDatabase(t, server)
    const started = await running({ ...settings, DATABASE_URL: empty }, { line: ANSWERS })
    await untilSo(started, () => started.complained() !== '')
    t.match(
      started.complained(),
      /^[^\n]+ \/ The database of DATABASE_URL is empty, [^\n]* remembers centres: restore it from a backup[^\n]+\n$/
    )
    const path = '/v1/on-duty?agency=pc01&centre=lang-son'
    t.match(await read(started.address, path), { status: 'on_duty', source: { stale: true } })
    const body = { name: 'x', scopes: ['numbers:agency'], centre: 'lang-son', agency: 'pc01' }
    t.match(await write(started.address, '/v1/api-keys', key, body), { status: 503, body: { code: 'DATABASE_UNAVAILABLE' } })
    await stop(t, started)
    t.same(await asked(empty, "select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace"), [{ n: 0 }])
    t.same(lookups(), kept)
    const again = await running({ ...settings, DATABASE_URL: url })
    t.match(await read(again.address, path), { status: 'on_duty', source: { stale: false } })
    await stop(t, again)
  }
)
