import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { folderOf, homeOf, read, running, stop } from '../support/started.ts'

t.setTimeout(400_000)

const root = fileURLToPath(new URL('../..', import.meta.url))
const ADMIN_KEY = 'a-key-for-this-test-0123456789'

/** What is delivered, without what is installed. */
function aCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'lichtruc-install-'))
  t.teardown(() => rmSync(copy, { recursive: true, force: true }))
  for (const part of ['package.json', 'package-lock.json', 'src', 'db']) cpSync(join(root, part), join(copy, part), { recursive: true })
  return copy
}

void t.test('installed without development dependencies and without install scripts, as npm 12 does it, npm start serves', async (t) => {
  const cwd = aCopy()
  const args = ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
  const { status, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' })
  t.equal(status, 0, stderr)
  const settings = { ...homeOf(t), DATA_DIR: join(folderOf(t), 'data'), SEED: 'none', ADMIN_KEY }
  const started = await running(settings, { cwd, command: ['npm', 'start'] })
  t.match(await read(started.address, '/readyz'), { ready: true, database: true })
  t.match(await (await fetch(`${started.address}/docs`)).text(), /<html/i, 'the documentation too')
  await stop(t, started)
})
