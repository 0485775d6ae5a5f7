import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { readConfig } from '../../src/config.ts'
import { openDataFolder } from '../../src/start/data-folder.ts'
import { databaseToCome } from '../../src/start/database-to-come.ts'
import { openDatabase } from '../../src/start/open-database.ts'
import { keepOpen } from '../../src/start/reopen.ts'
import { until } from '../support/receivers.ts'

const cannotMount = (): string | false => {
  const { status } = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
  return status !== 0 && 'only root, on Linux, can mount a small disk'
}

/** A file system of its own, big enough for a database and not for much log. */
function smallDisk(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'lichtruc-reopen-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100m', 'tmpfs', path])
  t.teardown(() => {
    execFileSync('umount', ['--lazy', path])
    rmSync(path, { recursive: true, force: true })
  })
  return path
}

/** An embedded database in use there, and what is said of it. */
async function inUse(t: Test, disk: string) {
  const config = readConfig({ DATA_DIR: join(disk, 'data') })
  const data = openDataFolder(config.dataDir, { alone: true })
  const database = databaseToCome(data.ensureOurs)
  const said: string[] = []
  const connection = await openDatabase(config, data)
  keepOpen(connection, {
    config,
    data,
    database,
    isWanted: () => true,
    halts: ({ message }) => said.push(message),
    goesOn: (sentence) => said.push(sentence),
    fails: (error) => said.push(String(error))
  })
  const through = await database.opened(connection)
  if (through === undefined) throw new Error('it is closed')
  database.arrive()
  t.teardown(database.close)
  return { database, through, said }
}

t.test('an embedded database that stops is opened again by itself, with all that was acknowledged', { skip: cannotMount() }, async (t) => {
  const disk = smallDisk(t)
  const { database, through, said } = await inUse(t, disk)
  await through.executeSql('create table notes (n int)')
  const heard: string[] = []
  let lost = 0
  const listen = () =>
    through.listen(
      'notes',
      (text) => heard.push(text),
      () => (lost += 1)
    )
  await listen()

  const fill = join(disk, 'fill')
  spawnSync('dd', ['if=/dev/zero', `of=${fill}`, 'bs=64k'], { stdio: 'ignore' })
  truncateSync(fill, statSync(fill).size - 2 * 1024 * 1024)
  let kept = 0
  const enter = async () => {
    await database.db.execute(sql`insert into notes values (${kept})`)
    kept += 1
    await database.db.execute(sql`select pg_logical_emit_message(true, 'test', repeat('x', 200000))`)
  }
  const untilRefused = async () => {
    for (let tries = 0; tries < 200; tries += 1) await enter()
  }
  await t.rejects(untilRefused(), 'no room for its log')
  const refused = { code: 'DATABASE_UNAVAILABLE' }
  for (const use of [enter, async () => through.executeSql('select 1')]) await t.rejects(async () => use(), refused)
  t.match(said, [/ has stopped, for its disk is full: make room, and it opens again by itself\.$/])
  t.equal(lost, 1, 'who listens is told')

  rmSync(fill)
  await until('it is open again', () => said.length > 1)
  t.match(said.slice(1), [/ is open again: writes go on\.$/])
  t.same((await through.executeSql('select count(*)::int as n from notes')).rows, [{ n: kept }], 'nothing acknowledged is lost')
  await listen()
  await enter()
  await through.executeSql(`notify notes, 'again'`)
  await until('it is heard', () => heard.length > 0)
  t.same(heard, ['again'])
})
