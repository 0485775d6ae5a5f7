import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { openWire } from '../support/cut-wire.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { until } from '../support/receivers.ts'
import { onPostgres } from '../support/scene.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** How long the database is away, in seconds. */
const AWAY = 6

interface Line {
  readonly level: number
  readonly msg: string
  readonly reason?: string
  readonly seconds?: number
  readonly err?: object
}

/** The service as it is started, on that database; all that it says. */
function launch(t: Test, url: string): { readonly child: ChildProcess; readonly said: () => string } {
  const data = mkdtempSync(join(tmpdir(), 'lichtruc-log-'))
  const env = { PATH: '/usr/bin:/bin', TZ: 'UTC', PORT: '0', DATABASE_URL: url, DATA_DIR: data, SEED: 'none', ADMIN_KEY }
  const child = spawn(process.execPath, ['src/server.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  t.teardown(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
    rmSync(data, { recursive: true, force: true })
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  return { child, said: () => said }
}

const warnings = (said: string): Line[] =>
  said
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ level }) => level >= 40)

onPostgres('an outage under requests is a line when it begins and a line when it ends, of every part of the service', async (t, url) => {
  const wire = await openWire(url)
  t.teardown(() => wire.close())
  const { said } = launch(t, wire.url)
  const READY = /OpenAPI: +(http:\/\/[^/\s]+)\/openapi\.json/
  await until('it is ready', () => READY.test(said()))
  const address = READY.exec(said())?.[1] ?? ''
  const ask = async (path: string): Promise<number> =>
    (await fetch(`${address}${path}`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })).status
  t.equal(await ask('/v1/centres'), 200)
  const before = said().length
  await wire.cut()
  const end = performance.now() + AWAY * 1000
  let refused = 0
  while (performance.now() < end) {
    const [status] = await Promise.all([ask('/v1/centres'), ask('/readyz'), ask('/v1/api-keys')])
    if (status === 503) refused += 1
    await pause(100)
  }
  await wire.mend()
  await until('it answers again', async () => (await ask('/v1/centres')) === 200)
  await until('its end is said', () => /is back/.test(said()))
  const lines = warnings(said().slice(before))
  t.ok(refused > 5, `${refused} requests were refused`)
  t.match(lines, [{ msg: /out of reach/, reason: /\w/ }, { msg: /is back/ }])
  t.equal(lines.length, 2, JSON.stringify(lines))
  t.ok((lines[1]?.seconds ?? 0) >= AWAY - 2 && (lines[1]?.seconds ?? 0) <= AWAY + 8, `it lasted ${lines[1]?.seconds} s`)
  t.notMatch(said().slice(before), /\n {4}at |"stack"/, 'without a stack')
})
