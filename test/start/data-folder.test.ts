import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { connectPglite } from '../../db/connect.ts'
import { readConfig } from '../../src/config.ts'
import { openDataFolder } from '../../src/start/data-folder.ts'
import { openDatabase } from '../../src/start/open-database.ts'
import { folderOf } from '../support/started.ts'

const modeOf = (path: string): string => (lstatSync(path).mode & 0o777).toString(8)

/** A process that opens the folder, says so, and keeps it until it is killed. */
async function holder(t: Test, path: string, alone: boolean) {
  const module = new URL('../../src/start/data-folder.ts', import.meta.url).href
  const code = `import(${JSON.stringify(module)}).then(({ openDataFolder }) => {
    openDataFolder(${JSON.stringify(path)}, { alone: ${alone} }); console.log('open'); setInterval(() => {}, 1000) })`
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

t.test('a folder that another process has is refused with one sentence that names it', async (t) => {
  const path = folderOf(t)
  const first = await holder(t, path, true)
  for (const alone of [true, false]) {
    t.throws(() => openDataFolder(path, { alone }), {
      message: new RegExp(`^[^\\n]* is in use by process ${first.pid} \\(on [^\\n]*\\): [^\\n]*\\.$`)
    })
  }
  first.kill('SIGKILL')
  await once(first, 'close')
  t.match(openDataFolder(path, { alone: true }), { readOnly: undefined }, 'the lock of a process that was killed is none')
  t.match(JSON.parse(readFileSync(join(path, 'lock'), 'utf8')), { pid: process.pid })
})

t.test('processes that keep no database in it share a folder, but not with one that does', async (t) => {
  const path = folderOf(t)
  await holder(t, path, false)
  t.match(openDataFolder(path, { alone: false }), { readOnly: undefined })
  t.throws(() => openDataFolder(path, { alone: true }), { message: / is in use by process \d+ / })
})

t.test('of processes that begin at once one has the folder, and each of the others names it', async (t) => {
  const path = folderOf(t)
  const module = new URL('../../src/start/data-folder.ts', import.meta.url).href
  const code = `import(${JSON.stringify(module)}).then(({ openDataFolder }) => {
    try { openDataFolder(${JSON.stringify(path)}, { alone: true }); console.log('open'); setInterval(() => {}, 1000) }
    catch (error) { console.log(error.message) } })`
  const children = Array.from({ length: 5 }, () => spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] }))
  for (const child of children) t.teardown(() => child.kill('SIGKILL'))
  const said = await Promise.all(children.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])))
  const holders = children.filter((_, index) => said[index] === 'open\n')
  t.equal(holders.length, 1)
  for (const each of said.filter((text) => text !== 'open\n')) t.match(each, ` is in use by process ${holders[0]?.pid} (on `)
})

