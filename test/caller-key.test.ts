import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { callerKeyFor } from '../src/caller-key.ts'
import { readConfig } from '../src/config.ts'

/** A folder without a database yet, or with one, and what is said of its key. */
const beside = (more: { readonly isNew?: boolean; readonly writable?: boolean } = {}) => {
  const said: string[] = []
  return { isNew: true, writable: true, say: (sentence: string) => void said.push(sentence), said, ...more }
}

const KEY = Buffer.alloc(32, 9).toString('base64')

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lichtruc-key-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  return path
}

t.test('a configured key is used as it is', async (t) => {
  for (const more of [{}, { DATABASE_URL: 'postgres://a@b/c' }]) {
    t.same(await callerKeyFor(readConfig({ CALLER_KEY: KEY, DATA_DIR: '/nowhere', ...more }), beside()), Buffer.alloc(32, 9))
  }
})

t.test('the embedded database makes its own once, for its owner alone', async (t) => {
  const dataDir = join(folder(), 'new')
  const config = readConfig({ DATA_DIR: dataDir })
  const [first, again] = [await callerKeyFor(config, beside()), await callerKeyFor(config, beside({ isNew: false }))]
  t.equal(first?.length, 32)
  t.same(again, first)
  t.equal(statSync(join(dataDir, 'caller.key')).mode & 0o777, 0o600)
  t.notSame(await callerKeyFor(readConfig({ DATA_DIR: folder() }), beside()), first, 'no two are the same')
})

t.test('a folder that only reads gives the key that is there, and none is made', async (t) => {
  const dataDir = folder()
  const config = readConfig({ DATA_DIR: dataDir })
  t.equal(await callerKeyFor(config, beside({ writable: false })), undefined)
  t.same(readdirSync(dataDir), [])
  const made = await callerKeyFor(config, beside())
  t.same(await callerKeyFor(config, beside({ writable: false })), made)
})

t.test('a server without a configured key has none: its instances could not agree on one', async (t) => {
  t.equal(await callerKeyFor(readConfig({ DATABASE_URL: 'postgres://a@b/c', DATA_DIR: '/nowhere' }), beside()), undefined)
})

t.test('a key that a database once had is never made anew: one sentence says what to put back', async (t) => {
  const dataDir = folder()
  const config = readConfig({ DATA_DIR: dataDir })
  const missing = beside({ isNew: false })
  t.equal(await callerKeyFor(config, missing), undefined)
  t.match(missing.said, [/^[^\n]+ \/ The key [^\n]*caller\.key of this database is gone: put the key back from the backup [^\n]+\.$/])
  t.same(readdirSync(dataDir), [])
})

for (const [title, text, fault] of [
  ['cut short', KEY.slice(0, 20), '15 bytes'],
  ['emptied', '', '0 bytes'],
  ['too long', `${KEY.slice(0, -1)}AAAA=`, '35 bytes']
] as const) {
  t.test(`a key file that was ${title} stays as it is, and no other takes its place`, async (t) => {
    const dataDir = folder()
    writeFileSync(join(dataDir, 'caller.key'), text)
    for (const isNew of [true, false]) {
      const found = beside({ isNew })
      t.equal(await callerKeyFor(readConfig({ DATA_DIR: dataDir }), found), undefined)
      t.equal(found.said.length, 1)
      t.match(found.said[0], `is no key of 32 bytes in base64 (${fault}): put the key back`)
    }
    t.equal(readFileSync(join(dataDir, 'caller.key'), 'utf8'), text)
  })
}

t.test('a key file that cannot be read is told as such', async (t) => {
  const dataDir = folder()
  mkdirSync(join(dataDir, 'caller.key'))
  const found = beside({ isNew: false })
  t.equal(await callerKeyFor(readConfig({ DATA_DIR: dataDir }), found), undefined)
  t.match(found.said, [/\(EISDIR\): put the key back/])
})

for (const text of ['abc', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), `${KEY.slice(0, -2)}!=`]) {
  t.test(`refused: ${text}`, async (t) => {
    t.throws(() => readConfig({ CALLER_KEY: text }), { message: /^CALLER_KEY phải là .* \/ CALLER_KEY must be .*\.$/ })
  })
}
