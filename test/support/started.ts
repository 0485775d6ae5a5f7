import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** The service is there, whatever else is still to be made. */
export const READY = /OpenAPI: +(http:\/\/[^/\s]+)\/openapi\.json/
/** Look-ups are answered from what an earlier process left. */
export const ANSWERS = /look-ups are answered, from what was kept: (http:\/\/[^/\s]+)\//
export const COMPLETE = /the demo is complete/
export const KEY = /admin key \(shown once\): (\S+)/

/** A service in a process of its own. */
export interface Started {
  readonly child: ChildProcess
  readonly said: () => string
  readonly complained: () => string
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ code: number | null; signal: string | null }>
}

/** How it is started: as `npm start` does, unless told otherwise. */
interface Launch {
  readonly command?: readonly [string, ...string[]]
  readonly cwd?: string
  readonly uid?: number
}

const START = [process.execPath, 'src/start.js'] as const
/** Another user may not write where the test runner has each process leave a note at its end, and would fail for that alone. */
const UNNOTED = ['/usr/bin/env', '-u', 'NODE_OPTIONS', ...START] as const

/** Starts it with exactly these settings, and waits for nothing; it never outlives the tests. */
export function launch(settings: Record<string, string>, { command, cwd = root, uid }: Launch = {}): Started {
  const [file, ...args] = command ?? (uid === undefined ? START : UNNOTED)
  const child = spawn(file, args, {
    cwd,
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', PORT: '0', LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid })
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
export async function untilSo(started: Started, holds: () => boolean): Promise<void> {
  let over = false
  void started.ended.then(() => {
    over = true
  })
  while (!holds() && !over) await pause(50)
  if (!holds()) throw new Error(`it ended:\n${started.said()}\n${started.complained()}`)
}

/** Starts and waits for the line, by default that of the address, which is said last. */
export async function running(
  settings: Record<string, string>,
  { line = READY, ...how }: Launch & { readonly line?: RegExp } = {}
): Promise<Started & { address: string; seconds: number }> {
  const from = performance.now()
  const started = launch(settings, how)
  await untilSo(started, () => line.test(started.said()))
  return { ...started, address: line.exec(started.said())?.[1] ?? '', seconds: (performance.now() - from) / 1000 }
}

export async function stop(t: Test, { child, ended }: Started): Promise<void> {
  child.kill('SIGTERM')
  t.same(await ended, { code: 0, signal: null }, 'SIGTERM ends it cleanly')
}

/** Settings by which a command such as npm is found, with a home of its own. */
export const homeOf = (t: Test): { readonly PATH: string; readonly HOME: string } => ({ PATH: process.env.PATH ?? '', HOME: folderOf(t) })

/** Somebody who may write nothing of ours; only root can be them for a while, and only where they may read the code. */
export const NOBODY = 65_534
export const cannotBeNobody = (): string | false => {
  const reads = 'require("node:fs").readFileSync("src/start.js")'
  const { status } = spawnSync(process.execPath, ['-e', reads], { cwd: root, uid: NOBODY, stdio: 'ignore' })
  return status !== 0 && 'only root can start it as somebody else, who must be able to read the code'
}

/** Ends it as a power cut would. */
export async function kill({ child, ended }: Started): Promise<void> {
  child.kill('SIGKILL')
  await ended
}

/** A folder that goes with the test. */
export function folderOf(t: Test): string {
  const made = mkdtempSync(join(tmpdir(), 'lichtruc-start-'))
  t.teardown(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** What the service answers; throws when it refuses. */
export async function read<Body>(address: string, path: string, key?: string): Promise<Body> {
  const reply = await fetch(`${address}${path}`, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } })
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
  return (await reply.json()) as Body
}

/** Writes something; what it answers, refusals too. */
export async function write(address: string, path: string, key: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const reply = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: reply.status, body: await reply.json() }
}

/** A centre as somebody enters it. */
export const newCentre = (code: string) => ({
  code,
  name: `Trung tâm ${code}`,
  province: 'Lạng Sơn',
  place: 'Lạng Sơn',
  parentBody: 'SỞ TƯ PHÁP',
  phones: [{ number: '0205 3000 001', kind: 'office' }]
})
