import { cpSync, fstatSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { connectFiles } from '../../db/connect.ts'
import { FolderFiles } from '../../db/folder-files.ts'

/** After so many milliseconds nobody is thought to be writing still. */
const LONG_AGO = 1_500

/** Notes each file that is put on the disk: by its number while the thread waits, by its path beside it. */
class WatchedFiles extends FolderFiles {
  readonly #synced: number[] = []
  readonly settled = new Set<string>()

  protected override async settleOne(path: string): Promise<void> {
    await super.settleOne(path)
    this.settled.add(path.slice(this.rootDir.length + 1))
  }

  protected override sync(file: number): void {
    super.sync(file)
    this.#synced.push(fstatSync(file).ino)
  }

  /** What was put on the disk since this was asked last: paths in the folder. */
  synced(): readonly string[] {
    const pathOf = new Map(this.paths().map((path) => [statSync(join(this.rootDir, path)).ino, path]))
    return this.#synced.splice(0).map((ino) => pathOf.get(ino) ?? 'what is there no more')
  }

  paths(): string[] {
    return readdirSync(this.rootDir, { recursive: true, encoding: 'utf8' })
  }
}

function aFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'lichtruc-disk-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function opened(t: Test, folder: string) {
  const files = new WatchedFiles(folder)
  const connection = await connectFiles(files)
  t.teardown(connection.close)
  return { files, ...connection }
}

t.test('the embedded database is on the disk: new, at each commit, and what a checkpoint relies on', async (t) => {
  const { files, executeSql } = await opened(t, aFolder(t))
  const forgotten = files.paths().filter((path) => !files.settled.has(path))
  t.same(forgotten, [], 'all that a new one consists of')
  await executeSql('create table notes (text text)')
  files.synced()

  for (const text of ['a', 'b', 'c']) {
    await executeSql(`insert into notes values ('${text}')`)
    t.match(files.synced(), [/^pg_wal\/[\dA-F]{24}$/], 'a commit is answered once its log is')
  }
  await executeSql('begin; insert into notes values (4); insert into notes values (5); commit')
  t.match(files.synced(), [/^pg_wal\/[\dA-F]{24}$/], 'once, however many statements')
  await executeSql('select * from notes')
  t.same(files.synced(), [], 'nothing waits that writes nothing')

  const { rows } = await executeSql(`select pg_relation_filepath('notes') as file`)
  await executeSql('checkpoint')
  const relied = files.synced()
  for (const path of [String(rows[0]?.file), 'global/pg_control']) t.ok(relied.includes(path), path)
})

t.test('one that was left open is put on the disk beside the thread, and opens with all that was committed', async (t) => {
  const before = aFolder(t)
  const first = await opened(t, before)
  await first.executeSql('create table notes (text text); insert into notes values (1); checkpoint; insert into notes values (2)')
  // a copy of one that is open is what a process that is killed leaves
  const folder = aFolder(t)
  cpSync(before, folder, { recursive: true, preserveTimestamps: true })
  const here = new WatchedFiles(folder).paths()
  await pause(LONG_AGO)

  const again = await opened(t, folder)
  const forgotten = here.filter((path) => !again.files.settled.has(path))
  t.same(forgotten, [], 'all of it')
  const waited = again.files.synced().length
  t.ok(waited < here.length / 10, `the thread waited for ${waited} of ${here.length}`)
  t.same((await again.executeSql('select text from notes order by text')).rows, [{ text: '1' }, { text: '2' }])
})
