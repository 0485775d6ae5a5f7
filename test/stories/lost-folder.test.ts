import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { folderOf, launch, newCentre, read, running, stop, untilSo, write } from '../support/started.ts'

t.setTimeout(400_000)

const ADMIN_KEY = 'a-key-for-this-test-0123456789'

type Running = Awaited<ReturnType<typeof running>>

const writeOne = async ({ address }: Running, code: string): Promise<number> =>
  (await write(address, '/v1/centres', ADMIN_KEY, newCentre(code))).status

/** All files below, with when each was written last. */
function filesOf(path: string): string[] {
  const names = existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
  return names.map((name) => `${name} ${statSync(join(path, name)).mtimeMs}`).sort()
}

/** Another process serves what took the folder's place, and is alone there. */
async function isInherited(t: Test, first: Running, settings: Record<string, string>): Promise<void> {
  const heir = await running(settings)
  t.equal(await writeOne(heir, 'f'), 201, 'the copy is another process’s')
  t.equal(await writeOne(first, 'g'), 503)
  const { items } = await read<{ items: { code: string }[] }>(heir.address, '/v1/centres')
  t.same(items.map(({ code }) => code).sort(), ['a', 'f'])
  await stop(t, heir)
}

/** What somebody does to the folder of a service that runs; whether another folder, which anybody may open, is there afterwards. */
const mishaps: readonly (readonly [title: string, missed: string, isReplaced: boolean, (dataDir: string, copy: string) => void])[] = [
  ['its lock is deleted', 'lock', false, (dataDir) => rmSync(join(dataDir, 'lock'))],
  ['its database is deleted', 'PG_VERSION', false, (dataDir) => rmSync(join(dataDir, 'pglite'), { recursive: true })],
  ['the folder is moved away', 'lock', false, (dataDir) => renameSync(dataDir, `${dataDir}-old`)],
  [
    'the folder is replaced by a copy',
    'lock',
    true,
    (dataDir, copy) => {
      renameSync(dataDir, `${dataDir}-old`)
      renameSync(copy, dataDir)
    }
  ],
  [
    'its database is replaced by a copy',
    'PG_VERSION',
    // whose lock is the first's as long as it runs
    false,
    (dataDir, copy) => {
      rmSync(join(dataDir, 'pglite'), { recursive: true })
      renameSync(join(copy, 'pglite'), join(dataDir, 'pglite'))
    }
  ]
]

/** A folder of a service that was stopped, with one centre in it. */
async function aBackup(t: Test): Promise<string> {
  const DATA_DIR = join(folderOf(t), 'data')
  const started = await running({ DATA_DIR, SEED: 'none', ADMIN_KEY })
  t.equal(await writeOne(started, 'a'), 201)
  await stop(t, started)
  return DATA_DIR
}

void t.test('a service whose folder is not its own any more writes nothing more, says so once, and answers on', async (t) => {
  const backup = await aBackup(t)
  for (const [title, missed, isReplaced, mishap] of mishaps) {
    await t.test(title, async (t) => {
      const settings = { DATA_DIR: join(folderOf(t), 'data'), SEED: 'none', ADMIN_KEY }
      const copy = join(folderOf(t), 'copy')
      for (const path of [settings.DATA_DIR, copy]) cpSync(backup, path, { recursive: true })
      const started = await running({ ...settings, LOG_LEVEL: 'warn' })
      t.equal(await writeOne(started, 'b'), 201)
      mishap(settings.DATA_DIR, copy)
      const there = filesOf(settings.DATA_DIR)
      for (const code of ['c', 'd', 'e']) t.equal(await writeOne(started, code), 503, 'not one write is acknowledged')
      await untilSo(started, () => started.complained() !== '')
      t.match(
        started.complained(),
        new RegExp(`^[^\\n]* is no longer the one that this process opened \\([^\\n]*${missed} was [^\\n]*\\n$`)
      )
      const reply = await fetch(`${started.address}/readyz`)
      t.equal(reply.status, 503)
      t.match(await reply.json(), { ready: false, lookups: true, database: false })
      t.equal((await fetch(`${started.address}/v1/on-duty?agency=x&centre=a`)).status, 404, 'a centre that it knows has no such agency')
      t.same(filesOf(settings.DATA_DIR), there, 'and nothing is touched there')
      if (isReplaced) await isInherited(t, started, settings)
      await stop(t, started)
      t.notMatch(started.said(), /out of reach|is back/, 'what was said once is not said again')
    })
  }
})

void t.test('without its lock a folder is still the process’s whose database it is', async (t) => {
  const settings = { DATA_DIR: await aBackup(t), SEED: 'none', ADMIN_KEY }
  const first = await running(settings)
  rmSync(join(settings.DATA_DIR, 'lock'))
  const second = launch(settings)
  t.same(await second.ended, { code: 1, signal: null })
  t.match(second.complained(), /^[^\n]* is in use by another process: [^\n]*\.\n$/)
  await stop(t, first)
})