t.test('a process that has the folder and has yet to write its name down is waited for', async (t) => {
  const path = folderOf(t)
  const dead = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(join(path, 'lock'), JSON.stringify({ pid: dead.pid, host: hostname(), since: 'before' }))
  const code = `const { tryLock } = require('fs-native-extensions'); const fs = require('node:fs')
    const fd = fs.openSync(${JSON.stringify(join(path, 'lock'))}, 'r+'); tryLock(fd); console.log('locked')
    const who = JSON.stringify({ pid: process.pid, host: require('node:os').hostname(), since: 'now' })
    setTimeout(() => { fs.ftruncateSync(fd); fs.writeSync(fd, who, 0) }, 20)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  t.throws(() => openDataFolder(path, { alone: true }), { message: new RegExp(` is in use by process ${child.pid} `) })
})

t.test('a folder is ours until its lock or its database is not the one that was opened', async (t) => {
  for (const name of ['lock', 'pglite/PG_VERSION']) {
    const path = folderOf(t)
    mkdirSync(join(path, 'pglite'))
    writeFileSync(join(path, 'pglite/PG_VERSION'), '18')
    const { ensureOurs } = openDataFolder(path, { alone: true })
    ensureOurs()
    // a copy with the same content in its place
    cpSync(join(path, name), join(path, 'copy'))
    renameSync(join(path, 'copy'), join(path, name))
    t.throws(ensureOurs, {
      message: new RegExp(
        `${name} was deleted, moved or replaced\\): do not stop this process, [^\\n]*put the folder back first [^\\n]* then start the service again\\.$`
      )
    })
  }
})

t.test('what a process that was killed had begun to write is removed, where no other may be writing it', async (t) => {
  const path = folderOf(t)
  mkdirSync(join(path, 'lookup'))
  const names = ['lookup/state.json.gz.1.next', 'caller.key.2.next']
  const make = (): void => {
    for (const name of names) writeFileSync(join(path, name), 'half')
  }
  make()
  writeFileSync(join(path, 'lookup/state.json.gz'), 'whole')
  const child = await holder(t, path, false)
  t.same(
    names.filter((name) => existsSync(join(path, name))),
    names,
    'of a folder that is shared, only what is old'
  )
  child.kill('SIGKILL')
  await once(child, 'close')
  openDataFolder(path, { alone: true })
  t.same(readdirSync(path, { recursive: true, encoding: 'utf8' }).sort(), ['lock', 'lookup', 'lookup/state.json.gz'])
})

t.test('a folder and all of ours in it are shut to others, whatever they were', async (t) => {
  const path = folderOf(t)
  for (const name of ['pglite', 'pglite/base', 'lookup']) mkdirSync(join(path, name))
  for (const name of ['pglite/base/1', 'lookup/state.json.gz', 'readings.ndjson', 'caller.key']) writeFileSync(join(path, name), '')
  const outside = join(folderOf(t), 'outside')
  writeFileSync(outside, '')
  symlinkSync(outside, join(path, 'pglite/linked'))
  writeFileSync(join(path, 'letter.txt'), '')
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => !name.endsWith('linked'))
  for (const name of names) chmodSync(join(path, name), 0o777)
  for (const each of [path, outside]) chmodSync(each, 0o755)
  openDataFolder(path, { alone: true })
  t.equal(modeOf(path), '700')
  for (const name of names.filter((each) => each !== 'letter.txt')) {
    t.equal(modeOf(join(path, name)), statSync(join(path, name)).isDirectory() ? '700' : '600', name)
  }
  t.equal(modeOf(join(path, 'letter.txt')), '777', 'what is not ours is left alone')
  t.equal(modeOf(outside), '755', 'a link is not followed')
})

t.test('a folder full of something else, and a file, are refused and left as they are', async (t) => {
  const path = folderOf(t)
  writeFileSync(join(path, 'package.json'), '{}')
  chmodSync(path, 0o755)
  t.throws(() => openDataFolder(path, { alone: true }), { message: /holds something else: name a folder of its own\.$/ })
  t.equal(modeOf(path), '755')
  t.notOk(existsSync(join(path, 'lock')))
  t.throws(() => openDataFolder(join(path, 'package.json'), { alone: true }), { message: /is no folder\.$/ })
})

t.test('a fresh disk with its lost+found is a folder like any other', async (t) => {
  const path = folderOf(t)
  mkdirSync(join(path, 'lost+found'))
  t.match(openDataFolder(path, { alone: true }), { readOnly: undefined })
})

t.test('files that the embedded database makes are its owner’s alone, now and later, whatever the umask', async (t) => {
  const path = folderOf(t)
  const before = process.umask(0)
  try {
    const { executeSql, close } = await connectPglite(join(path, 'pglite'))
    for (const later of ['create table later as select generate_series(1, 10000) as n', 'vacuum', 'checkpoint']) await executeSql(later)
    await close()
  } finally {
    process.umask(before)
  }
  const open = readdirSync(join(path, 'pglite'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => (lstatSync(join(path, 'pglite', name)).mode & 0o077) !== 0 && lstatSync(join(path, 'pglite', name)).isFile()
  )
  t.same(open, [])
})

/** Somebody other than who runs the tests, who is root then. */
const NOBODY = 65_534
const AS_ROOT = { skip: process.getuid?.() === 0 ? false : 'only root gives files away' }

/** A folder of the other user's with something of a database in it. */
function folderOfNobody(t: Test): string {
  const path = folderOf(t)
  mkdirSync(join(path, 'pglite/base'), { recursive: true })
  for (const name of ['pglite', 'pglite/base']) chmodSync(join(path, name), 0o700)
  for (const name of ['pglite/PG_VERSION', 'pglite/base/1', 'caller.key', 'lock']) writeFileSync(join(path, name), '18', { mode: 0o600 })
  for (const name of ['', ...readdirSync(path, { recursive: true, encoding: 'utf8' })]) chownSync(join(path, name), NOBODY, NOBODY)
  return path
}

/** What the other user is told who opens it, does something to it, and asks whether it is ours. */
function toldNobody(path: string, meanwhile = ''): string {
  const module = new URL('../../src/start/data-folder.ts', import.meta.url).href
  const code = `import(${JSON.stringify(module)}).then(async ({ openDataFolder }) => {
    try { const { ensureOurs } = openDataFolder(${JSON.stringify(path)}, { alone: true }); ${meanwhile}; ensureOurs(); console.log('ours') }
    catch (error) { console.log(error.message) } })`
  const { stdout } = spawnSync(process.execPath, ['-e', code], { uid: NOBODY, gid: NOBODY, env: {}, encoding: 'utf8' })
  return stdout.trim()
}

t.test('a file of another user’s among ours is what is said, whatever its mode', AS_ROOT, async (t) => {
  t.equal(toldNobody(folderOfNobody(t)), 'ours')
  for (const name of ['pglite', 'pglite/base', 'pglite/base/1', 'pglite/PG_VERSION', 'caller.key']) {
    const path = folderOfNobody(t)
    chownSync(join(path, name), 0, 0)
    t.match(toldNobody(path), new RegExp(`^[^\\n]*/${name} belongs to another user, [^\\n]*\\(chown -R\\)\\.$`), name)
  }
  const path = folderOfNobody(t)
  chownSync(join(path, 'pglite/base/1'), 0, 0)
  t.match(openDataFolder(path, { alone: true }), { readOnly: undefined }, 'who may read and write everything is not kept out')
})

t.test('a folder that lets its process in no more is not called lost', AS_ROOT, async (t) => {
  const path = folderOfNobody(t)
  // the process shuts itself out: to its user that is as if the folder had been given away
  const told = toldNobody(path, `require('node:fs').chmodSync(${JSON.stringify(path)}, 0)`)
  t.match(told, /^[^\n]* lets the user of the service in no more \(EACCES\): do not stop this process; [^\n]*\(chown -R\), [^\n]*\.$/)
})

t.test('what a database leaves beside it says that there was one, and a lock alone does not', async (t) => {
  for (const [traces, ...names] of [
    [[], 'lock'],
    [[], 'lock', 'compiled/'],
    [[], 'lookup/'],
    [['caller.key'], 'caller.key'],
    [['readings.ndjson'], 'readings.ndjson'],
    [['lookup'], 'lookup/', 'lookup/state.json.gz'],
    [[], 'caller.key', 'pglite/', 'pglite/PG_VERSION'],
    [[], 'first-start', 'caller.key']
  ] as const) {
    const path = folderOf(t)
    for (const name of names) {
      if (name.endsWith('/')) mkdirSync(join(path, name))
      else writeFileSync(join(path, name), '')
    }
    t.same(openDataFolder(path, { alone: true }).traces, traces, names.join(' '))
  }
})

t.test('a first start that ended before it had a database is begun again', async (t) => {
  const path = folderOf(t)
  openDataFolder(path, { alone: true })
  const ended = folderOf(t)
  for (const name of readdirSync(path)) writeFileSync(join(ended, name), '')
  writeFileSync(join(ended, 'caller.key'), 'made by the start that ended')
  const again = openDataFolder(ended, { alone: true })
  t.same(again.traces, [])
  mkdirSync(join(ended, 'pglite'))
  writeFileSync(join(ended, 'pglite', 'PG_VERSION'), '18')
  again.holdDatabase()
  t.same(readdirSync(ended).toSorted(), ['caller.key', 'lock', 'pglite'], 'there is a database from now on')
})

t.test('no new database is made in the place of one of which anything is left', async (t) => {
  const path = folderOf(t)
  writeFileSync(join(path, 'caller.key'), 'a key')
  const config = readConfig({ DATA_DIR: path })
  await t.rejects(openDatabase(config, openDataFolder(path, { alone: true })), {
    message: /pglite is gone, though there was one \([^\n]*caller\.key\): restore it from a backup, or move DATA_DIR away to begin anew\.$/
  })
  t.notOk(existsSync(join(path, 'pglite')))
})
