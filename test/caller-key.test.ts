import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { callerKeyFor } from '../src/caller-key.ts'
import { readConfig } from '../src/config.ts'

const KEY = Buffer.alloc(32, 9).toString('base64')

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lichtruc-key-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  return path
}

t.test('a configured key is used as it is', async (t) => {
  for (const more of [{}, { DATABASE_URL: 'postgres://a@b/c' }]) {
    t.same(await callerKeyFor(readConfig({ CALLER_KEY: KEY, DATA_DIR: '/nowhere', ...more })), Buffer.alloc(32, 9))
  }
})

t.test('the embedded database makes its own once, for its owner alone', async (t) => {
  const dataDir = join(folder(), 'new')
  const config = readConfig({ DATA_DIR: dataDir })
  const [first, again] = [await callerKeyFor(config), await callerKeyFor(config)]
  t.equal(first?.length, 32)
  t.same(again, first)
  t.equal(statSync(join(dataDir, 'caller.key')).mode & 0o777, 0o600)
  t.notSame(await callerKeyFor(readConfig({ DATA_DIR: folder() })), first, 'no two are the same')
})

t.test('a folder that only reads gives the key that is there, and none is made', async (t) => {
  const dataDir = folder()
  const config = readConfig({ DATA_DIR: dataDir })
  t.equal(await callerKeyFor(config, false), undefined)
  t.same(readdirSync(dataDir), [])
  const made = await callerKeyFor(config)
  t.same(await callerKeyFor(config, false), made)
})

t.test('a server without a configured key has none: its instances could not agree on one', async (t) => {
  t.equal(await callerKeyFor(readConfig({ DATABASE_URL: 'postgres://a@b/c', DATA_DIR: '/nowhere' })), undefined)
})

t.test('a file that is not a key stops the start, and stays as it is', async (t) => {
  const dataDir = folder()
  writeFileSync(join(dataDir, 'caller.key'), 'cut short')
  await t.rejects(callerKeyFor(readConfig({ DATA_DIR: dataDir })), { message: /caller\.key must be 32 bytes/ })
  t.equal(readFileSync(join(dataDir, 'caller.key'), 'utf8'), 'cut short')
})

for (const text of ['abc', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), `${KEY.slice(0, -2)}!=`]) {
  t.test(`refused: ${text}`, async (t) => {
    t.throws(() => readConfig({ CALLER_KEY: text }), { message: /^CALLER_KEY phải là .* \/ CALLER_KEY must be .*\.$/ })
  })
}
